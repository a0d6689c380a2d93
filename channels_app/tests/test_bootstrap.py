"""The first minute of an installation."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command

from channels_app.models import Channel

pytestmark = pytest.mark.django_db


def test_the_first_admin_gets_a_random_password_that_is_shown_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("bootstrap")
    shown = re.search(r"Password: (\S{20,})", capsys.readouterr().out)
    assert shown
    user = authenticate(username="admin", password=shown[1])
    assert user is not None and user.is_superuser
    call_command("bootstrap")
    assert capsys.readouterr().out == ""
    assert get_user_model().objects.count() == 1


def test_there_is_one_public_channel_and_only_at_first() -> None:
    call_command("bootstrap")
    assert Channel.objects.get().public
    Channel.objects.update(topic="Ours")
    call_command("bootstrap")
    assert [str(channel) for channel in Channel.objects.all()] == ["Ours"]

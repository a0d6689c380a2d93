"""Log lines hold no IDs and no addresses."""

from __future__ import annotations

import logging
import sys
import uuid

import pytest
from django.test import Client

from common.logs import DiscreetFormatter, without_identifiers

CHANNEL = uuid.UUID("6dc49f00-3e0d-4122-9692-f0ddc49bbf5e")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Not Found: /peers/{CHANNEL}", "Not Found: /peers/<id>"),
        (f"client {str(CHANNEL).upper()} and {CHANNEL.hex}", "client <id> and <id>"),
        ("from 192.0.2.7:5000", "from <address>:5000"),
        ("from [2001:db8::1]:5000", "from [<address>]:5000"),
        ("from ::1 and fe80::1:2", "from <address> and <address>"),
        ("from 2001:db8:0:0:0:0:0:1.", "from <address>."),
        ("at 12:30:05 in channels_app::thing", "at 12:30:05 in channels_app::thing"),
        ("Django 5.2.19 took 0.5 s", "Django 5.2.19 took 0.5 s"),
    ],
)
def test_identifiers_are_taken_out_and_nothing_else(text: str, shown: str) -> None:
    assert without_identifiers(text) == shown


def test_tracebacks_are_cleaned_too() -> None:
    try:
        raise ValueError(f"client {CHANNEL} at 192.0.2.7")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed for %s", (CHANNEL,), sys.exc_info())
    shown = DiscreetFormatter().format(record)
    assert str(CHANNEL) not in shown and "192.0.2.7" not in shown
    assert "ValueError: client <id> at <address>" in shown


@pytest.mark.django_db
def test_strangers_cannot_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    browser = Client(enforce_csrf_checks=True)
    too_many = {f"field{number}": "" for number in range(1500)}
    assert browser.post("/admin/login/", {"username": "x"}).status_code == 403
    assert browser.post("/admin/login/", too_many).status_code == 400
    assert browser.get("/", headers={"host": "elsewhere.example"}).status_code == 400
    assert [record.name for record in caplog.records if record.name.startswith("django.security")] == []

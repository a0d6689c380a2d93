"""Has this session shown a second factor, and must it?"""

from __future__ import annotations

from enum import Enum
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest

_SHOWN = "second_factor_of"
_TYPES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class Standing(Enum):
    """How a session stands."""

    FINE = "fine"
    MISSING = "missing"  # the account has none, and STAFF_MFA=required
    NOT_SHOWN = "not shown"  # the account has one, and this session began before it had


def standing(request: HttpRequest) -> Standing:
    """Return how the session of a signed-in user stands."""
    if request.session.get(_SHOWN) == request.user.pk:
        if settings.STAFF_MFA == "optional" or is_mfa_enabled(request.user, _TYPES):
            return Standing.FINE
        return Standing.MISSING
    if is_mfa_enabled(request.user, _TYPES):
        return Standing.NOT_SHOWN
    return Standing.MISSING if settings.STAFF_MFA == "required" else Standing.FINE


@receiver([authenticator_used, authenticator_added])
def _shown(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[_SHOWN] = user.pk

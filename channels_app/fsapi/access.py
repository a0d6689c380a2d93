"""Is it FreeSWITCH that asks? Being on this machine is not enough: other processes are, too."""

from __future__ import annotations

import hmac
from base64 import b64encode

from django.conf import settings

USER = "freeswitch"


def is_freeswitch(authorization: str) -> bool:
    """Does this Authorization header hold FreeSWITCH's basic credentials? Without an FSAPI_SECRET nobody's do."""
    if not settings.FSAPI_SECRET:
        return False
    scheme, _, given = authorization.partition(" ")
    expected = [
        b64encode(f"{USER}:{secret}".encode()) for secret in (settings.FSAPI_SECRET, *settings.FSAPI_SECRETS_BEFORE)
    ]
    return any(hmac.compare_digest(given.strip().encode(), one) for one in expected) and scheme.lower() == "basic"

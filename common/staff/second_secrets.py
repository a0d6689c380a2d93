"""The encrypted secrets of second factors, when the key they are encrypted with changes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken

from common.staff.adapters import encrypted_anew


def encrypt_all_anew(secret_key: str) -> int:
    """Encrypt the secrets of all apps and recovery codes with a key from this SECRET_KEY; return how many factors have one.

    What is lost already, because it came from a key that nobody has, stays as it is.
    """
    changed = 0
    for factor in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        data = {key: _anew(value, secret_key) for key, value in factor.data.items()}
        if data != factor.data:
            Authenticator.objects.filter(pk=factor.pk).update(data=data)
            changed += 1
    return changed


def _anew(value: Any, secret_key: str) -> Any:
    if isinstance(value, list):
        return [_anew(one, secret_key) for one in value]
    if not isinstance(value, str):
        return value
    try:
        return encrypted_anew(value, secret_key)
    except InvalidToken:
        return value

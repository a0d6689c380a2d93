"""django-allauth as staff need it: a limit on failures and second factors, and nothing else of what it can do."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

from common.addresses import network_of_request
from common.staff.passwords import TooBusy

_SILENT = ("account/messages/logged_in.txt",)


def hashed(value: str) -> str:
    """Return a name for a value that only this installation could find out again."""
    return salted_hmac("common.staff.limits", value, algorithm="sha256").hexdigest()


def network_of(request: HttpRequest) -> str:
    """Return where the request comes from, as a keyed hash: no address is kept, not even in memory."""
    return hashed(network_of_request(request))


class StaffAccountAdapter(DefaultAccountAdapter):
    """Counts failures by user and address; lets nobody sign up and sends no mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The service has no mail: accounts are made by the operator."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return network_of(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return hashed(f"{credentials.get('username', '').casefold()}\n{network_of(request)}")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        try:
            return super().authenticate(request, **credentials)
        except TooBusy:
            # Nobody looked at the password: that is no failure of whoever gave it.
            self._rollback_login_failed_rl_usage()
            raise

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index")

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template not in _SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)


class StaffMFAAdapter(DefaultMFAAdapter):
    """Keeps secrets encrypted, so that a stolen database is no second factor."""

    def get_totp_issuer(self) -> str:
        return "PBX peers"

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        return f"Key {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # SECRET_KEY has changed. A secret that nobody knows lets nobody in, and breaks no page.
            return generate_totp_secret()


def encrypted_anew(encrypted_text: str, secret_key: str) -> str:
    """Return a secret encrypted with a key from another SECRET_KEY. Raises `InvalidToken` where it is lost already."""
    return _fernet_of(secret_key).encrypt(_fernet().decrypt(encrypted_text.encode())).decode()


def _fernet() -> MultiFernet:
    return MultiFernet([_fernet_of(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet_of(secret_key: str) -> Fernet:
    key = hashlib.sha256(f"common.staff.second-factor\n{secret_key}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))

"""Django's sessions, users and messages, for the staff pages alone: visitors get no cookie and pay for nothing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

STAFF_PREFIX = "/admin/"


def is_staff_page(request: HttpRequest) -> bool:
    """Is this below /admin/, the only place where sessions and users exist?"""
    return request.path_info.startswith(STAFF_PREFIX)


class StaffOnly:
    """Mixin for a Django middleware: step aside unless the request is for a staff page."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        if is_staff_page(request) or iscoroutinefunction(self):
            return super().__call__(request)  # type: ignore[misc]
        return self.get_response(request)

    async def __acall__(self, request: HttpRequest) -> Any:
        if is_staff_page(request):
            return await super().__acall__(request)  # type: ignore[misc]
        return await self.get_response(request)


class StaffSessionMiddleware(StaffOnly, SessionMiddleware):
    """`request.session`."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session, unless there was just no database to read it from: to try again would take as long again."""
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            return response
        return super().process_response(request, response)


class StaffAuthenticationMiddleware(StaffOnly, AuthenticationMiddleware):
    """`request.user`."""


class StaffMessageMiddleware(StaffOnly, MessageMiddleware):
    """`messages`, as the admin uses them."""

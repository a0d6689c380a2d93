"""What is put around every page of the staff."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from common.acting import acting
from common.staff.passwords import TooBusy
from common.staff.second_factor import Standing, standing

View = Callable[..., Any]


def turned_away_when_busy(view: View) -> View:
    """Answer 503 while too many passwords are being checked."""

    @wraps(view)
    def patient(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except TooBusy:
            response = HttpResponse(
                "Too many people are signing in at this moment. Try again in a few seconds.\n",
                status=503,
                content_type="text/plain; charset=utf-8",
            )
            response.headers["Retry-After"] = "3"
            return response

    return patient


def recorded(view: View) -> View:
    """Let the audit log know whose work this is."""

    @wraps(view)
    def by_somebody(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        with acting(request.user.get_username(), request.user.pk):
            return view(request, *args, **kwargs)

    return turned_away_when_busy(by_somebody)


def two_factor_page(view: View) -> View:
    """Make one of allauth's views a page of the admin: for staff, with CSRF checks and the admin's frame."""

    @never_cache
    @csrf_protect
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and (
            not AdminSite.has_permission(admin.site, request) or standing(request) is Standing.NOT_SHOWN
        ):
            # Who only knows the password must not change what the password is not enough for.
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        response = recorded(view)(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            response.context_data = {**admin.site.each_context(request), **(response.context_data or {})}
        return response

    return page

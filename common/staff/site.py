"""The admin's front door: sign in by name and password, then by a second factor where the account has one."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.sites import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import LoginView
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from common.staff.guard import recorded, turned_away_when_busy
from common.staff.second_factor import Standing, standing


class SignInForm(AdminAuthenticationForm):
    """The admin's own form; the one rule for failures is asked before any password is looked at."""

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username is not None and password:
            # Raises ValidationError while there are too many failures.
            user = get_adapter().authenticate(self.request, username=username, password=password)
            if user is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(user)
            self.user_cache = user
        return self.cleaned_data


class SignInView(LoginView):
    """Hand over to allauth's stages once the password is right."""

    def form_valid(self, form: Any) -> HttpResponse:
        return perform_login(self.request, form.get_user(), redirect_url=self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if form.has_error(NON_FIELD_ERRORS, "too_many_login_attempts"):
            response.status_code = 429
        return response


class StaffSite(AdminSite):
    """Lets in who has signed in with everything that is asked for."""

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and standing(request) is Standing.FINE

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return super().admin_view(recorded(view), cacheable)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
        if request.method == "GET" and super().has_permission(request) and standing(request) is Standing.MISSING:
            messages.warning(request, "This site asks staff for a second factor. Set one up to go on.")
            return HttpResponseRedirect(reverse("mfa_index"))
        context: dict[str, Any] = {
            **self.each_context(request),
            "title": "Log in",
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
        }
        if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
            context[REDIRECT_FIELD_NAME] = reverse("admin:index", current_app=self.name)
        view = SignInView.as_view(
            extra_context=context | (extra_context or {}),
            authentication_form=SignInForm,
            template_name="admin/login.html",
        )
        response: HttpResponse = turned_away_when_busy(view)(request)
        return response

"""The pages for second factors, below /admin/. Of allauth's other pages none is routed."""

from __future__ import annotations

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path

from common.staff.guard import two_factor_page as page

# The names are those by which allauth finds its own pages.
urlpatterns = [
    path("", page(base.index), name="mfa_index"),
    path("code/", page(base.authenticate), name="mfa_authenticate"),
    path("again/", page(reauthenticate), name="account_reauthenticate"),
    path("again/code/", page(base.reauthenticate), name="mfa_reauthenticate"),
    path("again/key/", page(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("app/add/", page(totp.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", page(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("codes/", page(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("codes/new/", page(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("codes/download/", page(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("keys/", page(keys.list_webauthn), name="mfa_list_webauthn"),
    path("keys/add/", page(keys.add_webauthn), name="mfa_add_webauthn"),
    path("keys/<int:pk>/rename/", page(keys.edit_webauthn), name="mfa_edit_webauthn"),
    path("keys/<int:pk>/remove/", page(keys.remove_webauthn), name="mfa_remove_webauthn"),
]

"""Django's admin with our site in it. Apart from `apps.py`, where Django looks for one application only."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "common.staff.site.StaffSite"

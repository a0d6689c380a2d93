"""A member of staff in front of the admin."""

from __future__ import annotations

import uuid

from playwright.sync_api import BrowserContext, Page

from tests.support.site import Site


class Operator:
    """Signs in with an account made for the occasion."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.site = site
        self.page: Page = context.new_page()
        name, password = f"operator-{uuid.uuid4().hex[:8]}", uuid.uuid4().hex
        site.manage(
            "shell", "-v", "0", "-c",
            "from django.contrib.auth import get_user_model as u;"
            f"u().objects.create_superuser({name!r}, '', {password!r})",
        )  # fmt: skip
        self.page.goto(f"{site.url}/admin/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(password)
        self.clicks("Log in")
        self.page.get_by_role("link", name="Clients", exact=True).first.wait_for()

    def opens_list(self, of: str) -> None:
        """Go to the list of channels, clients or bans."""
        self.page.goto(f"{self.site.url}/admin/channels_app/{of}/")

    def opens_channel(self, channel: str) -> None:
        """Go to a channel's own page."""
        self.page.goto(f"{self.site.url}/admin/channels_app/channel/{channel}/change/")

    def chooses(self, action: str, *rows: str) -> None:
        """Mark all rows with these words, and run an action on them."""
        for words in rows:
            for box in self.page.locator("tr", has_text=words).locator("input[type=checkbox]").all():
                box.check()
        self.page.get_by_label("Action:").select_option(label=action)
        self.clicks("Go")

    def clicks(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

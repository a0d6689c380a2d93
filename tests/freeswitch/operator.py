"""An operator in Django admin, over HTTP, as with a browser."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from tests.support.site import Site

_PASSWORD = "long enough for a test"  # noqa: S105 - of a site that lives for one test


class Operator:
    """Logged in from the start."""

    def __init__(self, site: Site) -> None:
        self._site = site
        code = f"from django.contrib.auth.models import User; User.objects.create_superuser('op', '', '{_PASSWORD}')"
        site.manage("shell", "-v", "0", "-c", code)
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._post("/admin/login/", {"username": "op", "password": _PASSWORD, "next": "/admin/"})

    def punts(self, client_id: str) -> None:
        """Choose the client in the list and run the action."""
        answer = self._post(
            "/admin/channels_app/client/", {"action": "punt", "_selected_action": client_id, "index": "0"}
        )
        assert "Punted 1 client" in answer

    def _post(self, path: str, fields: dict[str, str]) -> str:
        page = self._browser.open(self._site.url + path, timeout=10).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token, page
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        request = urllib.request.Request(self._site.url + path, body, {"Referer": self._site.url + path})  # noqa: S310
        return str(self._browser.open(request, timeout=10).read().decode())

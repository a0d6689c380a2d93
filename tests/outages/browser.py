"""Asks a site as a browser does, keeps its cookies, and looks at the clock."""

from __future__ import annotations

import http.cookiejar
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from urllib.parse import urlencode

from tests.support.site import Site

_NAME, _PASSWORD = "vera", "correct horse battery staple"
_MAKE = "from django.contrib.auth.models import User; User.objects.create_superuser({!r}, password={!r})"


class Browser:
    """`seconds`, `page` and `retry_after` are of the last answer."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        self.seconds = 0.0
        self.page = ""
        self.retry_after = ""

    def get(self, path: str, form: dict[str, str] | None = None) -> int:
        """Return the status."""
        data = urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(self._site.url + path, data, headers={"Origin": self._site.url})
        began = time.monotonic()
        try:
            answer = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            self.page = answer.read().decode()
            self.retry_after = answer.headers["Retry-After"] or ""
        self.seconds = time.monotonic() - began
        return int(answer.status)

    def signs_in(self) -> None:
        """Become staff."""
        self._site.manage("shell", "-v", "0", "-c", _MAKE.format(_NAME, _PASSWORD))
        self.get("/admin/login/")
        token = next(cookie.value for cookie in self._cookies if "csrf" in cookie.name)
        form = {"username": _NAME, "password": _PASSWORD, "csrfmiddlewaretoken": str(token)}
        self.get("/admin/login/?next=/admin/", form)
        assert "Log out" in self.page
        assert self.get("/admin/") == HTTPStatus.OK

"""What happens around every view. Nothing here does I/O, so nothing here leaves the event loop."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from time import perf_counter
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import trans_real

from common import headers, local_endpoints, metrics
from common.staff import is_staff_page


class AroundView(ABC):
    """Base of a middleware for both worlds: `before` sees the request, `after` sees the answer."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        if iscoroutinefunction(self):
            return self._call_async(request)
        noted = self.before(request)
        return self.after(request, self.get_response(request), noted)

    async def _call_async(self, request: HttpRequest) -> HttpResponseBase:
        noted = self.before(request)
        return self.after(request, await self.get_response(request), noted)

    def before(self, request: HttpRequest) -> Any:
        """Look at the request, or change it; what is returned comes back in `after`."""

    @abstractmethod
    def after(self, request: HttpRequest, response: HttpResponseBase, noted: Any) -> HttpResponseBase:
        """Return the answer, changed or not."""


class RequestMetricsMiddleware(AroundView):
    """Measure every request by the name of its view, never by its path."""

    def before(self, request: HttpRequest) -> float:
        return perf_counter()

    def after(self, request: HttpRequest, response: HttpResponseBase, noted: float) -> HttpResponseBase:
        match = request.resolver_match
        metrics.observe_request(
            view=match.view_name if match else "unmatched",
            method=request.method or "",
            status=response.status_code,
            seconds=perf_counter() - noted,
        )
        return response


class HeadersMiddleware(AroundView):
    """Put the security headers on every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        super().__init__(get_response)
        self._fixed = headers.fixed_headers(settings.HSTS_SECONDS)
        self._page_policy = headers.page_policy(settings.ORIGINS)
        self._admin_policy = headers.admin_policy()

    def after(self, request: HttpRequest, response: HttpResponseBase, noted: None) -> HttpResponseBase:
        staff = is_staff_page(request)
        if staff:
            # Under `no-referrer` a browser sends `Origin: null` with a form, and Django's CSRF check refuses that.
            response.headers.setdefault("Referrer-Policy", "same-origin")
        for name, value in self._fixed.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", self._admin_policy if staff else self._page_policy)
        if staff:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        if not response.streaming and "Content-Length" not in response.headers:
            response.headers["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response


class HostMiddleware(AroundView):
    """Refuse hosts that are not ours, with Django's 400, before anything can build an address from them."""

    def before(self, request: HttpRequest) -> None:
        request.get_host()

    def after(self, request: HttpRequest, response: HttpResponseBase, noted: None) -> HttpResponseBase:
        return response


class StaffCrowdMiddleware(AroundView):
    """Serve a limited number of requests for staff pages at once: each of them takes a thread, whoever sends it."""

    AT_ONCE = 32

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        super().__init__(get_response)
        self._inside = 0

    async def _call_async(self, request: HttpRequest) -> HttpResponseBase:
        # All on the event loop, so a plain number counts right.
        if not is_staff_page(request):
            answer: HttpResponseBase = await self.get_response(request)
            return answer
        if self._inside >= self.AT_ONCE:
            return HttpResponse(
                "Too many people are here at this moment. Try again in a few seconds.\n",
                status=503,
                content_type="text/plain; charset=utf-8",
                headers={"Retry-After": "3"},
            )
        self._inside += 1
        try:
            return await super()._call_async(request)
        finally:
            self._inside -= 1

    def after(self, request: HttpRequest, response: HttpResponseBase, noted: None) -> HttpResponseBase:
        return response


class LocalEndpointsMiddleware(AroundView):
    """Let processes of this machine, and nobody else, reach the routes of the local URLconf.

    The public URLconf does not contain them: whoever is not proven local gets the answer of an unknown path, because
    for him it is one, and no view runs.
    """

    def before(self, request: HttpRequest) -> None:
        if _arrived_where_local_processes_come(request) and local_endpoints.is_local(
            request.META.get("REMOTE_ADDR") or "", request.headers
        ):
            request.urlconf = settings.LOCAL_URLCONF

    def after(self, request: HttpRequest, response: HttpResponseBase, noted: None) -> HttpResponseBase:
        return response


def _arrived_where_local_processes_come(request: HttpRequest) -> bool:
    if settings.LOCAL_LISTEN is None:
        return True
    # The server's own word for where it accepted the connection: no header can change it, and a Unix socket has none.
    server = getattr(request, "scope", {}).get("server")
    return server is not None and tuple(server) == settings.LOCAL_LISTEN


class LanguageMiddleware(AroundView):
    """Answer in the language that the address (`?lang=de`) or else the browser asks for."""

    def before(self, request: HttpRequest) -> None:
        translation.activate(_language_of(request))

    def after(self, request: HttpRequest, response: HttpResponseBase, noted: None) -> HttpResponseBase:
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class CompressionMiddleware(AroundView):
    """Compress the pages of visitors, by Django's own means: nothing secret stands in them. What holds passwords or tokens is
    left as it is, since its length would tell of its content (BREACH); static files were compressed when they were collected."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        super().__init__(get_response)
        self._gzip = GZipMiddleware(get_response)

    def after(self, request: HttpRequest, response: HttpResponseBase, noted: None) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if not isinstance(response, HttpResponse) or not is_page or is_staff_page(request):
            return response
        return self._gzip.process_response(request, response)


def _language_of(request: HttpRequest) -> str:
    # Half a page in each language helps nobody, and ours for the staff are in English.
    if is_staff_page(request):
        return settings.LANGUAGE_CODE
    # No cookie: a language cookie would be a cookie.
    wished = request.GET.get("lang", "")
    if wished in dict(settings.LANGUAGES):
        return wished
    for code, _ in trans_real.parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE

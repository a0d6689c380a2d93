"""What lets people install the site: the manifest, the service worker, and the page that it keeps for those who are offline."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, get_language_bidi, gettext
from django.views.decorators.http import require_safe

_GROUND = "#f5f8f8"
"""The light `--ground`, as in the page's own `theme-color`; a manifest has room for one."""
_OFFLINE = "peers/offline.html"
_SHELL = (
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "css/pages.css",
    "css/front.css",
    "favicon.svg",
    "icons.svg",
    "js/page/elements.js",
    "js/page/offline.js",
)
"""Everything the offline page is made of; a test compares. The worker keeps this, and nothing else."""


@require_safe
async def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest."""
    said = {
        "id": "/",
        "name": "PBX peers",
        "short_name": "PBX peers",
        "description": gettext("Open a link, see each other, talk."),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": _GROUND,
        "background_color": _GROUND,
        "icons": [
            {"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            {"src": static("icons/app-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": static("icons/app-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any"},
            {"src": static("icons/maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }
    return _checked_each_time(HttpResponse(json.dumps(said), content_type="application/manifest+json"))


@require_safe
async def worker(request: HttpRequest) -> HttpResponse:
    """/sw.js: at the root, so that it may serve every page; the file under /static/ could not."""
    files = [static(name) for name in _SHELL]
    shell = json.dumps({"version": _version(files), "page": reverse("peers:offline"), "files": files})
    return _checked_each_time(HttpResponse(f"self.SHELL = {shell};\n{_source()}", content_type="text/javascript"))


@require_safe
async def offline(request: HttpRequest) -> HttpResponse:
    """The page that stands where no other can be reached."""
    return _checked_each_time(render(request, _OFFLINE))


def _version(files: list[str]) -> str:
    """Return another word whenever something has changed of what the worker does or keeps, or of any static file."""
    with translation.override(settings.LANGUAGE_CODE):
        page = render_to_string(_OFFLINE)
    # Only the storage of hashed names has this; without it names stay and the page tells.
    of_all_files = getattr(staticfiles_storage, "manifest_hash", "")
    return sha256("\n".join([of_all_files, *files, page, _source()]).encode()).hexdigest()[:12]


@cache
def _source() -> str:
    return (settings.BASE_DIR / "static" / "js" / "worker" / "shell.js").read_text(encoding="utf-8")


def _checked_each_time(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-cache"
    return response

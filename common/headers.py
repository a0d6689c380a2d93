"""The security headers of every answer, worked out once; `docs/architecture.md` and the tests say what each is for."""

from __future__ import annotations

from collections.abc import Iterable

_ADMIN_STYLE_HASH = "'sha256-blvLUW3UscWqsXGByNOqdBboM+ShWAuugp2mC/wbafU='"
"""Of the style in admin/change_list.html; a test computes it again from the installed Django."""


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}".rstrip() for name, value in directives.items())


def page_policy(origins: Iterable[str]) -> str:
    """Return the Content-Security-Policy of the visitors' pages, which run only scripts that are files of ours."""
    # Older browsers do not count ws: as 'self'.
    sockets = " ".join(origin.replace("http", "ws", 1) for origin in origins)
    return _policy(
        {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' data: blob:",
            "media-src": "'self' blob:",
            "font-src": "'self'",
            "connect-src": f"'self' {sockets}".rstrip(),
            "manifest-src": "'self'",
            "worker-src": "'self'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "require-trusted-types-for": "'script'",
            # One is needed, which knows the address of the service worker and no other (`static/js/page/install.js`).
            # Its name is good for one: whoever gets script into the page later cannot make it again.
            "trusted-types": "worker",
        }
    )


def admin_policy() -> str:
    """Return the policy of the admin: no inline script there either.

    Django's own scripts assign a handful of fixed texts to innerHTML; `common/trusted_types.js` lets those pass and no other.
    The one inline style of its templates is allowed by its hash.
    """
    return _policy(
        {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": f"'self' {_ADMIN_STYLE_HASH}",
            "img-src": "'self' data:",
            "font-src": "'self'",
            "connect-src": "'self'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "require-trusted-types-for": "'script'",
            "trusted-types": "default",
        }
    )


def fixed_headers(hsts_seconds: int) -> dict[str, str]:
    """Return the headers that are the same on every answer."""
    headers = {
        "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), "
        "geolocation=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if hsts_seconds:
        headers["Strict-Transport-Security"] = f"max-age={hsts_seconds}"
    return headers

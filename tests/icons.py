"""Draws the icons under which people install the site from its favicon: `python -m tests.icons`. The pictures are in the tree."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.e2e.conftest import launch_browser

STATIC = Path(__file__).resolve().parent.parent / "static"
FOLDER = STATIC / "icons"
SAFE = 0.8
"""Systems cut what they like from a maskable icon, but nothing from a circle of this part of its width."""


def maskable(favicon: str) -> str:
    """Return the same drawing without round corners, and small enough to lose nothing when it is cut."""
    full, corners = re.subn(r'(<rect[^>]*?) rx="\d+"', r"\1", favicon)
    whole, drawings = re.subn(
        r"(<path.*/>)", rf'<g transform="translate(16 16) scale({SAFE}) translate(-16 -16)">\1</g>', full
    )
    assert corners == drawings == 1, "the favicon is drawn in another way now"
    return whole


def draw(page: Page, svg: str, name: str, size: int) -> None:
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{size}px;height:{size}px}}</style>{svg}")
    page.screenshot(path=FOLDER / name, omit_background=True)


def main() -> int:
    """Write all of them."""
    favicon = (STATIC / "favicon.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = launch_browser(playwright.chromium)
        page = browser.new_page()
        for size in (192, 512):
            draw(page, favicon, f"app-{size}.png", size)
        draw(page, maskable(favicon), "maskable-512.png", 512)
        # Apple cuts the corners by itself, and draws what is clear in black.
        draw(page, maskable(favicon), "apple-180.png", 180)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

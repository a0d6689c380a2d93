"""Looks through one state of a page for what keeps people from using it."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page

from tests.states.looks import DESKTOP, PHONE, THEMES, lay_out

AXE = Path(__file__).resolve().parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
NARROWEST = (320, 640)
"""What a phone of 320 pixels shows, and a window of 1280 at 400 % (WCAG 1.4.10)."""

RULES = """
async (options) => {
  const { violations } = await axe.run(document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) =>
    `${id}: ${target.join(' ')}: ${[...any, ...all, ...none].map(({ message }) => message).join('; ')}`));
}
"""

ALL_RULES: dict[str, object] = {}
"""Those of best practice too."""
STANDARD: dict[str, object] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS: dict[str, object] = {"runOnly": ["color-contrast"]}
"""A theme changes nothing but colours."""

LAYOUT = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")


def findings(page: Page, *, is_ours: bool) -> list[str]:
    """Return what is wrong with the page as it is, in every theme, on a phone and on a desktop.

    Of a page that is not ours the standard is asked, and no more: its layout is Django's.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = []
    for size in (PHONE, DESKTOP):
        for theme in THEMES:
            lay_out(page, size, theme)
            rules = COLOURS if theme == "dark" else ALL_RULES if is_ours else STANDARD
            found += [f"{size[0]} {theme}: {one}" for one in page.evaluate(RULES, rules)]
        if not is_ours:
            continue
        found += [f"{size[0]}: {one}" for one in page.evaluate(LAYOUT, {"controls": True})]
    lay_out(page, NARROWEST, "light")
    if is_ours:
        found += [f"{NARROWEST[0]}: {one}" for one in page.evaluate(LAYOUT, {"controls": False})]
    return found


def report(found: dict[str, list[str]]) -> str:
    """Return what was found, for people to read."""
    return json.dumps({name: what for name, what in found.items() if what}, indent=2, ensure_ascii=False)

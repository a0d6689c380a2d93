"""A person who has only a keyboard: finds controls by moving the focus, and must see at every step where it is."""

from __future__ import annotations

from typing import Any, Literal

from playwright.sync_api import BrowserContext, Locator

from tests.e2e.person import Person
from tests.support.site import Site

MOST_STEPS = 60
"""More steps than any page has places for the focus."""

DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""A browser takes the focus from what has gone when it draws the next time."""

FOCUSED = """
() => {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return null;
  const isRinged = [null, '::after'].some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(focused, part);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  const [{ left, top, right, bottom }] = [...focused.getClientRects(), new DOMRect()];
  const middle = (from, to, end) => (Math.max(0, from) + Math.min(to, end)) / 2;
  const hit = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
  return {
    what: focused.outerHTML.slice(0, 160),
    name: (focused.ariaLabel ?? focused.labels?.[0]?.textContent ?? focused.textContent).trim().replace(/\\s+/g, ' '),
    isRinged,
    isInSight: focused.contains(hit) && focused.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
    takesText: focused.matches('input:not([type=checkbox]), textarea'),
  };
}
"""
"""What has the focus, whether that is seen, and whether something lies over it."""


class Typist(Person):
    """Does everything by keys."""

    def __init__(self, name: str, context: BrowserContext, site: Site) -> None:
        super().__init__(name, context, site)
        # What only fades in when it has the focus is there at once.
        self.page.emulate_media(reduced_motion="reduce")

    def presses(self, *keys: str) -> None:
        """Press these, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def tabs_to(self, control: Locator, key: Literal["Tab", "Shift+Tab"] = "Tab") -> None:
        """Move the focus until it is on this control, and see it all the way."""
        control.wait_for()
        seen = self._walk(key, to=control)
        assert self._is_on(control), f"{self.name} does not reach {control} by {key}, but {seen}"

    def walks_through(self) -> list[str]:
        """Move the focus from where it is to the end of the page; return the names of what it passed."""
        return [name for name in self._walk("Tab") if name is not None]

    def _walk(self, key: str, to: Locator | None = None) -> list[str | None]:
        """Return the names of what had the focus, and None for the browser's own bar, behind the last of the page."""
        seen: list[str | None] = []
        for _ in range(MOST_STEPS):
            self.presses(key)
            focused = self.page.evaluate(FOCUSED)
            seen.append(focused and focused["name"])
            if focused is None and (to is None or seen.count(None) > 1):
                break
            if focused is not None:
                self._is_seen(focused)
            if to is not None and self._is_on(to):
                break
        return seen

    def _is_on(self, control: Locator) -> bool:
        return bool(control.evaluate("(control) => control === document.activeElement"))

    def types(self, text: str) -> None:
        """Write where the focus is."""
        focused = self.has_focus()
        assert focused["takesText"], f"nothing can be written on {focused['what']}"
        self.page.keyboard.type(text)

    def has_focus(self) -> dict[str, Any]:
        """Return what has the focus; it has not fallen off the page, as it does when what had it goes away."""
        self.page.evaluate(DRAWN)
        focused = self.page.evaluate(FOCUSED)
        assert focused is not None, f"the focus of {self.name} is lost"
        self._is_seen(focused)
        return dict(focused)

    def _is_seen(self, focused: dict[str, Any]) -> None:
        assert focused["isInSight"], f"{self.name} does not see {focused['what']}, which has the focus"
        assert focused["isRinged"], f"{self.name} does not see that the focus is on {focused['what']}"

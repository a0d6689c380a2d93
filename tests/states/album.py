"""One sheet for each state: small pictures of it in every size and theme, side by side, drawn by the browser itself."""

from __future__ import annotations

import base64
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.states.looks import DESKTOP, PHONE, TABLET, THEMES, lengthened, right_to_left, show
from tests.states.tour import Stop

SHEET = Path(__file__).with_name("sheet.js").read_text(encoding="utf-8")

INDEX = """# Screenshots

Every page and state, from the real site with real calls: `make screenshots` takes them. Each sheet shows a phone (360 pixels), a
tablet (768) and a desktop (1440), in light and in dark; then the phone from right to left, and with texts that are about
40 % longer.
"""


class Album:
    """Takes a sheet of each stop, and writes the index of all."""

    def __init__(self, browser: Browser, directory: Path) -> None:
        self._directory = directory
        self._entries: dict[str, list[tuple[str, str]]] = {}
        # A page of its own, without anybody's policy, puts the pictures together.
        self._table = browser.new_page()
        directory.mkdir(parents=True, exist_ok=True)

    @property
    def count(self) -> int:
        """How many sheets there are."""
        return sum(len(entries) for entries in self._entries.values())

    def add(self, chapter: str, stop: Stop) -> None:
        """Take the sheet of this stop. Raises ValueError where there is one of this name."""
        if any(name == stop.name for entries in self._entries.values() for name, _ in entries):
            raise ValueError(f"two states are named {stop.name}")
        pictures = [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in _pictures(stop.page)]
        sheet = self._table.evaluate(SHEET, pictures)
        (self._directory / f"{stop.name}.webp").write_bytes(base64.b64decode(sheet))
        self._entries.setdefault(chapter, []).append((stop.name, stop.says))

    def finish(self) -> None:
        """Write the index, and remove sheets of states that are no more."""
        text = INDEX
        for chapter, entries in self._entries.items():
            text += f"\n## {chapter.capitalize()}\n"
            for name, says in entries:
                text += f"\n### {name}\n\n{says}\n\n![{says}]({name}.webp)\n"
        (self._directory / "README.md").write_text(text, encoding="utf-8")
        names = {name for entries in self._entries.values() for name, _ in entries}
        for sheet in self._directory.glob("*.webp"):
            if sheet.stem not in names:
                sheet.unlink()


def _pictures(page: Page) -> list[bytes]:
    """Return the page in every size and theme, then turned around, then with longer texts."""
    taken = []
    for size in (PHONE, TABLET, DESKTOP):
        for theme in THEMES:
            show(page, size, theme)
            taken.append(page.screenshot())
    for change in (right_to_left, lengthened):
        with change(page):
            show(page, PHONE, "light")
            taken.append(page.screenshot())
    return taken

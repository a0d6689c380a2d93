"""Leads people through the site, and lets a visitor look at every stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.e2e.person import Person
from tests.support.site import Site


@dataclass(frozen=True)
class Stop:
    """One state of one page. The name is that of its picture, and there is no other of this name."""

    name: str
    says: str
    page: Page
    is_ours: bool
    """Or does it come from Django's admin, with our name on it?"""


Visit = Callable[[Stop], None]


class Tour:
    """One story on one site. Whoever walks it leaves every page as it was found."""

    def __init__(self, browser: Browser, site: Site, visit: Visit) -> None:
        self.site = site
        self._browser = browser
        self._visit = visit
        self._people: list[Person] = []

    def visitor(self, name: str, *, script: str = "", **options: object) -> Person:
        """Return somebody whose browser has opened nothing yet; the script runs before those of every page."""
        person = Person(name, self._browser.new_context(**options), self.site)  # type: ignore[arg-type]
        self._people.append(person)
        if script:
            person.page.add_init_script(script)
        return person

    def arrives(self, name: str, channel: str, *, script: str = "", **options: object) -> Person:
        """Return somebody at the door of a channel."""
        person = self.visitor(name, script=script, **options)
        person.opens(channel)
        return person

    def stop(self, person: Person, name: str, says: str, *, is_ours: bool = True) -> None:
        """Let the visitor look at what this person sees, in whatever size and theme."""
        size = person.page.viewport_size
        self._visit(Stop(name, says, person.page, is_ours))
        person.page.emulate_media(color_scheme="null", reduced_motion="null", forced_colors="null")
        if size is not None:
            person.page.set_viewport_size(size)

    def leaves(self, *people: Person) -> None:
        """These close their browsers."""
        for person in people:
            person.context.close()

    def ends(self) -> list[str]:
        """Everybody goes home. Returns what pages reported as errors."""
        for person in self._people:
            person.context.close()
        return [f"{person.name}: {error}" for person in self._people for error in person.errors]


Story = Callable[[Tour], None]

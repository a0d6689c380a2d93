"""Takes a sheet of pictures of every page and state: `python -m tests.states DIRECTORY [STORY ...]`.

Without names of stories all are walked; if all went well, the index is written and old sheets go. Look at them then, all of them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from tests.e2e.conftest import launch_browser
from tests.states import STORIES
from tests.states.album import Album
from tests.states.tour import Stop, Tour
from tests.support.site import Site


def main(arguments: list[str]) -> int:
    """Fill the directory; 1 if a page reported errors on the way."""
    directory, names = Path(arguments[0]), arguments[1:]
    with Site() as site, sync_playwright() as playwright:
        browser = launch_browser(playwright.chromium)
        album = Album(browser, directory)
        errors = [error for name in names or STORIES for error in _walk(name, browser, site, album)]
        if not names and not errors:
            album.finish()
        browser.close()
    print(f"{album.count} sheets in {directory}", *errors, sep="\n")
    return 1 if errors else 0


def _walk(name: str, browser: Browser, site: Site, album: Album) -> list[str]:
    def take(stop: Stop) -> None:
        album.add(name, stop)

    tour = Tour(browser, site, take)
    try:
        STORIES[name](tour)
    except (AssertionError, Error) as error:
        # The others are still worth their pictures.
        return [f"{name} did not come to its end: {error}", *tour.ends()]
    return tour.ends()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

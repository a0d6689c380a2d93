"""Pages in the visitor's language: what stands in them, what is said later, and the way it runs."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.e2e.person import Person
from tests.support.site import Site

Arrives = Callable[..., Person]


def test_two_languages_meet_in_a_call(arrives: Arrives, channel: str) -> None:
    anna, bob = arrives("Anna", channel, locale="de-DE"), arrives("Bob", channel).joins()
    anna.page.get_by_label("Ihr Name").fill("Anna")
    anna.clicks("Beitreten")
    anna.clicks("Bob anrufen")
    bob.clicks("Accept")
    expect(anna.button("Auflegen")).to_be_visible()
    # The words of the room have come with it.
    anna.clicks("Mehr")
    anna.page.get_by_role("menuitem", name="Chat").click()
    anna.clicks("Senden")
    anna.reads("Schreiben Sie zuerst etwas, und senden Sie es dann.")
    anna.clicks("Auflegen")
    anna.reads("Sie haben den Anruf mit Bob beendet.")
    bob.reads("Anna hung up.")


def test_arabic_runs_from_right_to_left_and_fits_a_phone(arrives: Arrives, channel: str) -> None:
    anna = arrives("Anna", channel, locale="ar-EG", viewport={"width": 320, "height": 640})
    expect(anna.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(anna.page.locator("#join")).to_be_enabled()
    expect(anna.page.locator("#join")).not_to_have_text("Join")
    assert anna.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    name = anna.page.locator("#name")
    assert name.evaluate("(input) => getComputedStyle(input).direction") == "rtl"


def test_a_chosen_language_goes_along_but_not_with_the_link(browser: Browser, site: Site) -> None:
    context = browser.new_context(locale="en-US", permissions=["clipboard-read", "clipboard-write"])
    anna = Person("Anna", context, site)
    anna.page.goto(site.url)
    anna.page.get_by_role("navigation", name="Language").get_by_role("link", name="Deutsch").click()
    expect(anna.page.get_by_role("navigation", name="Sprache")).to_be_visible()
    anna.clicks("Privaten Kanal eröffnen")
    expect(anna.button("Beitreten")).to_be_enabled()
    anna.clicks("Link kopieren")
    anna.reads("Link kopiert.")
    copied = anna.page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{site.url}/peers/[0-9a-f-]{{36}}#k=[\w-]+", copied)
    context.close()
    assert anna.errors == []

"""From the first page to hanging up without a mouse: every control is reached, and the focus is always seen and never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.keyboard import Typist
from tests.support.site import Site

SitsDown = Callable[[str], Typist]


@pytest.fixture
def sits_down(browser: Browser, site: Site) -> Iterator[SitsDown]:
    """Somebody on the first page, with a keyboard and nothing else; nothing may have gone wrong unseen."""
    typists: list[Typist] = []

    def sit_down(name: str) -> Typist:
        typists.append(
            Typist(
                name,
                browser.new_context(permissions=["camera", "microphone", "clipboard-read", "clipboard-write"]),
                site,
            )
        )
        typists[-1].page.goto(site.url)
        return typists[-1]

    yield sit_down
    for typist in typists:
        typist.context.close()
        assert typist.errors == []


def test_a_call_from_the_first_page_to_hanging_up(sits_down: SitsDown, tmp_path: Path) -> None:
    alice, bob = sits_down("Alice"), sits_down("Bob")
    alice.tabs_to(alice.button("Start a private channel"))
    alice.presses("Enter")
    alice.page.wait_for_url("**/peers/*")
    joins(alice)
    # The link was given on; whoever opens one has typed it or pressed it.
    bob.page.goto(link_of(alice))
    joins(bob)
    assert bob.has_focus()["name"] == "People here"
    assert bob.walks_through() == ["You are", "Block Alice", "Call Alice", "Show QR code"]

    calls(bob, "Alice")
    alice.tabs_to(alice.button("Decline"), key="Shift+Tab")
    alice.presses("Enter")
    bob.reads("does not want to talk now")
    for typist in (alice, bob):
        assert typist.has_focus()["name"] == "People here"

    calls(bob, "Alice")
    alice.tabs_to(alice.button("Accept"), key="Shift+Tab")
    alice.presses("Enter")
    alice.sees(bob)
    bob.sees(alice)
    for typist in (alice, bob):
        assert "stage" in typist.has_focus()["what"]

    mutes_and_speaks(alice)
    compares(alice, "Bob")
    meets_people(alice)
    writes(bob, "Good morning")
    expect(alice.button("More")).to_have_accessible_description("1 new message")
    takes_a_file(alice, bob, tmp_path)

    alice.tabs_to(alice.button("Hang up"))
    alice.presses("Enter")
    alice.notices(bob)
    bob.notices(alice)
    for typist, name in ((alice, "Bob"), (bob, "Alice")):
        typist.has_focus()
        # On from where the call has left the focus.
        typist.tabs_to(typist.button(f"Call {name}"))


def joins(typist: Typist) -> None:
    """Write a name at the door and press *Join*, which keeps the focus while it works."""
    expect(typist.button("Join")).to_be_enabled()
    typist.tabs_to(typist.page.get_by_label("Your name"))
    typist.types(typist.name)
    typist.tabs_to(typist.button("Join"))
    waiting: list[Route] = []
    typist.page.route("**/sessions", lambda route: waiting.append(route))
    with typist.page.expect_request("**/sessions"):
        typist.presses("Space")
    assert typist.has_focus()["name"] == "Join"
    typist.presses("Space", "Enter")
    assert len(waiting) == 1, "a press while it works does nothing"
    waiting[0].continue_()
    typist.is_in_state("ready")
    typist.has_focus()


def link_of(typist: Typist) -> str:
    """Return the whole link of the channel, with its key."""
    typist.tabs_to(typist.button("Copy link"))
    typist.presses("Enter")
    typist.reads("Link copied")
    return str(typist.page.evaluate("navigator.clipboard.readText()"))


def calls(typist: Typist, name: str) -> None:
    typist.tabs_to(typist.button(f"Call {name}"))
    typist.presses("Enter")
    assert "stage" in typist.has_focus()["what"]


def mutes_and_speaks(typist: Typist) -> None:
    """Turn the microphone off and on by the same key, without looking for it again."""
    typist.tabs_to(typist.button("Mute microphone"))
    typist.presses("Space")
    expect(typist.button("Unmute microphone")).to_be_focused()
    typist.presses("m")
    expect(typist.button("Mute microphone")).to_be_focused()


def compares(typist: Typist, name: str) -> None:
    """Open what is compared, and leave it by Escape; the focus is then where it was."""
    chip = f"Not compared. Compare with {name}"
    typist.tabs_to(typist.button(chip), key="Shift+Tab")
    typist.presses("Enter")
    expect(typist.page.get_by_role("dialog")).to_be_visible()
    typist.has_focus()
    typist.presses("Escape")
    expect(typist.button(chip)).to_be_focused()


def meets_people(typist: Typist) -> None:
    """Open the panel by its key, and close it by its button."""
    typist.presses("p")
    assert typist.has_focus()["name"] == "People here"
    typist.tabs_to(typist.button("Close"))
    typist.presses("Enter")
    expect(typist.button("More")).to_be_focused()


def writes(typist: Typist, text: str) -> None:
    """Open the chat out of the menu, write, and close it."""
    typist.tabs_to(typist.button("More"))
    typist.presses("Enter", "End", "Home")
    expect(typist.page.get_by_role("menuitem", name="Chat")).to_be_focused()
    typist.presses("Enter")
    expect(typist.page.get_by_label("Message", exact=True)).to_be_focused()
    typist.types(text)
    typist.presses("Enter")
    expect(typist.page.get_by_role("log").get_by_text(text)).to_be_visible()
    typist.presses("Escape")
    expect(typist.button("More")).to_be_focused()


def takes_a_file(typist: Typist, sender: Typist, folder: Path) -> None:
    """Refuse one that the other sends, and accept another: the focus stays with the messages, and with the file."""
    for name in ("rest.txt", "recipe.txt"):
        (folder / name).write_text("soup")
        sender.page.locator("#file").set_input_files(folder / name)
    rest, recipe = (typist.page.get_by_role("group", name=name) for name in ("rest.txt", "recipe.txt"))
    typist.presses("c")
    typist.tabs_to(rest.get_by_role("button", name="Refuse"), key="Shift+Tab")
    typist.presses("Enter")
    expect(rest).to_contain_text("You refused it")
    assert typist.has_focus()["name"] == "Messages"
    typist.tabs_to(recipe.get_by_role("button", name="Accept file"))
    typist.presses("Enter")
    expect(recipe.get_by_role("button", name="Save")).to_be_focused()
    typist.presses("Escape")
    expect(typist.button("More")).to_be_focused()

"""What two people in a call write and send each other."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.person import Person
from tests.states.tour import Tour


def story(tour: Tour) -> None:
    """Write, send files, and write too much."""
    channel = tour.site.make_channel("Kitchen table")
    alice, bob = tour.arrives("Alice", channel).joins(), tour.arrives("Bob", channel).joins()
    alice.talks_with(bob)
    bob.chooses("Chat")
    tour.stop(bob, "chat-empty", "The chat, before anything was said.")
    _writes(bob, "Can you hear me?")
    _writes(bob, "The recipe is at https://example.org/soup, page 3.\nIt takes an hour.")
    expect(alice.button("More")).to_have_accessible_description("2 new messages")
    tour.stop(alice, "chat-news", "Two messages came while the chat was closed.")
    alice.chooses("Chat")
    _writes(alice, "Yes, and see you. One moment, I am looking for the pot.")
    with tempfile.TemporaryDirectory() as folder:
        _offers(bob, Path(folder) / "holiday pictures.zip", 3_400_000)
        _presses(alice, "holiday pictures.zip", "Accept file")
        alice.reads("It is here, whole.")
        tour.stop(alice, "chat-file", "A file has come.")
        _offers(bob, Path(folder) / "long.bin", 900_000_000)
        _presses(alice, "long.bin", "Accept file")
        _presses(alice, "long.bin", "Pause")
        _offers(bob, Path(folder) / "invoice.pdf.exe", 1234)
        alice.reads("A file of this kind")
        tour.stop(alice, "chat-file-offered", "One file is paused, and another offered that may be dangerous.")
        tour.stop(bob, "chat-file-sender", "The same files as their sender sees them.")
        _writes(alice, "x" * 4001)
        tour.stop(alice, "chat-too-long", "A text that is too long.")


def _writes(person: Person, text: str) -> None:
    person.page.get_by_label("Message", exact=True).fill(text)
    person.clicks("Send")


def _offers(person: Person, path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)
    person.page.locator("#file").set_input_files(path)


def _presses(person: Person, file: str, button: str) -> None:
    person.page.get_by_role("group", name=file).get_by_role("button", name=button).click()

"""Files that two people in a call send each other."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.person import Person
from tests.e2e.senses import MEDIA_SECONDS
from tests.e2e.test_chat import in_a_call

Arrives = Callable[..., Person]

MB = 1024 * 1024

KEPT = """
async () => {
  const names = [];
  try {
    const all = await (await navigator.storage.getDirectory()).getDirectoryHandle('received');
    for await (const [folder, handle] of all) for await (const name of handle.keys()) names.push(`${folder}/${name}`);
  } catch (error) {
    if (error.name !== 'NotFoundError') throw error;
  }
  return names;
}
"""
"""What lies in the page's part of the disk."""


@pytest.fixture
def talking(arrives: Arrives, channel: str) -> tuple[Person, Person]:
    """Alice and Bob in a call, each with the chat open."""
    alice, bob = in_a_call(arrives, channel)
    for person in (alice, bob):
        person.chooses("Chat")
    return alice, bob


def make(path: Path, size: int) -> Path:
    path.write_bytes(random.Random(path.name).randbytes(size))
    return path


def sends(person: Person, *paths: Path) -> None:
    with person.page.expect_file_chooser() as chooser:
        person.clicks("Send a file")
    chooser.value.set_files(list(paths))


def item(person: Person, name: str) -> Locator:
    return person.page.get_by_role("group", name=name, exact=True)


def presses(person: Person, name: str, button: str) -> None:
    item(person, name).get_by_role("button", name=button, exact=True).click()


def reads(person: Person, name: str, text: str) -> None:
    words = item(person, name).get_by_text(text)
    expect(words, f"{person.name} does not read {text!r}").to_be_visible(timeout=MEDIA_SECONDS * 1000)


def saves(person: Person, name: str) -> str:
    """Save it, and return its digest."""
    with person.page.expect_download() as download:
        presses(person, name, "Save")
    assert download.value.suggested_filename == name
    return digest(Path(download.value.path()))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def shown_digest(person: Person, name: str) -> str:
    return item(person, name).get_by_text("the same at both ends").inner_text()


def cuts_when_moved(person: Person, size: int) -> None:
    """Lose the connection as soon as so much of a file has moved."""
    person.waits_for(
        """(size) => {
            const moved = document.querySelector('progress')?.value ?? 0;
            if (moved < size) return false;
            window.movedBefore = moved;
            window.connections.at(-1).close();
            return true;
        }""",
        f"{person.name}'s file does not move",
        size,
        MEDIA_SECONDS,
    )


def test_a_file_arrives_whole_and_no_server_sees_it(talking: tuple[Person, Person], tmp_path: Path) -> None:
    alice, bob = talking
    path = make(tmp_path / "holiday.zip", 30 * MB + 12345)
    asked: list[str] = []
    for person in (alice, bob):
        person.page.on("request", lambda request: asked.append(request.url))
    sends(alice, path)
    reads(alice, "holiday.zip", "Waiting for Bob to accept it.")
    reads(bob, "holiday.zip", "Alice wants to send you this file.")
    expect(item(bob, "holiday.zip")).to_contain_text("31 MB")
    presses(bob, "holiday.zip", "Accept file")
    reads(alice, "holiday.zip", "Bob has it, whole.")
    reads(bob, "holiday.zip", "It is here, whole.")
    assert shown_digest(alice, "holiday.zip") == shown_digest(bob, "holiday.zip")
    assert saves(bob, "holiday.zip") == digest(path)
    assert [url for url in asked if not url.startswith("blob:")] == []
    assert len(bob.page.evaluate(KEPT)) == 1
    presses(bob, "holiday.zip", "Remove")
    expect(item(bob, "holiday.zip")).to_have_count(0)
    bob.waits_for(f"async () => (await ({KEPT})()).length === 0", "the file is still on the disk")


def test_a_dropped_file_is_offered_and_the_call_goes_on(arrives: Arrives, channel: str) -> None:
    alice, bob = in_a_call(arrives, channel)
    is_page_kept = alice.page.evaluate(
        """() => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File(['read me'], 'README'));
            const how = { bubbles: true, cancelable: true, dataTransfer };
            return ['dragover', 'drop'].map((type) => !document.body.dispatchEvent(new DragEvent(type, how)));
        }"""
    )
    assert is_page_kept == [True, True], "the browser would open the file in the page's place"
    reads(alice, "README", "Waiting for Bob to accept it.")
    bob.chooses("Chat")
    presses(bob, "README", "Accept file")
    reads(bob, "README", "It is here, whole.")
    bob.sees(alice)


def test_a_refused_file_is_not_sent(talking: tuple[Person, Person], tmp_path: Path) -> None:
    alice, bob = talking
    sends(alice, make(tmp_path / "unwanted.bin", MB))
    presses(bob, "unwanted.bin", "Refuse")
    reads(bob, "unwanted.bin", "You refused it.")
    reads(alice, "unwanted.bin", "Bob does not want it.")
    assert bob.page.evaluate(KEPT) == []


def test_two_files_go_one_after_the_other_and_an_empty_one_too(talking: tuple[Person, Person], tmp_path: Path) -> None:
    alice, bob = talking
    paths = [make(tmp_path / "one.bin", 5 * MB), make(tmp_path / "two.bin", 3 * MB + 1), make(tmp_path / "none.bin", 0)]
    sends(alice, *paths)
    for path in paths:
        presses(bob, path.name, "Accept file")
    for path in paths:
        reads(bob, path.name, "It is here, whole.")
        assert saves(bob, path.name) == digest(path)


@pytest.mark.parametrize("who", ["sender", "receiver"])
def test_either_side_pauses_and_resumes(talking: tuple[Person, Person], tmp_path: Path, who: str) -> None:
    alice, bob = talking
    path = make(tmp_path / "long.bin", 60 * MB)
    sends(alice, path)
    one, other = (alice, bob) if who == "sender" else (bob, alice)
    presses(bob, path.name, "Accept file")
    presses(one, path.name, "Pause")
    reads(one, path.name, "Paused by you.")
    reads(other, path.name, f"Paused by {one.name}.")
    presses(one, path.name, "Resume")
    reads(bob, path.name, "It is here, whole.")
    assert saves(bob, path.name) == digest(path)


@pytest.mark.parametrize("who", ["sender", "receiver"])
def test_either_side_stops_it_and_nothing_stays(talking: tuple[Person, Person], tmp_path: Path, who: str) -> None:
    alice, bob = talking
    path = make(tmp_path / "long.bin", 80 * MB)
    sends(alice, path)
    presses(bob, path.name, "Accept file")
    one, other = (alice, bob) if who == "sender" else (bob, alice)
    presses(one, path.name, "Cancel")
    reads(one, path.name, "You stopped it.")
    reads(other, path.name, f"{one.name} stopped it.")
    bob.waits_for(f"async () => (await ({KEPT})()).length === 0", "a part of the file stayed on the disk")


def test_it_goes_on_where_it_was_after_a_lost_connection(talking: tuple[Person, Person], tmp_path: Path) -> None:
    alice, bob = talking
    path = make(tmp_path / "cut.bin", 60 * MB)
    sends(alice, path)
    presses(bob, path.name, "Accept file")
    cuts_when_moved(bob, 8 * MB)
    for person in (alice, bob):
        reads(person, path.name, "The connection was lost. Call again, and it goes on where it was.")
        expect(person.page.locator("video[data-peer]")).to_have_count(0)
    alice.page.evaluate("window.sentAgain = 0")
    alice.page.evaluate(
        """() => {
            const send = RTCDataChannel.prototype.send;
            RTCDataChannel.prototype.send = function (data) {
                if (this.label === 'files' && typeof data !== 'string') window.sentAgain += data.byteLength;
                return send.call(this, data);
            };
        }"""
    )
    alice.talks_with(bob)
    for person in (alice, bob):
        if person.page.locator("#chat").get_attribute("aria-expanded") == "false":
            person.chooses("Chat")
    reads(bob, path.name, "It is here, whole.")
    reads(alice, path.name, "Bob has it, whole.")
    assert saves(bob, path.name) == digest(path)
    again, before = alice.page.evaluate("window.sentAgain"), bob.page.evaluate("window.movedBefore")
    assert 0 < again <= path.stat().st_size - before, "it began anew"


def test_what_was_altered_on_the_way_is_thrown_away(talking: tuple[Person, Person], tmp_path: Path) -> None:
    alice, bob = talking
    alice.page.evaluate(
        """() => {
            const { files } = window.pipes;
            const send = files.send.bind(files);
            let count = 0;
            files.send = (data) => {
                if (typeof data === 'string' || (count += 1) !== 20) return send(data);
                const other = new Uint8Array(data);
                other[100] ^= 1;
                return send(other);
            };
        }"""
    )
    sends(alice, make(tmp_path / "altered.bin", 5 * MB))
    presses(bob, "altered.bin", "Accept file")
    for person in (alice, bob):
        reads(person, "altered.bin", "What arrived is not what was sent, so it was thrown away.")
    expect(bob.button("Save")).to_have_count(0)
    bob.waits_for(f"async () => (await ({KEPT})()).length === 0", "it stayed on the disk")


def test_names_are_not_trusted(talking: tuple[Person, Person]) -> None:
    alice, bob = talking
    names = {
        "../../photo\u202egpj.exe": "_.._photogpj.exe",
        "<b>bold</b>.txt": "_b_bold__b_.txt",
        f"invoice.pdf{'x' * 400}.scr": f"invoice.pdf{'x' * 68}…{'x' * 36}.scr",
    }
    for index, name in enumerate(names):
        alice.page.evaluate(
            "([id, name]) => window.pipes.files.send(JSON.stringify({ type: 'offer', id, name, size: 7 }))",
            [f"offer-{index}", name],
        )
    for shown in names.values():
        reads(bob, shown, "Alice wants to send you this file.")
    for shown in list(names.values())[::2]:
        reads(bob, shown, "A file of this kind can run as a program.")


def test_more_than_was_announced_ends_it_and_a_flood_ends_the_files(talking: tuple[Person, Person]) -> None:
    alice, bob = talking
    alice.page.evaluate("window.pipes.files.send(JSON.stringify({ type: 'offer', id: 'x', name: 'small', size: 10 }))")
    presses(bob, "small", "Accept file")
    alice.page.evaluate(
        """() => {
            window.pipes.files.send(JSON.stringify({ type: 'begin', id: 'x', at: 0 }));
            window.pipes.files.send(new Uint8Array(11));
        }"""
    )
    reads(bob, "small", "Alice's page sent something else than it announced")
    alice.page.evaluate("for (let count = 0; count < 600; count += 1) window.pipes.files.send('{}')")
    bob.reads("Alice sent too much at once")
    bob.sees(alice)


def test_without_a_disk_for_pages_a_small_file_still_arrives(talking: tuple[Person, Person], tmp_path: Path) -> None:
    alice, bob = talking
    bob.page.evaluate(
        "() => { StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('no', 'SecurityError')); }"
    )
    small, big = make(tmp_path / "small.bin", 2 * MB), tmp_path / "big.bin"
    with big.open("wb") as file:
        file.truncate(101 * MB)
    sends(alice, small, big)
    presses(bob, "small.bin", "Accept file")
    reads(bob, "small.bin", "It is here, whole.")
    assert saves(bob, "small.bin") == digest(small)
    presses(bob, "big.bin", "Accept file")
    reads(bob, "big.bin", "This browser keeps received files in memory")
    reads(alice, "big.bin", "It is too big for Bob's browser.")


def test_a_file_that_came_can_be_saved_after_the_call(talking: tuple[Person, Person], tmp_path: Path) -> None:
    alice, bob = talking
    path = make(tmp_path / "late.bin", 3 * MB)
    sends(alice, path)
    presses(bob, path.name, "Accept file")
    reads(bob, path.name, "It is here, whole.")
    alice.clicks("Hang up")
    bob.notices(alice)
    assert saves(bob, path.name) == digest(path)


def test_what_a_killed_page_left_is_taken_away_and_what_is_in_use_is_not(
    talking: tuple[Person, Person], tmp_path: Path, channel: str
) -> None:
    alice, bob = talking
    sends(alice, make(tmp_path / "kept.bin", MB))
    presses(bob, "kept.bin", "Accept file")
    reads(bob, "kept.bin", "It is here, whole.")
    bob.page.evaluate(
        """async () => {
            const all = await (await navigator.storage.getDirectory()).getDirectoryHandle('received');
            const left = await all.getDirectoryHandle('received-long-ago', { create: true });
            await left.getFileHandle('1', { create: true });
        }"""
    )
    assert len(bob.page.evaluate(KEPT)) == 2
    bob.opens_another_window(channel).joins()
    bob.waits_for(f"async () => (await ({KEPT})()).length === 1", "what was left is still there")
    assert "long-ago" not in bob.page.evaluate(KEPT)[0]

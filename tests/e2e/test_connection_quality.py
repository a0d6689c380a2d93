"""Each person's connection, in a word on the tile; a sentence, what to try, and numbers for whoever asks."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.person import Person

Arrives = Callable[..., Person]

LONG_WAY = """
() => {
    const count = RTCPeerConnection.prototype.getStats;
    RTCPeerConnection.prototype.getStats = async function (...args) {
        const stats = [...(await count.apply(this, args)).values()];
        const far = (one) => (one.type === 'candidate-pair' ? { ...one, currentRoundTripTime: 2.5 } : one);
        return new Map(stats.map((one) => [one.id, far(one)]));
    };
}
"""
"""From now on the browser counts two and a half seconds for every round trip."""


def test_a_tile_says_how_its_connection_is_and_what_to_try(arrives: Arrives, channel: str) -> None:
    alice, bob = (arrives(name, channel).joins() for name in ("Alice", "Bob"))
    alice.talks_with(bob)
    alice.button("Connection to Bob: Direct").click()
    sheet = alice.page.get_by_role("dialog", name="Connection to Bob")
    expect(sheet).to_contain_text("You are connected directly to Bob.")
    row = sheet.get_by_role("row", name="Picture")
    expect(row).to_be_hidden()
    sheet.get_by_text("Numbers").click()
    expect(row.get_by_role("cell").first).to_have_text(re.compile(r"\w+, \d+\s×\s\d+"))
    expect(sheet.get_by_role("row", name="Speed").get_by_role("cell").first).to_have_text(re.compile(r"\d [kM]bit/s"))
    expect(sheet.get_by_role("row", name="Transport")).to_contain_text("UDP")
    addresses = alice.page.evaluate(
        "() => window.connections[0].told.flatMap((one) => one.match(/[0-9a-f]+([.:][0-9a-f]*){3,}/g) ?? [])"
    )
    assert addresses
    words = sheet.inner_text()
    assert [one for one in addresses if one in words] == []
    alice.page.evaluate(LONG_WAY)
    expect(sheet).to_contain_text("The connection is weak")
    expect(sheet).to_contain_text("Turn your camera off first")
    expect(sheet.get_by_role("row", name="Round trip")).to_contain_text("2,500 ms")
    sheet.get_by_role("button", name="Close").click()
    expect(alice.button("Connection to Bob: Weak")).to_be_visible()
    alice.chooses("People")
    people = alice.page.get_by_role("region", name="People here")
    people.get_by_role("button", name="Connection to Bob: Weak").click()
    expect(sheet).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(people, "Escape closes one thing at a time").to_be_visible()
    # Only where the page finds it weak.
    expect(bob.button("Connection to Alice: Direct")).to_be_visible()

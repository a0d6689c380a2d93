"""How long a call was away, and whether it is still the same one."""

from __future__ import annotations

import time
from collections.abc import Sequence

from tests.e2e.senses import MEDIA_SECONDS, Senses

HEARD_AND_SEEN = """
async () => {
    const came = { audio: 0, video: 0 };
    for (const connection of window.connections) {
        for (const item of (await connection.getStats()).values()) {
            if (item.type === 'inbound-rtp') came[item.kind] += item.framesDecoded ?? item.packetsReceived;
        }
    }
    return came;
}
"""
"""How much sound, in packets, and how much picture, in frames, has come so far."""

MORE_COMES = f"""
async () => {{
    const came = {HEARD_AND_SEEN.strip()};
    window.cameBefore ??= await came();
    const now = await came();
    const more = now.audio > window.cameBefore.audio && now.video > window.cameBefore.video;
    if (more) delete window.cameBefore;
    return more;
}}
"""

THINGS = """
() => [
    window.connections.length,
    ...window.connections.flatMap((connection) => connection.getSenders())
        .map(({ track }) => track && [track.id, track.readyState, track.enabled].join(' ')),
]
"""
"""What a page has open for its calls."""


class Break:
    """A moment since which two may not hear and see each other."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._began = time.monotonic()

    def is_over(self, *people: Senses, within: float) -> None:
        """Both hear and see the other: say after how long, and accept no more than this."""
        for person in people:
            person.waits_for(MORE_COMES, f"{person.name} has no sound and picture", seconds=MEDIA_SECONDS)
        seconds = time.monotonic() - self._began
        print(f"Back {seconds:.1f} s after {self._what}")
        told = [person.asks("() => window.connections.at(-1).told") for person in people]
        assert seconds <= within, f"it took {seconds:.1f} s: {told}"


def things_of(person: Senses) -> list[object]:
    return list(person.asks(THINGS))


def is_made_of_the_same_things(people: Sequence[Senses], things: Sequence[list[object]]) -> None:
    """It is the same call, and the same devices are open for it."""
    assert [things_of(person) for person in people] == list(things)

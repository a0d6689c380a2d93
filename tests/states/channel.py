"""A channel outside of calls, and a call before it is one."""

from __future__ import annotations

from tests.states.tour import Tour

LONG = "Bartholomäus von und zu Hohenlohe-Öhring"
CROWD = 40
"""As many fill any list."""

SHEETS = (
    ("Sounds and notices", "sounds", "What sounds, and what tells of calls while the page is hidden."),
    ("Keyboard shortcuts", "shortcuts", "The keys that act without a look at the controls."),
)
"""What *More* opens outside of calls: the entry, the name of the state, what is seen."""

FILL = """
(count) => {
  const people = document.getElementById('people');
  const [first] = people.children;
  for (let number = people.children.length; number < count; number += 1) {
    const copy = first.cloneNode(true);
    copy.dataset.copy = '';
    people.append(copy);
  }
}
"""
"""Copies of who is here: forty browsers would be too much for the machine of a test."""


def story(tour: Tour) -> None:
    """Wait alone, see others come, call one of them."""
    channel = tour.site.make_channel("Kitchen table")
    alice = tour.arrives("Alice", channel).joins()
    tour.stop(alice, "channel-alone", "Nobody else is here yet.")
    for entry, name, says in SHEETS:
        alice.chooses(entry)
        tour.stop(alice, name, says)
        alice.clicks("Close")
    bob, long = tour.arrives("Bob", channel).joins(), tour.arrives(LONG, channel).joins()
    alice.notices(bob)
    alice.notices(long)
    tour.stop(alice, "channel-people", "People are here.")
    bob.page.get_by_label("You are").select_option("busy")
    alice.reads("Busy")
    tour.stop(alice, "channel-busy", "Somebody is busy.")
    bob.page.get_by_label("You are").select_option("available")
    alice.page.evaluate(FILL, CROWD)
    tour.stop(alice, "channel-crowd", "Forty people are here.")
    alice.page.evaluate("document.querySelectorAll('[data-copy]').forEach((copy) => copy.remove())")
    alice.clicks(f"Block {long.name}")
    tour.stop(alice, "channel-blocked", "Somebody is blocked.")
    alice.clicks(f"Unblock {long.name}")
    alice.calls(long)
    long.button("Accept").wait_for()
    tour.stop(long, "incoming", "Somebody calls.")
    tour.stop(alice, "calling", "Waiting for somebody to accept.")
    long.clicks("Decline")
    alice.reads("does not want to talk now")
    tour.stop(alice, "declined", "The call was declined.")

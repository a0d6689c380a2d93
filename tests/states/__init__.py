"""Every page and state of the site, each written once: `make screenshots` takes its pictures, and the tests look through it.

A story walks to its states as people do and stops at each: `tour.stop(person, "name", "What is seen.")`. A new state is a
stop in the story where it can be reached, or in a story of its own, which `STORIES` then names.
"""

from __future__ import annotations

from tests.states import call, channel, door, front, self_test, talk, trouble
from tests.states.tour import Story

STORIES: dict[str, Story] = {
    "front": front.story,
    "door": door.story,
    "channel": channel.story,
    "call": call.story,
    "group": call.group_story,
    "talk": talk.story,
    "test": self_test.story,
    "trouble": trouble.story,
}
"""In the order in which a visitor would meet them. `front` wants a site without channels."""

"""The test of devices and connection."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.test_devices import devices
from tests.states.tour import Tour

RUN_SECONDS = 60


def story(tour: Tour) -> None:
    """Run the test where there is no camera, and say that the speaker is silent."""
    alice = tour.visitor("Alice", script=devices("audio"))
    alice.page.goto(f"{tour.site.url}/test")
    expect(alice.button("Start the test")).to_be_enabled()
    tour.stop(alice, "self-test", "The test of devices and connection, before it begins.")
    alice.clicks("Start the test")
    silent = alice.button("I heard nothing")
    silent.wait_for(timeout=RUN_SECONDS * 1000)
    tour.stop(alice, "self-test-asks", "The test asks whether the two notes were heard.")
    silent.click()
    alice.page.locator("#self-test-summary").wait_for(timeout=RUN_SECONDS * 1000)
    tour.stop(alice, "self-test-done", "The test has ended: what failed is unfolded, with what to try.")

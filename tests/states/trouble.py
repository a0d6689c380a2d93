"""Pages on which nothing is left to do, and a door that stays shut for now."""

from __future__ import annotations

from playwright.sync_api import Route

from tests.e2e.person import Person
from tests.states.tour import Tour

INSECURE = "Object.defineProperty(window, 'isSecureContext', { value: false });"


def story(tour: Tour) -> None:
    """Be replaced, be refused for every kind of reason, and find nobody."""
    channel = tour.site.make_channel("Kitchen table")
    alice = tour.arrives("Alice", channel).joins()
    again = tour.arrives("Alice", channel, storage_state=alice.context.storage_state()).joins()
    alice.is_in_state("punted")
    tour.stop(alice, "trouble-elsewhere", "The visit goes on in another place.")
    tour.leaves(alice, again)

    full = tour.site.make_channel("Two chairs", capacity=2)
    seated = [tour.arrives(name, full).joins() for name in ("Bob", "Carol")]
    late = tour.arrives("Dave", full)
    late.clicks("Join")
    late.is_in_state("closed", "channel_full")
    late.page.get_by_text("Details").click()
    tour.stop(late, "trouble-full", "The channel is full; the code to quote is unfolded.")
    tour.leaves(late, *seated)

    sealed = tour.arrives("Erin", tour.site.make_channel("Committee", sealed=True))
    sealed.is_in_state("closed", "key_missing")
    tour.stop(sealed, "trouble-key", "The key of the link is missing.")
    insecure = tour.arrives("Frank", channel, script=INSECURE)
    insecure.reads("This page needs a secure address")
    tour.stop(insecure, "door-insecure", "The address is not secure.")
    tour.leaves(sealed, insecure)

    refused = tour.arrives("Grace", channel)
    answers(refused, 403, "banned")
    refused.clicks("Join")
    refused.is_in_state("closed", "banned")
    tour.stop(refused, "trouble-banned", "The operator does not let this person in.")
    refused.page.reload()
    answers(refused, 503, "service_full")
    refused.clicks("Join")
    refused.reads("The service is full")
    tour.stop(refused, "door-busy", "The service lets nobody in for now.")
    tour.site.vanish()
    refused.page.unroute_all()
    refused.clicks("Join")
    refused.reads("The service does not answer")
    tour.stop(refused, "door-unreachable", "The service does not answer.")
    tour.site.start()


def answers(person: Person, status: int, code: str) -> None:
    """Whoever asks for credentials is refused with this code."""

    def refuse(route: Route) -> None:
        route.fulfill(status=status, json={"code": code, "detail": ""})

    person.page.unroute_all()
    person.page.route("**/sessions", refuse)

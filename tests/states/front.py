"""The first page, and what is not a channel's page."""

from __future__ import annotations

import uuid

from playwright.sync_api import Route

from tests.e2e.person import Person
from tests.states.tour import Tour

LONG = "A topic that is so long that somebody must have wanted to see what happens to it"
BROKEN = "from django.template.loader import render_to_string; print(render_to_string('{}'))"


def story(tour: Tour) -> None:
    """See the first page fill, miss a channel, and meet the operator's door."""
    alice = tour.visitor("Alice")
    alice.page.goto(tour.site.url)
    tour.stop(alice, "front-empty", "The first page of a service without public channels.")
    lobby = tour.site.make_channel("Lobby", public=True)
    for topic in ("Repair café", LONG):
        tour.site.make_channel(topic, public=True)
    for name in ("Bob", "Chloé"):
        tour.arrives(name, lobby).joins()
    alice.page.reload()
    tour.stop(alice, "front", "The first page with public channels.")
    alice.page.route("**/peers", _refuse)
    alice.clicks("Start a private channel")
    alice.reads("Too many channels were started")
    tour.stop(alice, "front-refused", "No private channel can be started now.")
    alice.page.goto(f"{tour.site.url}/peers/{uuid.uuid4()}")
    tour.stop(alice, "not-found", "A link that leads nowhere.")
    alice.page.goto(f"{tour.site.url}/offline")
    tour.stop(alice, "offline", "The page in place of one that is not reached.")
    # What a page's worker asks for does not come by here, and it asks for pages.
    visitor = tour.visitor("Frank", service_workers="block")
    _breaks(tour, visitor, "500.html", "Something broke on our side")
    tour.stop(visitor, "broken", "Something broke on our side.")
    _breaks(tour, visitor, "503.html", "The service cannot answer now")
    tour.stop(visitor, "away", "The database does not answer.")
    alice.page.goto(f"{tour.site.url}/admin/login/")
    tour.stop(alice, "admin-sign-in", "The operator signs in.", is_ours=False)


def _breaks(tour: Tour, person: Person, template: str, says: str) -> None:
    """Show what a site that is not sound answers: no address of a sound one has it."""
    body = tour.site.manage("shell", "-v", "0", "-c", BROKEN.format(template))
    person.page.unroute_all()
    person.page.route("**/broken", lambda route: route.fulfill(status=500, body=body, content_type="text/html"))
    person.page.goto(f"{tour.site.url}/broken")
    person.reads(says)


def _refuse(route: Route) -> None:
    route.fulfill(status=429, json={"code": "too_many", "detail": ""})

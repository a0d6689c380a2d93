"""The first page, and what is not a channel's page."""

from __future__ import annotations

import uuid

from playwright.sync_api import Route

from tests.states.tour import Tour

LONG = "A topic that is so long that somebody must have wanted to see what happens to it"
BROKEN = "from django.template.loader import render_to_string; print(render_to_string('500.html'))"


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
    broken = tour.site.manage("shell", "-v", "0", "-c", BROKEN)
    # No address of a sound site has this page.
    alice.page.route("**/broken", lambda route: route.fulfill(status=500, body=broken, content_type="text/html"))
    alice.page.goto(f"{tour.site.url}/broken")
    tour.stop(alice, "broken", "Something broke on our side.")
    alice.page.goto(f"{tour.site.url}/admin/login/")
    tour.stop(alice, "admin-sign-in", "The operator signs in.", is_ours=False)


def _refuse(route: Route) -> None:
    route.fulfill(status=429, json={"code": "too_many", "detail": ""})

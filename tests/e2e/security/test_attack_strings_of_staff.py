"""D-10: text that is code, in what staff write and look for; and on staff pages, in what visitors' channels are called."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.e2e.security.conftest import Watches
from tests.e2e.security.payloads import payloads
from tests.support.scale import scaled
from tests.support.site import Site

# PostgreSQL keeps no NUL.
PAYLOADS = [payload.replace("\0", "") for payload in payloads()]
PAGES = scaled(2, len(PAYLOADS))
"""So many channels, users and entries are opened one by one; lists have them all."""

FILL = """
import json
from auditlog.models import LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from channels_app.models import Channel
texts = json.loads({texts!r})
made = Channel.objects.bulk_create([Channel(topic=text[:80], public=True) for text in texts])
User.objects.bulk_create([
    User(username=f"{{n}}{{text}}", first_name=text, last_name=text, email=text) for n, text in enumerate(texts)
])
Group.objects.bulk_create([Group(name=f"{{n}}{{text}}") for n, text in enumerate(texts)])
kind = ContentType.objects.get_for_model(Channel)
LogEntry.objects.bulk_create([
    LogEntry(content_type=kind, object_pk=str(one.pk), object_repr=one.topic, action=1,
             changes={{"topic": [one.topic, one.topic], one.topic: ["", one.topic]}}, additional_data={{"who": one.topic}})
    for one in made
])
print(json.dumps([str(one.pk) for one in made]))
"""


@pytest.fixture(scope="module")
def filled() -> Iterator[tuple[Site, str, list[str]]]:
    """A site whose every name is an attack, the admin's password, and its channels."""
    site = Site()
    said = re.search(r"Password: (\S+)", site.manage("bootstrap"))
    assert said
    printed = site.manage("shell", "-v", "0", "-c", FILL.format(texts=json.dumps(PAYLOADS)))
    with site:
        yield site, said[1], json.loads(printed.splitlines()[-1])


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Channels, clients and staff").wait_for()


@pytest.mark.parametrize("policy", [True, False], ids=["as shipped", "without policy"])
def test_as_topics(watches: Watches, filled: tuple[Site, str, list[str]], policy: bool) -> None:
    """All of them on the first page; as the title and heading of a page some in `make test`, all in `make soak`."""
    site, _, channels = filled
    watch = watches(policy=policy, site=site)
    page = watch.opens("/")
    assert page.locator(".card").count() > len(PAYLOADS)
    watch.check(page)
    for channel in channels[:: len(channels) // PAGES]:
        page.goto(f"{site.url}/peers/{channel}")
        page.get_by_role("button", name="Join", exact=True).wait_for()
        watch.check(page)


@pytest.mark.parametrize("policy", [True, False], ids=["as shipped", "without policy"])
def test_on_staff_pages(watches: Watches, filled: tuple[Site, str, list[str]], policy: bool) -> None:
    site, password, channels = filled
    watch = watches(policy=policy, site=site)
    page = watch.opens("/admin/?next=" + quote("javascript:xss()"))
    sign_in(page, password)
    lists = [
        f"/admin/{name}/?p={number}"
        for name, size in (
            ("channels_app/channel", 100),
            ("auth/user", 100),
            ("auth/group", 100),
            ("auditlog/logentry", 50),
        )
        for number in range(1, len(PAYLOADS) // size + 2)
    ]
    if len(PAYLOADS) > PAGES:
        lists = [path for path in lists if path.endswith("?p=2")]
    step = len(PAYLOADS) // PAGES
    singles = [
        f"/admin/channels_app/channel/{channel}/{what}/"
        for channel in channels[::step]
        for what in ("change", "delete", "history")
    ]
    singles += [f"/admin/auth/user/{2 + number}/change/" for number in range(0, len(PAYLOADS), step)]
    # As long as the first line of a request may be.
    size = 100
    sought = ["\n".join(PAYLOADS[start : start + size]) for start in range(0, len(PAYLOADS), size)]
    searches = [f"/admin/channels_app/channel/?q={quote(text)}" for text in sought]
    for path in [*lists, *singles, *searches]:
        answer = page.goto(site.url + path)
        assert answer
        assert answer.status == 200, path
        watch.check(page, path)
    print(f"D-10: {len(lists)} lists, {len(singles)} pages, {len(searches)} searches, policy {policy}")


def test_staff_pages_refuse_what_no_script_of_theirs_assigns(
    watches: Watches, filled: tuple[Site, str, list[str]]
) -> None:
    """The policy of the admin lets pass what Django's scripts need, and no attack."""
    site, password, _ = filled
    watch = watches(policy=True, site=site)
    page = watch.opens("/admin/")
    sign_in(page, password)
    passed = page.evaluate(
        """(all) => all.filter((text) => {
            const before = document.createElement('p');
            try { before.innerHTML = text; return true; } catch { return false; }
        })""",
        PAYLOADS,
    )
    assert passed == []
    assert page.evaluate("document.createElement('p').innerHTML = ''") == ""
    assert page.evaluate("window.violations.length") >= len(PAYLOADS)

"""`manage.py lockdown` beside a site whose engine is a process of its own, which nobody tells anything."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.error
import urllib.request

import pytest

from scripts.house import nginx
from tests.contract.visitor import Visitor, post_session
from tests.support.site import Site

SECONDS = 5.0


def refused(site: Site, path: str, body: dict[str, object]) -> tuple[int, str]:
    """Post to the site; return status and code of the refusal."""
    request = urllib.request.Request(
        f"{site.url}{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Origin": site.url, "Sec-Fetch-Site": "same-origin"},
    )
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request, timeout=10)
    return error.value.code, json.loads(error.value.read())["code"]


@pytest.mark.skipif(not nginx.is_here(), reason=nginx.ABSENT)
async def test_everybody_is_gone_within_seconds_and_comes_back_when_it_is_over() -> None:
    with Site(dedicated=1) as site:
        channel = site.make_channel("Tea")
        alice, bob = await Visitor(site, channel).joins(), await Visitor(site, channel).joins()
        await asyncio.to_thread(site.manage, "lockdown")
        began = time.monotonic()
        for visitor in (alice, bob):
            punt = await visitor.hears(lambda frame: frame.get("method") == "verto.punt")
            assert punt["params"]["reason"] == "removed"
            assert await visitor.is_closed_with() == 4002
        took = time.monotonic() - began
        assert took < SECONDS
        print(f"lockdown: everybody gone {took:.1f} s after the command")

        await alice.dials()
        assert (await alice.calls("login", alice.login_params()))["error"]["data"]["code"] == "locked"
        assert refused(site, f"/peers/{channel}/sessions", {"sessionId": alice.session_id}) == (403, "locked")
        assert refused(site, "/peers", {"topic": "Tea"}) == (403, "not_allowed")

        await asyncio.to_thread(site.manage, "lockdown", "--undo")
        carol = await Visitor(site, channel).joins()
        assert post_session(site, channel, carol.session_id)["clientId"] == carol.client_id
        for visitor in (alice, bob, carol):
            await visitor.hangs_up()

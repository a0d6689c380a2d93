"""Who is connected to an engine in another process is never taken for somebody who did not come."""

from __future__ import annotations

import asyncio

import pytest

from scripts.house import nginx
from tests.contract.visitor import Visitor
from tests.support.site import Site

SECONDS = 60.0
"""An engine calls the roll every ten, and asking takes a process each time."""
LOSE = """
from datetime import timedelta
from django.utils import timezone
from channels_app.models import Client
Client.objects.update(logged_in=None, created=timezone.now() - timedelta(hours=1))
"""
FORGET = "from channels_app.housekeeping import forget_unused; print('forgotten', forget_unused())"
WRITTEN = "from channels_app.models import Client; print('written', Client.objects.exclude(logged_in=None).count())"


@pytest.mark.skipif(not nginx.is_here(), reason=nginx.ABSENT)
async def test_a_login_that_was_lost_is_written_down_again_and_the_client_stays() -> None:
    with Site(dedicated=1) as site:

        async def asks(code: str) -> str:
            return await asyncio.to_thread(site.manage, "shell", "-v", "0", "-c", code)

        async def is_written() -> None:
            async with asyncio.timeout(SECONDS):
                while await asks(WRITTEN) != "written 1":
                    await asyncio.sleep(0.2)

        channel = site.make_channel("Tea")
        await Visitor(site, channel).fetches()
        alice = await Visitor(site, channel).joins()
        listens = asyncio.create_task(alice.hears(lambda frame: frame.get("method") == "verto.punt", 4 * SECONDS))
        await is_written()
        await asks(LOSE)
        await is_written()
        # As the web application does, which has no socket here and no Redis to ask.
        assert await asks(FORGET) == "forgotten 1"
        assert await asks(WRITTEN) == "written 1"
        assert not listens.done()
        listens.cancel()
        await asyncio.wait({listens})
        assert "result" in await alice.calls("verto.unsubscribe", {"eventChannel": channel})
        await alice.hangs_up()

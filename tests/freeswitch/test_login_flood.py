"""A flood of failed logins, directly: each makes an event and a question to /fsapi, and FreeSWITCH must live through it."""

from __future__ import annotations

import asyncio
import json
import time
import uuid

from channels_app.fsapi.answers import LEASE_SECONDS
from tests.freeswitch.conftest import Cast, Opens
from tests.freeswitch.direct import Direct, enlist

SOCKETS, LOGINS = 12, 2000
"""More than the 20,000 events that FreeSWITCH's queue holds."""


def batch(login: str) -> str:
    """Return one frame with many wrong logins."""
    params = {"login": login, "passwd": "x"}
    return json.dumps([{"jsonrpc": "2.0", "method": "login", "params": params, "id": n} for n in range(LOGINS)])


async def test_a_flood_of_failed_logins_stops_nothing(cast: Cast, opens: Opens) -> None:
    freeswitch = cast.site.freeswitch
    flood = [await opens(enlist(cast.site, cast.mallory.channel)) for _ in range(SOCKETS)]
    for intruder in flood:
        # Its own ID, or one that nobody has: both are asked about.
        await intruder.says(batch(intruder.person.client_id if flood.index(intruder) % 2 else str(uuid.uuid4())))
    waits, started = [], time.monotonic()
    renewed = started
    while time.monotonic() - started < 150 and not all(intruder.batches for intruder in flood):
        asked = time.monotonic()
        if asked - renewed > LEASE_SECONDS / 3:
            # As the guard does: a lease that is not renewed ends, flood or not.
            renewed = asked
            for member in (cast.alice, cast.bob):
                assert "result" in await member.calls("login", member.person.login_params(), LEASE_SECONDS / 3)
        await asyncio.to_thread(freeswitch.api, "status")
        await cast.alice.tells(cast.bob.person.client_id, f"at {asked}")
        await cast.bob.hears_body(f"at {asked}")
        waits.append(time.monotonic() - asked)
        await asyncio.sleep(0.2)
    print(
        f"\n  {sum(LOGINS for intruder in flood if intruder.batches)} of {SOCKETS * LOGINS} failed logins answered"
        f" in {time.monotonic() - started:.0f} s; status and a message took {max(waits) * 1000:.0f} ms at most"
    )
    assert max(waits) < 3
    for intruder in flood:
        await intruder.leaves()
    flood.clear()
    late = await Direct.approved(enlist(cast.site, cast.alice.person.channel))
    await late.tells(cast.bob.person.client_id, "logins go on")
    await cast.bob.hears_body("logins go on")
    await late.leaves()

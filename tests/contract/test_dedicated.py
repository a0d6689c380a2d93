"""`manage.py verto_server` beside the web application, joined by a real nginx: which of them may go without the other."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import urllib.error
from collections.abc import AsyncIterator, Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.contract.visitor import Guest, guests_of
from tests.support.border import ABSENT, BINARY
from tests.support.dedicated import Dedicated
from tests.support.site import ROOT, Site
from verto.core.codes import CloseCode

pytestmark = pytest.mark.skipif(BINARY is None, reason=ABSENT)


@pytest.fixture(scope="module")
def dedicated_site() -> Iterator[Site]:
    with Site(dedicated=1) as site:
        yield site


@pytest.fixture
def engine(dedicated_site: Site) -> Dedicated:
    assert dedicated_site.dedicated
    return dedicated_site.dedicated


@pytest.fixture
async def guest(dedicated_site: Site) -> AsyncIterator[Guest]:
    channel = await asyncio.to_thread(dedicated_site.make_channel, "Kitchen table")
    async with guests_of(dedicated_site, channel) as make:
        yield make


async def test_a_new_web_application_drops_no_socket(dedicated_site: Site, engine: Dedicated, guest: Guest) -> None:
    alice, bob = await guest().joins(), await guest().joins()
    web = dedicated_site.process
    web.send_signal(signal.SIGKILL)
    web.wait()
    await alice.calls("verto.info", {"msg": {"to": bob.client_id, "body": "still here"}})
    heard = await bob.hears(lambda frame: frame.get("method") == "verto.info")
    assert heard["params"]["msg"]["body"] == "still here"
    await asyncio.to_thread(dedicated_site.start_web)
    carol = await guest().joins()
    assert (await alice.hears(lambda frame: "joined" in frame.get("params", {})))["params"]["joined"] == carol.client_id


async def test_a_punt_from_the_web_application_reaches_the_engine(dedicated_site: Site, guest: Guest) -> None:
    alice = await guest().joins()
    code = (
        "from channels_app.models import Client; from channels_app.endings import end_clients;"
        "from verto.core.codes import PuntReason;"
        f"end_clients(Client.objects.filter(pk={alice.client_id!r}), PuntReason.REMOVED)"
    )
    await asyncio.to_thread(dedicated_site.manage, "shell", "-v", "0", "-c", code)
    assert await alice.is_closed_with() == CloseCode.PUNTED


async def test_visitors_behind_the_proxy_are_told_apart_by_their_own_address(
    engine: Dedicated, dedicated_site: Site
) -> None:
    dedicated_site.stop()
    dedicated_site.set(STRANGERS_PER_ADDRESS="1")
    dedicated_site.start()
    try:
        channel = await asyncio.to_thread(dedicated_site.make_channel, "Kitchen table")
        async with guests_of(dedicated_site, channel) as make:
            strangers = [make() for _ in range(3)]
            for stranger, address in zip(strangers, ("127.0.0.7", "127.0.0.7", "127.0.0.8"), strict=True):
                # What they say of themselves is not what counts.
                stranger.network = f"192.0.2.{strangers.index(stranger)}"
                await stranger.dials(local_addr=(address, 0))
            assert await strangers[1].is_closed_with() == 1013
            assert "error" in await strangers[0].calls("echo", {})
            assert "error" in await strangers[2].calls("echo", {})
    finally:
        dedicated_site.stop()
        dedicated_site.set(STRANGERS_PER_ADDRESS="10000")
        dedicated_site.start()


async def test_health_and_metrics_are_for_this_machine(dedicated_site: Site, engine: Dedicated, guest: Guest) -> None:
    await guest().joins()
    assert json.loads(engine.local_page("/health")) == {"alive": True, "ready": True}
    families = {family.name: family for family in text_string_to_metric_families(engine.local_page("/metrics"))}
    assert families["verto_clients_connected"].samples[0].value >= 1
    assert families["verto_logins"].samples[0].value >= 1


@pytest.mark.parametrize("path", ["/health", "/metrics"])
@pytest.mark.parametrize(
    "header",
    [
        ("Host", "talk.example.org"),
        ("X-Forwarded-For", "127.0.0.1"),
        ("Via", "1.1 p"),
        ("Sec-Fetch-Site", "cross-site"),
    ],
)
def test_no_page_of_another_site_and_no_proxy_reads_them(engine: Dedicated, path: str, header: tuple[str, str]) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        engine.local_page(path, dict([header]))


async def test_sigterm_sends_everybody_to_come_again(dedicated_site: Site, engine: Dedicated, guest: Guest) -> None:
    alice = await guest().joins()
    process = engine.process
    process.send_signal(signal.SIGTERM)
    assert await alice.is_closed_with() == CloseCode.RESTART
    assert await asyncio.to_thread(process.wait, 10) == 0
    # The last words of the history are written.
    code = f"from channels_app.models import Client; print(Client.objects.get(pk={alice.client_id!r}).left is not None)"
    assert await asyncio.to_thread(dedicated_site.manage, "shell", "-v", "0", "-c", code) == "True"
    await asyncio.to_thread(engine.start, dedicated_site.environment, dedicated_site.log)
    again = guest(alice.session_id)
    again.credentials = dict(alice.credentials)
    await again.dials()
    assert "result" in await again.calls("login", again.login_params())


def test_a_port_that_is_taken_is_said(dedicated_site: Site, engine: Dedicated) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "verto_server"],
        cwd=ROOT, env=dedicated_site.environment | engine.settings(), capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "Cannot listen" in done.stderr and "Traceback" not in done.stderr

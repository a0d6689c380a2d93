"""D-10, the smaller part: text that is code, as names of people who call, in Firefox as shipped."""

from __future__ import annotations

from tests.e2e.firefox_person import NEEDS_FIREFOX, FirefoxPerson
from tests.e2e.security.attackers import BURST, Attacker, Attackers
from tests.e2e.security.payloads import payloads
from tests.e2e.security.watch import RECORDER
from tests.support.scale import scaled
from tests.support.site import Site

pytestmark = NEEDS_FIREFOX
NAMES = payloads()[:: scaled(5, 1)]
MESSAGES_EACH = 3


def test_as_names_of_people_who_call(site: Site) -> None:
    channel = site.make_channel("Under attack", public=True)
    bob = FirefoxPerson("Bob", f"{site.url}/peers/{channel}")
    bob.evaluates(RECORDER)
    bob.joins()
    with Attackers(site, channel) as attackers:
        told = attackers.run(attackers.joins().visitor.calls("verto.subscribe", {"eventChannel": channel}))
        own = {attacker.visitor.client_id for attacker in attackers.all}
        [client_id] = set(told["result"]["members"]) - own

        async def call_all(attacker: Attacker, names: list[str]) -> None:
            for name in names:
                await attacker.is_called(client_id, name)

        size = BURST // MESSAGES_EACH
        for start in range(0, len(NAMES), size):
            attacker = attackers.joins()
            attackers.run(call_all(attacker, [*NAMES[start : start + size], f"mark {start}"]))
            bob.waits_until(f"window.seen.has('mark {start}')")
    assert bob.evaluates("[window.executed, window.planted.length, window.violations.length]") == [0, 0, 0]
    assert bob.errors() == []
    bob.goes_home()
    print(f"D-10: {len(NAMES)} names in Firefox")

"""A relay takes the encryption out of what two pages offer each other: no picture and no sound goes in the clear."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from tests.e2e.person import Person
from tests.e2e.security.relay import Heard, Relay
from tests.e2e.senses import MEDIA_SECONDS
from tests.support.site import Site

KEEP_DESCRIPTIONS = """
window.taken = [];
const set = RTCPeerConnection.prototype.setRemoteDescription;
RTCPeerConnection.prototype.setRemoteDescription = async function (description) {
  window.taken.push(description.sdp);
  await set.call(this, description);
};
"""
BYTES = """async () => {
  let bytes = 0;
  for (const connection of window.connections) {
    for (const item of (await connection.getStats()).values()) {
      if (item.type === 'inbound-rtp' || item.type === 'outbound-rtp') bytes += item.bytesReceived ?? item.bytesSent;
    }
  }
  return bytes;
}"""
_DTLS = re.compile(r"a=(fingerprint|setup|tls-id):.*\r\n")
_KEYS = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\n"

Change = Callable[[str], str]


def as_it_was(sdp: str) -> str:
    return sdp


def without_encryption(sdp: str) -> str:
    """Plain RTP."""
    return _DTLS.sub("", sdp).replace("UDP/TLS/RTP/SAVPF", "RTP/AVPF").replace("UDP/DTLS/SCTP", "UDP/SCTP")


def without_certificates(sdp: str) -> str:
    """DTLS, with whoever may come."""
    return re.sub(r"a=fingerprint:.*\r\n", "", sdp)


def with_keys_that_the_relay_knows(sdp: str) -> str:
    """SRTP by SDES: its keys are in the description, and so known to whoever carries it."""
    keyed = _DTLS.sub("", sdp).replace("UDP/TLS/RTP/SAVPF", "RTP/SAVPF")
    return re.sub(r"(m=(?:audio|video) .*\r\n)", lambda match: match[1] + _KEYS, keyed)


class Town:
    """Alice and Bob in a channel without a key, which would have found out before."""

    def __init__(self, browser: Browser, site: Site, change: Change) -> None:
        channel = site.make_channel("Without a key")
        self.changed = 0
        self._change = change
        relay = Relay(channel)
        relay.treatment = self._treat
        self.people = [Person(name, browser.new_context(), site) for name in ("Alice", "Bob")]
        for person in self.people:
            person.context.add_init_script(KEEP_DESCRIPTIONS)
            relay.stands_before(person)
            person.opens(channel)
            person.joins()

    def _treat(self, heard: Heard) -> list[Heard]:
        said = json.loads(heard.text)
        if said["type"] != "description":
            return [heard]
        description = said["payload"]["description"]
        changed = self._change(description["sdp"])
        self.changed += changed != description["sdp"]
        description["sdp"] = changed
        return [replace(heard, text=json.dumps(said))]

    def goes(self) -> None:
        for person in self.people:
            person.context.close()


@pytest.mark.parametrize("change", [without_encryption, without_certificates, with_keys_that_the_relay_knows])
def test_nothing_goes_in_the_clear(browser: Browser, site: Site, change: Change) -> None:
    town = Town(browser, site, change)
    alice, bob = town.people
    alice.calls(bob)
    bob.clicks("Accept")
    # The page does, before the browser would have to.
    bob.reads(f"it could not be proved that {alice.name} is at the other end", seconds=MEDIA_SECONDS)
    assert town.changed > 0
    for person in town.people:
        taken = person.asks("window.taken")
        assert all(re.search(r"a=fingerprint:sha-(256|384|512) ", sdp) for sdp in taken)
        assert "connected" not in person.asks("window.connections.map((one) => one.connectionState)")
        assert person.asks(BYTES) == 0
    town.goes()


def test_with_descriptions_as_they_were_there_is_a_call(browser: Browser, site: Site) -> None:
    town = Town(browser, site, as_it_was)
    alice, bob = town.people
    alice.talks_with(bob)
    bob.page.wait_for_function(f"async () => await ({BYTES})() > 0", timeout=MEDIA_SECONDS * 1000)
    assert town.changed == 0
    for person in town.people:
        assert person.asks("window.taken.length") > 0
    town.goes()

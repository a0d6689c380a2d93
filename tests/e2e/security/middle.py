"""A relay that has a browser of its own, and with it sits in the middle of a call: Bob for Alice, and Alice for Bob."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

from playwright.sync_api import Browser

from tests.e2e.security.relay import Heard, Relay
from tests.support.site import Site

IN_THE_MIDDLE = """
async ({ exchange, channel, clients }) => {
  const { Comparison } = await import('/static/js/peer/comparison.js');
  const { certificatesOf } = await import('/static/js/peer/fingerprints.js');
  const { makeVisitKey } = await import('/static/js/sealing/visit_key.js');
  window.legs?.forEach(({ pc }) => pc.close());
  window.codes = {};

  // One connection to each of the two, faced by its own certificate.
  const legs = clients.map((client) => {
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    const control = pc.createDataChannel('control', { negotiated: true, id: 0 });
    return { client, pc, control, waiting: [], line: Promise.resolve() };
  });
  window.legs = legs;
  legs[0].other = legs[1];
  legs[1].other = legs[0];

  for (const leg of legs) {
    const { pc, control, other } = leg;
    leg.pass = (text) => (control.readyState === 'open' ? control.send(text) : leg.waiting.push(text));
    // What one of them sends, the other gets; what has no place yet waits for it. The person comes first, then what is shown.
    pc.ontrack = ({ track }) => {
      if (leg[track.kind]) return;
      leg[track.kind] = track;
      place(other, track.kind, track);
    };
    if (exchange === 'own') {
      leg.comparison = new Comparison({
        channel,
        self: other.client,
        peer: leg.client,
        visit: '',
        key: await makeVisitKey(),
        certificates: () => certificatesOf(pc),
        say: (said) => leg.pass(JSON.stringify(said)),
      });
      leg.comparison.on('ready', () => (window.codes[leg.client] = leg.comparison.code.numbers.join(' ')));
    }
    control.onopen = () => {
      leg.waiting.splice(0).forEach((text) => control.send(text));
      leg.comparison?.start();
    };
    control.onmessage = ({ data }) => {
      const said = JSON.parse(data);
      if (leg.comparison && (said.type === 'commit' || said.type === 'reveal')) {
        leg.comparison.hear(said);
      } else {
        other.pass(data);
      }
    };
  }

  function place(leg, kind, track) {
    const place = leg.pc.getTransceivers().find(({ receiver }) => receiver.track.kind === kind);
    place?.sender.replaceTrack(track);
  }

  /** The description of this leg with all its candidates in it. */
  async function described(leg) {
    await leg.pc.setLocalDescription();
    while (leg.pc.iceGatheringState !== 'complete') {
      await new Promise((done) => leg.pc.addEventListener('icegatheringstatechange', done, { once: true }));
    }
    const { type, sdp } = leg.pc.localDescription;
    await window.says(leg.other.client, leg.client, { type, sdp });
  }

  window.hears = (from, type, payload) => {
    const leg = legs.find(({ client }) => client === from);
    leg.line = leg.line.then(async () => {
      if (type === 'candidate') {
        await leg.pc.addIceCandidate(payload.candidate ?? undefined);
        return;
      }
      await leg.pc.setRemoteDescription(payload.description);
      if (payload.description.type === 'offer') {
        for (const transceiver of leg.pc.getTransceivers()) {
          transceiver.direction = 'sendrecv';
        }
        const first = leg.other.pc.localDescription === null;
        if (first) {
          leg.other.pc.addTransceiver('audio');
          leg.other.pc.addTransceiver('video');
        }
        for (const kind of ['audio', 'video']) {
          for (const [to, of] of [[leg, leg.other], [leg.other, leg]]) {
            if (of[kind]) place(to, kind, of[kind]);
          }
        }
        await described(leg);
        if (first) {
          await described(leg.other);
        }
      }
    });
    return leg.line;
  };
}
"""
"""Answers for both. `exchange` is 'own' where it agrees on a code with each of them, else their words go through unchanged."""


class Middle:
    """Takes descriptions and candidates out of a channel without a key, and puts in those of its own browser."""

    def __init__(self, browser: Browser, site: Site, relay: Relay) -> None:
        self._relay = relay
        self._context = browser.new_context()
        self._page = self._context.new_page()
        self._page.expose_function("says", self._says)
        self._page.goto(site.url)
        self._dialog = ""
        self._seq: Counter[tuple[str, str]] = Counter()
        self._offers: Counter[str] = Counter()
        """How many were made to this client."""
        self._rounds: dict[str, int] = {}
        """Which offer this client made last."""

    def begins(self, exchange: str) -> None:
        """Be ready for one call."""
        options = {"exchange": exchange, "channel": self._relay.channel, "clients": list(self._relay.clients.values())}
        self._page.evaluate(IN_THE_MIDDLE, options)
        self._relay.treatment = self._treat

    def code_with(self, name: str) -> str:
        """Return the numbers on which it agreed with this person; empty where it did not."""
        return str(self._page.evaluate("(client) => window.codes[client] ?? ''", self._relay.clients[name]))

    def goes(self) -> None:
        self._context.close()

    def _treat(self, heard: Heard) -> list[Heard]:
        said = json.loads(heard.text)
        if said["dialog"] is None:
            return [heard]
        self._dialog = said["dialog"]
        if said["type"] == "description" and said["payload"]["description"]["type"] == "offer":
            self._rounds[heard.sender] = said["payload"]["round"]
        if said["type"] in ("description", "candidate"):
            self._page.evaluate(
                "([from, type, payload]) => { window.hears(from, type, payload); }",
                [heard.sender, said["type"], said["payload"]],
            )
            return []
        return [self._numbered(heard, said)]

    def _says(self, sender: str, to: str, description: dict[str, Any]) -> None:
        [name] = [name for name, client in self._relay.clients.items() if client == to]
        if description["type"] == "offer":
            self._offers[to] += 1
        number = self._offers[to] if description["type"] == "offer" else self._rounds[to]
        payload = {"description": description, "round": number}
        said = {"v": 1, "type": "description", "dialog": self._dialog, "payload": payload}
        self._relay.delivers(self._numbered(Heard(name, sender, True, ""), said))

    def _numbered(self, heard: Heard, said: dict[str, Any]) -> Heard:
        """Count for each receiver what arrives in its dialog, so that nothing is missing."""
        key = (heard.to, said["dialog"])
        said["seq"] = self._seq[key]
        self._seq[key] += 1
        return replace(heard, text=json.dumps(said), is_true=False)

import assert from 'node:assert/strict';
import test from 'node:test';

import { PLACES } from '../../static/js/peer/places.js';
import { Receivers } from '../../static/js/peer/receivers.js';
import { Senders } from '../../static/js/peer/senders.js';

globalThis.MediaStream = class {
  tracks = [];
  addTrack(track) { this.tracks.push(track); }
  getTracks() { return this.tracks; }
};

const SHARE = { active: true, maxBitrate: 1, scaleResolutionDownBy: 1, maxFramerate: 1 };
const NOTHING = { audio: null, video: null, screen: null, sound: null };
const track = (kind, name) => ({ kind, name });

/** A transceiver that notes what it is asked for. */
function transceiver(kind, sent, direction) {
  const encodings = [{}];
  return {
    direction,
    receiver: { track: { kind } },
    sender: {
      track: sent,
      async replaceTrack(next) { this.track = next; },
      setStreams() {},
      getParameters: () => ({ encodings: structuredClone(encodings) }),
      async setParameters(next) { encodings.splice(0, 1, ...next.encodings); },
      encodings,
    },
  };
}

/** A connection with places of these kinds, as an offer of the other side makes them. */
function offered(...kinds) {
  const places = kinds.map((kind) => transceiver(kind, null, 'recvonly'));
  return { places, getTransceivers: () => places };
}

/** One that makes them itself. */
function offering() {
  const places = [];
  return {
    places,
    getTransceivers: () => places,
    addTransceiver(what, { direction }) {
      places.push(typeof what === 'string' ? transceiver(what, null, direction) : transceiver(what.kind, what, direction));
    },
  };
}

const KINDS = PLACES.map(({ kind }) => kind);
const sent = ({ places }) => places.map(({ sender }) => sender.track?.name ?? null);
const directions = ({ places }) => new Set(places.map(({ direction }) => direction));

test('the first side makes all places, and later fills them without negotiating', () => {
  const pc = offering();
  const senders = new Senders(pc, { ...NOTHING, audio: track('audio', 'voice') }, true);
  assert.deepEqual([sent(pc), directions(pc)], [['voice', null, null, null], new Set(['sendrecv'])]);
  senders.set({ ...NOTHING, audio: track('audio', 'voice'), screen: track('video', 'screen'), sound: track('audio', 'film') });
  assert.deepEqual([sent(pc), pc.places.length], [['voice', null, 'screen', 'film'], 4]);
});

test('the other side takes them once they are there, with what it has by then', () => {
  const pc = offered();
  const senders = new Senders(pc, NOTHING, false);
  senders.set({ ...NOTHING, screen: track('video', 'screen') });
  pc.places.push(...offered(...KINDS).places);
  senders.take();
  assert.deepEqual([sent(pc), directions(pc)], [[null, null, 'screen', null], new Set(['sendrecv'])]);
});

test('a place of another kind, or none, is left alone', () => {
  const pc = offered('audio', 'video', 'audio');
  const senders = new Senders(pc, { ...NOTHING, screen: track('video', 'screen'), sound: track('audio', 'film') }, false);
  senders.take();
  senders.limit({ camera: SHARE, screen: SHARE });
  assert.deepEqual([sent(pc), pc.places[2].direction], [[null, null, null], 'recvonly']);
});

test('camera and screen have shares of their own, and the voice has all it wants', () => {
  const pc = offering();
  const senders = new Senders(pc, NOTHING, true);
  senders.limit({ camera: { ...SHARE, maxBitrate: 5 }, screen: { ...SHARE, maxBitrate: 7 } });
  const rates = pc.places.map(({ sender }) => sender.encodings[0].maxBitrate);
  assert.deepEqual([rates.slice(0, 3), rates[3] > 0], [[undefined, 5, 7], true]);
});

test('what comes is told apart by its place, and held back until it is known whose it is', () => {
  const pc = offered(...KINDS);
  const receivers = new Receivers(pc, () => {});
  const comes = (at) => pc.ontrack({ track: pc.places[at].receiver.track, transceiver: pc.places[at] });
  [0, 1, 2].forEach(comes);
  assert.deepEqual([receivers.person.getTracks(), receivers.screen.getTracks()], [[], []]);
  receivers.admit();
  comes(3);
  pc.places.push(transceiver('video', null, 'recvonly'));
  comes(4);
  const kinds = (stream) => stream.getTracks().map(({ kind }) => kind);
  assert.deepEqual([kinds(receivers.person), kinds(receivers.screen)], [['audio', 'video'], ['video', 'audio']]);
});

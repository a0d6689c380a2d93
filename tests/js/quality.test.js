import assert from 'node:assert/strict';
import test from 'node:test';

import { Monitor } from '../../static/js/peer/monitor.js';
import { Weakness, between, tallyOf } from '../../static/js/peer/quality.js';

const FIELDS = { codecId: 'opus', packetsReceived: 0, bytesReceived: 0, packetsLost: 0 };

/** What both browsers count of sound and picture, in the fields that both have. */
function flows({ voice = 50, came = 250, lost = 0, missed = 0, trip = 0.02, bytes = 1000 }) {
  return [
    { id: 'opus', type: 'codec', mimeType: 'audio/opus' },
    { id: 'vp8', type: 'codec', mimeType: 'video/VP8' },
    { id: 'ia', type: 'inbound-rtp', kind: 'audio', ...FIELDS, packetsReceived: voice, packetsLost: 0, bytesReceived: bytes },
    { id: 'iv', type: 'inbound-rtp', kind: 'video', codecId: 'vp8', packetsReceived: came, packetsLost: lost, bytesReceived: bytes, frameWidth: 640, frameHeight: 480, framesPerSecond: 24.4 },
    { id: 'oa', type: 'outbound-rtp', kind: 'audio', codecId: 'opus', packetsSent: voice, bytesSent: bytes },
    { id: 'ov', type: 'outbound-rtp', kind: 'video', codecId: 'vp8', packetsSent: voice, bytesSent: bytes, frameWidth: 320, frameHeight: 180, framesPerSecond: 10 },
    { id: 'ra', type: 'remote-inbound-rtp', kind: 'audio', fractionLost: missed, roundTripTime: trip },
  ];
}

const candidate = (id, candidateType, more = {}) => ({ id, type: id.startsWith('l') ? 'local-candidate' : 'remote-candidate', candidateType, protocol: 'udp', address: '192.0.2.7', ...more });
const report = (...parts) => new Map(parts.map((one) => [one.id, one]));

/** Chromium names the pair in its transport; another one is nominated as well. */
const chromium = (own, theirs, counts = {}) => report(
  { id: 'T', type: 'transport', selectedCandidatePairId: 'P2' },
  { id: 'P1', type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'l0', remoteCandidateId: 'r0', currentRoundTripTime: 9 },
  { id: 'P2', type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'l1', remoteCandidateId: 'r1', currentRoundTripTime: counts.trip ?? 0.042 },
  candidate('l0', 'host'), candidate('r0', 'host'), own, theirs, ...flows(counts),
);

/** Firefox marks the pair, has no transport and no round trip of the pair. */
const firefox = (own, theirs, counts = {}) => report(
  { id: 'P1', type: 'candidate-pair', nominated: true, state: 'succeeded', selected: false, localCandidateId: 'l0', remoteCandidateId: 'r0' },
  { id: 'P2', type: 'candidate-pair', nominated: true, state: 'succeeded', selected: true, localCandidateId: 'l1', remoteCandidateId: 'r1' },
  candidate('l0', 'relay'), candidate('r0', 'host'), own, theirs, ...flows({ trip: 0.3, ...counts }),
);

const HOST = candidate('l1', 'host');
const THEIRS = candidate('r1', 'srflx');

test('the way is read as Chromium and as Firefox tell it', () => {
  const ways = [
    chromium(HOST, THEIRS),
    chromium(candidate('l1', 'relay', { relayProtocol: 'tls' }), THEIRS),
    chromium(HOST, candidate('r1', 'relay')),
    chromium(candidate('l1', 'host', { protocol: 'tcp' }), THEIRS),
    firefox(HOST, THEIRS),
    firefox(candidate('l1', 'relay', { relayProtocol: 'tcp' }), THEIRS),
    report(),
  ].map((stats) => tallyOf(stats, 0)).map(({ path, transport, seconds }) => [path, transport, seconds]);
  assert.deepEqual(ways, [
    ['direct', 'udp', 0.042], ['relayed', 'tls', 0.042], ['relayed', 'udp', 0.042], ['direct', 'tcp', 0.042],
    ['direct', 'udp', 0.3], ['relayed', 'tcp', 0.3], [null, '', null],
  ]);
});

test('two moments make rates, and no address is in them', () => {
  const before = tallyOf(chromium(HOST, THEIRS, { voice: 100, came: 100, lost: 0, bytes: 1000 }), 1000);
  const now = tallyOf(chromium(HOST, THEIRS, { voice: 200, came: 170, lost: 30, missed: 0.5, bytes: 26_000 }), 3000);
  const quality = between(before, now);
  assert.deepEqual(quality.in, { bits: 200_000, loss: 0.15, sound: 'opus', video: 'VP8', picture: { width: 640, height: 480, frames: 24 } });
  // Only for sound did the other side tell what it missed.
  assert.deepEqual([quality.voice, quality.out.loss, quality.out.picture?.height], [50, 0.5, 180]);
  assert.doesNotMatch(JSON.stringify([quality, now]), /192\.0\.2/);
});

test('a picture that has stopped is none, and counters that begin anew make nothing negative', () => {
  const before = tallyOf(chromium(HOST, THEIRS, { voice: 900, came: 900, lost: 40 }), 0);
  const now = tallyOf(chromium(HOST, THEIRS, { voice: 10, came: 10, lost: 0 }), 2000);
  const { in: coming, out, voice } = between(before, now);
  assert.deepEqual([coming.picture, coming.video, coming.bits, coming.loss, out.loss, voice], [null, '', 0, null, null, 0]);
});

const fine = { path: 'direct', transport: 'udp', seconds: 0.05, voice: 50, in: { loss: 0 }, out: { loss: 0 } };

test('weak is much loss on either way, hardly any sound, or a long way', () => {
  for (const [what, worse] of Object.entries({
    in: { in: { loss: 0.3 } }, out: { out: { loss: 0.35 } }, trip: { seconds: 1.6 }, voice: { voice: 9 },
  })) {
    const weakness = new Weakness();
    weakness.hear({ ...fine, ...worse }, true, 0);
    assert.equal(weakness.isWeak, true, what);
  }
  const weakness = new Weakness();
  weakness.hear({ ...fine, voice: 0 }, false, 0);
  weakness.hear({ ...fine, in: { loss: 0.2 }, seconds: 1.2 }, true, 1);
  assert.equal(weakness.isWeak, false);
});

test('weak stays until all has been well for ten seconds', () => {
  const weakness = new Weakness();
  const hear = (quality, at) => { weakness.hear({ ...fine, ...quality }, true, at); return weakness.isWeak; };
  const said = [
    hear({ seconds: 2 }, 0), hear({}, 2000), hear({ in: { loss: 0.2 } }, 8000), hear({}, 10_000), hear({}, 19_999), hear({}, 20_000), hear({ in: { loss: 0.2 } }, 22_000),
  ];
  assert.deepEqual(said, [true, true, true, true, true, false, false]);
});

function monitor(reportAt, isHeard = () => true) {
  const it = { now: 0, asked: 0, changes: 0 };
  const stats = async () => { it.asked += 1; return reportAt(it.now); };
  const watch = new Monitor({ stats, isHeard, onChange: () => (it.changes += 1), now: () => it.now });
  const look = async (at) => { it.now = at; await watch.look(); };
  return { it, watch, look };
}

test('the browser is asked once by all who want to know', async () => {
  const { it, watch, look } = monitor((now) => chromium(HOST, THEIRS, { voice: now / 20 }));
  await Promise.all([watch.look(), watch.look()]);
  await look(800);
  assert.equal(it.asked, 1);
  await look(1000);
  assert.deepEqual([it.asked, it.changes, watch.path, Math.round(watch.quality.voice)], [2, 1, 'direct', 50]);
});

test('a moment is not weak, five seconds are, and only changes are told', async () => {
  // Nothing is heard from the second second to the tenth.
  const { it, watch, look } = monitor((now) => chromium(HOST, THEIRS, { voice: (Math.min(now, 2000) + Math.max(0, now - 10_000)) / 20 }));
  const said = [];
  for (let at = 0; at <= 30_000; at += 1000) {
    await look(at);
    said.push(watch.isWeak);
  }
  assert.deepEqual([said.indexOf(true), said.lastIndexOf(true), it.changes], [7, 21, 3]);
});

test('a microphone that was off says nothing of the connection', async () => {
  const { it, watch, look } = monitor(() => chromium(HOST, THEIRS, { voice: 0 }), () => it.now > 6000);
  for (const at of [0, 2000, 4000, 6000, 8000, 10_000]) await look(at);
  assert.equal(watch.isWeak, false);
  await look(14_000);
  assert.equal(watch.isWeak, true);
});

test('what is over is not asked about', async () => {
  const watch = new Monitor({ stats: async () => { throw new Error('closed'); }, isHeard: () => true, onChange: assert.fail });
  assert.equal(await watch.look(), null);
});

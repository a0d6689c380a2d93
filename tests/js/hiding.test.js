import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { Connection } from '../../static/js/peer/connection.js';
import { FakePeerConnection, settle } from './fakes.js';

const HOST = 'candidate:1 1 udp 1 192.0.2.2 5 typ host';
const OWN = 'candidate:1 1 udp 1 127.0.0.1 5 typ host';
const RELAY = 'candidate:1 1 udp 1 198.51.100.9 5 typ relay raddr 192.0.2.2 rport 6';
const FINGERPRINT = `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`;

class FakeMediaStream {}

/** What a whole connection needs beside negotiation. */
class FullPeerConnection extends FakePeerConnection {
  constructor(configuration) { super(); this.configuration = configuration; }
  createDataChannel() { return { readyState: 'connecting' }; }
  addTransceiver() {}
  getConfiguration() { return this.configuration; }
  setConfiguration(configuration) {
    if (this.signalingState === 'closed' || configuration.iceServers[0].urls === '') throw new DOMException('', 'SyntaxError');
    this.configuration = configuration;
  }
  close() { this.signalingState = 'closed'; }
}

beforeEach(() => {
  globalThis.MediaStream = FakeMediaStream;
  mock.timers.enable({ apis: ['setTimeout'] });
});
afterEach(() => {
  mock.timers.reset();
  delete globalThis.MediaStream;
});

function connected(options) {
  const said = [];
  const made = [];
  const connection = new Connection({
    polite: false,
    first: false,
    tracks: { audio: null, video: null, screen: null, sound: null },
    sending: { microphone: false, camera: false, screen: false },
    key: null,
    between: {},
    iceServers: [{ urls: 'turn:old' }],
    renewIce: async () => [{ urls: 'turn:new' }],
    canSay: () => true,
    hide: false,
    local: false,
    send: (type, payload) => said.push({ type, ...payload }),
    PeerConnection: class extends FullPeerConnection {
      constructor(configuration) { super(configuration); made.push(this); }
    },
    ...options,
  });
  const found = (text) => made[0].onicecandidate({ candidate: { toJSON: () => ({ candidate: text }) } });
  return { connection, said, pc: made[0], found };
}

test('who hides looks for relays alone, also on a new path with new servers', async () => {
  const { pc } = connected({ hide: true });
  assert.equal(pc.configuration.iceTransportPolicy, 'relay');
  pc.becomes('failed');
  await settle();
  assert.equal(pc.restarts, 1);
  assert.deepEqual(pc.configuration.iceServers, [{ urls: 'turn:new' }]);
  assert.equal(pc.configuration.iceTransportPolicy, 'relay');
});

test('fresh relays are for the next path: the one in use stays, and a connection that is over takes none', () => {
  for (const hide of [true, false]) {
    const { connection, pc } = connected({ hide });
    connection.setIceServers([{ urls: 'turn:fresh' }]);
    assert.deepEqual(pc.configuration.iceServers, [{ urls: 'turn:fresh' }]);
    assert.equal(pc.configuration.iceTransportPolicy, hide ? 'relay' : 'all');
    assert.equal(pc.restarts, 0);
    connection.close();
    connection.setIceServers([{ urls: 'turn:late' }]);
    assert.deepEqual(pc.configuration.iceServers, [{ urls: 'turn:fresh' }]);
  }
});

test('relays that the browser does not take change nothing, and a new path is looked for all the same', async () => {
  const { pc } = connected({ renewIce: async () => [{ urls: '' }] });
  pc.becomes('failed');
  await settle();
  assert.deepEqual(pc.configuration.iceServers, [{ urls: 'turn:old' }]);
  assert.equal(pc.restarts, 1);
});

test('who does not hide looks everywhere', () => {
  assert.equal(connected({ hide: false }).pc.configuration.iceTransportPolicy, 'all');
});

test('own addresses leave only where nobody hides', () => {
  const [open, hidden] = [connected({ hide: false }), connected({ hide: true })];
  for (const { found } of [open, hidden]) {
    found(HOST);
    found(RELAY);
  }
  assert.deepEqual(open.said.map(({ candidate }) => candidate.candidate), [HOST, RELAY]);
  assert.deepEqual(hidden.said.map(({ candidate }) => candidate.candidate), [
    'candidate:1 1 udp 1 198.51.100.9 5 typ relay raddr 0.0.0.0 rport 9',
  ]);
});

test('a relay that never answered is known', () => {
  const [open, hidden] = [connected({ hide: false }), connected({ hide: true })];
  assert.deepEqual([open.connection.failure, hidden.connection.failure], ['no_way_here', 'relay_silent']);
  hidden.found(HOST);
  assert.equal(hidden.connection.failure, 'relay_silent');
  hidden.found(RELAY);
  assert.equal(hidden.connection.failure, 'no_way_there');
});

test('the other side is looked for on this machine only where the page itself is', async () => {
  for (const local of [false, true]) {
    const { connection, pc } = connected({ local });
    connection.receiveDescription({ type: 'offer', sdp: ['v=0', FINGERPRINT, `a=${OWN}`, `a=${HOST}`].join('\r\n') });
    connection.receiveCandidate({ candidate: OWN });
    connection.receiveCandidate({ candidate: HOST });
    connection.receiveCandidate(null);
    await settle();
    assert.equal(pc.remoteDescription.sdp.includes(OWN), local);
    assert.ok(pc.remoteDescription.sdp.includes(HOST));
    const looked = pc.candidates.map((candidate) => candidate?.candidate);
    assert.deepEqual(looked, local ? [OWN, HOST, undefined] : [HOST, undefined]);
  }
});

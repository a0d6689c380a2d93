import assert from 'node:assert/strict';
import test from 'node:test';

import { Connection } from '../../static/js/peer/connection.js';
import { fingerprintIn } from '../../static/js/peer/fingerprints.js';
import { FakePeerConnection, settle, worked } from './fakes.js';

globalThis.MediaStream ??= class {
  tracks = [];
  addTrack(track) { this.tracks.push(track); }
  getTracks() { return this.tracks; }
};

/** A certificate, and a description that names it (or others). */
const CERTIFICATE = new Uint8Array([1, 2, 3]);
const HASH = Buffer.from(await crypto.subtle.digest('SHA-256', CERTIFICATE)).toString('hex').toUpperCase();
const line = (hash, algorithm = 'sha-256') => `a=fingerprint:${algorithm} ${hash.match(/../g).join(':')}\r\n`;
const named = (...lines) => ({ type: 'answer', sdp: `v=0\r\n${lines.join('')}` });
const OTHER = `00${HASH.slice(2)}` === HASH ? `11${HASH.slice(2)}` : `00${HASH.slice(2)}`;

class PeerConnection extends FakePeerConnection {
  static used = CERTIFICATE;
  sctp = { transport: { getRemoteCertificates: () => [PeerConnection.used.buffer] } };
  createDataChannel(label) { return (this[label] = { readyState: 'connecting', send() {}, close() {} }); }
  addTransceiver() {}
  getReceivers() { return []; }
  getTransceivers() { return []; }
  close() { this.signalingState = 'closed'; }
}

function connect(used = CERTIFICATE) {
  PeerConnection.used = used;
  const made = [];
  const connection = new Connection({
    polite: false, first: true, tracks: { audio: null, video: null, screen: null, sound: null },
    sending: { microphone: false, camera: false, screen: false },
    key: null, between: { channel: 'c', self: 'a', peer: 'b', visit: '' },
    iceServers: [], renewIce: async () => [], canSay: () => true, send: () => {},
    PeerConnection: class extends PeerConnection {
      constructor() { super(); made.push(this); }
    },
  });
  const events = [];
  for (const type of ['up', 'forged', 'failed', 'closed']) connection.on(type, () => events.push(type));
  const place = { receiver: { track: { kind: 'audio' } } };
  const comes = () => made[0].ontrack({ track: place.receiver.track, transceiver: place });
  made[0].getTransceivers = () => [place];
  return { connection, events, pc: made[0], comes };
}

test('pictures show once the certificate in use is the one that was named', async () => {
  const { connection, events, pc, comes } = connect();
  await worked();
  connection.receiveDescription(named(line(HASH)));
  comes();
  assert.deepEqual(connection.stream.getTracks(), []);
  pc.becomes('connected');
  await worked();
  assert.deepEqual([events, connection.stream.getTracks().length], [['up'], 1]);
  comes();
  assert.equal(connection.stream.getTracks().length, 2);
  connection.close();
});

test('another certificate than the named one ends it before a picture shows', async () => {
  const { connection, events, pc, comes } = connect(new Uint8Array([9]));
  await worked();
  connection.receiveDescription(named(line(HASH)));
  comes();
  pc.becomes('connected');
  await worked();
  assert.deepEqual([events, connection.stream.getTracks()], [['forged'], []]);
  connection.close();
});

test('a later description that names another certificate ends it, and is not applied', async () => {
  const { connection, events, pc } = connect();
  await worked();
  connection.receiveDescription(named(line(HASH)));
  await worked();
  const before = pc.remoteDescription;
  connection.receiveDescription(named(line(OTHER)));
  await worked();
  assert.deepEqual(events, ['forged']);
  assert.equal(pc.remoteDescription, before);
  connection.close();
});

test('a description names one certificate, by SHA-256', () => {
  const of = (...lines) => fingerprintIn(named(...lines).sdp);
  assert.equal(Buffer.from(of(line(HASH), line(HASH))).toString('hex').toUpperCase(), HASH);
  assert.deepEqual(of(line(HASH.toLowerCase(), 'SHA-256')), of(line(HASH)));
  for (const lines of [[], [line(HASH), line(OTHER)], [line(HASH.slice(0, 40), 'sha-1')], [line(HASH), line(HASH.slice(0, 40), 'sha-1')], [line(HASH.slice(2))]]) {
    assert.equal(of(...lines), null, lines.join());
  }
});

for (const [state, end] of [['connected', 'closed'], ['disconnected', 'closed'], ['failed', 'failed']]) {
  test(`when no word can come any more over a connection that is ${state}, it has ${end}`, (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { events, pc, connection } = connect();
    pc.connectionState = state;
    pc.control.onclose();
    assert.deepEqual(events, []);
    t.mock.timers.tick(1000);
    assert.deepEqual(events, [end]);
    connection.close();
  });
}

test('a call that ended meanwhile ends once', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { events, pc, connection } = connect();
  pc.connectionState = 'failed';
  pc.control.onclose();
  connection.close();
  t.mock.timers.tick(1000);
  assert.deepEqual(events, []);
});

test('offers that are not taken do not put off our own next try', async (t) => {
  const { connection, pc } = connect();
  await worked();
  connection.receiveDescription(named(line(HASH)), 1);
  pc.becomes('connected');
  await worked();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  pc.becomes('disconnected');
  t.mock.timers.tick(1300);
  await settle();
  assert.equal(pc.restarts, 1);
  // Our offer stands and was lost; the other side goes on with its own, which are not taken.
  pc.signalingState = 'have-local-offer';
  for (let second = 0; second < 12; second++) {
    connection.receiveDescription({ ...named(line(HASH)), type: 'offer' }, 2 + second);
    t.mock.timers.tick(1000);
    await settle();
  }
  assert.ok(pc.restarts >= 3, `${pc.restarts} tries`);
  connection.close();
});

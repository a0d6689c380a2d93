import assert from 'node:assert/strict';
import test from 'node:test';

import { MAX_NAME, MAX_SDP, MAX_TEXT, cleanName, decode, encode } from '../../static/js/peer/envelope.js';

const DIALOG = '0b0f6a2e-3f0e-4a4e-8a3e-3a1e7f1c2d3b';
const PAYLOADS = {
  offer: { video: true, audio: false, group: DIALOG, as: 'alone' },
  accept: { video: true, audio: true, group: DIALOG },
  introduce: { peers: ['0b0f6a2e-3f0e-4a4e-8a3e-3a1e7f1c2d3b'] },
  decline: { reason: 'busy' },
  description: { description: { type: 'offer', sdp: 'v=0\r\n' }, round: 1 },
  candidate: { candidate: { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'x' } },
  close: { reason: 'hangup' },
};

test('every type survives the way there and back', () => {
  for (const [type, payload] of Object.entries(PAYLOADS)) {
    const envelope = { type, dialog: DIALOG, seq: 3, payload };
    assert.deepEqual(decode(encode(envelope)), envelope);
  }
  const hello = { type: 'hello', dialog: null, seq: 0, payload: { name: 'Bo', state: 'free', reply: true } };
  assert.deepEqual(decode(encode(hello)), hello);
  assert.equal(JSON.parse(encode(hello)).v, 1);
});

test('what is not exactly an envelope is dropped', () => {
  const good = { v: 1, type: 'close', dialog: DIALOG, seq: 0, payload: { reason: 'hangup' } };
  assert.notEqual(decode(JSON.stringify(good)), null);
  const bad = [
    { v: 2 }, { v: '1' }, { type: 'shout' }, { type: 'toString' }, { type: '__proto__' }, { type: null },
    { dialog: null }, { dialog: 'x' }, { dialog: DIALOG.toUpperCase() }, { dialog: 4 },
    { seq: -1 }, { seq: 0.5 }, { seq: '0' }, { seq: 2 ** 60 }, { seq: null },
    { payload: null }, { payload: [] }, { payload: {} }, { payload: { reason: 'because' } },
  ];
  for (const change of bad) {
    assert.equal(decode(JSON.stringify({ ...good, ...change })), null, JSON.stringify(change));
  }
  for (const text of [undefined, null, 5, {}, '', '{', '[]', 'null', '"x"']) {
    assert.equal(decode(text), null);
  }
});

test('payloads are checked by type', () => {
  const bad = [
    ['offer', { video: 1, audio: true }],
    ['description', { description: { type: 'rollback', sdp: '' }, round: 1 }],
    ['description', { description: { type: 'offer', sdp: 'x'.repeat(MAX_SDP + 1) }, round: 1 }],
    ['description', { description: null, round: 1 }],
    ['description', { description: { type: 'offer', sdp: '' } }],
    ['description', { description: { type: 'offer', sdp: '' }, round: 0 }],
    ['candidate', {}],
    ['candidate', { candidate: { candidate: 'x'.repeat(2000) } }],
    ['candidate', { candidate: { candidate: '', sdpMLineIndex: 'zero' } }],
  ];
  for (const [type, payload] of bad) {
    assert.equal(decode(JSON.stringify({ v: 1, type, dialog: DIALOG, seq: 0, payload })), null, type);
  }
  assert.notEqual(decode(JSON.stringify({ v: 1, type: 'candidate', dialog: DIALOG, seq: 0, payload: { candidate: null } })), null);
});

test('an envelope fits into a frame or is not made', () => {
  const payload = { description: { type: 'offer', sdp: 'x'.repeat(MAX_TEXT) } };
  assert.throws(() => encode({ type: 'description', dialog: DIALOG, seq: 0, payload }), RangeError);
  assert.equal(decode(' '.repeat(MAX_TEXT + 1)), null);
});

test('names are one short line without tricks', () => {
  assert.equal(cleanName('  Bo \n\t Li  '), 'Bo Li');
  assert.equal(cleanName('\u202eevil\u2066\u0000'), 'evil');
  assert.equal(cleanName('نور'), 'نور');
  assert.equal(cleanName('👋🏽 Zoë'), '👋🏽 Zoë');
  assert.equal(Array.from(cleanName('é'.repeat(500))).length, MAX_NAME);
  assert.equal(cleanName(''), '');
});

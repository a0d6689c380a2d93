import assert from 'node:assert/strict';
import test from 'node:test';

import { withStandingRole } from '../../static/js/peer/roles.js';

const sdp = (role) => `v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=setup:${role}\r\na=mid:0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=setup:${role}\r\na=mid:1\r\n`;
const describe = (type, role) => ({ type, sdp: sdp(role) });
const said = (own, theirs) => withStandingRole(sdp('actpass'), { currentLocalDescription: own, currentRemoteDescription: theirs });

test('a first offer leaves the choice', () => {
  assert.equal(said(null, null), sdp('actpass'));
});

test('a later offer names the role that we answered with', () => {
  assert.equal(said(describe('answer', 'active'), describe('offer', 'actpass')), sdp('active'));
  assert.equal(said(describe('answer', 'passive'), describe('offer', 'active')), sdp('passive'));
});

test('or the one that is left by their answer', () => {
  assert.equal(said(describe('offer', 'actpass'), describe('answer', 'active')), sdp('passive'));
  assert.equal(said(describe('offer', 'actpass'), describe('answer', 'passive')), sdp('active'));
});

test('an answer without a role changes nothing', () => {
  assert.equal(said(describe('offer', 'actpass'), { type: 'answer', sdp: 'v=0\r\n' }), sdp('actpass'));
  assert.equal(said({ type: 'answer', sdp: 'v=0\r\n' }, null), sdp('actpass'));
});

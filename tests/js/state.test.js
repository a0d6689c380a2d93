import assert from 'node:assert/strict';
import test from 'node:test';

import { callAfter } from '../../static/js/page/after.js';
import { apartSentence, apartView } from '../../static/js/page/apart.js';
import { everyoneOf, initialState, isCallFull, layoutOf, reduce, toneOf } from '../../static/js/page/state.js';

const device = { state: 'on', trouble: null };
const media = { microphone: device, camera: device, sharing: false };
const start = (secure = true) => initialState({ name: 'Ana', hide: false, canShare: true, secure, media });
const after = (...events) => events.reduce(reduce, start());
const peer = (state) => ({
  id: 'b', name: 'Bo', state: 'free', present: true,
  call: state && { state, since: 0, theirs: { video: true, audio: true }, sending: null, stream: null },
});
const seated = [{ type: 'join' }, { type: 'seated' }];

test('a visit from the door to the room', () => {
  assert.equal(start().phase, 'preview');
  assert.equal(after({ type: 'join' }).phase, 'joining');
  assert.equal(after(...seated).phase, 'ready');
  assert.equal(after(...seated, { type: 'left' }).phase, 'preview');
});

test('losing the line means reconnecting inside, and patience at the door', () => {
  assert.equal(after(...seated, { type: 'lost' }).phase, 'reconnecting');
  assert.equal(after(...seated, { type: 'lost' }, { type: 'lost' }, { type: 'seated' }).phase, 'ready');
  const waiting = after({ type: 'join' }, { type: 'lost' });
  assert.equal(waiting.phase, 'joining');
  assert.equal(waiting.slow, true);
  assert.equal(after({ type: 'lost' }).phase, 'preview');
});

test('a lost line leaves calls on the page', () => {
  const state = after(...seated, { type: 'peers', peers: [peer('connected')] }, { type: 'lost' });
  assert.equal(layoutOf(state), 'call');
  assert.equal(state.peers.length, 1);
});

test('refusals: some leave the door open, some end the visit, all say why', () => {
  const open = after({ type: 'join' }, { type: 'refused', code: 'server_unreachable', final: false });
  assert.deepEqual([open.phase, open.code, layoutOf(open)], ['preview', 'server_unreachable', 'door']);
  const over = after({ type: 'join' }, { type: 'refused', code: 'channel_full', final: true });
  assert.deepEqual([over.phase, over.code, layoutOf(over)], ['closed', 'channel_full', 'trouble']);
});

test('a punt ends everything until somebody joins again', () => {
  const state = after(...seated, { type: 'peers', peers: [peer('connected')] }, { type: 'punted', reason: 'replaced' });
  assert.deepEqual([state.phase, state.code, state.peers.length], ['punted', 'replaced', 0]);
  assert.equal(reduce(state, { type: 'join' }).code, '');
});

test('the big picture is for calls that go on, not for those that ring', () => {
  const layout = (call) => layoutOf(after(...seated, { type: 'peers', peers: [peer(call)] }));
  assert.equal(layout(null), 'room');
  assert.equal(layout('ringing'), 'room');
  for (const state of ['offering', 'connecting', 'connected', 'recovering']) {
    assert.equal(layout(state), 'call');
  }
});

test('what is told after a call stays until the next one', () => {
  const ended = { type: 'ended', after: { name: 'Bo', reason: 'they_hung_up', seconds: 7 } };
  const state = after(...seated, ended, { type: 'peers', peers: [peer(null)] });
  assert.equal(state.after.reason, 'they_hung_up');
  assert.equal(reduce(state, { type: 'peers', peers: [peer('offering')] }).after, null);
  assert.equal(after(...seated, { type: 'ended', after: { name: 'Bo', reason: 'yielded', seconds: 0 } }).after, null);
});

test('who is not in the call that goes on stays told until they are, or it is over', () => {
  const of = (id, state) => ({ ...peer(state), id });
  const peers = (...list) => ({ type: 'peers', peers: list, uplink: 'full' });
  const ended = (reason) => ({ type: 'ended', after: { id: 'c', name: 'Cy', reason, seconds: 0 } });
  const failed = after(...seated, peers(of('b', 'connected'), of('c', null)), ended('no_relay'));
  assert.equal(failed.apart.c.reason, 'no_relay');
  assert.equal(failed.after, null, 'nothing to tell after the call: it goes on');
  const again = reduce(failed, peers(of('b', 'connected'), of('c', 'connecting')));
  assert.deepEqual(again.apart, failed.apart, 'another try');
  assert.deepEqual(reduce(again, peers(of('b', 'connected'), of('c', 'connected'))).apart, {});
  assert.deepEqual(reduce(again, peers(of('b', 'connected'))).apart, {});
  const called = (as) => ({ ...of('c', 'offering'), call: { ...of('c', 'offering').call, as } });
  assert.deepEqual(reduce(failed, peers(of('b', 'connected'), called('introduced'))).apart, failed.apart, 'by the page itself');
  assert.deepEqual(reduce(failed, peers(of('b', 'connected'), called('member'))).apart, {}, 'by the person');
  assert.deepEqual(reduce(again, peers(of('b', null), of('c', null))).apart, {});
  for (const reason of ['they_hung_up', 'you_hung_up', 'they_left', 'yielded']) {
    assert.equal(apartSentence(after(...seated, peers(of('b', 'connected'), of('c', null)), ended(reason)).apart.c), '', reason);
  }
  const last = after(...seated, peers(of('c', null)), ended('no_relay'));
  assert.deepEqual([last.after.reason, last.apart], ['no_relay', {}]);
});

test('why somebody is not in the call is told once, also where it fails again', () => {
  const told = [];
  const update = apartView((text) => told.push(text));
  const cy = { id: 'c', name: 'Cy', reason: 'no_relay', seconds: 0 };
  update({ apart: {} });
  update({ apart: { c: cy } });
  update({ apart: { c: { ...cy, reason: 'connection_failed' } } });
  assert.equal(told.length, 1);
  assert.match(told[0], /No connection to Cy: .* this service has no relay/);
  update({ apart: {} });
  update({ apart: { c: cy } });
  assert.equal(told.length, 2);
});

test('what is told after a call comes with a way to call again, where that is of use', () => {
  const offered = (reason, other = {}) => callAfter({ after: { id: 'b', name: 'Bo', reason, seconds: 0 }, peers: [{ ...peer(null), ...other }] });
  for (const reason of ['you_hung_up', 'they_hung_up', 'unanswered', 'connection_lost', 'no_relay', 'slept']) {
    assert.equal(offered(reason), 'again', reason);
  }
  for (const reason of ['missed', 'you_declined', 'you_are_busy']) {
    assert.equal(offered(reason), 'back', reason);
  }
  for (const reason of ['codes_differ', 'not_genuine', 'blocked']) {
    assert.equal(offered(reason), null, reason);
  }
  assert.equal(offered('they_hung_up', { present: false }), null);
  assert.equal(offered('they_hung_up', { call: peer('ringing').call }), null, 'the card above has the buttons');
  assert.equal(callAfter({ after: null, peers: [peer(null)] }), null);
});

test('somebody calling is heard before somebody being called', () => {
  assert.equal(toneOf(after(...seated)), '');
  assert.equal(toneOf(after(...seated, { type: 'peers', peers: [peer('offering')] })), 'outgoing');
  assert.equal(toneOf(after(...seated, { type: 'peers', peers: [peer('offering'), peer('ringing')] })), 'incoming');
});

test('outside a secure context the door says so', () => {
  assert.deepEqual([start(false).phase, start(false).code], ['preview', 'insecure_context']);
});

test('nothing is changed in place', () => {
  const before = after(...seated);
  const copy = structuredClone(before);
  for (const event of [{ type: 'lost' }, { type: 'join' }, { type: 'name', name: 'x' }, { type: 'media', media }, { type: 'left' }]) {
    reduce(before, event);
  }
  assert.deepEqual(before, copy);
});

test('hiding the address is chosen at the door, and outlives a visit', () => {
  assert.equal(start().hide, false);
  assert.equal(after({ type: 'hide', hide: true }, ...seated, { type: 'left' }).hide, true);
  assert.equal(after({ type: 'hide', hide: true }, { type: 'hide', hide: false }).hide, false);
});

test('messages that are not believed are counted, and told where somebody altered them', () => {
  const once = after(...seated, { type: 'dropped', altered: false });
  assert.deepEqual([once.dropped, once.altered], [1, false]);
  const twice = after(...seated, { type: 'dropped', altered: true }, { type: 'dropped', altered: false });
  assert.deepEqual([twice.dropped, twice.altered], [2, true]);
  assert.deepEqual([reduce(twice, { type: 'join' }).dropped, reduce(twice, { type: 'join' }).altered], [0, false]);
});

test('who was compared is remembered for the visit', () => {
  const known = after(...seated, { type: 'same', compared: 'v1' }, { type: 'same', compared: 'v2' }, { type: 'lost' });
  assert.deepEqual(known.same, ['v1', 'v2']);
  assert.deepEqual(reduce(known, { type: 'join' }).same, []);
});

const group = (size, ...states) => ({ ...after(...seated, { type: 'peers', uplink: 'full', peers: states.map(peer) }), callSize: size });

test('a call has room for so many, with those who are being called', () => {
  assert.equal(isCallFull(group(3, 'connected')), false);
  assert.equal(isCallFull(group(3, 'connected', 'offering')), true);
  assert.equal(isCallFull(group(3, 'connected', 'ringing')), false);
});

test('everybody is who is here, free and heard', () => {
  const state = group(9, null, null, null, null, 'connected', null);
  Object.assign(state.peers[1], { state: 'busy' });
  Object.assign(state.peers[2], { blocked: true });
  Object.assign(state.peers[3], { present: false });
  Object.assign(state.peers[5], { presence: 'busy' });
  assert.deepEqual(everyoneOf(state), [state.peers[0]]);
});

test('who talks is not rung at', () => {
  assert.equal(toneOf(group(9, 'ringing')), 'incoming');
  assert.equal(toneOf(group(9, 'connected', 'ringing')), '');
  assert.equal(toneOf(group(9, 'connected', 'offering')), '');
  assert.equal(toneOf(group(9, 'offering')), 'outgoing');
});

import assert from 'node:assert/strict';
import test from 'node:test';

import { Negotiation } from '../../static/js/peer/negotiation.js';
import { FakePeerConnection, settle } from './fakes.js';

function side(polite, first) {
  const pc = new FakePeerConnection();
  const sent = [];
  const errors = [];
  const send = (type, payload) => sent.push({ type, ...payload });
  const negotiation = new Negotiation({ pc, polite, first, send, onError: (error) => errors.push(error) });
  return { pc, sent, errors, negotiation };
}

/** Carry what two sides said to each other until both are silent. */
async function carry(one, other) {
  await settle();
  while (one.sent.length + other.sent.length > 0) {
    for (const [from, to] of [[one, other], [other, one]]) {
      for (const said of from.sent.splice(0)) {
        if (said.type === 'description') {
          to.negotiation.receiveDescription(said.description, said.round);
        } else {
          to.negotiation.receiveCandidate(said.candidate);
        }
      }
    }
    await settle();
  }
}

test('the first side offers, the other answers', async () => {
  const [alice, bob] = [side(true, true), side(false, false)];
  alice.negotiation.offer();
  await carry(alice, bob);
  assert.equal(alice.pc.signalingState, 'stable');
  assert.equal(alice.pc.remoteDescription.type, 'answer');
  assert.equal(bob.pc.localDescription.type, 'answer');
});

test('the second side makes no offer before it has seen one', async () => {
  const bob = side(false, false);
  bob.pc.onnegotiationneeded();
  await settle();
  assert.deepEqual(bob.sent, []);
  bob.negotiation.receiveDescription({ type: 'offer', sdp: 'x' }, 1);
  await settle();
  assert.equal(bob.sent.at(-1).description.type, 'answer');
  bob.pc.onnegotiationneeded();
  await settle();
  assert.equal(bob.sent.at(-1).description.type, 'offer');
});

test('candidates wait for the description, and keep their order', async () => {
  const bob = side(false, false);
  bob.negotiation.receiveCandidate({ candidate: 'one' });
  bob.negotiation.receiveCandidate({ candidate: 'two' });
  await settle();
  assert.deepEqual(bob.pc.candidates, []);
  bob.negotiation.receiveDescription({ type: 'offer', sdp: 'x' }, 1);
  bob.negotiation.receiveCandidate(null);
  await settle();
  assert.deepEqual(bob.pc.candidates, [{ candidate: 'one' }, { candidate: 'two' }, undefined]);
  assert.deepEqual(bob.errors, []);
});

test('when offers cross, the polite side gives way and both agree', async () => {
  const [polite, impolite] = [side(true, true), side(false, true)];
  polite.negotiation.offer();
  impolite.negotiation.offer();
  await carry(polite, impolite);
  assert.equal(polite.pc.signalingState, 'stable');
  assert.equal(impolite.pc.signalingState, 'stable');
  assert.equal(impolite.pc.localDescription.type, 'offer');
  assert.equal(polite.pc.localDescription.type, 'answer');
});

test('candidates of an offer that was ignored are no error', async () => {
  const impolite = side(false, true);
  impolite.negotiation.offer();
  await settle();
  impolite.negotiation.receiveDescription({ type: 'offer', sdp: 'crossed' }, 1);
  impolite.negotiation.receiveCandidate({ candidate: 'of the ignored one' });
  await settle();
  assert.equal(impolite.pc.remoteDescription, null);
  assert.deepEqual(impolite.errors, []);
});

test('an answer that nobody waits for is dropped', async () => {
  const alice = side(true, true);
  alice.negotiation.receiveDescription({ type: 'answer', sdp: 'x' }, 1);
  await settle();
  assert.equal(alice.pc.remoteDescription, null);
});

test('a restart asks for a new path; an offer nobody answered is replaced', async () => {
  const alice = side(true, true);
  alice.negotiation.restart();
  assert.equal(alice.pc.restarts, 1);
  await settle();
  assert.deepEqual(alice.sent, []);
  alice.negotiation.offer();
  await settle();
  alice.negotiation.restart();
  await settle();
  assert.deepEqual(alice.sent.map(({ description }) => description.sdp), ['offer 1', 'offer 2']);
});

test('an answer to an offer that has been replaced since is dropped', async () => {
  const [alice, bob] = [side(true, true), side(false, false)];
  alice.negotiation.offer();
  await settle();
  alice.negotiation.restart();
  await settle();
  const [first, second] = alice.sent.splice(0);
  bob.negotiation.receiveDescription(first.description, first.round);
  bob.negotiation.receiveDescription(second.description, second.round);
  await settle();
  const [old, fresh] = bob.sent.splice(0);
  assert.deepEqual([old.round, fresh.round], [1, 2]);
  alice.negotiation.receiveDescription(old.description, old.round);
  await settle();
  assert.equal(alice.pc.signalingState, 'have-local-offer');
  alice.negotiation.receiveDescription(fresh.description, fresh.round);
  await settle();
  assert.equal(alice.pc.remoteDescription, fresh.description);
});

test('a flood of candidates is cut off', async () => {
  const bob = side(false, false);
  bob.negotiation.receiveDescription({ type: 'offer', sdp: 'x' }, 1);
  for (let n = 0; n < 500; n++) {
    bob.negotiation.receiveCandidate({ candidate: String(n) });
  }
  for (let n = 0; n < 100; n++) {
    await settle();
  }
  assert.equal(bob.pc.candidates.length, 200);
});

test('own candidates are sent as plain objects', () => {
  const alice = side(true, true);
  alice.pc.onicecandidate({ candidate: { toJSON: () => ({ candidate: 'c', sdpMid: '0' }) } });
  alice.pc.onicecandidate({ candidate: null });
  assert.deepEqual(alice.sent.map(({ candidate }) => candidate), [{ candidate: 'c', sdpMid: '0' }, null]);
});

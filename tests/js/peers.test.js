import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { encode } from '../../static/js/peer/envelope.js';
import { channel } from './channel.js';
import { settle } from './fakes.js';

// Client IDs: Alice's is lower than Bob's, so Alice is polite and her offer stands when two cross.
const [ALICE, BOB, MALLORY] = ['aaaa', 'bbbb', 'cccc'];

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 }));
afterEach(() => mock.timers.reset());

function two() {
  const room = channel();
  const alice = room.enter(ALICE, 'Alice');
  const bob = room.enter(BOB, 'Bob');
  return { ...room, alice, bob };
}

async function talking() {
  const room = two();
  room.alice.peers.call(BOB);
  room.bob.peers.accept(ALICE);
  await settle();
  room.alice.connections[0].emit('up');
  room.bob.connections[0].emit('up');
  return room;
}

test('names are told to everybody and asked from everybody', () => {
  const { alice, bob } = two();
  assert.equal(alice.record(BOB).name, 'Bob');
  assert.equal(bob.record(ALICE).name, 'Alice');
  assert.equal(alice.record(ALICE), undefined);
});

test('a call: offer, accept, and only then connections; the caller comes first', () => {
  const { alice, bob, types } = two();
  alice.peers.call(BOB);
  assert.deepEqual([alice.call(BOB), bob.call(ALICE)], ['offering', 'ringing']);
  assert.deepEqual([alice.connections.length, bob.connections.length], [0, 0]);
  bob.peers.accept(ALICE);
  assert.deepEqual([alice.call(BOB), bob.call(ALICE)], ['connecting', 'connecting']);
  assert.equal(alice.connections[0].options.first, true);
  assert.equal(bob.connections[0].options.first, false);
  assert.equal(alice.connections[0].options.polite, true);
  assert.equal(bob.connections[0].options.polite, false);
  assert.deepEqual(types(ALICE, BOB).filter((type) => type !== 'hello'), ['offer']);
});

test('offers that cross become one call: that of the lower client ID', () => {
  const { alice, bob, wire, release } = two();
  wire.hold = true;
  alice.peers.call(BOB);
  bob.peers.call(ALICE);
  release();
  assert.deepEqual([alice.call(BOB), bob.call(ALICE)], ['connecting', 'connecting']);
  assert.equal(alice.record(BOB).call.dialog, bob.record(ALICE).call.dialog);
  assert.equal(alice.connections[0].options.first, true);
  assert.equal(bob.connections[0].options.first, false);
  assert.deepEqual([alice.ended, bob.ended], [[], ['yielded']]);
});

test('calling somebody who is calling means yes', () => {
  const { alice, bob } = two();
  alice.peers.call(BOB);
  bob.peers.call(ALICE);
  assert.deepEqual([alice.call(BOB), bob.call(ALICE)], ['connecting', 'connecting']);
});

test('declined, cancelled, hung up', () => {
  const { alice, bob } = two();
  alice.peers.call(BOB);
  bob.peers.decline(ALICE);
  alice.peers.call(BOB);
  alice.peers.hangUp();
  alice.peers.call(BOB);
  bob.peers.accept(ALICE);
  bob.peers.hangUp();
  assert.deepEqual(alice.ended, ['they_declined', 'you_cancelled', 'they_hung_up']);
  assert.deepEqual(bob.ended, ['you_declined', 'missed', 'you_hung_up']);
});

test('nobody can speak in the dialog of two others', async () => {
  const { enter, alice, bob } = await talking();
  enter(MALLORY, 'Mallory');
  const { dialog } = bob.record(ALICE).call;
  for (const [type, payload] of [['close', { reason: 'hangup' }], ['description', { description: { type: 'offer', sdp: '' }, round: 1 }]]) {
    bob.hears(MALLORY, encode({ type, dialog, seq: 99, payload }));
  }
  assert.equal(bob.call(ALICE), 'connected');
  assert.deepEqual(bob.connections[0].heard, []);
  assert.equal(alice.call(BOB), 'connected');
});

test('an old offer said again does not ring', () => {
  const { alice, bob, wire } = two();
  alice.peers.call(BOB);
  bob.peers.decline(ALICE);
  const offer = wire.log.find(({ type }) => type === 'offer');
  bob.hears(ALICE, encode(offer));
  assert.equal(bob.call(ALICE), null);
});

test('accepting a call that is over tells its end', () => {
  const { alice, bob, wire, release } = two();
  alice.peers.call(BOB);
  const { dialog } = alice.record(BOB).call;
  wire.hold = true;
  alice.peers.hangUp();
  bob.peers.accept(ALICE);
  const before = wire.log.length;
  release();
  assert.deepEqual(wire.log.slice(before).map(({ type, to }) => [type, to]), [['close', BOB]]);
  assert.equal(wire.log.at(-1).dialog, dialog);
});

test('a lost line does not touch a running call, and what was meant to be said is said later, in order', async () => {
  const { alice, bob, types } = await talking();
  const { send } = alice.connections[0].options;
  alice.state.cut = true;
  alice.peers.lineLost();
  send('description', { description: { type: 'offer', sdp: 'one' }, round: 1 });
  send('candidate', { candidate: null });
  send('description', { description: { type: 'offer', sdp: 'two' }, round: 2 });
  send('candidate', { candidate: null });
  await settle();
  assert.equal(alice.call(BOB), 'connected');
  assert.deepEqual(bob.connections[0].heard, []);
  alice.state.cut = false;
  alice.peers.seated([ALICE, BOB]);
  await settle();
  assert.deepEqual(bob.connections[0].heard, ['offer']);
  assert.deepEqual(types(ALICE, BOB).slice(-2), ['description', 'candidate']);
});

test('a peer that left keeps its running call, and its place until the call ends', async () => {
  const { alice } = await talking();
  alice.peers.left(BOB);
  mock.timers.tick(60000);
  assert.equal(alice.call(BOB), 'connected');
  assert.equal(alice.record(BOB).present, false);
  alice.connections[0].emit('down');
  alice.connections[0].emit('failed');
  assert.deepEqual(alice.ended, ['connection_lost']);
  assert.equal(alice.record(BOB), undefined);
});

test('a peer that comes back is a chance for a path that is down', async () => {
  const { alice } = await talking();
  alice.peers.left(BOB);
  alice.peers.joined(BOB);
  assert.equal(alice.connections[0].chances, 1);
});

test('so is one that enters the channel anew before anybody knew that it was gone, and our own network', async () => {
  const { alice, bob } = await talking();
  bob.peers.lineLost();
  bob.peers.seated([ALICE, BOB]);
  await settle();
  assert.equal(alice.connections[0].chances, 1);
  assert.ok(bob.connections[0].chances > 0);
  alice.peers.hurry();
  assert.equal(alice.connections[0].chances, 2);
});

test('a new path is not looked for while nothing can be said, and stopped media are told', async () => {
  const { alice } = await talking();
  const told = [];
  alice.peers.on('stopped', () => told.push('stopped'));
  const { canSay } = alice.connections[0].options;
  assert.equal(canSay(), true);
  alice.connections[0].emit('down');
  alice.peers.lineLost();
  assert.deepEqual([canSay(), told], [false, ['stopped']]);
});

test('what is lost while there is no path is not held against the line', async () => {
  const { alice } = await talking();
  const [connection] = alice.connections;
  let looks = 0;
  connection.monitor = { look: async () => (looks++, null) };
  const passes = async () => {
    looks = 0;
    for (let second = 0; second < 10; second++) {
      mock.timers.tick(1000);
      await settle();
    }
    return looks;
  };
  assert.ok((await passes()) > 0);
  connection.emit('down');
  assert.equal(await passes(), 0);
  connection.emit('up');
  assert.ok((await passes()) > 0);
});

test('a caller that vanished while it rang is missed after a while, unless it comes back', () => {
  const { alice, bob } = two();
  alice.peers.call(BOB);
  bob.peers.left(ALICE);
  mock.timers.tick(1500);
  bob.peers.joined(ALICE);
  mock.timers.tick(10000);
  assert.equal(bob.call(ALICE), 'ringing');
  bob.peers.left(ALICE);
  mock.timers.tick(2000);
  assert.deepEqual(bob.ended, ['missed']);
});

test('after a restart of the server a call that rings waits longer for the other', () => {
  const { alice, bob } = two();
  alice.peers.call(BOB);
  bob.peers.lineLost();
  bob.peers.seated([BOB]);
  mock.timers.tick(10000);
  bob.peers.joined(ALICE);
  mock.timers.tick(10000);
  assert.deepEqual([alice.call(BOB), bob.call(ALICE)], ['offering', 'ringing']);
});

test('a peer whose page was loaded anew is not in the old call any more', async () => {
  const { alice, bob } = await talking();
  const hello = { type: 'hello', dialog: null, seq: 0, payload: { name: 'Bob', state: 'free', reply: true } };
  alice.hears(BOB, encode(hello));
  assert.deepEqual(alice.ended, ['they_left']);
  const offer = { type: 'offer', dialog: '99999999-9999-4999-8999-999999999999', seq: 0, payload: { video: true, audio: true, group: '99999999-9999-4999-8999-999999999998', as: 'alone' } };
  bob.hears(ALICE, encode(offer));
  assert.equal(bob.call(ALICE), 'ringing');
});

test('an older hello does not bring an old name back', () => {
  const { alice, bob, wire } = two();
  bob.peers.setName('Bo');
  mock.timers.tick(200);
  assert.equal(alice.record(BOB).name, 'Bo');
  const old = wire.log.findLast(({ from, payload }) => from === BOB && payload.name === 'Bob');
  alice.hears(BOB, encode({ ...old, seq: 1 }));
  assert.equal(alice.record(BOB).name, 'Bo');
});

test('leaving says so in every call', async () => {
  const { alice, bob } = await talking();
  alice.peers.close();
  assert.deepEqual(bob.ended, ['they_left']);
});

test('a change of devices reaches every connection', async () => {
  const { alice } = await talking();
  alice.peers.mediaChanged();
  assert.deepEqual(alice.connections[0].tracks, { audio: {}, video: null, screen: null, sound: null });
});

test('fresh relays reach a running call', async () => {
  const { alice } = await talking();
  alice.state.relays = [{ urls: 'turn:fresh' }];
  alice.peers.iceChanged();
  assert.deepEqual(alice.connections[0].iceServers, [{ urls: 'turn:fresh' }]);
});

test('a blocked peer rings out, and is told nothing', () => {
  const { alice, bob, types, wire } = two();
  bob.peers.call(ALICE);
  assert.equal(alice.call(BOB), 'ringing');
  const before = wire.log.length;
  alice.peers.block(BOB);
  assert.equal(alice.call(BOB), null);
  assert.deepEqual(alice.ended, ['blocked']);
  assert.equal(bob.call(ALICE), 'offering');
  assert.deepEqual(types(ALICE, BOB).filter((type) => type !== 'hello'), []);
  mock.timers.tick(40_000);
  assert.equal(bob.call(ALICE), 'offering');
  mock.timers.tick(20_000);
  assert.deepEqual(bob.ended, ['unanswered']);
  bob.peers.call(ALICE);
  assert.equal(alice.call(BOB), null, 'the next call is not heard either');
  assert.ok(wire.log.slice(before).every(({ from, type }) => from === BOB || type === 'hello'));
});

test('who is busy is not rung at, and the others are told so as by somebody in a call', () => {
  const { alice, bob, types } = two();
  alice.peers.setPresence('busy');
  mock.timers.tick(1000);
  assert.deepEqual([bob.record(ALICE).presence, bob.record(ALICE).state], ['busy', 'free']);
  bob.peers.call(ALICE);
  assert.equal(alice.call(BOB), null);
  assert.deepEqual([alice.ended, bob.ended], [['you_are_busy'], ['they_are_busy']]);
  assert.deepEqual(types(ALICE, BOB).filter((type) => type !== 'hello'), ['decline']);
  alice.peers.call(BOB);
  assert.equal(bob.call(ALICE), 'ringing', 'who is busy may call');
});

test('who calls somebody gets through although busy', () => {
  const { alice, bob, wire, release } = two();
  bob.peers.setPresence('busy');
  wire.hold = true;
  alice.peers.call(BOB);
  bob.peers.call(ALICE);
  release();
  assert.deepEqual([alice.call(BOB), bob.call(ALICE)], ['connecting', 'connecting']);
});

test('who is away can be called, and is available again without a word for it', () => {
  const { alice, bob } = two();
  alice.peers.setPresence('away');
  mock.timers.tick(1000);
  assert.equal(bob.record(ALICE).presence, 'away');
  bob.peers.call(ALICE);
  assert.equal(alice.call(BOB), 'ringing');
  const hello = { type: 'hello', dialog: null, seq: 99, payload: { name: 'Alice', state: 'free', reply: false } };
  bob.hears(ALICE, encode(hello), false);
  assert.equal(bob.record(ALICE).presence, 'available');
});

test('blocking ends the call with that peer, and calls nobody', async () => {
  const { alice, bob } = await talking();
  alice.peers.block(BOB);
  assert.deepEqual([alice.call(BOB), bob.call(ALICE)], [null, null]);
  assert.deepEqual([alice.ended, bob.ended], [['you_hung_up'], ['they_hung_up']]);
  alice.peers.call(BOB);
  assert.equal(alice.call(BOB), null);
});

test('what a blocked peer says of itself does not count, and its question is answered', () => {
  const { alice, bob, types } = two();
  alice.peers.block(BOB);
  const answers = types(ALICE, BOB).length;
  bob.peers.setName('Somebody else');
  mock.timers.tick(1000);
  assert.equal(alice.record(BOB).name, 'Bob');
  bob.peers.seated([ALICE, BOB]);
  assert.equal(types(ALICE, BOB).length, answers + 1);
  assert.equal(alice.record(BOB).name, 'Bob');
});

test('a block outlives going and coming back; without it the peer is heard again', async () => {
  const { alice, bob } = two();
  alice.peers.block(BOB);
  alice.peers.left(BOB);
  assert.equal(alice.record(BOB).present, false);
  alice.peers.joined(BOB);
  assert.equal(alice.record(BOB).blocked, true);
  bob.peers.setName('Robert');
  mock.timers.tick(1000);
  alice.peers.unblock(BOB);
  await settle();
  assert.equal(alice.record(BOB).name, 'Robert', 'asked anew');
  bob.peers.call(ALICE);
  assert.equal(alice.call(BOB), 'ringing');
});

test('unblocking somebody who has left forgets them', () => {
  const { alice } = two();
  alice.peers.block(BOB);
  alice.peers.left(BOB);
  alice.peers.unblock(BOB);
  assert.equal(alice.record(BOB), undefined);
});

test('each connection knows whether to hide, and where the page is', () => {
  const { alice, enter } = two();
  const mallory = enter(MALLORY, 'Mallory');
  alice.peers.call(MALLORY);
  mallory.peers.accept(ALICE);
  const ways = [alice, mallory].map(({ connections }) => connections[0].options).map(({ hide, local }) => ({ hide, local }));
  assert.deepEqual(ways, [{ hide: false, local: false }, { hide: true, local: false }]);
});

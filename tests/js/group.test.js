import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { channel } from './channel.js';
import { settle } from './fakes.js';

const [ALICE, BOB, CAROL, DAVE, ERIN] = ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee'];

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 }));
afterEach(() => mock.timers.reset());

/** So many people in a channel, by their letters. */
function people(count, options) {
  const room = channel(options);
  const all = [ALICE, BOB, CAROL, DAVE, ERIN].slice(0, count).map((id) => room.enter(id, id));
  return { ...room, all };
}

const mediaUp = (all) => all.forEach(({ connections }) => connections.forEach((one) => one.emit('up')));

/** Who is in a call with whom, seen from each side. */
function pairs(all) {
  return all.flatMap((one) => all
    .filter((other) => other.id !== one.id && ['connecting', 'connected'].includes(one.call(other.id)))
    .map((other) => one.id[0] + other.id[0])).sort();
}

const everyPair = (letters) => [...letters].flatMap((a) => [...letters].filter((b) => a !== b).map((b) => a + b)).sort();

async function meet(all, caller, ...others) {
  for (const other of others) {
    caller.peers.call(other.id);
    other.peers.accept(caller.id);
    await settle();
    mediaUp(all);
  }
}

test('a call of two is a group of two', async () => {
  const { all } = people(3);
  await meet(all, all[0], all[1]);
  assert.deepEqual(pairs(all), everyPair('ab'));
});

test('who is called into a call is connected with everybody, and rings nowhere else', async () => {
  const { all, wire } = people(4);
  const [alice, bob, carol, dave] = all;
  await meet(all, alice, bob, carol);
  assert.deepEqual(pairs(all), everyPair('abc'));
  await meet(all, carol, dave);
  assert.deepEqual(pairs(all), everyPair('abcd'));
  const offers = wire.log.filter(({ type }) => type === 'offer').map(({ from, to, payload }) => [from[0] + to[0], payload.as]);
  assert.deepEqual(offers, [['ab', 'alone'], ['ac', 'member'], ['bc', 'introduced'], ['cd', 'member'], ['ad', 'introduced'], ['bd', 'introduced']]);
  assert.deepEqual(all.flatMap(({ ended }) => ended), []);
});

test('who calls somebody in a call asks to come in, and one yes is enough', async () => {
  const { all } = people(4);
  const [alice, bob, carol] = all;
  await meet(all, alice, bob);
  carol.peers.call(BOB);
  assert.deepEqual([bob.call(CAROL), alice.call(CAROL)], ['ringing', null]);
  assert.deepEqual(pairs(all), everyPair('ab'));
  bob.peers.accept(CAROL);
  await settle();
  assert.deepEqual(pairs(all), everyPair('abc'));
});

test('who is declined stays outside', async () => {
  const { all } = people(3);
  const [alice, bob, carol] = all;
  await meet(all, alice, bob);
  carol.peers.call(BOB);
  bob.peers.decline(CAROL);
  assert.deepEqual(carol.ended, ['they_declined']);
  assert.deepEqual(pairs(all), everyPair('ab'));
});

test('everybody is called at once, and whoever accepts is in', async () => {
  const { all } = people(5);
  const [alice, bob, carol, dave, erin] = all;
  [BOB, CAROL, DAVE, ERIN].forEach((id) => alice.peers.call(id));
  erin.peers.accept(ALICE);
  bob.peers.accept(ALICE);
  carol.peers.decline(ALICE);
  dave.peers.accept(ALICE);
  await settle();
  assert.deepEqual(pairs(all), everyPair('abde'));
  assert.deepEqual(alice.ended, ['they_declined']);
});

test('two who come in at the same moment by different members find each other', async () => {
  const { all, wire, release } = people(4);
  const [alice, bob, carol, dave] = all;
  await meet(all, alice, bob);
  alice.peers.call(CAROL);
  bob.peers.call(DAVE);
  wire.hold = true;
  carol.peers.accept(ALICE);
  dave.peers.accept(BOB);
  release();
  await settle();
  assert.deepEqual(pairs(all), everyPair('abcd'));
});

test('two who call everybody at the same moment end in one call', async () => {
  const { all, wire, release } = people(3);
  const [alice, bob, carol] = all;
  wire.hold = true;
  [BOB, CAROL].forEach((id) => alice.peers.call(id));
  [ALICE, CAROL].forEach((id) => bob.peers.call(id));
  release();
  await settle();
  carol.peers.accept(ALICE);
  await settle();
  assert.deepEqual(pairs(all), everyPair('abc'));
});

test('two calls stay two calls', async () => {
  const { all } = people(4);
  const [alice, bob, carol, dave] = all;
  await meet(all, alice, bob);
  await meet(all, carol, dave);
  carol.peers.call(ALICE);
  assert.deepEqual(carol.ended, ['they_are_busy']);
  assert.deepEqual(alice.ended, ['you_are_busy']);
  assert.deepEqual(pairs(all), [...everyPair('ab'), ...everyPair('cd')].sort());
});

test('of two who call the same person alone both can be let in', async () => {
  const { all } = people(3);
  const [alice, bob, carol] = all;
  alice.peers.call(BOB);
  carol.peers.call(BOB);
  bob.peers.accept(CAROL);
  assert.equal(bob.call(ALICE), 'ringing');
  bob.peers.accept(ALICE);
  await settle();
  assert.deepEqual(pairs(all), everyPair('abc'));
});

test('a call has as many people as it may have', async () => {
  const { all } = people(4, { callSize: 3 });
  const [alice, bob, carol, dave] = all;
  await meet(all, alice, bob, carol);
  bob.peers.call(DAVE);
  assert.equal(dave.call(BOB), null, 'nobody more can be called into it');
  dave.peers.call(ALICE);
  assert.deepEqual(dave.ended, ['call_full']);
  assert.deepEqual(pairs(all), everyPair('abc'));
  carol.peers.hangUp();
  dave.peers.call(ALICE);
  alice.peers.accept(DAVE);
  await settle();
  assert.deepEqual(pairs(all), everyPair('abd'));
});

test('who hangs up leaves the others in their call, and may be called again', async () => {
  const { all } = people(3);
  const [alice, bob, carol] = all;
  await meet(all, alice, bob, carol);
  alice.peers.hangUp();
  assert.deepEqual(pairs(all), everyPair('bc'));
  assert.deepEqual([bob.ended, carol.ended], [['they_hung_up'], ['they_hung_up']]);
  mock.timers.tick(60_000);
  assert.deepEqual(pairs(all), everyPair('bc'));
  bob.peers.call(ALICE);
  assert.equal(alice.call(BOB), 'ringing');
  alice.peers.accept(BOB);
  await settle();
  assert.deepEqual(pairs(all), everyPair('abc'));
});

test('a lost pair of a group looks for each other again, a few times', async () => {
  const { all } = people(3);
  const [alice, bob, carol] = all;
  await meet(all, alice, bob, carol);
  for (const seconds of [2, 4, 6]) {
    bob.connections.at(-1).emit('failed');
    assert.deepEqual(pairs(all), [...everyPair('ab'), ...everyPair('ac')].sort());
    mock.timers.tick(seconds * 1000);
    await settle();
    mediaUp(all);
    assert.deepEqual(pairs(all), everyPair('abc'));
  }
  bob.connections.at(-1).emit('failed');
  mock.timers.tick(60_000);
  assert.deepEqual(pairs(all), [...everyPair('ab'), ...everyPair('ac')].sort());
});

test('a pair that is no group is not called again', async () => {
  const { all } = people(2);
  const [alice, bob] = all;
  await meet(all, alice, bob);
  alice.connections[0].emit('failed');
  mock.timers.tick(60_000);
  assert.deepEqual(pairs(all), []);
});

test('an introduction to a call that one has left rings nowhere', async () => {
  const { all, wire } = people(3);
  const [alice, bob, carol] = all;
  await meet(all, alice, bob);
  const { group } = wire.log.find(({ type }) => type === 'offer').payload;
  const { encode } = await import('../../static/js/peer/envelope.js');
  const offer = { video: false, audio: true, group, as: 'introduced' };
  carol.hears(BOB, encode({ type: 'offer', dialog: '99999999-9999-4999-8999-999999999999', seq: 0, payload: offer }));
  assert.equal(carol.call(BOB), null);
  assert.equal(bob.call(ALICE), 'connected');
});

test('a blocked person is not brought in by others', async () => {
  const { all } = people(3);
  const [alice, bob, carol] = all;
  bob.peers.block(CAROL);
  await meet(all, alice, bob, carol);
  assert.deepEqual(pairs(all), [...everyPair('ab'), ...everyPair('ac')].sort());
});

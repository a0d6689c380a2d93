import assert from 'node:assert/strict';
import test from 'node:test';

import { encode } from '../../static/js/peer/envelope.js';
import { SealedWire } from '../../static/js/peer/sealed_wire.js';
import { PlainWire } from '../../static/js/peer/wire.js';
import { keyOf, newFragment } from '../../static/js/sealing/link.js';
import { Sealer } from '../../static/js/sealing/seal.js';
import { makeVisitKey } from '../../static/js/sealing/visit_key.js';
import { worked } from './fakes.js';

const CHANNEL = '3f0f4b7e-8f43-4be4-9bb9-3a6a3a6f2b11';
const HELLO = { type: 'hello', dialog: null, seq: 0, payload: { name: 'A', state: 'free', reply: true } };


/** A server that passes everything on and keeps a record of it. */
async function channel(fragment = newFragment()) {
  const people = new Map();
  const passed = [];
  const carry = (said) => {
    passed.push(said);
    deliver(said);
  };
  const deliver = ({ from, to, text }) => {
    for (const [id, { wire }] of people) {
      if (to === '*' || to === id) {
        wire.hear(from, text, to !== '*');
      }
    }
  };
  const enter = async (id, { key = fragment, answers = true } = {}) => {
    const line = {
      info: async (to, text) => carry({ from: id, to, text }),
      broadcast: async ({ body }) => carry({ from: id, to: '*', text: body }),
    };
    const sealer = new Sealer(await keyOf(key), CHANNEL);
    const wire = new SealedWire({ self: id, line, sealer, visit: await makeVisitKey() });
    const person = { id, wire, heard: [], dropped: [], known: [] };
    wire.on('heard', ({ from, envelope }) => person.heard.push([from, envelope.type]));
    wire.on('dropped', ({ from, reason }) => person.dropped.push([from, reason]));
    wire.on('known', ({ from, anew }) => person.known.push([from, anew]));
    wire.on('stranger', ({ answer }) => answers && answer(HELLO));
    people.set(id, person);
    return person;
  };
  return { enter, passed, deliver, people };
}

/** Alice and Bob, who have said hello. */
async function two() {
  const room = await channel();
  const alice = await room.enter('alice');
  const bob = await room.enter('bob');
  await bob.wire.sayAll(HELLO);
  await worked();
  await bob.wire.say('alice', HELLO);
  await worked();
  return { ...room, alice, bob };
}

test('a broadcast of somebody unknown is answered, not believed; direct words make people known', async () => {
  const { alice, bob, passed } = await two();
  assert.deepEqual(alice.heard, [['bob', 'hello']]);
  assert.deepEqual(bob.heard, [['alice', 'hello']]);
  assert.deepEqual([alice.known, bob.known], [[['bob', true]], [['alice', true]]]);
  await alice.wire.sayAll(HELLO);
  await worked();
  assert.equal(bob.heard.length, 2);
  assert.deepEqual([alice.dropped, bob.dropped], [[], []]);
  assert.ok(passed.every(({ text }) => /^1\.[A-Za-z0-9_-]+$/.test(text)));
});

test('nothing is said to whom is not known', async () => {
  const { enter } = await channel();
  const alice = await enter('alice');
  await assert.rejects(alice.wire.say('bob', HELLO));
});

test('what was heard once is not heard again, reflected, or passed off as said by another or to another', async () => {
  const { alice, bob, passed, deliver, enter } = await two();
  const carol = await enter('carol', { answers: false });
  const [before, count] = [bob.heard.length + alice.heard.length, passed.length];
  for (const said of passed.slice()) {
    deliver(said);
    deliver({ ...said, from: 'carol' });
    deliver({ ...said, to: said.from });
    deliver({ ...said, to: 'carol' });
    deliver({ ...said, to: said.to === '*' ? 'alice' : '*' });
  }
  await worked();
  assert.equal(bob.heard.length + alice.heard.length, before);
  assert.deepEqual(carol.heard, []);
  assert.equal(passed.length, count, 'nothing was answered but by those who heard it first');
  const reasons = new Set([...alice.dropped, ...bob.dropped, ...carol.dropped].map(([, reason]) => reason));
  assert.deepEqual([...reasons].sort(), ['bad_tag', 'replayed']);
});

test('a channel with a key takes nothing plain, and a channel without one nothing sealed', async () => {
  const { bob, passed } = await two();
  const before = bob.heard.length;
  bob.wire.hear('alice', encode(HELLO), true);
  bob.wire.hear('alice', null, true);
  await worked();
  assert.deepEqual([bob.heard.length, bob.dropped.slice(-2)], [before, [['alice', 'unsealed'], ['alice', 'unsealed']]]);
  const plain = new PlainWire({ info: async () => {}, broadcast: async () => {} });
  const heard = [];
  plain.on('heard', (said) => heard.push(said));
  plain.hear('alice', passed[0].text, true);
  assert.deepEqual(heard, []);
});

test('another key opens nothing', async () => {
  const { alice, enter } = await two();
  const mallory = await enter('mallory', { key: newFragment() });
  await mallory.wire.sayAll(HELLO);
  await alice.wire.sayAll(HELLO);
  await worked();
  assert.deepEqual(alice.dropped, [['mallory', 'bad_tag']]);
  assert.deepEqual(mallory.dropped, [['alice', 'bad_tag']]);
});

test('a page that was loaded anew is another visit, taken when the server says that it left or came', async () => {
  const { alice, bob, enter } = await two();
  const again = await enter('bob');
  await again.wire.sayAll(HELLO);
  await worked();
  assert.deepEqual(alice.dropped, [['bob', 'wrong_visit']]);
  assert.equal(alice.wire.knows('bob'), true);
  alice.wire.changed('bob');
  assert.equal(alice.wire.knows('bob'), false);
  await again.wire.sayAll(HELLO);
  await worked();
  await again.wire.say('alice', HELLO);
  await worked();
  assert.deepEqual(alice.known.at(-1), ['bob', true]);
  assert.equal(alice.wire.visitOf('bob') === bob.wire.visitOf('bob'), false);
});

test('after a lost line the same page is known again by its next word', async () => {
  const { alice, bob } = await two();
  alice.wire.lost();
  assert.equal(alice.wire.knows('bob'), false);
  await bob.wire.sayAll(HELLO);
  await worked();
  assert.deepEqual(alice.known.at(-1), ['bob', false]);
});

test('messages are said in the order in which they were given', async () => {
  const { alice, bob } = await two();
  const before = bob.heard.length;
  const types = ['offer', 'close', 'offer', 'close'];
  const dialog = '00000000-0000-4000-8000-000000000001';
  const payload = { video: true, audio: true, group: dialog, as: 'alone', reason: 'hangup' };
  await Promise.all(types.map((type, seq) => alice.wire.say('bob', { type, dialog, seq, payload })));
  await worked();
  assert.deepEqual(bob.heard.slice(before).map(([, type]) => type), types);
});

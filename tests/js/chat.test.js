import assert from 'node:assert/strict';
import test, { mock } from 'node:test';

import { Chat, MAX_TEXT } from '../../static/js/peer/chat.js';
import { MAX_ITEMS } from '../../static/js/peer/items.js';
import { Talks } from '../../static/js/peer/talks.js';
import { FakePipe, settle } from './fakes.js';

function chat(clock = { now: 0 }) {
  const told = { heard: [], arrived: [], floods: 0 };
  const made = new Chat({
    heard: (text) => told.heard.push(text),
    arrived: (id) => told.arrived.push(id),
    flooded: () => told.floods++,
    now: () => clock.now,
  });
  return { chat: made, told, clock };
}

function say(one, id, text) {
  assert.equal(one.chat.refuses(text), null);
  one.chat.say(id, text);
}

test('a text arrives once it is acknowledged, not before', async () => {
  const [alice, bob] = [chat(), chat()];
  const [here, there] = FakePipe.pair();
  alice.chat.attach(here);
  bob.chat.attach(there);
  say(alice, '1', 'Good morning\nBob');
  assert.deepEqual(alice.told.arrived, []);
  await settle();
  assert.deepEqual([bob.told.heard, alice.told.arrived], [['Good morning\nBob'], ['1']]);
});

test('what was not acknowledged is said again over the next connection, and heard once', async () => {
  const [alice, bob] = [chat(), chat()];
  const [here, there] = FakePipe.pair();
  alice.chat.attach(here);
  bob.chat.attach(there);
  // Bob hears it, but his word for that is lost.
  there.send = () => false;
  say(alice, '1', 'first');
  await settle();
  here.close();
  say(alice, '2', 'second');
  const [again, thereAgain] = FakePipe.pair();
  alice.chat.attach(again);
  bob.chat.attach(thereAgain);
  await settle();
  assert.deepEqual([bob.told.heard, alice.told.arrived], [['first', 'second'], ['1', '2']]);
});

test('too long, empty, too many waiting and too fast are refused here', () => {
  const { chat: one, clock } = chat();
  assert.equal(one.refuses(' \n '), 'empty');
  assert.equal(one.refuses('x'.repeat(MAX_TEXT + 1)), 'too_long');
  assert.equal(one.refuses('x'.repeat(MAX_TEXT)), null);
  for (let count = 1; count < 20; count++) assert.equal(one.refuses('x'), null);
  assert.equal(one.refuses('x'), 'too_fast');
  clock.now += 60_000;
  for (let count = 0; count < 20; count++) one.say(`${count}`, 'x');
  assert.equal(one.refuses('x'), 'too_many_waiting');
});

test('what is no text of ours is dropped without an answer', async () => {
  const { chat: one, told } = chat();
  const pipe = new FakePipe();
  one.attach(pipe);
  const odd = ['', 'null', '7', '[]', '{', '{"type":"text"}', new ArrayBuffer(9), { type: 'text', id: 7, text: 'x' },
    { type: 'text', id: 'a b', text: 'x' }, { type: 'text', id: '1', text: ['x'] }, { type: 'got', id: '1' },
    { type: 'text', id: '1', text: 'x'.repeat(MAX_TEXT + 1) }, `{"type":"text","id":"1","text":"x"${' '.repeat(30_000)}}`];
  odd.forEach((said) => pipe.hears(said));
  await settle();
  assert.deepEqual([told.heard, pipe.sent, told.floods], [[], [], 0]);
});

test('control characters are not shown; a text of nothing else is none', () => {
  const { chat: one, told } = chat();
  const pipe = new FakePipe();
  one.attach(pipe);
  pipe.hears({ type: 'text', id: '1', text: 'a\u0000\u001bb\tc\nd\u0085' });
  pipe.hears({ type: 'text', id: '2', text: '\u0000\u0007' });
  assert.deepEqual(told.heard, ['ab\tc\nd']);
});

test('who floods is heard at a bounded rate, and in the end not at all', () => {
  const { chat: one, told, clock } = chat();
  const pipe = new FakePipe();
  one.attach(pipe);
  for (let count = 0; count < 60; count++) pipe.hears({ type: 'text', id: `${count}`, text: 'x' });
  assert.deepEqual([told.heard.length, pipe.sent.length], [40, 40]);
  clock.now += 1000;
  for (let count = 60; count < 80; count++) pipe.hears({ type: 'text', id: `${count}`, text: 'x' });
  assert.equal(told.heard.length, 45);
  for (let count = 0; count < 1000; count++) pipe.hears('x');
  assert.deepEqual([told.floods, pipe.isOpen], [1, false]);
});

/** Two people's talks over one call. */
function talks() {
  let ids = 0;
  const make = () => new Talks({ store: { create: async () => assert.fail(), close: async () => {} }, newId: () => `${++ids}` });
  const [alice, bob] = [make(), make()];
  const [ALICE, BOB] = [{ id: 'aaaa', name: 'Alice' }, { id: 'bbbb', name: 'Bob' }];
  const call = (visit = '') => {
    const [here, there] = FakePipe.pair();
    alice.begin(BOB, { chat: here, files: new FakePipe() }, visit);
    bob.begin(ALICE, { chat: there, files: new FakePipe() }, visit);
    return [here, there];
  };
  const texts = (one) => one.items.map(({ own, text, state }) => [own ? 'own' : 'theirs', text, state]);
  return { alice, bob, ALICE, BOB, call, texts };
}

test('both see what was said, in order, and who said it', async () => {
  const { alice, bob, call, texts } = talks();
  assert.equal(alice.say('nobody hears this'), 'nobody');
  call();
  assert.equal(alice.say('one'), null);
  await settle();
  bob.say('two');
  await settle();
  assert.deepEqual(texts(alice), [['own', 'one', 'arrived'], ['theirs', 'two', 'heard']]);
  assert.deepEqual(texts(bob), [['theirs', 'one', 'heard'], ['own', 'two', 'arrived']]);
  assert.equal(bob.items[0].name, 'Alice');
});

test('a call that is ended on purpose takes its texts along', async () => {
  const { alice, bob, ALICE, BOB, call } = talks();
  call();
  alice.say('one');
  await settle();
  alice.end(BOB, 'you_hung_up');
  bob.end(ALICE, 'they_hung_up');
  assert.deepEqual([alice.items, bob.items, alice.say('two')], [[], [], 'nobody']);
});

test('a call that was cut keeps them for the next with the same visit, and for no other', async () => {
  for (const [visit, kept] of [['v', 2], ['w', 0]]) {
    const { alice, bob, ALICE, BOB, call, texts } = talks();
    const [here] = call('v');
    alice.say('one');
    await settle();
    here.isOpen = false;
    alice.say('two');
    alice.end(BOB, 'connection_lost');
    bob.end(ALICE, 'they_left');
    assert.equal(alice.items.length, 2);
    call(visit);
    await settle();
    assert.deepEqual(texts(bob), [['theirs', 'one', 'heard'], ['theirs', 'two', 'heard']].slice(0, kept));
    assert.equal(alice.items.length, kept);
  }
});

test('what one peer was told is not kept for a call with another', () => {
  const { alice, BOB, call } = talks();
  call();
  alice.say('for Bob');
  alice.end(BOB, 'connection_lost');
  alice.begin({ id: 'cccc', name: 'Carol' }, { chat: new FakePipe(), files: new FakePipe() }, '');
  assert.deepEqual(alice.items, []);
});

test('only so many are kept to be shown, the newest, and none after the visit', () => {
  mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const { alice, BOB } = talks();
  const pipe = new FakePipe();
  alice.begin(BOB, { chat: pipe, files: new FakePipe() }, '');
  for (let count = 0; count < MAX_ITEMS + 20; count++) {
    mock.timers.tick(1000);
    pipe.hears({ type: 'text', id: `${count}`, text: `${count}` });
  }
  assert.deepEqual([alice.items.length, alice.items[0].text], [MAX_ITEMS, '20']);
  alice.close();
  assert.deepEqual([alice.items, alice.say('x')], [[], 'nobody']);
  mock.timers.reset();
});

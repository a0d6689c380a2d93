import assert from 'node:assert/strict';
import test from 'node:test';

import { Talks } from '../../static/js/peer/talks.js';
import { FakePipe, worked } from './fakes.js';

const [ALICE, BOB, CAROL] = [{ id: 'aaaa', name: 'Alice' }, { id: 'bbbb', name: 'Bob' }, { id: 'cccc', name: 'Carol' }];

function three() {
  const make = () => new Talks({ store: { create: async () => assert.fail(), close: async () => {} } });
  const [alice, bob, carol] = [make(), make(), make()];
  const call = (one, me, other, them) => {
    const [[chat, chatThere], [files, filesThere]] = [FakePipe.pair(), FakePipe.pair()];
    one.begin(them, { chat, files }, '');
    other.begin(me, { chat: chatThere, files: filesThere }, '');
  };
  call(alice, ALICE, bob, BOB);
  call(alice, ALICE, carol, CAROL);
  return { alice, bob, carol };
}

const texts = ({ items }) => items.map(({ text }) => text);

test('what is said to several is shown once, and has arrived when all of them have it', async () => {
  const { alice, bob, carol } = three();
  assert.equal(alice.say('hello all'), null);
  assert.deepEqual(alice.items.map(({ text, state }) => [text, state]), [['hello all', 'waiting']]);
  await worked();
  assert.deepEqual([texts(alice), texts(bob), texts(carol)], [['hello all'], ['hello all'], ['hello all']]);
  assert.equal(alice.items[0].state, 'arrived');
});

test('who leaves a call of several takes nothing of it along; the last one does', async () => {
  const { alice, carol } = three();
  alice.say('hello all');
  await worked();
  alice.end(BOB, 'they_hung_up');
  assert.deepEqual(texts(alice), ['hello all']);
  carol.say('still here');
  await worked();
  assert.deepEqual(texts(alice), ['hello all', 'still here']);
  alice.end(CAROL, 'you_hung_up');
  assert.deepEqual(texts(alice), []);
});

test('somebody who comes in later does not take away what others said', async () => {
  const { alice } = three();
  alice.end(BOB, 'they_hung_up');
  alice.say('before Dave');
  const [[chat], [files]] = [FakePipe.pair(), FakePipe.pair()];
  alice.begin({ id: 'dddd', name: 'Dave' }, { chat, files }, '');
  assert.deepEqual(texts(alice), ['before Dave']);
});

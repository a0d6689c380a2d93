import assert from 'node:assert/strict';
import test from 'node:test';

import { fileSentence } from '../../static/js/page/file_words.js';
import { sizeWords } from '../../static/js/page/sizes.js';
import { FileStore } from '../../static/js/peer/file_store.js';
import { Talks } from '../../static/js/peer/talks.js';
import { TOLD, Transfer } from '../../static/js/peer/transfer.js';
import { FakePipe, worked } from './fakes.js';

const [ALICE, BOB] = [{ id: 'aaaa', name: 'Alice' }, { id: 'bbbb', name: 'Bob' }];

function couple() {
  const make = () => new Talks({ store: new FileStore({ disk: { estimate: async () => ({}) }, locks: {} }), newId: () => crypto.randomUUID() });
  const [alice, bob] = [make(), make()];
  const call = () => {
    const [[chat, chatThere], [files, filesThere]] = [FakePipe.pair(), FakePipe.pair()];
    alice.begin(BOB, { chat, files }, '');
    bob.begin(ALICE, { chat: chatThere, files: filesThere }, '');
    return files;
  };
  return { alice, bob, call };
}

async function received() {
  const both = couple();
  both.call();
  both.alice.say('here it comes');
  assert.equal(both.alice.send(new File(['content'], 'a.txt')), null);
  await worked();
  both.bob.accept(both.bob.items.at(-1).id);
  await worked();
  return both;
}

test('texts and files stand in one order', async () => {
  const { alice, bob } = await received();
  for (const one of [alice, bob]) {
    assert.deepEqual(one.items.map(({ kind }) => kind), ['text', 'file']);
    assert.equal(one.items[1].file.end, 'whole');
  }
});

test('without a call nothing can be sent', () => {
  const { alice } = couple();
  assert.equal(alice.send(new File(['content'], 'a.txt')), 'nobody');
});

test('after the call only what came whole is left, until it is removed', async () => {
  const { alice, bob, call } = await received();
  alice.end(BOB, 'you_hung_up');
  bob.end(ALICE, 'they_hung_up');
  assert.deepEqual([alice.items, bob.items.map(({ kind }) => kind)], [[], ['file']]);
  call();
  assert.equal(await bob.items[0].file.blob.text(), 'content');
  bob.remove(bob.items[0].id);
  assert.deepEqual(bob.items, []);
});

test('the end of the visit takes everything', async () => {
  const { bob } = await received();
  bob.close();
  assert.deepEqual(bob.items, []);
});

test('a file that was under way when a call was cut waits for the next', async () => {
  const { alice, bob, call } = couple();
  const pipe = call();
  alice.send(new File(['content'], 'a.txt'));
  await worked();
  pipe.close();
  alice.end(BOB, 'connection_lost');
  bob.end(ALICE, 'they_left');
  assert.deepEqual([alice.items[0].file.state, bob.items[0].file.state], ['cut', 'cut']);
  bob.accept(bob.items[0].id);
  call();
  await worked();
  assert.deepEqual([alice.items[0].file.end, bob.items[0].file.end], ['whole', 'whole']);
});

test('sizes read as people say them', () => {
  const sizes = [0, 1, 999, 1000, 3_400_000, 9_960_000, 31_000_000, 999_600_000, 1e9, 64 * 1024 ** 3];
  assert.deepEqual(sizes.map(sizeWords), ['0 bytes', '1 byte', '999 bytes', '1.0 kB', '3.4 MB', '10 MB', '31 MB', '1.0 GB', '1.0 GB', '69 GB']);
});

test('a file on its way says how far, how fast and how long', () => {
  const file = new Transfer({ id: 'x', own: true, name: 'x', size: 100e6 });
  file.connect(true);
  Object.assign(file, { accepted: true, running: true });
  assert.equal(fileSentence(file, 'Bob'), 'It begins.');
  file.move(10e6, 1000);
  file.move(30e6, 2000);
  assert.equal(fileSentence(file, 'Bob'), '30 MB of 100 MB, 20 MB a second, 4 s left.');
});

test('every end has a sentence for both sides, without shouting', () => {
  for (const own of [true, false]) {
    for (const end of ['whole', ...TOLD]) {
      const file = new Transfer({ id: 'x', own, name: 'x', size: 1 });
      file.finishAs(end, false);
      assert.match(fileSentence(file, 'Bob'), /^[A-Z].*\.$/, end);
      assert.doesNotMatch(fileSentence(file, 'Bob'), /!|OPFS|SHA|undefined/, end);
    }
  }
});

import assert from 'node:assert/strict';
import test from 'node:test';

import { AHEAD, BLOCK, CHUNK, fold, digestOf } from '../../static/js/peer/blocks.js';
import { FileStore, MAX_IN_MEMORY } from '../../static/js/peer/file_store.js';
import { Files } from '../../static/js/peer/files.js';
import { FakePipe } from './fakes.js';

const inMemory = () => new FileStore({ disk: { estimate: async () => ({}) }, locks: {} });

function side(store = inMemory()) {
  let ids = 0;
  const made = { came: [], floods: 0, changes: 0, store };
  made.files = new Files({
    store,
    came: (file) => made.came.push(file),
    change: () => made.changes++,
    flooded: () => made.floods++,
    newId: () => `id-${++ids}-${Math.random().toString(36).slice(2)}`,
  });
  return made;
}

function connected(store) {
  const [alice, bob] = [side(), side(store)];
  const [here, there] = join(alice, bob);
  return { alice, bob, here, there };
}

function join(alice, bob) {
  const [here, there] = FakePipe.pair();
  alice.files.attach(here);
  bob.files.attach(there);
  return [here, there];
}

async function until(condition, what = String(condition)) {
  for (let round = 0; round < 4000; round++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assert.fail(`never: ${what}`);
}

function content(size) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = (at * 31 + (at >> 11)) & 255;
  return bytes;
}
const fileOf = (size, name = 'a file.bin') => new File([content(size)], name);

async function offered({ alice, bob }, file) {
  const sent = alice.files.offer(file);
  await until(() => bob.came.length > 0, 'offered');
  return { sent, got: bob.came.at(-1) };
}

for (const size of [0, 1, CHUNK, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 12345, 12 * BLOCK]) {
  test(`a file of ${size} bytes arrives whole, and both have its digest`, async () => {
    const both = connected();
    const { sent, got } = await offered(both, fileOf(size));
    assert.deepEqual([sent.state, got.state, got.name, got.size], ['offered', 'offered', 'a file.bin', size]);
    await both.bob.files.accept(got);
    await until(() => sent.end !== null && got.end !== null);
    assert.deepEqual([sent.end, got.end, sent.digest], ['whole', 'whole', got.digest]);
    assert.match(got.digest, /^[0-9a-f]{64}$/);
    assert.deepEqual(new Uint8Array(await got.blob.arrayBuffer()), content(size));
    assert.equal(got.blob.type, 'application/octet-stream');
  });
}

test('the digest is the SHA-256 over those of the blocks', async () => {
  const bytes = content(BLOCK + 5);
  const digests = [await digestOf(bytes.slice(0, BLOCK)), await digestOf(bytes.slice(BLOCK))];
  const expected = await crypto.subtle.digest('SHA-256', new Uint8Array([...digests[0], ...digests[1]]));
  assert.equal(await fold(digests), Buffer.from(expected).toString('hex'));
});

test('nothing of a file travels before it is accepted, nor after it is refused', async () => {
  const both = connected();
  const { sent, got } = await offered(both, fileOf(BLOCK));
  both.bob.files.stop(got, 'refused');
  await until(() => sent.end !== null);
  assert.deepEqual([sent.end, sent.endedHere, got.end, got.endedHere], ['refused', false, 'refused', true]);
  assert.ok(both.here.sent.every((said) => typeof said === 'string'));
  await both.bob.files.accept(got);
  assert.equal(got.end, 'refused');
});

test('either side cancels', async () => {
  for (const who of ['alice', 'bob']) {
    const both = connected();
    const { sent, got } = await offered(both, fileOf(40 * BLOCK));
    await both.bob.files.accept(got);
    await until(() => got.moved > 0);
    both[who].files.stop(who === 'alice' ? sent : got, 'cancelled');
    await until(() => sent.end !== null && got.end !== null);
    assert.deepEqual([sent.end, got.end, sent.endedHere, got.endedHere], ['cancelled', 'cancelled', who === 'alice', who === 'bob']);
    assert.ok(got.moved < got.size);
    // The next one is not disturbed by what was under way.
    const next = await (both.bob.came.length = 0, offered(both, fileOf(2 * BLOCK)));
    await both.bob.files.accept(next.got);
    await until(() => next.sent.end !== null);
    assert.equal(next.got.end, 'whole');
  }
});

test('either side pauses and lets it go on; another file may go meanwhile', async () => {
  for (const who of ['alice', 'bob']) {
    const both = connected();
    const { sent, got } = await offered(both, fileOf(30 * BLOCK));
    await both.bob.files.accept(got);
    await until(() => got.moved > 0);
    const mine = who === 'alice' ? sent : got;
    both[who].files.pause(mine, true);
    await until(() => sent.paused && got.paused && !sent.running);
    both.bob.came.length = 0;
    const other = await offered(both, fileOf(2 * BLOCK + 7));
    await both.bob.files.accept(other.got);
    await until(() => other.sent.end !== null);
    assert.deepEqual([other.got.end, sent.state, got.state], ['whole', 'paused', 'paused']);
    both[who].files.pause(mine, false);
    await until(() => sent.end !== null && got.end !== null);
    assert.deepEqual([sent.end, got.end, got.digest], ['whole', 'whole', sent.digest]);
  }
});

test('a file goes on over the next connection where it was', async () => {
  const both = connected();
  const file = fileOf(30 * BLOCK + 99);
  const { sent, got } = await offered(both, file);
  await both.bob.files.accept(got);
  await until(() => got.moved > 2 * BLOCK);
  both.here.close();
  assert.deepEqual([sent.state, got.state], ['cut', 'cut']);
  await got.written();
  const kept = got.moved;
  assert.ok(kept > 0 && kept < got.size);
  const [here] = join(both.alice, both.bob);
  await until(() => sent.end !== null && got.end !== null);
  assert.deepEqual([sent.end, got.end], ['whole', 'whole']);
  assert.deepEqual(new Uint8Array(await got.blob.arrayBuffer()), content(30 * BLOCK + 99));
  const again = here.sent.filter((said) => typeof said !== 'string').reduce((sum, { length }) => sum + length, 0);
  assert.equal(again, got.size - kept);
  assert.equal(both.bob.came.length, 1);
});

test('a connection that is lost again and again does no harm', async () => {
  const both = connected();
  const { sent, got } = await offered(both, fileOf(25 * BLOCK));
  await both.bob.files.accept(got);
  let pipe = both.here;
  for (let round = 1; round <= 6; round++) {
    const goal = round * 3 * BLOCK;
    await until(() => got.moved >= goal);
    pipe.close();
    [pipe] = join(both.alice, both.bob);
  }
  await until(() => sent.end !== null && got.end !== null);
  assert.deepEqual([sent.end, got.end], ['whole', 'whole']);
  assert.deepEqual(new Uint8Array(await got.blob.arrayBuffer()), content(25 * BLOCK));
});

test('a page that was loaded anew is asked again, and gets it from the start', async () => {
  const both = connected();
  const { sent, got } = await offered(both, fileOf(20 * BLOCK));
  await both.bob.files.accept(got);
  await until(() => got.moved > BLOCK);
  both.here.close();
  const bob = side();
  join(both.alice, bob);
  await until(() => bob.came.length === 1);
  assert.equal(sent.state, 'offered');
  await bob.files.accept(bob.came[0]);
  await until(() => sent.end !== null);
  assert.deepEqual([sent.end, bob.came[0].end], ['whole', 'whole']);
});

test('what was lost at the very end is said again', async () => {
  const both = connected();
  const { sent, got } = await offered(both, fileOf(3 * BLOCK));
  const { there } = both;
  const send = there.send.bind(there);
  there.send = (said) => (String(said).includes('whole') ? false : send(said));
  await both.bob.files.accept(got);
  await until(() => got.end === 'whole');
  assert.equal(sent.state, 'checking');
  both.here.close();
  join(both.alice, both.bob);
  await until(() => sent.end !== null);
  assert.equal(sent.end, 'whole');
});

test('what was altered on the way is thrown away, and both are told', async () => {
  const both = connected();
  const { sent, got } = await offered(both, fileOf(5 * BLOCK));
  const { there } = both;
  const hear = there.onHeard;
  let chunks = 0;
  there.onHeard = (data) => {
    if (typeof data !== 'string' && ++chunks === 40) new Uint8Array(data)[17] ^= 1;
    hear(data);
  };
  await both.bob.files.accept(got);
  await until(() => sent.end !== null && got.end !== null);
  assert.deepEqual([sent.end, got.end, got.blob], ['altered', 'altered', null]);
});

test('a sender reads on no further than the other side has written', async () => {
  let release;
  const gate = new Promise((resolve) => (release = resolve));
  const slow = { create: async () => ({ write: () => gate, finish: async () => new Blob(), remove: async () => {} }) };
  const both = connected(slow);
  const { sent, got } = await offered(both, fileOf(30 * BLOCK));
  await both.bob.files.accept(got);
  await until(() => sent.sent === AHEAD);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual([sent.sent, got.received], [AHEAD, AHEAD]);
  release();
  await until(() => sent.end !== null);
  assert.equal(got.end, 'whole');
});

/** Bob with a file accepted from somebody who keeps to no rules. */
async function hostile(size = 4 * BLOCK) {
  const bob = side();
  const pipe = new FakePipe();
  bob.files.attach(pipe);
  pipe.hears({ type: 'offer', id: 'x', name: 'n', size });
  const [got] = bob.came;
  await bob.files.accept(got);
  await until(() => pipe.sent.some((said) => said.includes('"accept"')));
  return { bob, pipe, got };
}

test('too much, out of turn, or otherwise than announced ends a file', async () => {
  const begin = { type: 'begin', id: 'x', at: 0 };
  const acts = {
    'more than its size': (pipe) => [begin, ...Array(17).fill(new ArrayBuffer(CHUNK))].forEach((said) => pipe.hears(said)),
    'across a border': (pipe) => [begin, new ArrayBuffer(CHUNK + 1), ...Array(15).fill(new ArrayBuffer(CHUNK))].forEach((said) => pipe.hears(said)),
    'an empty chunk': (pipe) => [begin, new ArrayBuffer(0)].forEach((said) => pipe.hears(said)),
    'another place': (pipe) => pipe.hears({ ...begin, at: BLOCK }),
  };
  for (const [what, act] of Object.entries(acts)) {
    const { got, pipe } = await hostile(BLOCK);
    act(pipe);
    await until(() => got.end !== null, what);
    assert.equal(got.end, 'too_much', what);
  }
});

test('an end that comes too early is no whole file', async () => {
  const { got, pipe } = await hostile(BLOCK);
  pipe.hears({ type: 'begin', id: 'x', at: 0 });
  pipe.hears({ type: 'end', id: 'x', digest: await fold([]) });
  await until(() => got.end !== null);
  assert.equal(got.end, 'altered');
});

test('bytes that nobody asked for fill nothing, and in the end close the channel', async () => {
  const bob = side();
  const pipe = new FakePipe();
  bob.files.attach(pipe);
  const chunk = new ArrayBuffer(BLOCK);
  for (let count = 0; count < 64; count++) pipe.hears(chunk);
  assert.deepEqual([bob.floods, pipe.isOpen], [0, true]);
  pipe.hears(chunk);
  assert.deepEqual([bob.floods, pipe.isOpen], [1, false]);
});

test('offers are bounded, and odd ones are none', () => {
  const bob = side();
  const pipe = new FakePipe();
  bob.files.attach(pipe);
  for (const odd of [{ size: -1 }, { size: 1.5 }, { size: '1' }, { size: Infinity }, { name: 7 }, { name: undefined }, { id: 'a b' }, { id: 7 }, { type: 'x' }]) {
    pipe.hears({ type: 'offer', id: 'o', name: 'n', size: 1, ...odd });
  }
  ['', '[]', 'null', '{', `{"type":"offer","id":"o","name":"${'n'.repeat(9000)}","size":1}`].forEach((said) => pipe.hears(said));
  assert.deepEqual([bob.came.length, pipe.sent], [0, []]);
  pipe.hears({ type: 'offer', id: 'huge', name: 'n', size: 2 ** 50 });
  assert.match(pipe.sent[0], /refuse.*too_big/);
  for (let count = 0; count < 15; count++) pipe.hears({ type: 'offer', id: `${count}`, name: 'n', size: 1 });
  assert.equal(bob.came.length, 10);
  assert.match(pipe.sent.at(-1), /refuse.*too_many/);
  for (let count = 0; count < 3000; count++) pipe.hears('x');
  assert.deepEqual([bob.floods, pipe.isOpen], [1, false]);
});

test('a receiver that lies about what it has harms itself alone', async () => {
  const alice = side();
  const pipe = new FakePipe();
  alice.files.attach(pipe);
  const sent = alice.files.offer(fileOf(4 * BLOCK));
  const { id } = sent;
  for (const at of [-BLOCK, BLOCK, 7, 5 * BLOCK, '0', null, NaN]) pipe.hears({ type: 'accept', id, at });
  assert.equal(sent.accepted, false);
  pipe.hears({ type: 'whole', id, digest: 'x' });
  await until(() => sent.end !== null);
  assert.equal(sent.end, 'altered');
});

test('a file that cannot be read any more ends with a word for both', async () => {
  const both = connected();
  const file = fileOf(4 * BLOCK);
  const slice = file.slice.bind(file);
  file.slice = (from, to) => (from >= 2 * BLOCK ? { arrayBuffer: async () => { throw new DOMException('gone', 'NotReadableError'); } } : slice(from, to));
  const { sent, got } = await offered(both, file);
  await both.bob.files.accept(got);
  await until(() => sent.end !== null && got.end !== null);
  assert.deepEqual([sent.end, got.end], ['unreadable', 'unreadable']);
});

test('no room, at first or in the middle', async () => {
  const full = () => Object.assign(new Error('full'), { name: 'QuotaExceededError' });
  const removed = [];
  const stores = {
    'at first': { create: async () => { throw full(); } },
    'in the middle': { create: async () => ({ write: async (_, at) => { if (at > 0) throw full(); }, finish: async () => new Blob(), remove: async () => removed.push(1) }) },
  };
  for (const [when, store] of Object.entries(stores)) {
    const both = connected(store);
    const { sent, got } = await offered(both, fileOf(4 * BLOCK));
    await both.bob.files.accept(got);
    await until(() => sent.end !== null && got.end !== null, when);
    assert.deepEqual([sent.end, got.end], ['no_room', 'no_room'], when);
  }
  await until(() => removed.length === 1);
});

test('without a disk for pages only so much is taken', async () => {
  const store = inMemory();
  await assert.rejects(store.create(MAX_IN_MEMORY + 1), { code: 'too_big' });
  const sink = await store.create(MAX_IN_MEMORY);
  await assert.rejects(store.create(1), { code: 'too_big' });
  await sink.remove();
  await store.create(1);
});

test('what is not over when a call is ended, is', async () => {
  const both = connected();
  const { sent, got } = await offered(both, fileOf(40 * BLOCK));
  await both.bob.files.accept(got);
  await until(() => got.moved > 0);
  both.alice.files.close();
  both.bob.files.close();
  assert.deepEqual([sent.end, got.end], ['over', 'over']);
});

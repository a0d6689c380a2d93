import assert from 'node:assert/strict';
import test from 'node:test';

import { FileStore } from '../../static/js/peer/file_store.js';
import { FakeLocks } from './fakes.js';

/** Enough of a disk for pages. */
class FakeFolder {
  entries = new Map();
  constructor(name = '') { this.name = name; }
  #get(name, create, make) {
    if (!this.entries.has(name)) {
      if (!create) throw Object.assign(new Error(name), { name: 'NotFoundError' });
      this.entries.set(name, make(name));
    }
    return this.entries.get(name);
  }
  async getDirectoryHandle(name, { create = false } = {}) { return this.#get(name, create, () => new FakeFolder(name)); }
  async getFileHandle(name, { create = false } = {}) { return this.#get(name, create, () => new FakeFile()); }
  async removeEntry(name) { if (!this.entries.delete(name)) throw new Error('NotFoundError'); }
  async *keys() { yield* [...this.entries.keys()]; }
}

class FakeFile {
  bytes = [];
  async createWritable() {
    return {
      write: async ({ data, position }) => data.forEach((byte, index) => (this.bytes[position + index] = byte)),
      close: async () => {},
      abort: async () => {},
    };
  }
  async getFile() { return new Blob([new Uint8Array(this.bytes)], { type: 'text/html' }); }
}

function machine(estimate = { quota: 1e9, usage: 0 }) {
  const root = new FakeFolder();
  const locks = new FakeLocks();
  let ids = 0;
  const page = () => new FileStore({
    disk: { getDirectory: async () => root, estimate: async () => estimate },
    locks,
    newId: () => `${++ids}`,
  });
  const kept = () => [...(root.entries.get('received')?.entries ?? [])].map(([name, { entries }]) => [name, [...entries.keys()]]);
  return { root, page, kept };
}

test('what is written comes back, as bytes of no kind', async () => {
  const { page, kept } = machine();
  const sink = await page().create(5);
  await sink.write(new Uint8Array([1, 2, 3]), 0);
  await sink.write(new Uint8Array([4, 5]), 3);
  const blob = await sink.finish();
  assert.deepEqual([[...new Uint8Array(await blob.arrayBuffer())], blob.type], [[1, 2, 3, 4, 5], 'application/octet-stream']);
  assert.deepEqual(kept(), [['received-1', ['1']]]);
  await sink.remove();
  assert.deepEqual(kept(), [['received-1', []]]);
});

test('a page takes everything of its own away, and may begin again', async () => {
  const { page, kept } = machine();
  const store = page();
  await store.create(1);
  await store.create(1);
  await store.close();
  assert.deepEqual(kept(), []);
  await store.create(1);
  assert.deepEqual(kept(), [['received-2', ['3']]]);
});

test('what a page left that is no more is taken away, what another one uses is not', async () => {
  const { root, page, kept } = machine();
  const other = page();
  await other.create(1);
  const all = await root.getDirectoryHandle('received');
  await (await all.getDirectoryHandle('received-left', { create: true })).getFileHandle('1', { create: true });
  await page().sweep();
  assert.deepEqual(kept(), [['received-1', ['1']]]);
  await other.close();
  await page().sweep();
  assert.deepEqual(kept(), []);
});

test('a sweep of nothing is no trouble', async () => {
  await machine().page().sweep();
  await new FileStore({ disk: { estimate: async () => ({}) }, locks: {} }).sweep();
});

test('a file for which there is no room is not begun', async () => {
  const { page, kept } = machine({ quota: 100e6, usage: 40e6 });
  const store = page();
  await assert.rejects(store.create(20e6), { code: 'no_room' });
  assert.deepEqual(kept(), [['received-1', []]]);
  await store.create(1e6);
});

test('a disk that pages may not write to is none', async () => {
  const { page } = machine();
  const create = FakeFile.prototype.createWritable;
  delete FakeFile.prototype.createWritable;
  try {
    const sink = await page().create(2);
    await sink.write(new Uint8Array([7, 8]), 0);
    assert.equal((await sink.finish()).size, 2);
  } finally {
    FakeFile.prototype.createWritable = create;
  }
});

import assert from 'node:assert/strict';
import test from 'node:test';

import { BLOCK } from '../../static/js/peer/blocks.js';
import { FileBlocks } from '../../static/js/peer/file_blocks.js';

const SIZE = 3 * BLOCK + 77;
const content = Uint8Array.from({ length: SIZE }, (_, index) => (index * 7919) >> 3);
const whole = () => new File([content], 'a.bin');

/** @param {File} file */
async function readAll(file) {
  const blocks = new FileBlocks(file);
  const read = new Uint8Array(file.size);
  for (let at = 0; at < file.size; at += BLOCK) {
    const bytes = await blocks.read(at);
    read.set(bytes, at);
    blocks.giveBack(bytes);
  }
  return read;
}

test('each block is what the file has there', async () => {
  assert.deepEqual(await readAll(whole()), content);
});

test('a block that was given back is filled again, so no memory is asked for a second time', async () => {
  const blocks = new FileBlocks(whole());
  const asked = [];
  const real = globalThis.ArrayBuffer;
  globalThis.ArrayBuffer = class extends real {
    constructor(size) {
      super(size);
      asked.push(size);
    }
  };
  try {
    for (let at = 0; at < SIZE; at += BLOCK) {
      blocks.giveBack(await blocks.read(at));
    }
  } finally {
    globalThis.ArrayBuffer = real;
  }
  assert.deepEqual(asked.filter((size) => size === BLOCK), [BLOCK]);
});

test('two blocks may be in use at the same time', async () => {
  const blocks = new FileBlocks(whole());
  const [first, second] = [await blocks.read(0), await blocks.read(BLOCK)];
  assert.deepEqual([first.slice(), second.slice()], [content.slice(0, BLOCK), content.slice(BLOCK, 2 * BLOCK)]);
});

test('where a browser reads only into memory of its own, that is as good', async () => {
  const file = whole();
  const slice = file.slice.bind(file);
  file.slice = (from, to) => Object.assign(slice(from, to), { stream: () => ({ getReader: () => { throw new TypeError('no such mode'); } }) });
  assert.deepEqual(await readAll(file), content);
});

test('a file that has become shorter cannot be read', async () => {
  const file = whole();
  const slice = file.slice.bind(file);
  file.slice = (from, to) => Object.defineProperty(slice(0, 5), 'size', { value: to - from });
  await assert.rejects(new FileBlocks(file).read(0), /shorter/);
});

// @ts-check

import { BLOCK } from './blocks.js';

/**
 * Reads a file block by block, into the same few pieces of memory. What `Blob.arrayBuffer()` returns would be new each time,
 * and tens of megabytes of it would gather before a collector comes.
 */
export class FileBlocks {
  #file;
  /** @type {ArrayBuffer[]} */
  #spare = [];

  /** @param {File} file */
  constructor(file) {
    this.#file = file;
  }

  /**
   * @param {number} at where the block begins
   * @returns {Promise<Uint8Array<ArrayBuffer>>} the block, to be given back after use; fails when it cannot be read
   */
  async read(at) {
    const part = this.#file.slice(at, at + BLOCK);
    const reader = readerOf(part);
    if (reader === null) {
      return new Uint8Array(await part.arrayBuffer());
    }
    let buffer = this.#spare.pop() ?? new ArrayBuffer(BLOCK);
    for (let filled = 0; filled < part.size; ) {
      const { value, done } = await reader.read(new Uint8Array(buffer, filled, part.size - filled));
      if (done) {
        throw new Error('The file is shorter than it was.');
      }
      buffer = value.buffer;
      filled += value.length;
    }
    return new Uint8Array(buffer, 0, part.size);
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes a block that nobody needs any more */
  giveBack({ buffer }) {
    if (buffer.byteLength === BLOCK) {
      this.#spare.push(buffer);
    }
  }

  /** Nothing more will be read. */
  drop() {
    this.#spare = [];
  }
}

/** @param {Blob} part @returns {ReadableStreamBYOBReader | null} null where the browser reads only into memory of its own */
function readerOf(part) {
  try {
    return part.stream().getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}

// @ts-check

import { AHEAD, BLOCK, digestOf, fold } from './blocks.js';
import { Transfer } from './transfer.js';

/** @import { Sink } from './file_store.js' */

/** A file that somebody else sends. What waits to be written is bounded; each block is digested before it is written. */
export class Incoming extends Transfer {
  #ports;
  /** @type {Sink | null} */
  #sink = null;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #digests = [];
  /** The block that is filled. */
  #block = new Uint8Array(0);
  #filled = 0;
  /** Blocks that were written and can be filled again. @type {Uint8Array<ArrayBuffer>[]} */
  #spare = [];
  /** Blocks are written one after the other. */
  #line = Promise.resolve();

  /** Came so far, in whole blocks. */
  received = 0;
  /** The file, once it is whole. @type {Blob | null} */
  blob = null;

  /**
   * @param {{id: string, name: string, size: number}} file
   * @param {{wrote: (at: number) => void, failed: (error: unknown) => void}} ports
   */
  constructor(file, ports) {
    super({ ...file, own: false });
    this.#ports = ports;
  }

  /** Where it is written. @param {Sink} sink */
  writeTo(sink) {
    this.#sink = sink;
  }

  get isReady() {
    return this.#sink !== null;
  }

  /**
   * Bytes that came.
   *
   * @param {ArrayBuffer} data
   * @returns {boolean} false when this is not what was announced
   */
  take(data) {
    const bytes = new Uint8Array(data);
    const wanted = Math.min(BLOCK, this.size - this.received);
    const waiting = this.received + this.#filled + bytes.length - this.moved;
    if (bytes.length === 0 || this.#filled + bytes.length > wanted || waiting > AHEAD + BLOCK) {
      return false;
    }
    if (this.#filled === 0) {
      this.#block = this.#spare.pop() ?? new Uint8Array(Math.min(BLOCK, this.size));
    }
    this.#block.set(bytes, this.#filled);
    this.#filled += bytes.length;
    if (this.#filled === wanted) {
      const [block, at] = [this.#block, this.received];
      this.received += wanted;
      this.#filled = 0;
      this.#line = this.#line.then(() => this.#write(block, wanted, at)).catch((error) => this.#ports.failed(error));
    }
    return true;
  }

  /** The connection is gone, and with it what had come of a block. */
  cut() {
    this.#filled = 0;
  }

  get isAtBorder() {
    return this.#filled === 0;
  }

  /** @returns {Promise<void>} until everything that came is written */
  written() {
    return this.#line;
  }

  /** @param {string} theirs the digest that the sender has @returns {Promise<boolean>} is the file whole and the same? */
  async finish(theirs) {
    await this.#line;
    const digest = await fold(this.#digests);
    if (this.#sink === null || this.moved !== this.size || digest !== theirs) {
      return false;
    }
    this.blob = await this.#sink.finish();
    this.digest = digest;
    return true;
  }

  /** Take away what was written. */
  async remove() {
    const sink = this.#sink;
    this.#sink = null;
    this.blob = null;
    this.#spare = [];
    this.#digests = [];
    await this.#line;
    await sink?.remove();
  }

  /** @param {Uint8Array<ArrayBuffer>} block @param {number} length @param {number} at */
  async #write(block, length, at) {
    const bytes = block.subarray(0, length);
    const sink = this.#sink;
    if (sink === null) {
      return;
    }
    const [digest] = await Promise.all([digestOf(bytes), sink.write(bytes, at)]);
    this.#digests[at / BLOCK] = digest;
    this.#spare.push(block);
    this.#ports.wrote(at + length);
  }
}

// @ts-check

import { AHEAD, BLOCK, CHUNK, digestOf, fold } from './blocks.js';
import { FileBlocks } from './file_blocks.js';
import { cleanFileName } from './file_names.js';
import { Transfer } from './transfer.js';

/** @import { Pipe } from './pipe.js' */

/** A file that this person sends. Of its content, a block or two are in memory. */
export class Outgoing extends Transfer {
  #blocks;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #digests = [];
  /** The block that is read while the one before it is on its way. @type {{at: number, bytes: Promise<Uint8Array<ArrayBuffer>>} | null} */
  #next = null;

  /** Handed over so far, in whole blocks. */
  sent = 0;
  /** How often the other side asked for it. */
  asked = 0;
  /** Is there something that it asked for and that was not handed over? */
  isWanted = false;

  /** @param {string} id @param {File} file */
  constructor(id, file) {
    super({ id, own: true, name: cleanFileName(file.name), size: file.size });
    this.#blocks = new FileBlocks(file);
  }

  /** May the next block go? */
  get hasCredit() {
    return this.sent - this.moved < AHEAD;
  }

  /** Has everything been handed over? */
  get isSent() {
    return this.sent === this.size;
  }

  /** May it go on, as soon as it is its turn? */
  get mayGo() {
    return this.end === null && this.connected && this.accepted && !this.paused && this.isWanted;
  }

  /** The other side wants it from here on. @param {number} at */
  ask(at) {
    this.accepted = this.isWanted = true;
    this.asked += 1;
    this.sent = at;
    this.moved = at;
    this.restartPace();
  }

  /**
   * Hand the next block over.
   *
   * @param {Pipe} pipe
   * @returns {Promise<boolean>} false when it did not get through, or was ended meanwhile; fails when the file cannot be read
   */
  async sendBlock(pipe) {
    const { sent: at, asked } = this;
    const bytes = await this.#read(at);
    if (at + bytes.length < this.size) {
      const after = this.#load(at + bytes.length);
      // Whoever waits for it hears of the failure; until then nobody does.
      after.catch(() => {});
      this.#next = { at: at + bytes.length, bytes: after };
    }
    for (let from = 0; from < bytes.length; from += CHUNK) {
      if (pipe.isFull) {
        await pipe.room();
      }
      if (this.end !== null || this.asked !== asked || !pipe.send(bytes.subarray(from, from + CHUNK))) {
        return false;
      }
    }
    this.sent = at + bytes.length;
    this.#blocks.giveBack(bytes);
    return true;
  }

  /** @returns {Promise<string>} */
  wholeDigest() {
    return fold(this.#digests);
  }

  /** Nothing more will be read. */
  drop() {
    this.#next = null;
    this.#digests = [];
    this.#blocks.drop();
  }

  /** @param {number} at */
  #read(at) {
    const known = this.#next;
    this.#next = null;
    return known?.at === at ? known.bytes : this.#load(at);
  }

  /** @param {number} at */
  async #load(at) {
    const bytes = await this.#blocks.read(at);
    this.#digests[at / BLOCK] ??= await digestOf(bytes);
    return bytes;
  }
}

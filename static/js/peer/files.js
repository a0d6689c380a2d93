// @ts-check

import { Incoming } from './incoming.js';
import { Rate } from './rate.js';
import { Receiving } from './receiving.js';
import { Sending } from './sending.js';

/** @import { FileStore } from './file_store.js' */
/** @import { Outgoing } from './outgoing.js' */
/** @import { Pipe } from './pipe.js' */

const MAX_FRAME = 8 * 1024;
const ID = /^[\w-]{1,64}$/;
/** Words that were not taken; after so many nobody honest is there. */
const MAX_DROPPED = 500;
/** Bytes that nobody waits for: those that were under way when a file was ended here. */
const MAX_STRAY = 64 * 1024 * 1024;

/**
 * @typedef {object} FilesPorts
 * @property {Pick<FileStore, 'create'>} store
 * @property {(file: Incoming) => void} came somebody offers a file
 * @property {() => void} change
 * @property {() => void} flooded the other side said far too much, and is not heard any more
 * @property {() => string} newId
 * @property {() => number} [now]
 */

/** Files with one peer, both ways. They go on over the next connection where they were. */
export class Files {
  #ports;
  #sending;
  #receiving;
  #words;
  /** @type {Pipe | null} */
  #pipe = null;
  #dropped = 0;
  #stray = 0;

  /** @param {FilesPorts} ports */
  constructor(ports) {
    const { store, came, change, newId, now = () => Date.now() } = ports;
    this.#ports = ports;
    this.#words = new Rate(2000, 1000, now);
    const say = (/** @type {Record<string, string | number>} */ said) => this.#say(said);
    this.#sending = new Sending({ say, change, newId, now });
    this.#receiving = new Receiving({ store, say, came, change, now });
  }

  /** @param {Pipe} pipe */
  attach(pipe) {
    this.#pipe = pipe;
    this.#dropped = this.#stray = 0;
    pipe.onHeard = (data) => this.#hear(data);
    pipe.onOpen = () => this.#opened(pipe);
    pipe.onClosed = () => this.detach(pipe);
    if (pipe.isOpen) {
      this.#opened(pipe);
    }
  }

  /** @param {Pipe | null} [pipe] only if it is still this one */
  detach(pipe = this.#pipe) {
    if (pipe !== null && pipe === this.#pipe) {
      this.#pipe = null;
      this.#receiving.closed();
      this.#sending.closed();
    }
  }

  /** Offer a file. @param {File} file */
  offer(file) {
    return this.#sending.offer(file);
  }

  /** @param {Incoming} file */
  accept(file) {
    return this.#receiving.accept(file);
  }

  /** @param {Incoming | Outgoing} file @param {'refused' | 'cancelled'} end */
  stop(file, end) {
    if (file instanceof Incoming) {
      this.#receiving.stop(file, end);
    } else {
      this.#sending.stop(file, end);
    }
  }

  /** @param {Incoming | Outgoing} file @param {boolean} paused */
  pause(file, paused) {
    file.pausedHere = paused;
    file.restartPace();
    this.#say({ type: paused ? 'pause' : 'resume', id: file.id });
    this.#sending.paused();
  }

  /** What is not over ends now. */
  close() {
    this.#sending.close();
    this.#receiving.close();
    this.detach();
  }

  /** @param {Pipe} pipe */
  #opened(pipe) {
    this.#receiving.opened();
    this.#sending.opened(pipe);
    this.#ports.change();
  }

  /** @param {Record<string, string | number>} said */
  #say(said) {
    this.#pipe?.send(JSON.stringify(said));
  }

  /** @param {string | ArrayBuffer} data */
  #hear(data) {
    if (this.#pipe === null) {
      return;
    }
    if (typeof data !== 'string') {
      this.#stray = this.#receiving.take(data) ? 0 : this.#stray + data.byteLength;
    } else if (data.length > MAX_FRAME || !this.#words.take() || !this.#hearWord(parse(data))) {
      this.#dropped += 1;
    }
    if (this.#dropped > MAX_DROPPED || this.#stray > MAX_STRAY) {
      this.#pipe.close();
      this.#ports.flooded();
    }
  }

  /** @param {any} said @returns {boolean} was it something? */
  #hearWord(said) {
    if (typeof said.id !== 'string' || !ID.test(said.id)) {
      return false;
    }
    const ours = this.#sending.get(said.id);
    if (ours === undefined) {
      return this.#receiving.hear(said);
    }
    if (ours.end === null) {
      this.#sending.hear(ours, said);
    }
    return true;
  }
}

/** @param {string} data @returns {any} */
function parse(data) {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}

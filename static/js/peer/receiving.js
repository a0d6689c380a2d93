// @ts-check

import { MAX_SIZE } from './blocks.js';
import { cleanFileName } from './file_names.js';
import { StoreError } from './file_store.js';
import { Incoming } from './incoming.js';
import { Rate } from './rate.js';
import { MAX_OPEN, TOLD, Transfers } from './transfer.js';

/** @import { FileStore } from './file_store.js' */
/** @import { TransferEnd } from './transfer.js' */

/**
 * @typedef {object} ReceivingPorts
 * @property {Pick<FileStore, 'create'>} store
 * @property {(said: Record<string, string | number>) => void} say
 * @property {(file: Incoming) => void} came
 * @property {() => void} change
 * @property {() => number} now
 */

/** The files that one peer sends here. Nothing is taken that a person has not accepted. */
export class Receiving {
  #ports;
  /** @type {Transfers<Incoming>} */
  #files = new Transfers();
  /** Whose bytes come now. @type {Incoming | null} */
  #current = null;
  #offers;

  /** @param {ReceivingPorts} ports */
  constructor(ports) {
    this.#ports = ports;
    this.#offers = new Rate(2 * MAX_OPEN, 0.5, ports.now);
  }

  /** @param {string} id */
  get(id) {
    return this.#files.get(id);
  }

  opened() {
    for (const file of this.#files.open()) {
      file.connect(true);
      if (file.pausedHere) {
        this.#ports.say({ type: 'pause', id: file.id });
      }
    }
  }

  closed() {
    this.#current?.cut();
    this.#current = null;
    this.#files.open().forEach((file) => file.connect(false));
  }

  /** @param {Incoming} file */
  async accept(file) {
    if (file.accepted || file.end !== null) {
      return;
    }
    file.accepted = true;
    this.#ports.change();
    try {
      file.writeTo(await this.#ports.store.create(file.size));
      if (file.end === null) {
        await this.#ask(file);
      } else {
        await file.remove();
      }
    } catch (error) {
      this.stop(file, failureOf(error));
    }
  }

  /** @param {Incoming} file @param {TransferEnd} end @param {boolean} [here] */
  stop(file, end, here = true) {
    if (!file.finishAs(end, here)) {
      return;
    }
    if (this.#current === file) {
      this.#current = null;
    }
    if (here) {
      this.#ports.say({ type: file.accepted ? 'cancel' : 'refuse', id: file.id, reason: end });
    }
    file.remove().catch(() => {});
    this.#ports.change();
  }

  close() {
    this.#files.open().forEach((file) => this.stop(file, 'over'));
  }

  /** What the peer says of a file of its own. @param {any} said @returns {boolean} was it something? */
  hear({ type, id, name, size, at, digest, reason }) {
    const file = this.#files.get(id);
    if (file === undefined) {
      return type === 'offer' && this.#offered(id, name, size);
    }
    if (type === 'offer') {
      this.#offeredAgain(file, size);
    } else if (file.end !== null) {
      // It crossed our own word that it is over.
    } else if (type === 'pause' || type === 'resume') {
      file.pausedThere = type === 'pause';
      file.restartPace();
    } else if (type === 'cancel') {
      this.stop(file, TOLD.includes(reason) ? reason : 'cancelled', false);
    } else if (type === 'begin') {
      this.#begin(file, at);
    } else if (type === 'end') {
      this.#finish(file, digest);
    }
    this.#ports.change();
    return true;
  }

  /** @param {ArrayBuffer} bytes @returns {boolean} false when nobody waits for them */
  take(bytes) {
    const file = this.#current;
    if (file !== null && !file.take(bytes)) {
      this.stop(file, 'too_much');
    }
    return file !== null;
  }

  /** @param {string} id @param {unknown} name @param {unknown} size @returns {boolean} */
  #offered(id, name, size) {
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || typeof name !== 'string') {
      return false;
    }
    if (size > MAX_SIZE || this.#files.open().length >= MAX_OPEN || !this.#offers.take()) {
      this.#ports.say({ type: 'refuse', id, reason: size > MAX_SIZE ? 'too_big' : 'too_many' });
      return true;
    }
    const file = new Incoming({ id, name: cleanFileName(name), size }, {
      wrote: (at) => {
        file.move(at, this.#ports.now());
        this.#ports.say({ type: 'got', id, at });
        this.#ports.change();
      },
      failed: (error) => this.stop(file, failureOf(error)),
    });
    file.connect(true);
    this.#files.add(file);
    this.#ports.came(file);
    return true;
  }

  /** After a lost connection: go on where it was, or say how it ended. @param {Incoming} file @param {unknown} size */
  #offeredAgain(file, size) {
    if (file.end === 'whole') {
      this.#ports.say({ type: 'whole', id: file.id, digest: file.digest });
    } else if (file.end !== null || size !== file.size) {
      this.#ports.say({ type: 'refuse', id: file.id, reason: file.end ?? 'refused' });
    } else if (file.isReady) {
      this.#ask(file);
    }
  }

  /** Say from where on a file is wanted. @param {Incoming} file */
  async #ask(file) {
    await file.written();
    if (file.end === null) {
      this.#ports.say({ type: 'accept', id: file.id, at: file.received });
    }
  }

  /** @param {Incoming} file @param {unknown} at */
  #begin(file, at) {
    if (!file.isReady || at !== file.received || this.#current?.isAtBorder === false) {
      this.stop(file, 'too_much');
      return;
    }
    this.#files.forEach((other) => (other.running = other === file));
    file.restartPace();
    this.#current = file;
  }

  /** @param {Incoming} file @param {unknown} theirs */
  async #finish(file, theirs) {
    if (this.#current === file) {
      this.#current = null;
    }
    try {
      if (!(await file.finish(String(theirs)))) {
        this.stop(file, 'altered');
      } else if (file.finishAs('whole', true)) {
        this.#ports.say({ type: 'whole', id: file.id, digest: file.digest });
      } else {
        await file.remove();
      }
    } catch (error) {
      this.stop(file, failureOf(error));
    }
    this.#ports.change();
  }
}

/** @param {unknown} error @returns {TransferEnd} */
function failureOf(error) {
  if (error instanceof StoreError) {
    return error.code;
  }
  return error instanceof Error && error.name === 'QuotaExceededError' ? 'no_room' : 'write_failed';
}

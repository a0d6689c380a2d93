// @ts-check

import { isBorder, MAX_SIZE } from './blocks.js';
import { Outgoing } from './outgoing.js';
import { MAX_OPEN, TOLD, Transfers } from './transfer.js';

/** @import { Pipe } from './pipe.js' */
/** @import { TransferEnd } from './transfer.js' */

/**
 * @typedef {object} SendingPorts
 * @property {(said: Record<string, string | number>) => void} say
 * @property {() => void} change
 * @property {() => string} newId
 * @property {() => number} now
 */

/** The files that one peer gets from here. One is on its way at a time, and reads on no further than the peer has written. */
export class Sending {
  #ports;
  /** @type {Pipe | null} */
  #pipe = null;
  /** @type {Transfers<Outgoing>} */
  #files = new Transfers();
  #isPumping = false;
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {SendingPorts} ports */
  constructor(ports) {
    this.#ports = ports;
  }

  /** @param {string} id */
  get(id) {
    return this.#files.get(id);
  }

  /** @param {Pipe} pipe */
  opened(pipe) {
    this.#pipe = pipe;
    this.#files.open().forEach((file) => {
      file.connect(true);
      this.#offer(file);
    });
  }

  closed() {
    this.#pipe = null;
    this.#files.open().forEach((file) => file.connect(false));
    this.#changed();
  }

  /** @param {File} file @returns {Outgoing | 'too_many' | 'too_big'} */
  offer(file) {
    if (file.size > MAX_SIZE) {
      return 'too_big';
    }
    if (this.#files.open().length >= MAX_OPEN) {
      return 'too_many';
    }
    const fresh = new Outgoing(this.#ports.newId(), file);
    this.#files.add(fresh);
    fresh.connect(this.#pipe !== null);
    this.#offer(fresh);
    return fresh;
  }

  /** What the peer says of a file of ours. @param {Outgoing} file @param {any} said */
  hear(file, { type, at, digest, reason }) {
    if (type === 'pause' || type === 'resume') {
      file.pausedThere = type === 'pause';
    } else if (type === 'refuse' || type === 'cancel') {
      this.stop(file, TOLD.includes(reason) ? reason : 'cancelled', false);
    } else if (type === 'accept' && isBorder(at, file.size) && at <= file.sent) {
      file.ask(at);
    } else if (type === 'got' && isBorder(at, file.size) && at <= file.sent && at >= file.moved) {
      file.move(at, this.#ports.now());
    } else if (type === 'whole') {
      this.#arrived(file, digest).catch(() => this.stop(file, 'altered'));
    }
    this.#changed();
  }

  /** @param {Outgoing} file @param {TransferEnd} end @param {boolean} [here] */
  stop(file, end, here = true) {
    if (file.finishAs(end, here)) {
      if (here) {
        this.#ports.say({ type: 'cancel', id: file.id, reason: end });
      }
      file.drop();
      this.#changed();
    }
  }

  /** This side paused a file, or lets it go on. */
  paused() {
    this.#changed();
  }

  close() {
    this.#files.open().forEach((file) => this.stop(file, 'over'));
  }

  /** @param {Outgoing} file */
  #offer(file) {
    const { id, name, size } = file;
    file.accepted = file.isWanted = false;
    this.#ports.say({ type: 'offer', id, name, size });
    if (file.pausedHere) {
      this.#ports.say({ type: 'pause', id });
    }
    this.#changed();
  }

  /** @param {Outgoing} file @param {unknown} theirs */
  async #arrived(file, theirs) {
    const digest = await file.wholeDigest();
    if (!file.isSent || digest !== theirs) {
      this.stop(file, 'altered');
    } else if (file.finishAs('whole', false)) {
      file.moved = file.size;
      file.digest = digest;
      file.drop();
      this.#changed();
    }
  }

  #changed() {
    this.#ports.change();
    this.#waiting.splice(0).forEach((go) => go());
    if (!this.#isPumping) {
      this.#pump();
    }
  }

  async #pump() {
    this.#isPumping = true;
    for (let next = this.#next(); next !== undefined && this.#pipe?.isOpen; next = this.#next()) {
      await this.#takeTurn(next, this.#pipe);
    }
    this.#isPumping = false;
  }

  /** Whose turn is it? */
  #next() {
    return this.#files.open().find(({ mayGo }) => mayGo);
  }

  /** One file, until it is handed over or may not go on. @param {Outgoing} file @param {Pipe} pipe */
  async #takeTurn(file, pipe) {
    const { asked } = file;
    const mayGo = () => file.mayGo && file.asked === asked && this.#pipe === pipe;
    file.running = true;
    file.restartPace();
    this.#ports.say({ type: 'begin', id: file.id, at: file.sent });
    try {
      while (mayGo() && !file.isSent) {
        if (!file.hasCredit) {
          await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
        } else if (!(await file.sendBlock(pipe))) {
          break;
        }
      }
      if (mayGo() && file.isSent) {
        const digest = await file.wholeDigest();
        file.isWanted = false;
        this.#ports.say({ type: 'end', id: file.id, digest });
      } else if (file.end === null && file.isWanted && pipe.isOpen && this.#pipe === pipe && !file.paused && file.asked === asked) {
        // The browser did not take it, on a connection that stands: it would not take it a second time either.
        this.stop(file, 'unreadable');
      }
    } catch {
      this.stop(file, 'unreadable');
    }
    file.running = false;
  }
}

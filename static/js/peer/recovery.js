// @ts-check

import { POLITE_MS, pauseBefore } from './tries.js';

/** A path may stumble this long before anyone is told. */
export const STUMBLE_MS = 1000;
/** A first path that is not found in this time is looked for once more: what was said about it may have been lost. */
export const SECOND_TRY_MS = 8000;
/** The time for the first path. */
export const FIRST_PATH_MS = 20000;
/** The time for a new path, once the call had one: a lift, a tunnel, another network. */
export const GIVE_UP_MS = 60000;
/** Several signs that the other side can be reached come together; a try is given this long before the next. */
export const APART_MS = 1500;

/**
 * Watches the media path of one connection and nothing else: a lost server is not its business.
 * Tells when media flows, when it stopped, when to look for a new path, and when there is no hope left.
 */
export class Recovery {
  #pc;
  #polite;
  #ports;
  #now;
  /** @type {'starting' | 'up' | 'stumbling' | 'down' | 'over'} */
  #state = 'starting';
  #tries = 0;
  #triedAt = -Infinity;
  #nextAt = Infinity;
  /** @type {any} */
  #stumble;
  /** @type {any} */
  #next;
  /** @type {any} */
  #giveUp;

  /**
   * @param {object} options
   * @param {RTCPeerConnection} options.pc
   * @param {boolean} options.polite
   * @param {() => boolean} options.canSay can the other side be told of a new path now? A try makes no sense before
   * @param {() => void} options.restart look for a new path; the one in use, if any, stays until then
   * @param {() => void} options.onUp
   * @param {() => void} options.onDown
   * @param {() => void} options.onFailed
   * @param {() => number} [options.now]
   */
  constructor({ pc, polite, now = () => performance.now(), ...ports }) {
    this.#pc = pc;
    this.#polite = polite;
    this.#ports = ports;
    this.#now = now;
    this.#plan(SECOND_TRY_MS + (polite ? POLITE_MS : 0));
    this.#giveUp = setTimeout(() => this.#fail(), FIRST_PATH_MS);
    pc.onconnectionstatechange = () => this.#look();
  }

  /** The other side, or the network, is there again: no pause is worth waiting for, if media does not flow. */
  chance() {
    if (this.#state !== 'up' && this.#state !== 'over') {
      this.#hasten();
    }
  }

  /**
   * The other side looks for a new path, and we go along: that is a try of both. An offer that we do not take is none of ours:
   * if it counted, a side whose own offer was lost would put off saying it again for as long as the other goes on.
   */
  followed() {
    if (this.#state !== 'up' && this.#state !== 'over') {
      this.#tried();
    }
  }

  close() {
    this.#state = 'over';
    this.#clear();
    this.#pc.onconnectionstatechange = null;
  }

  #look() {
    const state = this.#pc.connectionState;
    if (state === 'connected') {
      this.#rise();
    } else if ((state === 'disconnected' || state === 'connecting') && this.#state === 'up') {
      // Firefox says the second as soon as it follows the other side to a new path.
      this.#stumbles();
    } else if (state === 'failed') {
      if (this.#state === 'up') {
        this.#stumbles();
      }
      this.#fall();
      if (this.#tries === 0) {
        this.#hasten();
      }
    }
  }

  #rise() {
    const tell = this.#state === 'starting' || this.#state === 'down';
    this.#clear();
    this.#state = 'up';
    this.#tries = 0;
    if (tell) {
      this.#ports.onUp();
    }
  }

  #stumbles() {
    this.#state = 'stumbling';
    this.#stumble = setTimeout(() => this.#fall(), STUMBLE_MS);
    this.#plan(pauseBefore(0, this.#polite));
  }

  #fall() {
    if (this.#state === 'stumbling') {
      clearTimeout(this.#stumble);
      this.#state = 'down';
      this.#giveUp = setTimeout(() => this.#fail(), GIVE_UP_MS);
      this.#ports.onDown();
    }
  }

  #try() {
    if (this.#ports.canSay()) {
      this.#tried();
      this.#ports.restart();
    } else {
      this.#plan(pauseBefore(this.#tries, this.#polite));
    }
  }

  #tried() {
    this.#tries++;
    this.#triedAt = this.#now();
    this.#plan(pauseBefore(this.#tries, this.#polite));
  }

  /** Try as soon as it makes sense. */
  #hasten() {
    const now = this.#now();
    const pause = Math.max(0, this.#triedAt + APART_MS - now, this.#polite ? POLITE_MS : 0);
    if (pause === 0) {
      this.#try();
    } else if (now + pause < this.#nextAt) {
      this.#plan(pause);
    }
  }

  /** @param {number} pause */
  #plan(pause) {
    clearTimeout(this.#next);
    this.#nextAt = this.#now() + pause;
    this.#next = setTimeout(() => this.#try(), pause);
  }

  #fail() {
    this.close();
    this.#ports.onFailed();
  }

  #clear() {
    clearTimeout(this.#stumble);
    clearTimeout(this.#next);
    clearTimeout(this.#giveUp);
  }
}

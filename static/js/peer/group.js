// @ts-check

import { CONNECTION_ENDS } from './call_ends.js';
import { isActive, isMedia } from './call_states.js';

/** @import { Call } from './call.js' */
/** @import { EndReason } from './call_ends.js' */
/** @import { Directory, PeerRecord } from './directory.js' */

const MAX_TRIES = 3;
const AGAIN_MS = 2000;

/**
 * The call with several people that we are in: a mesh, in which everybody has a connection of their own with everybody.
 *
 * Its name is known to those in it and to those who were called into it; so an offer that names it needs no ringing. Who
 * connects with somebody introduces them to all the others, and of two who were introduced the one with the lower client
 * ID calls. Everybody does that at each new connection, so it does not matter who came in at the same time.
 */
export class Group {
  #self;
  #directory;
  #size;
  #reach;
  /** @type {string | null} */
  #id = null;
  /** @type {Map<string, number>} */
  #tries = new Map();
  /** @type {Set<any>} */
  #timers = new Set();

  /**
   * @param {object} options
   * @param {string} options.self our client ID
   * @param {Directory} options.directory
   * @param {number} options.size how many people a call may have
   * @param {(record: PeerRecord) => void} options.reach call somebody who is in the group as well
   */
  constructor({ self, directory, size, reach }) {
    this.#self = self;
    this.#directory = directory;
    this.#size = size;
    this.#reach = reach;
  }

  /** Its name; null when we are in none. */
  get id() {
    return this.#id;
  }

  /** Are we talking to somebody already? */
  get isTalking() {
    return this.#directory.all().some(({ call }) => isMedia(call?.state));
  }

  /** Two calls that both run stay apart. @param {Call} call that rings */
  mayMeet({ group, as }) {
    return as === 'alone' || group === this.#id || !this.isTalking;
  }

  /** With those who are being called. */
  get isFull() {
    return this.#directory.all().filter(({ call }) => isActive(call?.state)).length + 1 >= this.#size;
  }

  /** @param {string} id */
  enter(id) {
    this.#id = id;
  }

  /** We are in it no more. */
  leave() {
    this.#id = null;
    this.#tries.clear();
    this.#timers.forEach(clearTimeout);
    this.#timers.clear();
  }

  /** Somebody is with us now: everybody else should know them, and they everybody else. @param {PeerRecord} record */
  connected(record) {
    const others = this.#others(record);
    if (others.length > 0) {
      record.call?.introduce(others.map(({ id }) => id));
      others.forEach(({ call }) => call?.introduce([record.id]));
    }
  }

  /** These are in the group as well. @param {string[]} ids */
  introduced(ids) {
    for (const id of ids) {
      const record = this.#directory.get(id);
      if (record !== undefined && this.#self < id) {
        this.#meet(record);
      }
    }
  }

  /** A call with one of us has ended. @param {PeerRecord} record @param {EndReason} reason */
  ended(record, reason) {
    const tries = this.#tries.get(record.id) ?? 0;
    if (CONNECTION_ENDS.includes(reason) && this.#self < record.id && tries < MAX_TRIES && this.#others(record).length > 0) {
      this.#tries.set(record.id, tries + 1);
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        this.#meet(record);
      }, AGAIN_MS * (tries + 1));
      this.#timers.add(timer);
    }
  }

  /** @param {PeerRecord} record */
  #meet(record) {
    if (this.#id !== null && record.present && !record.blocked && record.call === null && !this.isFull) {
      this.#reach(record);
    }
  }

  /** @param {PeerRecord} record */
  #others(record) {
    return this.#directory.all().filter((other) => other !== record && isMedia(other.call?.state));
  }
}

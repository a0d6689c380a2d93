// @ts-check
// Which visit speaks for which client, and what it said already: docs/sealing.md, "Who speaks for a client".

import { Refused } from './seal.js';

/** As wide as that of RFC 4303, section 3.4.3. */
const WIDTH = 64;
/** Visits that are over and never speak again, remembered for each client. */
const MAX_FORMER = 1000;
const MAX_CLIENTS = 512;

/** The counters of one visit: each is taken once, and none that is far behind the highest. */
export class Counters {
  #highest;
  #start;
  /** @type {Set<number>} */
  #taken = new Set();

  /** @param {number} start what the visit said up to here was before it was known */
  constructor(start = 0) {
    this.#highest = this.#start = start;
  }

  /** @param {number} counter @returns {boolean} false for one that was here before */
  take(counter) {
    const oldest = Math.max(this.#start, this.#highest - WIDTH);
    if (!Number.isSafeInteger(counter) || counter <= oldest || this.#taken.has(counter)) {
      return false;
    }
    this.#taken.add(counter);
    if (counter > this.#highest) {
      this.#highest = counter;
      for (const old of this.#taken) {
        if (old <= counter - WIDTH) {
          this.#taken.delete(old);
        }
      }
    }
    return true;
  }
}

/**
 * @typedef {object} Client
 * @property {string} speaker the visit that speaks for this client
 * @property {boolean} settled has it said something since the client came?
 * @property {Counters} counters what it said
 * @property {Set<string>} former visits that spoke before it
 */

export class Speakers {
  /** @type {Map<string, Client>} */
  #clients = new Map();

  /** @param {string} id @returns {string} the visit that spoke last for this client; empty before any did */
  last(id) {
    return this.#clients.get(id)?.speaker ?? '';
  }

  /** Is it known who is there now? @param {string} id */
  settled(id) {
    return this.#clients.get(id)?.settled ?? false;
  }

  /** The client left or came: another visit may speak for it. @param {string} id */
  unsettle(id) {
    const client = this.#clients.get(id);
    if (client !== undefined) {
      client.settled = false;
    }
  }

  unsettleAll() {
    this.#clients.forEach((client) => {
      client.settled = false;
    });
  }

  /**
   * Judge a message that opened.
   *
   * @param {string} id the sender
   * @param {string} visit
   * @param {number} counter
   * @param {boolean} direct
   * @returns {'known' | 'new' | 'stranger'} of a stranger nothing is believed
   * @throws {Refused}
   */
  judge(id, visit, counter, direct) {
    const client = this.#clients.get(id);
    if (client?.speaker === visit) {
      if (!client.counters.take(counter)) {
        throw new Refused('replayed');
      }
      client.settled = true;
      return 'known';
    }
    if (client?.settled || client?.former.has(visit)) {
      throw new Refused('wrong_visit');
    }
    if (!new Counters().take(counter)) {
      throw new Refused('replayed');
    }
    if (!direct) {
      return 'stranger';
    }
    const former = [...(client?.former ?? []), ...(client ? [client.speaker] : [])].slice(-MAX_FORMER);
    this.#clients.delete(id);
    this.#clients.set(id, { speaker: visit, settled: true, counters: new Counters(counter), former: new Set(former) });
    if (this.#clients.size > MAX_CLIENTS) {
      this.#clients.delete(/** @type {string} */ (this.#clients.keys().next().value));
    }
    return 'new';
  }
}

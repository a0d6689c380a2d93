// @ts-check

import { cleanName } from './envelope.js';
import { isActive } from './call_states.js';

/** @import { Call } from './call.js' */
/** @import { Presence } from './envelope.js' */
/** @import { Outbox } from './outbox.js' */

/** More people than any channel has; a bound on what a broken server can make us keep. */
const MAX_PEERS = 500;
const MAX_PAST = 32;

/**
 * What is known of one other person in the channel.
 *
 * @typedef {object} PeerRecord
 * @property {string} id the client ID
 * @property {string} name empty until the peer said it
 * @property {'free' | 'busy'} state
 * @property {Presence} presence what they say of themselves
 * @property {boolean} present a member of the channel, as the server tells
 * @property {boolean} unreadable says what does not open with this channel's key
 * @property {boolean} blocked this person does not want to hear of them
 * @property {number} helloSeq
 * @property {Call | null} call
 * @property {string[]} past dialogs that are over
 * @property {Outbox} outbox
 * @property {any} absence timer of a peer that left in the middle of ringing
 */

/** Who is in the channel: client ID to record. Knows no line and no media. */
export class Directory {
  /** @type {Map<string, PeerRecord>} */
  #records = new Map();
  #newOutbox;

  /** @param {(id: string) => Outbox} newOutbox */
  constructor(newOutbox) {
    this.#newOutbox = newOutbox;
  }

  /** @returns {PeerRecord[]} */
  all() {
    return [...this.#records.values()];
  }

  /** @param {string} id */
  get(id) {
    return this.#records.get(id);
  }

  /**
   * The record of a member; made when there is none.
   *
   * @param {string} id
   * @returns {PeerRecord | null} null when there are too many
   */
  seat(id) {
    let record = this.#records.get(id);
    if (record === undefined) {
      if (this.#records.size >= MAX_PEERS) {
        return null;
      }
      const outbox = this.#newOutbox(id);
      const fresh = { id, name: '', present: true, unreadable: false, blocked: false, helloSeq: -1, past: [] };
      record = { ...fresh, call: null, state: 'free', presence: 'available', outbox, absence: undefined };
      this.#records.set(id, record);
    }
    clearTimeout(record.absence);
    record.present = true;
    return record;
  }

  /** Forget a peer that is neither in the channel nor in a call; a blocked one is remembered. @param {PeerRecord} record */
  tidy(record) {
    if (!record.present && record.call === null && !record.blocked) {
      this.#records.delete(record.id);
    }
  }

  /** @param {PeerRecord} record @param {string} dialog */
  retire(record, dialog) {
    record.past.push(dialog);
    record.past.splice(0, record.past.length - MAX_PAST);
  }

  /**
   * Take a `hello` in. Counting from 0 again means that the peer's page was loaded anew. What a blocked peer says of
   * itself does not count.
   *
   * @param {PeerRecord} record
   * @param {number} seq
   * @param {Record<string, any>} payload
   * @returns {boolean} false when it is older than what is known
   */
  hello(record, seq, payload) {
    if (seq !== 0 && seq <= record.helloSeq) {
      return false;
    }
    record.helloSeq = seq;
    if (!record.blocked) {
      record.name = cleanName(payload.name);
      record.state = payload.state;
      record.presence = payload.presence ?? 'available';
    }
    return true;
  }

  /** Is anybody but this peer in a call with us? @param {string} [id] */
  busyWithout(id) {
    return this.all().some((record) => record.id !== id && isActive(record.call?.state));
  }
}

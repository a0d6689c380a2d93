// @ts-check

import { Emitter } from '../emitter.js';
import { decode, encode } from './envelope.js';

/** @import { Envelope } from './envelope.js' */
/** @import { Refusal } from '../sealing/seal.js' */

/**
 * @typedef {object} Line the way to the other members; a lost line rejects
 * @property {(to: string, text: string) => Promise<void>} info
 * @property {(data: any) => Promise<void>} broadcast
 *
 * @typedef {object} WireEvents
 * @property {{from: string, envelope: Envelope}} heard
 * @property {{from: string, anew: boolean}} known this member can be spoken to; anew: its page is another one
 * @property {{answer: (envelope: Envelope) => Promise<void>}} stranger somebody whose word does not count yet
 * @property {{from: string, reason: Refusal | 'malformed'}} dropped
 */

/**
 * Carries envelopes as they are: the wire of a channel without a key. Whatever member the server
 * names is believed.
 *
 * @extends {Emitter<WireEvents>}
 */
export class PlainWire extends Emitter {
  #line;

  /** @param {Line} line */
  constructor(line) {
    super();
    this.#line = line;
  }

  /** Nobody signs here. @param {string} _id */
  visitOf(_id) {
    return '';
  }

  /** May this member be spoken to? @param {string} _id @returns {boolean} */
  knows(_id) {
    return true;
  }

  /** A member left or came. @param {string} _id */
  changed(_id) {}

  /** The line was lost: nobody knows who left and came meanwhile. */
  lost() {}

  /** @param {string} to @param {Envelope} envelope @returns {Promise<void>} */
  async say(to, envelope) {
    await this.#line.info(to, encode(envelope));
  }

  /** @param {Envelope} envelope @returns {Promise<void>} */
  async sayAll(envelope) {
    await this.#line.broadcast({ body: encode(envelope) });
  }

  /**
   * @param {string} from the sender, in the server's word
   * @param {unknown} text
   * @param {boolean} _direct to us alone?
   */
  hear(from, text, _direct) {
    const envelope = decode(text);
    if (envelope === null) {
      this.emit('dropped', { from, reason: 'malformed' });
    } else {
      this.emit('heard', { from, envelope });
    }
  }
}

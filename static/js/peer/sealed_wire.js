// @ts-check

import { Emitter } from '../emitter.js';
import { fromBase64url, randomBytes, textOf, toBase64url } from '../sealing/bytes.js';
import { EVERYBODY, Refused } from '../sealing/seal.js';
import { Speakers } from '../sealing/speakers.js';
import { decode, encode } from './envelope.js';

/** @import { Opened, Sealer } from '../sealing/seal.js' */
/** @import { VisitKey } from '../sealing/visit_key.js' */
/** @import { Envelope } from './envelope.js' */
/** @import { Line, WireEvents } from './wire.js' */

/**
 * Carries envelopes sealed: the wire of a channel with a key, which has no other way. What does not
 * open, or comes from somebody whose word does not count (docs/sealing.md), changes nothing.
 *
 * @extends {Emitter<WireEvents>}
 */
export class SealedWire extends Emitter {
  #self;
  #line;
  #sealer;
  #visit;
  #speakers = new Speakers();
  #counter = 0;
  /** Messages are sealed and opened side by side; they leave in their order, and are believed in their order. */
  #leaving = Promise.resolve();
  #believing = Promise.resolve();

  /**
   * @param {object} options
   * @param {string} options.self our client ID
   * @param {Line} options.line
   * @param {Sealer} options.sealer
   * @param {VisitKey} options.visit
   */
  constructor({ self, line, sealer, visit }) {
    super();
    this.#self = self;
    this.#line = line;
    this.#sealer = sealer;
    this.#visit = visit;
  }

  /** The visit that spoke last for this member. @param {string} id */
  visitOf(id) {
    return this.#speakers.last(id);
  }

  /** May this member be spoken to? @param {string} id */
  knows(id) {
    return this.#speakers.settled(id);
  }

  /** A member left or came. @param {string} id */
  changed(id) {
    this.#speakers.unsettle(id);
  }

  /** The line was lost: nobody knows who left and came meanwhile. */
  lost() {
    this.#speakers.unsettleAll();
  }

  /** @param {string} to @param {Envelope} envelope @returns {Promise<void>} */
  async say(to, envelope) {
    if (!this.knows(to)) {
      throw new Error('It is not known who is there');
    }
    await this.#sayTo(to, this.visitOf(to), envelope);
  }

  /** @param {Envelope} envelope @returns {Promise<void>} */
  async sayAll(envelope) {
    await this.#line.broadcast({ body: await this.#seal({ to: EVERYBODY }, envelope) });
  }

  /**
   * @param {string} from the sender, in the server's word
   * @param {unknown} text
   * @param {boolean} direct to us alone?
   */
  hear(from, text, direct) {
    if (from === this.#self) {
      // The server gives everybody their own broadcasts back.
      return;
    }
    const opened = this.#open(from, text, direct);
    // A refusal is looked at in its turn.
    opened.catch(() => {});
    this.#believing = this.#believing.then(() => this.#believe(from, opened, direct));
  }

  /** @param {string} to @param {string} visit @param {Envelope} envelope */
  async #sayTo(to, visit, envelope) {
    const toVisit = /** @type {Uint8Array<ArrayBuffer>} */ (fromBase64url(visit));
    await this.#line.info(to, await this.#seal({ to, toVisit }, envelope));
  }

  /** @param {{to: string, toVisit?: Uint8Array<ArrayBuffer>}} way @param {Envelope} envelope @returns {Promise<string>} */
  #seal(way, envelope) {
    const sealed = this.#sealer.seal(
      { from: this.#self, ...way }, this.#visit, ++this.#counter, randomBytes(12), encode(envelope),
    );
    const inTurn = Promise.all([sealed, this.#leaving]).then(([text]) => text);
    this.#leaving = Promise.allSettled([sealed, this.#leaving]).then(() => {});
    return inTurn;
  }

  /** @param {string} from @param {unknown} text @param {boolean} direct @returns {Promise<Opened>} */
  async #open(from, text, direct) {
    const way = direct ? { from, to: this.#self, toVisit: this.#visit.bytes } : { from, to: EVERYBODY };
    return this.#sealer.open(way, text);
  }

  /** @param {string} from @param {Promise<Opened>} opening @param {boolean} direct */
  async #believe(from, opening, direct) {
    try {
      this.#judge(from, await opening, direct);
    } catch (error) {
      this.emit('dropped', { from, reason: error instanceof Refused ? error.reason : 'malformed' });
    }
  }

  /** @param {string} from @param {Opened} opened @param {boolean} direct */
  #judge(from, { visit: bytes, counter, said }, direct) {
    const visit = toBase64url(bytes);
    const settled = this.knows(from);
    const standing = this.#speakers.judge(from, visit, counter, direct);
    if (standing === 'stranger') {
      this.emit('stranger', { answer: (envelope) => this.#sayTo(from, visit, envelope) });
      return;
    }
    if (!settled) {
      this.emit('known', { from, anew: standing === 'new' });
    }
    const envelope = decode(textOf(said));
    if (envelope === null) {
      this.emit('dropped', { from, reason: 'malformed' });
    } else {
      this.emit('heard', { from, envelope });
    }
  }
}

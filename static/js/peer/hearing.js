// @ts-check

/** @import { Calls } from './calls.js' */
/** @import { Directory, PeerRecord } from './directory.js' */
/** @import { Envelope } from './envelope.js' */
/** @import { Greeter } from './greeter.js' */

/** What the words of one peer change: what is known of it, and its call alone. */
export class Hearing {
  #directory;
  #calls;
  #greeter;

  /** @param {{directory: Directory, calls: Calls, greeter: Greeter}} parts */
  constructor({ directory, calls, greeter }) {
    this.#directory = directory;
    this.#calls = calls;
    this.#greeter = greeter;
  }

  /**
   * @param {PeerRecord} record of the sender, in the server's word
   * @param {Envelope} envelope
   * @returns {boolean} is something else known of the peer now?
   */
  hear(record, envelope) {
    const { type, dialog, seq } = envelope;
    if (type === 'hello') {
      return this.#hello(record, envelope);
    }
    if (record.blocked) {
      return false;
    }
    if (type === 'offer') {
      this.#calls.offered(record, envelope);
    } else if (record.call?.dialog === dialog) {
      record.call?.receive(envelope);
    } else if (type === 'accept') {
      // Of a call that is over on this side: nobody should wait for it.
      record.outbox.push({ type: 'close', dialog, seq: seq + 1, payload: { reason: 'hangup' } });
    }
    return false;
  }

  /** @param {PeerRecord} record @param {Envelope} envelope */
  #hello(record, { seq, payload }) {
    if (!this.#directory.hello(record, seq, payload)) {
      return false;
    }
    if (record.call?.state === 'connected' && record.state === 'free') {
      // The other side knows nothing of this call any more: its page was loaded anew.
      record.call.abandon();
    }
    if (payload.reply) {
      // It has come into the channel, perhaps by another network than before.
      record.call?.connection?.chance();
      // A blocked peer gets its answer too: without one it would know.
      record.outbox.push(this.#greeter.hello(false));
    }
    return true;
  }
}

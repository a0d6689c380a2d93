// @ts-check

/** @import { Envelope } from './envelope.js' */

const MAX_WAITING = 256;
const MAX_AGE_MS = 60000;

/**
 * What waits to be said to one peer, in order. While the line or the peer is away it is kept, and
 * said when both are back. A message whose delivery is in doubt is said again; the peer drops
 * what it has heard (`seq`).
 */
export class Outbox {
  #deliver;
  #open = false;
  /** @type {{envelope: Envelope, at: number, sent: boolean}[]} */
  #waiting = [];

  /** @param {(envelope: Envelope) => Promise<void>} deliver */
  constructor(deliver) {
    this.#deliver = deliver;
  }

  /** Can something be said now? */
  get isOpen() {
    return this.#open;
  }

  /** Is the peer there, and the line? @param {boolean} open */
  setOpen(open) {
    this.#open = open;
    if (!open) {
      for (const item of this.#waiting) {
        item.sent = false;
      }
      return;
    }
    const oldest = Date.now() - MAX_AGE_MS;
    this.#waiting = this.#waiting.filter(({ at }) => at > oldest);
    this.#waiting.forEach((item) => this.#send(item));
  }

  /** @param {Envelope} envelope */
  push(envelope) {
    if (isOffer(envelope)) {
      this.#supersede(envelope.dialog);
    }
    const item = { envelope, at: Date.now(), sent: false };
    this.#waiting.push(item);
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.shift();
    }
    this.#send(item);
  }

  /** A newer offer replaces an older one that was not said yet, with its candidates. @param {string | null} dialog */
  #supersede(dialog) {
    const old = this.#waiting.findIndex(({ envelope, sent }) => !sent && envelope.dialog === dialog && isOffer(envelope));
    if (old !== -1) {
      this.#waiting = this.#waiting.filter(
        ({ envelope }, index) => index < old || (envelope.type !== 'candidate' && !isOffer(envelope)),
      );
    }
  }

  /** @param {{envelope: Envelope, sent: boolean}} item */
  #send(item) {
    if (!this.#open || item.sent) {
      return;
    }
    item.sent = true;
    this.#deliver(item.envelope).then(
      () => this.#done(item),
      () => {
        item.sent = false;
      },
    );
  }

  /** @param {object} item */
  #done(item) {
    this.#waiting = this.#waiting.filter((other) => other !== item);
  }
}

/** @param {Envelope} envelope */
const isOffer = ({ type, payload }) => type === 'description' && payload.description.type === 'offer';

// @ts-check

/** What may wait in the browser before a sender should pause, and when it may go on. */
const LOW = 512 * 1024;
const HIGH = 2 * 1024 * 1024;
/** Texts that come before it is known who is at the other end; nobody honest says more. */
const MAX_EARLY = 64;
const MAX_EARLY_TEXT = 32 * 1024;

/**
 * One data channel of a call, for what people send each other. Nothing is heard from it, and nothing said, before the
 * connection knows that the other side's certificate is the one that was named.
 */
export class Pipe {
  #channel;
  #admitted = false;
  /** @type {string[]} */
  #early = [];
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @type {(data: string | ArrayBuffer) => void} */
  onHeard = () => {};
  onOpen = () => {};
  onClosed = () => {};

  /** @param {RTCPeerConnection} pc @param {string} label @param {number} id the same on both sides */
  constructor(pc, label, id) {
    const channel = pc.createDataChannel(label, { negotiated: true, id });
    this.#channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = LOW;
    channel.onopen = () => this.#look();
    channel.onmessage = ({ data }) => this.#hear(data);
    channel.onbufferedamountlow = () => this.#release();
    channel.onclose = () => this.#shut();
  }

  get isOpen() {
    return this.#admitted && this.#channel.readyState === 'open';
  }

  /** The other side is who it should be: what it said counts from now on. */
  admit() {
    if (!this.#admitted) {
      this.#admitted = true;
      this.#look();
    }
  }

  /** @param {string | ArrayBuffer | Uint8Array<ArrayBuffer>} data @returns {boolean} false when it could not be handed over */
  send(data) {
    if (!this.isOpen) {
      return false;
    }
    try {
      this.#channel.send(/** @type {any} */ (data));
      return true;
    } catch {
      // The channel closed in between, or its buffer is full: whoever needs an answer does not get one.
      return false;
    }
  }

  /** Is so much waiting that more would only fill memory? */
  get isFull() {
    return this.#channel.bufferedAmount > HIGH;
  }

  /** @returns {Promise<void>} until there is room again, or the pipe is closed */
  async room() {
    if (this.isFull && this.isOpen) {
      await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    }
  }

  close() {
    const channel = this.#channel;
    channel.onopen = channel.onmessage = channel.onbufferedamountlow = channel.onclose = null;
    this.#shut();
    channel.close?.();
  }

  #look() {
    if (this.isOpen) {
      this.onOpen();
      this.#early.splice(0).forEach((text) => this.onHeard(text));
    }
  }

  /** @param {unknown} data */
  #hear(data) {
    if (this.#admitted && (typeof data === 'string' || data instanceof ArrayBuffer)) {
      this.onHeard(data);
    } else if (typeof data === 'string' && data.length <= MAX_EARLY_TEXT && this.#early.length < MAX_EARLY) {
      this.#early.push(data);
    }
  }

  #release() {
    this.#waiting.splice(0).forEach((go) => go());
  }

  #shut() {
    this.#admitted = false;
    this.#early = [];
    this.#release();
    this.onClosed();
  }
}

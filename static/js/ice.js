// @ts-check

/** Passwords of relays that do not say when they end are asked for anew when older than this, once they are needed. */
const FRESH_MS = 5 * 60 * 1000;
/** Of what ends the first half is used, up to a tenth less, so that a thousand pages do not ask at once. */
const PART = 0.5;
const SPREAD = 0.1;
/** The first wait after a failure. It doubles, up to an eighth of the time they hold, and never beyond `LONGEST_MS`. */
const FIRST_MS = 2000;
const LONGEST_MS = 5 * 60 * 1000;
const SHORTEST_MS = 1000;

/**
 * @typedef {object} IceAnswer what the service says about ICE
 * @property {RTCIceServer[]} iceServers
 * @property {number} [iceSeconds] after so many seconds something in them ends; absent where nothing does
 */

/**
 * The STUN and TURN servers of one visit. Where their passwords end, fresh ones are fetched long before, and again
 * and again where that fails; where none ends, nothing is asked that nobody needs.
 */
export class IceSupply {
  #ask;
  #changed;
  #now;
  #random;
  /** @type {RTCIceServer[]} */
  #servers = [];
  /** How long they hold, in milliseconds; 0: they do not say. */
  #life = 0;
  #at = 0;
  /** After how long they are old. */
  #due = 0;
  #failures = 0;
  /** @type {any} */
  #timer;
  /** @type {Promise<RTCIceServer[]> | null} */
  #asking = null;
  #closed = false;

  /**
   * @param {object} ports
   * @param {() => Promise<IceAnswer>} ports.ask fetches fresh ones
   * @param {() => void} ports.changed there are others now
   * @param {() => number} [ports.now] milliseconds; of the clock on the wall, for others stand still while a machine sleeps
   * @param {() => number} [ports.random] a number from 0 up to, not including, 1
   */
  constructor({ ask, changed, now = Date.now, random = Math.random }) {
    this.#ask = ask;
    this.#changed = changed;
    this.#now = now;
    this.#random = random;
  }

  /** @returns {RTCIceServer[]} */
  current() {
    return this.#servers;
  }

  /** These are used from now on. @param {IceAnswer} answer */
  keep({ iceServers, iceSeconds }) {
    if (this.#closed) {
      return;
    }
    this.#servers = Array.isArray(iceServers) ? iceServers : [];
    this.#life = typeof iceSeconds === 'number' && iceSeconds > 0 ? iceSeconds * 1000 : 0;
    this.#at = this.#now();
    this.#failures = 0;
    clearTimeout(this.#timer);
    if (this.#life > 0) {
      this.#due = Math.max(SHORTEST_MS, this.#life * PART * (1 - SPREAD * this.#random()));
      this.#wait(this.#due);
    } else {
      this.#due = this.#servers.some(hasPassword) ? FRESH_MS : Infinity;
    }
    this.#changed();
  }

  /** They are about to be used: those at hand, or fresh ones where these are old. Fails where these cannot be had. */
  async renew() {
    return this.#isOld() ? this.#fetch() : this.#servers;
  }

  /** Page or line are awake again: timers may have slept, and what failed may work now. */
  wake() {
    if (this.#life > 0 && this.#isOld()) {
      this.#fetch().catch(() => {});
    }
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #isOld() {
    const age = this.#now() - this.#at;
    // Somebody has set the clock back: nobody knows how old they are.
    return age < 0 || age >= this.#due;
  }

  #fetch() {
    this.#asking ??= this.#fetchOnce().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #fetchOnce() {
    try {
      this.keep(await this.#ask());
    } catch (error) {
      this.#tryLater();
      throw error;
    }
    return this.#servers;
  }

  #tryLater() {
    if (this.#life > 0 && !this.#closed) {
      const doubled = FIRST_MS * 2 ** Math.min(this.#failures++, 16);
      const ceiling = Math.min(doubled, this.#life / 8, LONGEST_MS);
      this.#wait(Math.max(SHORTEST_MS, ceiling * (1 - this.#random() / 2)));
    }
  }

  /** @param {number} milliseconds */
  #wait(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetch().catch(() => {}), milliseconds);
  }
}

/** @param {RTCIceServer} server */
function hasPassword({ credential }) {
  return credential !== undefined;
}

// @ts-check

import { Weakness, between, tallyOf } from './quality.js';

/** @import { Quality, Tally } from './quality.js' */

/** Whoever asks again within this time gets the same answer, so that several may ask. */
const FRESH_MS = 900;
/** Weak is what was bad for this long. */
const WINDOW_MS = 5000;

/** How one connection is, for as many as want to know: the browser is asked once for all of them. */
export class Monitor {
  #stats;
  #isHeard;
  #onChange;
  #now;
  /** The last seconds, oldest first. @type {Tally[]} */
  #tallies = [];
  #weakness = new Weakness();
  #heard = false;
  /** @type {Promise<Tally | null> | null} */
  #looking = null;

  /** Since the look before. @type {Quality | null} */
  quality = null;

  /**
   * @param {object} options
   * @param {() => Promise<RTCStatsReport>} options.stats
   * @param {() => boolean} options.isHeard does the other side say that it sends sound?
   * @param {() => void} options.onChange the path has changed, or whether it is weak
   * @param {() => number} [options.now] milliseconds
   */
  constructor({ stats, isHeard, onChange, now = () => performance.now() }) {
    this.#stats = stats;
    this.#isHeard = isHeard;
    this.#onChange = onChange;
    this.#now = now;
  }

  get path() {
    return this.#tallies.at(-1)?.path ?? null;
  }

  get isWeak() {
    return this.#weakness.isWeak;
  }

  /** @returns {Promise<Tally | null>} null when it is over */
  async look() {
    const last = this.#tallies.at(-1);
    if (last !== undefined && this.#now() - last.at < FRESH_MS) {
      return last;
    }
    this.#looking ??= this.#look().finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #look() {
    const stats = await this.#stats().catch(() => null);
    if (stats === null) {
      return null;
    }
    const [path, isWeak] = [this.path, this.isWeak];
    const tally = tallyOf(stats, this.#now());
    this.#hear(tally);
    if (path !== this.path || isWeak !== this.isWeak) {
      this.#onChange();
    }
    return tally;
  }

  /** @param {Tally} tally */
  #hear(tally) {
    const isHeard = this.#isHeard();
    if (isHeard !== this.#heard) {
      // What came before says nothing of now.
      this.#tallies = [];
      this.#heard = isHeard;
    }
    const last = this.#tallies.at(-1);
    this.#tallies.push(tally);
    const start = this.#tallies.findLastIndex(({ at }) => tally.at - at >= WINDOW_MS);
    this.#tallies.splice(0, Math.max(0, start));
    const [first] = this.#tallies;
    if (start >= 0 && first !== undefined) {
      this.#weakness.hear(between(first, tally), isHeard, tally.at);
    }
    this.quality = last === undefined ? null : between(last, tally);
  }
}

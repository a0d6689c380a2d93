// @ts-check

/** @import { After } from './state.js' */

/** How often the clock is looked at. */
export const TICK_MS = 5000;
/** A look that comes so much later than it should means that the machine slept. */
export const LATE_MS = 20_000;
/** Browsers let the timers of a hidden page run once a minute only, and a little late. */
export const LATE_HIDDEN_MS = 75_000;
/** A call that the sleep has cut is given up within this time: a while until the browser notices, and a minute of looking for a path. */
export const AFTERMATH_MS = 120_000;

/** Notices that the machine slept, by the time that is missing, and knows which calls that has cost. */
export class Sleep {
  #isHidden;
  #onWake;
  #now;
  #lookedAt = 0;
  #wasHidden = false;
  #wokeAt = -Infinity;

  /**
   * @param {object} ports
   * @param {() => boolean} ports.isHidden can nobody see the page?
   * @param {() => void} ports.onWake
   * @param {() => number} [ports.now] epoch milliseconds: other clocks may stand still while the machine sleeps
   */
  constructor({ isHidden, onWake, now = () => Date.now() }) {
    this.#isHidden = isHidden;
    this.#onWake = onWake;
    this.#now = now;
    this.skip();
    setInterval(() => this.look(), TICK_MS);
  }

  /** The time since the last look was no sleep: the browser froze the page, for instance. */
  skip() {
    this.#lookedAt = this.#now();
    this.#wasHidden = this.#isHidden();
  }

  look() {
    const late = this.#now() - this.#lookedAt - TICK_MS;
    const allowed = this.#wasHidden || this.#isHidden() ? LATE_HIDDEN_MS : LATE_MS;
    this.skip();
    if (late > allowed) {
      this.#wokeAt = this.#now();
      this.#onWake();
    }
  }

  /**
   * What to tell of a call that is over. One that was cut by a sleep says so, and not how long it lasted: nobody knows.
   *
   * @param {After} after
   * @returns {After}
   */
  explain(after) {
    this.look();
    const awake = this.#now() - this.#wokeAt;
    const wasCut = after.reason === 'connection_lost' && awake < AFTERMATH_MS && after.seconds * 1000 > awake;
    return wasCut ? { ...after, reason: 'slept', seconds: 0 } : after;
  }
}

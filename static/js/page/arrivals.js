// @ts-check

/** @import { State } from './state.js' */

/** With more people than these, their coming and going makes no sound. */
const FEW = 5;
/** After a restart of the server everybody comes back, each at a time of their own. */
const RETURNING_MS = 15_000;

/** Tells from one state of the page to the next who came and who went. */
export class Arrivals {
  /** @type {Set<string>} */
  #here = new Set();
  #phase = '';
  #quietUntil = 0;

  /**
   * @param {Pick<State, 'phase' | 'peers'>} state
   * @param {number} now
   * @returns {'came' | 'left' | ''} what is worth a sound
   */
  next({ phase, peers }, now) {
    const before = this.#here;
    this.#here = new Set(peers.filter(({ present }) => present).map(({ id }) => id));
    const last = this.#phase;
    this.#phase = phase;
    if (phase !== 'ready' || last !== 'ready') {
      // Who is there when we come was there before us.
      this.#quietUntil = last === 'reconnecting' ? now + RETURNING_MS : this.#quietUntil;
      return '';
    }
    if (now < this.#quietUntil || Math.max(before.size, this.#here.size) > FEW) {
      return '';
    }
    if ([...this.#here].some((id) => !before.has(id))) {
      return 'came';
    }
    return [...before].some((id) => !this.#here.has(id)) ? 'left' : '';
  }
}

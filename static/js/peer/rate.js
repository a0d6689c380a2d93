// @ts-check

/** So many at once, and so many a second after that. */
export class Rate {
  #burst;
  #perSecond;
  #now;
  #left;
  #at;

  /** @param {number} burst @param {number} perSecond @param {() => number} [now] milliseconds */
  constructor(burst, perSecond, now = () => Date.now()) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#now = now;
    this.#left = burst;
    this.#at = now();
  }

  /** May one more be taken? Then it is. */
  take() {
    const now = this.#now();
    this.#left = Math.min(this.#burst, this.#left + (Math.max(0, now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#left < 1) {
      return false;
    }
    this.#left -= 1;
    return true;
  }
}

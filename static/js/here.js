// @ts-check

/** @typedef {Record<string, number>} Counts how many people are in each public channel; one without anybody is not named */

const AGAIN_MS = 25_000;
/** Whoever comes back to the page is not shown what is older than this. */
const FRESH_MS = 5000;
const LONGEST_MS = 300_000;

/** Asks how many are in public channels, again and again while it is wanted, and less often while nobody answers. */
export class HereNow {
  #ask;
  #tell;
  /** @type {any} */
  #timer;
  #wanted = false;
  /** The page itself was the first answer. */
  #since = Date.now();
  #rest = AGAIN_MS;
  #failures = 0;

  /** @param {{ask: () => Promise<Counts>, tell: (counts: Counts) => void}} ports */
  constructor({ ask, tell }) {
    this.#ask = ask;
    this.#tell = tell;
  }

  /** @param {boolean} wanted does anybody look? */
  turn(wanted) {
    if (wanted === this.#wanted) {
      return;
    }
    this.#wanted = wanted;
    if (wanted) {
      this.#wait(this.#rest);
    } else {
      clearTimeout(this.#timer);
      this.#rest = FRESH_MS;
    }
  }

  /** @param {number} ms since the last question */
  #wait(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), Math.max(0, this.#since + ms - Date.now()));
  }

  async #look() {
    this.#since = Date.now();
    try {
      const counts = await this.#ask();
      this.#failures = 0;
      this.#tell(counts);
    } catch {
      this.#failures++;
    }
    if (this.#wanted) {
      this.#wait(Math.min(AGAIN_MS * 2 ** this.#failures, LONGEST_MS));
    }
  }
}

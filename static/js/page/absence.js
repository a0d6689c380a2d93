// @ts-check

/** A page that nobody has looked at for so long has nobody in front of it. */
export const AWAY_MS = 5 * 60 * 1000;

/** Notices when nobody is in front of the page any more, and when somebody is back. */
export class Absence {
  #onChange;
  /** @type {any} */
  #timer;

  isAway = false;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Can the page be seen? @param {boolean} seen */
  look(seen) {
    clearTimeout(this.#timer);
    if (seen) {
      this.#set(false);
    } else {
      this.#timer = setTimeout(() => this.#set(true), AWAY_MS);
    }
  }

  /** @param {boolean} isAway */
  #set(isAway) {
    if (isAway !== this.isAway) {
      this.isAway = isAway;
      this.#onChange();
    }
  }
}

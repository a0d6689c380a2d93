// @ts-check

import { keep, kept } from './storage.js';

/** Can a page of this browser say where its sound goes? */
export const canChooseSpeakers = () => typeof HTMLMediaElement.prototype.setSinkId === 'function';

/** Where the others are heard. Everything that plays their sound follows it. */
export class Speaker {
  #id = kept('speaker');
  /** @type {Set<HTMLMediaElement>} */
  #players = new Set();

  /** The chosen device; empty for the one that the system has chosen. */
  get id() {
    return this.#id;
  }

  /** @param {string} id */
  choose(id) {
    this.#id = id;
    keep('speaker', id);
    this.#players.forEach((player) => this.play(player));
  }

  /** @param {HTMLMediaElement} player @returns {() => void} let it go */
  follow(player) {
    this.#players.add(player);
    this.play(player);
    return () => this.#players.delete(player);
  }

  /** Send its sound to the chosen speaker. One that is gone leaves the sound where it is. @param {HTMLMediaElement} player */
  async play(player) {
    if (canChooseSpeakers() && player.sinkId !== this.#id) {
      await player.setSinkId(this.#id).catch(() => {});
    }
  }
}

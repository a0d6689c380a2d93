// @ts-check

import { byId, setText, within } from './elements.js';
import { say } from './say.js';
import { isInCall } from './state.js';

/** @import { State } from './state.js' */

/** @typedef {HTMLVideoElement & {webkitEnterFullscreen?: () => void}} SafariVideo of iPhones, which fill the screen with nothing else */

/**
 * The page fills the screen, and one picture, or all of them, the page: so that hanging up, the chat and who calls stay at
 * hand.
 */
export class FullScreen {
  #page;
  /** @type {HTMLElement | null} */
  #large = null;
  /** @type {Set<() => void>} */
  #followers = new Set();

  /** @param {HTMLElement} page */
  constructor(page) {
    this.#page = page;
    document.addEventListener('fullscreenchange', () => this.#enlarge(this.isFull ? this.#large : null));
  }

  get isFull() {
    return document.fullscreenElement !== null;
  }

  /** All pictures, or no more. */
  toggleAll() {
    this.#turn(!this.isFull);
  }

  /** Can the one that this shows? @param {SafariVideo} video */
  isPossible(video) {
    return document.fullscreenEnabled || typeof video.webkitEnterFullscreen === 'function';
  }

  /** @param {HTMLElement} tile @param {SafariVideo} video that it shows */
  toggle(tile, video) {
    if (!document.fullscreenEnabled) {
      video.webkitEnterFullscreen?.();
    } else if (this.#large === tile) {
      this.#turn(false);
    } else {
      this.#turn(true, tile);
    }
  }

  /** This tile is going. @param {HTMLElement} tile */
  drop(tile) {
    if (this.#large === tile) {
      this.#enlarge(null);
    }
  }

  /** Hear when another picture is large, or none. @param {() => void} draw @returns {() => void} hear it no more */
  follow(draw) {
    this.#followers.add(draw);
    return () => this.#followers.delete(draw);
  }

  /** The browser may not want to; then nothing changes. @param {boolean} full @param {HTMLElement | null} [large] */
  async #turn(full, large = null) {
    try {
      await (full ? this.#page.requestFullscreen() : document.exitFullscreen());
      this.#enlarge(large);
    } catch {
      this.#enlarge(this.#large);
    }
  }

  /** @param {HTMLElement | null} tile */
  #enlarge(tile) {
    this.#large?.removeAttribute('data-large');
    this.#large = tile;
    tile?.setAttribute('data-large', 'true');
    this.#followers.forEach((draw) => draw());
  }
}

/** The entry of the menu for all pictures. @param {FullScreen} fullScreen @returns {(state: State) => void} */
export function fullScreenEntry(fullScreen) {
  const entry = byId('full-screen', HTMLButtonElement);
  const words = within(entry, 'span', HTMLElement);
  entry.addEventListener('click', () => fullScreen.toggleAll());
  const draw = () => setText(words, fullScreen.isFull ? say('Leave full screen') : say('Full screen'));
  fullScreen.follow(draw);
  draw();
  return (state) => {
    entry.hidden = !document.fullscreenEnabled || !isInCall(state);
  };
}

// @ts-check

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
    document.addEventListener('fullscreenchange', () => document.fullscreenElement === null && this.#enlarge(null));
  }

  /** @param {SafariVideo} video */
  isPossible(video) {
    return document.fullscreenEnabled || typeof video.webkitEnterFullscreen === 'function';
  }

  /** @param {HTMLElement} tile @param {SafariVideo} video that it shows */
  async toggle(tile, video) {
    if (!document.fullscreenEnabled) {
      video.webkitEnterFullscreen?.();
    } else if (this.#large === tile) {
      await document.exitFullscreen();
    } else {
      await this.#page.requestFullscreen();
      this.#enlarge(tile);
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

  /** @param {HTMLElement | null} tile */
  #enlarge(tile) {
    this.#large?.removeAttribute('data-large');
    this.#large = tile;
    tile?.setAttribute('data-large', 'true');
    this.#followers.forEach((draw) => draw());
  }
}

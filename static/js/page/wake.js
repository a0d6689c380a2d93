// @ts-check

/** @import { State } from './state.js' */

/** Keeps the screen from going dark while people talk. @returns {(state: State) => void} */
export function wakeView() {
  const wake = new WakeLock();
  return ({ peers }) => wake.hold(peers.some(({ call }) => call !== null && call.state !== 'ringing'));
}

/** Where the browser can do that. */
class WakeLock {
  #wanted = false;
  /** @type {WakeLockSentinel | null} */
  #sentinel = null;

  constructor() {
    // The browser drops the lock when the page is hidden.
    document.addEventListener('visibilitychange', () => this.#settle());
  }

  /** @param {boolean} wanted */
  hold(wanted) {
    if (wanted !== this.#wanted) {
      this.#wanted = wanted;
      this.#settle();
    }
  }

  async #settle() {
    if (!this.#wanted) {
      this.#sentinel?.release().catch(() => {});
      this.#sentinel = null;
      return;
    }
    if (document.hidden || !('wakeLock' in navigator) || (this.#sentinel !== null && !this.#sentinel.released)) {
      return;
    }
    try {
      this.#sentinel = await navigator.wakeLock.request('screen');
    } catch {
      // A nicety only: low battery, or not allowed here.
    }
  }
}

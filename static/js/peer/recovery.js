// @ts-check

/** A path may stumble this long before anyone is told. */
export const STUMBLE_MS = 1000;
/** After this long without media a new path is looked for. */
export const RESTART_MS = 5000;
/** A first path that is not found in this time is looked for once more: what was said about it may have been lost. */
export const SECOND_TRY_MS = 8000;
/** The polite side waits a little longer, so that as a rule only one side starts. */
const POLITE_MS = 1500;
/** The time for the first path, and for a new one. */
export const GIVE_UP_MS = 20000;

/**
 * Watches the media path of one connection and nothing else: a lost server is not its business.
 * Tells when media flows, when it stopped, and when there is no hope left.
 */
export class Recovery {
  #pc;
  #ports;
  #restartMs;
  /** @type {'starting' | 'up' | 'stumbling' | 'down' | 'over'} */
  #state = 'starting';
  /** @type {any} */
  #stumble;
  /** @type {any} */
  #restart;
  /** @type {any} */
  #giveUp;

  /**
   * @param {object} options
   * @param {RTCPeerConnection} options.pc
   * @param {boolean} options.polite
   * @param {() => void} options.restart
   * @param {() => void} options.onUp
   * @param {() => void} options.onDown
   * @param {() => void} options.onFailed
   */
  constructor({ pc, polite, ...ports }) {
    this.#pc = pc;
    this.#ports = ports;
    this.#restartMs = polite ? RESTART_MS + POLITE_MS : RESTART_MS;
    this.#restart = setTimeout(() => this.#ports.restart(), polite ? SECOND_TRY_MS + POLITE_MS : SECOND_TRY_MS);
    this.#giveUp = setTimeout(() => this.#fail(), GIVE_UP_MS);
    pc.onconnectionstatechange = () => this.#look();
  }

  /** The other side can be reached again: use the chance, if media is down. */
  chance() {
    if (this.#state === 'down' || this.#state === 'starting') {
      this.#ports.restart();
    }
  }

  close() {
    this.#state = 'over';
    this.#clear();
    this.#pc.onconnectionstatechange = null;
  }

  #look() {
    const state = this.#pc.connectionState;
    if (state === 'connected') {
      this.#rise();
    } else if (state === 'disconnected' && this.#state === 'up') {
      this.#state = 'stumbling';
      this.#stumble = setTimeout(() => this.#fall(), STUMBLE_MS);
      this.#restart = setTimeout(() => this.#ports.restart(), this.#restartMs);
    } else if (state === 'failed') {
      this.#fall();
      clearTimeout(this.#restart);
      this.#ports.restart();
    }
  }

  #rise() {
    const tell = this.#state === 'starting' || this.#state === 'down';
    this.#clear();
    this.#state = 'up';
    if (tell) {
      this.#ports.onUp();
    }
  }

  #fall() {
    if (this.#state === 'up' || this.#state === 'stumbling') {
      clearTimeout(this.#stumble);
      this.#state = 'down';
      this.#giveUp = setTimeout(() => this.#fail(), GIVE_UP_MS);
      this.#ports.onDown();
    }
  }

  #fail() {
    this.close();
    this.#ports.onFailed();
  }

  #clear() {
    clearTimeout(this.#stumble);
    clearTimeout(this.#restart);
    clearTimeout(this.#giveUp);
  }
}

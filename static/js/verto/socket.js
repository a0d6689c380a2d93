// @ts-check

import { Emitter } from '../emitter.js';
import { socketUrl } from './address.js';
import { fullJitter } from './backoff.js';
import { CloseCode } from './codes.js';

/** The server pings every 10 seconds; this long without a frame, the line is dead (docs/verto.md). */
export const SILENCE_MS = 25000;
/** A line in doubt has this long for the next frame. */
export const DOUBT_MS = 4000;
const CONNECT_MS = 10000;
/** What a browser reports when a connection ended without a close frame. */
const ABNORMAL = 1006;

/**
 * @typedef {object} SocketEvents
 * @property {undefined} open
 * @property {{text: string}} frame
 * @property {{code: number, delay: number}} lost a new try follows after `delay`, unless `close` is called
 * @property {{code: number}} closed final, once
 */

/** @typedef {'idle' | 'connecting' | 'open' | 'waiting' | 'closed'} SocketState */

/**
 * A WebSocket that comes back: after every loss it tries again, later and later, until `close`,
 * which is final. A line that went silent counts as lost.
 *
 * @extends {Emitter<SocketEvents>}
 */
export class Socket extends Emitter {
  #url;
  #WebSocketClass;
  #delay;
  #silenceMs;
  /** @type {SocketState} */
  #state = 'idle';
  /** @type {WebSocket | null} */
  #line = null;
  #attempt = 0;
  #doubted = false;
  /** @type {any} */
  #timer;

  /**
   * @param {object} options
   * @param {string} options.url
   * @param {typeof WebSocket} [options.WebSocketClass]
   * @param {(attempt: number) => number} [options.delay]
   * @param {number} [options.silenceMs]
   */
  constructor({ url, WebSocketClass = WebSocket, delay = (attempt) => fullJitter(attempt), silenceMs = SILENCE_MS }) {
    super();
    this.#url = url;
    this.#WebSocketClass = WebSocketClass;
    this.#delay = delay;
    this.#silenceMs = silenceMs;
  }

  get state() {
    return this.#state;
  }

  open() {
    if (this.#state === 'idle') {
      this.#dial();
    }
  }

  /**
   * @param {string} text
   * @returns {boolean} false when there is no line; nothing is kept for later
   */
  send(text) {
    if (this.#state !== 'open' || this.#line === null) {
      return false;
    }
    this.#line.send(text);
    return true;
  }

  /** Say that this line proved good: the next loss starts with the shortest delay again. */
  settle() {
    this.#attempt = 0;
  }

  /** Give this line up and come back after the usual delay. */
  retry() {
    if (this.#state === 'open' || this.#state === 'connecting') {
      this.#lose(ABNORMAL);
    }
  }

  /** There is reason to think that this line is dead: what it is asked now it answers soon, or it counts as lost. */
  doubt() {
    if (this.#state === 'open' && !this.#doubted) {
      this.#listen(DOUBT_MS);
      this.#doubted = true;
    }
  }

  /** The network is back, or a person asks: do not wait for the delay. */
  hurry() {
    if (this.#state === 'waiting') {
      this.#dial();
    }
  }

  /**
   * The server is there from now on: a line that leads elsewhere is given up for one that does not.
   *
   * @param {string} url absolute, or a path on the server where it was
   * @returns {boolean} whether it was elsewhere
   */
  turn(url) {
    const full = socketUrl(url, this.#url);
    const turns = full !== this.#url;
    this.#url = full;
    if (turns && this.#state !== 'idle' && this.#state !== 'closed') {
      this.#drop(CloseCode.NORMAL);
      this.#dial();
    }
    return turns;
  }

  /** @param {number} [code] */
  close(code = CloseCode.NORMAL) {
    if (this.#state === 'closed') {
      return;
    }
    this.#state = 'closed';
    this.#drop(code);
    this.emit('closed', { code });
  }

  #dial() {
    this.#state = 'connecting';
    clearTimeout(this.#timer);
    const line = new this.#WebSocketClass(this.#url);
    this.#line = line;
    this.#timer = setTimeout(() => this.retry(), CONNECT_MS);
    line.onopen = () => {
      this.#state = 'open';
      this.#listen();
      this.emit('open', undefined);
    };
    line.onmessage = (event) => {
      this.#listen();
      this.emit('frame', { text: String(event.data) });
    };
    line.onclose = (event) => this.#lose(event.code);
  }

  /** Wait for the next frame. A timer held back by a sleeping machine still means silence. */
  #listen(silenceMs = this.#silenceMs) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.retry(), silenceMs);
    this.#doubted = false;
  }

  /** @param {number} code */
  #lose(code) {
    this.#state = 'waiting';
    this.#drop(CloseCode.NORMAL);
    const delay = this.#delay(this.#attempt++);
    this.#timer = setTimeout(() => this.#dial(), delay);
    this.emit('lost', { code, delay });
  }

  /** @param {number} code */
  #drop(code) {
    clearTimeout(this.#timer);
    const line = this.#line;
    this.#line = null;
    if (line !== null) {
      line.onopen = line.onmessage = line.onclose = null;
      line.close(code);
    }
  }
}

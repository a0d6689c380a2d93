// @ts-check

import { CloseCode, Refusal } from './codes.js';

/** @import { Credentials } from './types.js' */

/** What the endpoint says where the session is over: fresh credentials tell then where to go, too. */
const SESSION_OVER = 'session_expired';

/** A server that restarts is back after so many lost lines; one that stays away may be elsewhere. */
const PATIENCE = 2;

/** @typedef {Credentials & {url?: string}} Fresh */

/**
 * What one visit logs in with, and how that and the address to log in at are had anew. One question is out at a time.
 *
 * Where the address may change (`locate`), it is asked for when the server says that the channel has moved, and when
 * the line is lost again and again.
 */
export class Access {
  #credentials;
  #renew;
  #locate;
  #answered;
  #refused;
  #renewed = false;
  #astray = false;
  #losses = 0;
  /** @type {Promise<void> | null} */
  #asking = null;

  /**
   * @param {object} options
   * @param {Credentials} options.credentials
   * @param {() => Promise<Fresh>} options.renew
   * @param {() => Promise<string | undefined>} [options.locate]
   * @param {(url: string | undefined, fresh: boolean) => void} options.answered where to log in, and whether with fresh
   *   credentials
   * @param {(code: string) => void} options.refused there is nothing to be had any more
   */
  constructor({ credentials, renew, locate, answered, refused }) {
    this.#credentials = credentials;
    this.#renew = renew;
    this.#locate = locate;
    this.#answered = answered;
    this.#refused = refused;
  }

  get credentials() { return this.#credentials; }

  /** Settled when the question that is out is answered; null while none is. */
  get asking() { return this.#asking; }

  /** Credentials and address are good. */
  settle() {
    this.#renewed = false;
    this.#astray = false;
    this.#losses = 0;
  }

  /** A login was refused for this. @param {string} reason @returns {boolean} whether fresh credentials are fetched */
  judged(reason) {
    this.#astray = reason === Refusal.WRONG_NODE;
    if (reason !== Refusal.BAD_CREDENTIALS || this.#renewed) {
      return false;
    }
    this.#renewed = true;
    this.#ask(() => this.#fetch());
    return true;
  }

  /** The line was lost. @param {number} code */
  lost(code) {
    const isAway = ++this.#losses > PATIENCE;
    if (this.#locate !== undefined && (isAway || this.#astray || code === CloseCode.MOVED)) {
      this.#ask(() => this.#look());
    }
  }

  /** @param {() => Promise<void>} question */
  #ask(question) {
    this.#asking ??= this.#hear(question);
  }

  /** @param {() => Promise<void>} question */
  async #hear(question) {
    try {
      await question();
    } catch (error) {
      const { code, final } = /** @type {{code?: string, final?: boolean}} */ (error);
      if (final) {
        this.#refused(code ?? Refusal.BAD_CREDENTIALS);
      }
      // Otherwise the endpoint is away for now: the next loss or refusal asks again.
    } finally {
      this.#asking = null;
    }
  }

  async #fetch() {
    const fresh = await this.#renew().catch((error) => {
      this.#renewed = false;
      throw error;
    });
    this.#credentials = fresh;
    this.#answered(fresh.url, true);
  }

  async #look() {
    try {
      this.#answered(await this.#locate?.(), false);
    } catch (error) {
      if (/** @type {{code?: string}} */ (error).code !== SESSION_OVER) {
        throw error;
      }
      await this.#fetch();
    }
  }
}

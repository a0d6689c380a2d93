// @ts-check

import { post } from './post.js';

/** @import { IceAnswer } from './ice.js' */
/** @import { Credentials } from './verto/types.js' */

/** How long a reloaded page waits for its former self to let go of the session. */
const RELOAD_MS = 1000;

/** What will not be different on another try. */
const FINAL = ['channel_unknown', 'channel_closed', 'locked', 'banned', 'key_missing', 'browser_too_old'];
/** A new session ID helps against these. */
const STALE = ['session_expired', 'wrong_channel'];

/** Why there are no credentials: a stable code, and whether another try can help. */
export class SessionError extends Error {
  /** @param {string} code @param {string} [detail] */
  constructor(code, detail = '') {
    super(detail || code);
    this.name = 'SessionError';
    this.code = code;
    this.final = FINAL.includes(code);
  }
}

/**
 * @typedef {Credentials & IceAnswer & {url: string, expires: string | number}} Issued
 *
 * @typedef {object} SessionPorts
 * @property {Storage | null} shared of the browser: localStorage
 * @property {Storage | null} own of this tab: sessionStorage
 * @property {LockManager | undefined} locks
 * @property {typeof fetch} fetch
 * @property {() => string} newId
 */

/**
 * The secret with which this browser fetches its credentials for one channel. The first
 * page of a channel uses the one kept for the browser and holds a lock on it; a further page uses
 * one of its own, so that two open pages are two people. A duplicated tab brings a copied secret:
 * the lock tells it from the original.
 */
export class Session {
  #url;
  #key;
  #ports;
  #id = '';
  /** @type {(() => void) | null} */
  #letGo = null;

  /**
   * @param {string} channel
   * @param {string} url the sessions endpoint
   * @param {SessionPorts} ports
   */
  constructor(channel, url, ports) {
    this.#url = url;
    this.#key = `pbx-peers.session.${channel}`;
    this.#ports = ports;
  }

  /**
   * @returns {Promise<Issued>}
   * @throws {SessionError}
   */
  async credentials() {
    await this.#hold();
    try {
      return await this.#post({ sessionId: this.#id });
    } catch (error) {
      if (!(error instanceof SessionError) || !STALE.includes(error.code)) {
        throw error;
      }
      await this.#begin();
      return this.#post({ sessionId: this.#id });
    }
  }

  /**
   * Fresh addresses and passwords of the relays, and the `url` where that may change. Nothing else.
   *
   * @returns {Promise<IceAnswer & {url?: string}>}
   */
  async ice() {
    return this.#post({ sessionId: this.#id, iceOnly: true });
  }

  /** Let another page have the session. */
  release() {
    this.#letGo?.();
    this.#letGo = null;
    this.#id = '';
  }

  async #hold() {
    if (this.#id === '') {
      // One page at a time chooses, or two new ones would make two sessions of the browser.
      await this.#locked(`${this.#key}.choice`, () => this.#choose());
    }
  }

  async #choose() {
    const { shared, own } = this.#ports;
    const mine = read(own, this.#key);
    const browsers = read(shared, this.#key) || this.#make();
    if (mine !== '' && (await this.#claim(mine, RELOAD_MS))) {
      return;
    }
    write(shared, this.#key, browsers);
    if (browsers !== mine && (await this.#claim(browsers, 0))) {
      write(own, this.#key, browsers);
      return;
    }
    const fresh = this.#make();
    await this.#claim(fresh, 0);
    write(own, this.#key, fresh);
  }

  /** The server has forgotten the session: begin a new one in its place. */
  async #begin() {
    const { shared, own } = this.#ports;
    const old = this.#id;
    const fresh = this.#make();
    this.release();
    await this.#claim(fresh, 0);
    write(own, this.#key, fresh);
    if (read(shared, this.#key) === old) {
      write(shared, this.#key, fresh);
    }
  }

  #make() {
    return this.#ports.newId();
  }

  /**
   * Take the lock of a session and keep it until `release`.
   *
   * @param {string} id
   * @param {number} patience milliseconds; 0 takes it only if it is free
   * @returns {Promise<boolean>}
   */
  #claim(id, patience) {
    const { locks } = this.#ports;
    if (locks === undefined) {
      this.#id = id;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const options = patience > 0 ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
      const held = locks.request(`${this.#key}.${id}`, options, (lock) => {
        if (lock === null) {
          resolve(false);
          return undefined;
        }
        this.#id = id;
        return new Promise((letGo) => {
          this.#letGo = () => letGo(undefined);
          resolve(true);
        });
      });
      held.catch(() => resolve(false));
    });
  }

  /** @param {string} name @param {() => Promise<void>} work */
  async #locked(name, work) {
    const { locks } = this.#ports;
    await (locks === undefined ? work() : locks.request(name, work));
  }

  /** @param {Record<string, any>} body */
  async #post(body) {
    const { ok, status, said } = await post(this.#ports.fetch, this.#url, body).catch(() => {
      throw new SessionError('server_unreachable');
    });
    if (!ok) {
      throw new SessionError(typeof said.code === 'string' ? said.code : codeOf(status), said.detail);
    }
    return said;
  }
}

/** @param {number} status */
function codeOf(status) {
  if (status === 404) {
    return 'channel_unknown';
  }
  if (status === 429) {
    return 'too_many';
  }
  return status >= 500 ? 'server_unreachable' : 'bad_request';
}

/** @param {Storage | null} storage @param {string} key */
function read(storage, key) {
  try {
    return storage?.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/** Storage may be full or forbidden; the session then lives as long as the page. @param {Storage | null} storage @param {string} key @param {string} value */
function write(storage, key, value) {
  try {
    storage?.setItem(key, value);
  } catch {
    // Nothing to do: the value stays in memory.
  }
}

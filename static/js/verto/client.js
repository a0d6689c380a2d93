// @ts-check

import { Emitter } from '../emitter.js';
import { Access } from './access.js';
import { clientIdOf } from './address.js';
import { CloseCode, PuntReason, isFinalRefusal } from './codes.js';
import { Rpc, RpcError } from './rpc.js';
import { Socket } from './socket.js';

/** @import { Fresh } from './access.js' */
/** @import { ClientEvents, Credentials } from './types.js' */

/**
 * One person in one channel, as the session layer sees them (docs/verto.md). Connects, logs in,
 * subscribes, stays alive and comes back. It never comes back after a punt, after a refusal other
 * than `try_later` and `wrong_node`, or after `close`; wrong credentials are fetched anew once.
 *
 * @extends {Emitter<ClientEvents>}
 */
export class VertoClient extends Emitter {
  #channel;
  #access;
  #socket;
  /** @type {Rpc | null} */ #rpc = null;
  #ready = false;
  #wasReady = false;

  /**
   * @param {object} options
   * @param {string} options.url
   * @param {string} options.channel
   * @param {Credentials} options.credentials
   * @param {() => Promise<Fresh>} options.renew fetches fresh credentials of the same session; an error
   *   with `final` ends the client with the error's `code`
   * @param {() => Promise<string | undefined>} [options.locate] asks for the `url`, where that may change
   * @param {typeof WebSocket} [options.WebSocketClass]
   * @param {(attempt: number) => number} [options.delay]
   * @param {number} [options.silenceMs]
   */
  constructor({ url, channel, credentials, renew, locate, ...line }) {
    super();
    this.#channel = channel;
    this.#access = new Access({
      credentials,
      renew,
      locate,
      answered: (where, fresh) => this.#told(where, fresh),
      refused: (code) => this.#refuse(code),
    });
    this.#socket = new Socket({ url, ...line });
    this.#socket.on('open', () => this.#opened());
    this.#socket.on('frame', ({ text }) => this.#rpc?.receive(text));
    this.#socket.on('lost', (loss) => this.#lost(loss));
    this.#socket.on('closed', (end) => this.emit('closed', end));
  }

  get clientId() { return this.#access.credentials.clientId; }

  /** True while logged in and subscribed. */
  get ready() { return this.#ready; }

  connect() { this.#socket.open(); }

  /** The network is back, or another: try again now, or see whether the line is still one. */
  hurry() {
    this.#socket.hurry();
    this.check();
  }

  /** Is the line still one? A dead one is noticed in seconds, and replaced. */
  check() {
    if (this.#ready) {
      this.#request('verto.ping', {}).catch(() => {});
      this.#socket.doubt();
    }
  }

  /**
   * Speak to one member. Resolved when the server took it, which says nothing of the receiver.
   *
   * @param {string} to
   * @param {string} body
   * @returns {Promise<void>}
   */
  async info(to, body) {
    await this.#request('verto.info', { msg: { to, body } });
  }

  /**
   * Speak to all members.
   *
   * @param {any} eventData
   * @returns {Promise<void>}
   */
  async broadcast(eventData) {
    await this.#request('verto.broadcast', { eventChannel: this.#channel, localBroadcast: true, eventData });
  }

  /** Leave for good. */
  close() { this.#end(CloseCode.NORMAL); }

  /** @param {string} method @param {Record<string, any>} params */
  #request(method, params) {
    if (!this.#ready || this.#rpc === null) {
      return Promise.reject(new RpcError({ code: 0, message: 'Not in the channel', data: { code: 'line_lost' } }));
    }
    return this.#rpc.request(method, params);
  }

  async #opened() {
    const rpc = new Rpc({
      send: (text) => this.#socket.send(text),
      onRequest: (method, params, id) => this.#hear(method, params, id),
    });
    this.#rpc = rpc;
    if (this.#access.asking !== null) {
      await this.#access.asking;
    }
    if (rpc === this.#rpc) {
      this.#logIn(rpc);
    }
  }

  /** @param {Rpc} rpc */
  #logIn(rpc) {
    const { clientId, password, sessid } = this.#access.credentials;
    const login = rpc.request('login', { login: clientId, passwd: password, sessid });
    // Sent in the same breath: the server holds it while it judges the login.
    const subscribe = rpc.request('verto.subscribe', { eventChannel: this.#channel });
    subscribe.catch(() => {});
    login
      .then(() => subscribe)
      .then((answer) => this.#seated(answer))
      .catch((error) => this.#refused(rpc, error));
  }

  /** @param {{members?: unknown}} answer */
  #seated(answer) {
    const members = Array.isArray(answer?.members) ? answer.members.filter((id) => typeof id === 'string') : [];
    const again = this.#wasReady;
    this.#ready = true;
    this.#wasReady = true;
    this.#access.settle();
    this.#socket.settle();
    this.emit('ready', { members, again });
  }

  /** @param {Rpc} rpc @param {RpcError} error */
  #refused(rpc, error) {
    if (rpc !== this.#rpc) {
      return;
    }
    const { reason } = error;
    if (!this.#access.judged(reason) && isFinalRefusal(reason)) {
      this.#refuse(reason);
    } else {
      this.#socket.retry();
    }
  }

  /** @param {string | undefined} url where to log in @param {boolean} fresh with other credentials than before */
  #told(url, fresh) {
    if (url !== undefined && this.#socket.turn(url)) {
      this.#rpc?.close();
      this.#rpc = null;
    } else if (fresh) {
      this.#socket.hurry();
    }
  }

  /** @param {string} code */
  #refuse(code) {
    if (this.#socket.state === 'closed') {
      return;
    }
    this.emit('refused', { code });
    this.#end(CloseCode.NORMAL);
  }

  /** @param {string} method @param {Record<string, any>} params @param {number | string | null} id */
  #hear(method, params, id) {
    if (method === 'verto.ping') {
      if (id !== null) {
        this.#rpc?.answer(id, { method: 'verto.ping' });
      }
    } else if (method === 'verto.info') {
      this.#hearInfo(params.msg);
    } else if (method === 'verto.event') {
      this.#hearEvent(params);
    } else if (method === 'verto.punt') {
      this.#punted(typeof params.reason === 'string' ? params.reason : PuntReason.REMOVED);
    }
  }

  /** @param {any} message */
  #hearInfo(message) {
    const from = clientIdOf(message?.from);
    if (from !== '' && typeof message.body === 'string') {
      this.emit('info', { from, body: message.body });
    }
  }

  /** @param {Record<string, any>} params */
  #hearEvent(params) {
    if (params.subscribedChannel !== this.#channel && params.eventChannel !== this.#channel) {
      return;
    }
    const from = clientIdOf(params.userid);
    if (from !== '') {
      this.emit('event', { from, data: params.eventData });
    } else if (typeof params.joined === 'string') {
      this.emit('joined', { clientId: params.joined });
    } else if (typeof params.left === 'string') {
      this.emit('left', { clientId: params.left });
    }
  }

  /** @param {string} reason */
  #punted(reason) {
    this.emit('punt', { reason });
    this.#end(CloseCode.NORMAL);
  }

  /** @param {{code: number, delay: number}} loss */
  #lost(loss) {
    this.#ready = false;
    this.#rpc?.close();
    this.#rpc = null;
    if (loss.code === CloseCode.PUNTED) {
      this.#punted(PuntReason.REMOVED);
      return;
    }
    this.#access.lost(loss.code);
    this.emit('lost', loss);
  }

  /** @param {number} code */
  #end(code) {
    this.#ready = false;
    this.#rpc?.close();
    this.#rpc = null;
    this.#socket.close(code);
  }
}

// @ts-check

/** @import { RpcFault, RpcMessage } from './types.js' */

/** The server answered with an error, or no answer can come any more. */
export class RpcError extends Error {
  /** @param {RpcFault} fault */
  constructor(fault) {
    super(fault.message);
    this.name = 'RpcError';
    /** JSON-RPC code; 0 when the fault is on this side of the line. */
    this.code = fault.code;
    /** The stable word of the server, or ours: `timeout`, `line_lost`. */
    this.reason = typeof fault.data?.code === 'string' ? fault.data.code : '';
  }
}

/** @param {string} reason @param {string} message */
const ownFault = (reason, message) => new RpcError({ code: 0, message, data: { code: reason } });

/**
 * Matches replies to requests on one line. Knows no socket: text goes out by `send` and comes in
 * by `receive`. After `close` every pending request has failed and nothing is sent.
 */
export class Rpc {
  #send;
  #onRequest;
  #timeoutMs;
  #nextId = 1;
  #open = true;
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: RpcError) => void, timer: any}>} */
  #pending = new Map();

  /**
   * @param {object} options
   * @param {(text: string) => void} options.send
   * @param {(method: string, params: Record<string, any>, id: number | string | null) => void} options.onRequest
   * @param {number} [options.timeoutMs]
   */
  constructor({ send, onRequest, timeoutMs = 15000 }) {
    this.#send = send;
    this.#onRequest = onRequest;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * @param {string} method
   * @param {Record<string, any>} params
   * @returns {Promise<any>} the result; fails with RpcError
   */
  request(method, params) {
    if (!this.#open) {
      return Promise.reject(ownFault('line_lost', 'The line is closed'));
    }
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(ownFault('timeout', `No answer to ${method}`));
      }, this.#timeoutMs);
      this.#pending.set(id, { resolve, reject, timer });
      this.#say({ jsonrpc: '2.0', id, method, params });
    });
  }

  /**
   * Answer a request of the server.
   *
   * @param {number | string} id
   * @param {any} result
   */
  answer(id, result) {
    if (this.#open) {
      this.#say({ jsonrpc: '2.0', id, result });
    }
  }

  /**
   * One frame from the server. What is not JSON-RPC is dropped.
   *
   * @param {string} text
   */
  receive(text) {
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    for (const message of Array.isArray(frame) ? frame : [frame]) {
      if (message !== null && typeof message === 'object') {
        this.#take(message);
      }
    }
  }

  /** Fail everything that waits. Harmless when repeated. */
  close() {
    this.#open = false;
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(ownFault('line_lost', 'The line was lost'));
    }
    this.#pending.clear();
  }

  /** @param {RpcMessage} message */
  #take(message) {
    if (typeof message.method === 'string') {
      const { params } = message;
      this.#onRequest(message.method, params !== null && typeof params === 'object' ? params : {}, message.id ?? null);
      return;
    }
    const waiting = this.#pending.get(Number(message.id));
    if (waiting === undefined) {
      return;
    }
    this.#pending.delete(Number(message.id));
    clearTimeout(waiting.timer);
    if (message.error) {
      waiting.reject(new RpcError(message.error));
    } else {
      waiting.resolve(message.result);
    }
  }

  /** @param {RpcMessage} message */
  #say(message) {
    this.#send(JSON.stringify(message));
  }
}

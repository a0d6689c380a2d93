// @ts-check

import { post } from '../post.js';
import { failed, passed, since, within } from './results.js';

/** @import { Send } from '../post.js' */
/** @import { Verdict } from './results.js' */

/** As long as the page of a channel waits for its socket. */
const OPEN_MS = 10000;
const ANSWER_MS = 5000;
/** What anybody may ask before a login: the answer is a refusal, and it shows that words go both ways. */
const QUESTION = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'verto.ping', params: {} });
const NO_SERVICE = 'server_unreachable';

/**
 * @typedef {object} Served what the service says
 * @property {string} url of the switch
 * @property {'none' | 'kept' | 'given'} relay
 * @property {RTCIceServer[]} iceServers
 */

/**
 * @param {Send} send
 * @param {string} url
 * @returns {Promise<{verdict: Verdict, served: Served | null}>}
 */
export async function checkService(send, url) {
  const began = performance.now();
  const answer = await post(send, url, {}).catch(() => null);
  if (answer?.ok && typeof answer.said.url === 'string') {
    return { verdict: passed({ ms: since(began) }), served: answer.said };
  }
  const code = answer?.said.code;
  return { verdict: failed(typeof code === 'string' ? code : NO_SERVICE), served: null };
}

/**
 * Opens the socket of the switch and asks one thing, without any credentials.
 *
 * @param {typeof WebSocket} WebSocketClass
 * @param {string} url
 * @returns {Promise<Verdict>}
 */
export async function checkSocket(WebSocketClass, url) {
  const began = performance.now();
  const socket = new WebSocketClass(url);
  try {
    if ((await within(opened(socket), OPEN_MS)) !== true) {
      return failed('socket_closed');
    }
    const openMs = since(began);
    const asked = performance.now();
    const heard = answered(socket);
    socket.send(QUESTION);
    return (await within(heard, ANSWER_MS)) === true ? passed({ openMs, ms: since(asked) }) : failed('socket_silent', { openMs });
  } finally {
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}

/** @param {WebSocket} socket @returns {Promise<boolean>} */
const opened = (socket) =>
  new Promise((resolve) => {
    socket.onopen = () => resolve(true);
    socket.onclose = () => resolve(false);
  });

/** @param {WebSocket} socket @returns {Promise<boolean>} */
const answered = (socket) =>
  new Promise((resolve) => {
    socket.onmessage = () => resolve(true);
    socket.onclose = () => resolve(false);
  });

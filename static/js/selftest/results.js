// @ts-check
// What a check found. Codes are stable: sentences are kept by them, and people quote them.

/**
 * @typedef {'browser' | 'camera' | 'microphone' | 'speaker' | 'service' | 'socket' | 'ways' | 'relay' | 'loop'} CheckName
 *
 * @typedef {'waiting' | 'running' | 'asking' | 'passed' | 'failed' | 'skipped'} Outcome
 *
 * @typedef {'udp' | 'tcp' | 'tls'} Transport how a browser reaches a relay
 * @typedef {{by: Transport, ms: number | null, code: string}} RelayWay `code` is empty where it works
 *
 * @typedef {object} Figures nothing in them tells who or where somebody is
 * @property {number} [ms] how long it took
 * @property {number} [width]
 * @property {number} [height]
 * @property {number} [frameRate]
 * @property {number} [loudestDb] decibels below full
 * @property {number} [openMs] until the socket was open
 * @property {number} [host] candidates, by kind
 * @property {number} [srflx]
 * @property {number[]} [errors] of gathering, as RTCPeerConnectionIceErrorEvent counts them
 * @property {RelayWay[]} [relays]
 * @property {number} [roundTripMs]
 * @property {string[]} [sent] what went from one end to the other
 * @property {Record<string, string[]>} [codecs] that this browser can receive
 * @property {string} [error] name of an error that nobody expected
 *
 * @typedef {{state: 'passed' | 'failed' | 'skipped', code: string, figures: Figures}} Verdict
 * @typedef {{name: CheckName, state: Outcome, code: string, figures: Figures}} Result
 */

/** In the order in which they run. @type {CheckName[]} */
export const CHECKS = ['browser', 'camera', 'microphone', 'speaker', 'service', 'socket', 'ways', 'relay', 'loop'];

/** @param {Figures} [figures] @param {string} [code] where there is something to add @returns {Verdict} */
export const passed = (figures = {}, code = '') => ({ state: 'passed', code, figures });

/** @param {string} code @param {Figures} [figures] @returns {Verdict} */
export const failed = (code, figures = {}) => ({ state: 'failed', code, figures });

/** @param {string} code @returns {Verdict} */
export const skipped = (code) => ({ state: 'skipped', code, figures: {} });

/** Milliseconds since then, without fractions. @param {number} began */
export const since = (began) => Math.round(performance.now() - began);

/**
 * What comes first: the answer, or the end of patience, which is null.
 *
 * @template T
 * @param {Promise<T>} answer
 * @param {number} patience milliseconds
 * @returns {Promise<T | null>}
 */
export async function within(answer, patience) {
  /** @type {any} */
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, patience, null)));
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

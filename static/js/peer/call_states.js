// @ts-check
// The life of one call, as a table. What is not in the table does not happen.

/**
 * @typedef {'idle' | 'offering' | 'ringing' | 'connecting' | 'connected' | 'recovering' | 'ended'} CallState
 * @typedef {'offer' | 'offered' | 'accepted' | 'accept' | 'media_up' | 'media_down' | 'end'} CallStep
 */

/** @type {Record<CallState, Partial<Record<CallStep, CallState>>>} */
export const TRANSITIONS = Object.freeze({
  idle: { offer: 'offering', offered: 'ringing' },
  // We called; the other side has not answered yet.
  offering: { accepted: 'connecting', end: 'ended' },
  // We are being called.
  ringing: { accept: 'connecting', end: 'ended' },
  connecting: { media_up: 'connected', end: 'ended' },
  connected: { media_down: 'recovering', end: 'ended' },
  // Media stopped; the path is being looked for again.
  recovering: { media_up: 'connected', end: 'ended' },
  ended: {},
});

/**
 * @param {CallState} state
 * @param {CallStep} step
 * @returns {CallState | null} null when this step is not possible now
 */
export function after(state, step) {
  return TRANSITIONS[state][step] ?? null;
}

/**
 * Does this call keep its two people busy?
 *
 * @param {CallState | undefined} state
 */
export function isActive(state) {
  return state === 'offering' || isMedia(state);
}

/** Do media flow, or did they a moment ago? @param {CallState | undefined} state */
export const isUp = (state) => state === 'connected' || state === 'recovering';

/**
 * Has this call a connection of its own?
 *
 * @param {CallState | undefined} state
 */
export function isMedia(state) {
  return state === 'connecting' || state === 'connected' || state === 'recovering';
}

// @ts-check
// Every sentence about a call. Whole sentences, so that they can be translated.

import { NOBODY } from './sentences.js';
import { duration } from './times.js';

/** @import { EndReason } from '../peer/call_ends.js' */

/** @type {Record<EndReason, ((name: string) => string) | null>} */
const CALL_ENDS = {
  you_hung_up: (name) => `You ended the call with ${name}.`,
  they_hung_up: (name) => `${name} hung up.`,
  you_declined: (name) => `You declined the call from ${name}.`,
  they_declined: (name) => `${name} does not want to talk now. Try again later.`,
  they_are_busy: (name) => `${name} is in another call. Try again later.`,
  unanswered: (name) => `${name} did not answer. Try again later.`,
  missed: (name) => `You missed a call from ${name}. Call back when you like.`,
  you_cancelled: (name) => `You stopped calling ${name}.`,
  they_left: (name) => `${name} left the call.`,
  connection_failed: (name) =>
    `No connection to ${name} was found. A firewall may be in the way: try another network, or ask the operator for a relay.`,
  connection_lost: (name) => `The connection to ${name} was lost and did not come back. Call again when your network is steady.`,
  not_genuine: (name) =>
    `The call was ended: it could not be proved that ${name} is at the other end. Somebody may stand in between. Try another network, or talk another way.`,
  codes_differ: (name) =>
    `The call with ${name} was ended because the codes differ: somebody may stand between you. Do not go on here; talk another way, and tell the operator.`,
  relay_silent: (name) =>
    `No relay answered, so the call with ${name} could not begin; your address was not told. Try again later, or join without hiding your address.`,
  call_full: (name) => `The call that ${name} is in has as many people as it can have. Try again when somebody has left.`,
  yielded: null,
  ignored: (name) => `You blocked ${name} for this visit. They are not told, and hear it ring until they give up.`,
  you_are_busy: (name) => `${name} called while you were in a call. Call back when you like.`,
};

/**
 * Why a call is over, and how long it lasted.
 *
 * @param {EndReason} reason
 * @param {string} name
 * @param {number} seconds 0 when nobody spoke
 * @returns {string} empty when there is nothing to tell
 */
export function callEndSentence(reason, name, seconds) {
  const why = CALL_ENDS[reason]?.(name || NOBODY) ?? '';
  return why !== '' && seconds > 0 ? `${why} The call lasted ${duration(seconds)}.` : why;
}

/** @param {string} name */
export const pausedSentence = (name) => `${name}'s picture is paused, so that the voice gets through a slow connection.`;
export const UPLINK = {
  full: '',
  reduced: 'Your connection is slow: the others see a smaller picture of you.',
  paused: 'Your connection is slow: your picture is paused, so that your voice gets through.',
};

/** @param {number} size */
export const callFullSentence = (size) =>
  `This call has all the ${size} people that it can have. Somebody has to leave before another one can come in.`;

/** @param {string} name @param {boolean} talking are we in a call? @param {string} as how the caller stands to the call */
export function offerSentence(name, talking, as) {
  if (talking) {
    return `${name} wants to join your call`;
  }
  return as === 'alone' ? `${name} is calling` : `${name} calls you into a call with others`;
}

/** @type {Record<string, (name: string) => string>} */
const CALL_STATES = {
  offering: (name) => `Calling ${name}.`,
  ringing: (name) => `${name} is calling.`,
  connecting: (name) => `Connecting to ${name}.`,
  connected: (name) => `You are talking to ${name}.`,
  recovering: (name) => `${name}'s picture stopped. Trying again.`,
};

/** @param {string} state @param {string} name */
export const callStateSentence = (state, name) => CALL_STATES[state]?.(name) ?? '';

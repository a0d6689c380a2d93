// @ts-check
// Every sentence about a call. Whole sentences, so that they can be translated.

import { say } from './say.js';
import { NOBODY } from './sentences.js';
import { duration } from './times.js';

/** @import { After } from './state.js' */

/** @type {Record<After['reason'], ((name: string) => string) | null>} */
const CALL_ENDS = {
  you_hung_up: (name) => say('You ended the call with {name}.', { name }),
  they_hung_up: (name) => say('{name} hung up.', { name }),
  you_declined: (name) => say('You declined the call from {name}.', { name }),
  they_declined: (name) => say('{name} does not want to talk now. Try again later.', { name }),
  they_are_busy: (name) => say('{name} is busy. Try again later.', { name }),
  unanswered: (name) => say('{name} did not answer. Try again later.', { name }),
  missed: (name) => say('You missed a call from {name}. Call back when you like.', { name }),
  you_cancelled: (name) => say('You stopped calling {name}.', { name }),
  they_left: (name) => say('{name} left the call.', { name }),
  connection_failed: (name) =>
    say('No connection to {name} was found, not even by a relay. A firewall may be in the way: try another network.', { name }),
  connection_lost: (name) => say('The connection to {name} was lost and did not come back. Call again when your network is steady.', { name }),
  not_genuine: (name) =>
    say('The call was ended: it could not be proved that {name} is at the other end. Somebody may stand in between. Try another network, or talk another way.', { name }),
  codes_differ: (name) =>
    say('The call with {name} was ended because the codes differ: somebody may stand between you. Do not go on here; talk another way, and tell the operator.', { name }),
  no_way_here: (name) =>
    say('No connection to {name}: your browser offered no way to be reached. An extension or a setting may keep it from calls; try another browser or network.', { name }),
  no_way_there: (name) =>
    say("No connection to {name}: {name}'s browser offered no way to be reached. Ask {name} to try another browser or network.", { name }),
  no_relay: (name) =>
    say('No connection to {name}: no direct way was found, and this service has no relay. Ask the operator for one, or try another network.', { name }),
  relay_refused: (name) =>
    say('No connection to {name}: the relay of this service refused you. Load the page again; if it stays so, tell the operator.', { name }),
  relay_full: (name) => say('No connection to {name}: the relay of this service is full. Try again in a few minutes.', { name }),
  relay_unreachable: (name) =>
    say('No connection to {name}: no direct way was found, and your network keeps you from the relay of this service. Try another network.', { name }),
  relay_silent: (name) =>
    say('No relay answered, so the call with {name} could not begin; your address was not told. Try again later, or join without hiding your address.', { name }),
  call_full: (name) => say('The call that {name} is in has as many people as it can have. Try again when somebody has left.', { name }),
  slept: () => say('Your call was interrupted because this machine went to sleep.'),
  yielded: null,
  ignored: null,
  blocked: (name) => say('You blocked {name} for this visit. They are not told, and hear it ring until they give up.', { name }),
  you_are_busy: (name) => say('{name} called while you were busy. Call back when you like.', { name }),
};

/**
 * Why a call is over, and how long it lasted.
 *
 * @param {After['reason']} reason
 * @param {string} name
 * @param {number} seconds 0 when nobody spoke
 * @returns {string} empty when there is nothing to tell
 */
export function callEndSentence(reason, name, seconds) {
  const why = CALL_ENDS[reason]?.(name || NOBODY) ?? '';
  return why !== '' && seconds > 0 ? `${why} ${say('The call lasted {time}.', { time: duration(seconds) })}` : why;
}

/** @param {string} name */
export const ignoredSentence = (name) => say('You ignore this call. {name} is not told, and hears it ring until they give up.', { name });

/** @param {string} name */
export const pausedSentence = (name) => say("{name}'s picture is paused, so that the voice gets through a slow connection.", { name });
export const UPLINK = {
  full: '',
  reduced: say('Your connection is slow: the others see a smaller picture of you.'),
  paused: say('Your connection is slow: your picture is paused, so that your voice gets through.'),
};

/** @param {number} size */
export const callFullSentence = (size) =>
  say('This call has all the {size} people that it can have. Somebody has to leave before another one can come in.', { size });

/** @param {string} name @param {boolean} talking are we in a call? @param {string} as how the caller stands to the call */
export function offerSentence(name, talking, as) {
  if (talking) {
    return say('{name} wants to join your call', { name });
  }
  return as === 'alone' ? say('{name} is calling', { name }) : say('{name} calls you into a call with others', { name });
}

/** @param {string} name */
export const showsSentence = (name) => say('{name} is showing a screen.', { name });

/** @type {Record<string, (name: string) => string>} */
const CALL_STATES = {
  offering: (name) => say('Calling {name}.', { name }),
  ringing: (name) => say('{name} is calling.', { name }),
  connecting: (name) => say('Connecting to {name}.', { name }),
  connected: (name) => say('You are talking to {name}.', { name }),
  recovering: (name) => say("{name}'s picture stopped. Trying again.", { name }),
};

/** @param {string} state @param {string} name */
export const callStateSentence = (state, name) => CALL_STATES[state]?.(name) ?? '';

/** @param {string} name */
export const connectionTitle = (name) => say('Connection to {name}', { name });

/** @param {'direct' | 'relayed'} path @param {boolean} isWeak */
export function connectionWord(path, isWeak) {
  if (isWeak) {
    return say('Weak');
  }
  return path === 'direct' ? say('Direct') : say('Through a relay');
}

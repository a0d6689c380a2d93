// @ts-check
// Every sentence that explains something, by the code of what happened: first what, then the next
// step. Whole sentences, so that they can be translated.

import { say } from './say.js';

/**
 * @typedef {object} Sentence
 * @property {string} title
 * @property {string} text
 * @property {'use_here' | 'try_again' | ''} [action] the step that a button can take
 */

/** @type {Record<string, Sentence>} */
const ENDS = {
  replaced: {
    title: say('You are signed in elsewhere'),
    text: say('This channel was opened in another place with your session. You can take it back; the other place then stops.'),
    action: 'use_here',
  },
  removed: {
    title: say('You were taken out of this channel'),
    text: say('The operator of this service ended your visit. Ask the person who invited you what to do.'),
  },
  expired: {
    title: say('Your visit has run out'),
    text: say('A visit lasts a limited time. Join again to go on.'),
    action: 'try_again',
  },
  channel_closed: {
    title: say('This channel is closed'),
    text: say('It has reached its end or was taken away. Ask for a new link, or start a channel of your own.'),
  },
  channel_unknown: {
    title: say('This channel is not here'),
    text: say('It may have been taken away, or the link is not complete. Ask whoever sent it for a new one.'),
  },
  channel_full: {
    title: say('The channel is full'),
    text: say('Every seat is taken, or kept for a minute for somebody whose line dropped. Try again a minute after somebody has left.'),
    action: 'try_again',
  },
  address_full: {
    title: say('Your network has its share of seats'),
    text: say('One network may fill only a part of a channel, and others of yours are in. Try again a minute after one of them has left, or come by another network.'),
    action: 'try_again',
  },
  locked: {
    title: say('The channel is locked'),
    text: say('The operator lets nobody new in at the moment. Try again later.'),
    action: 'try_again',
  },
  banned: {
    title: say('You cannot come in here'),
    text: say('The operator of this service does not let you in for now. Ask the person who invited you what to do.'),
  },
  wrong_session: {
    title: say('Your visit is not known any more'),
    text: say('The service could not match your browser to its visit. Join again to get a new one.'),
    action: 'try_again',
  },
  key_missing: {
    title: say('The link is not complete'),
    text: say('The part behind # is missing. It is the key of this channel, and the service does not have it. Ask whoever invited you for the whole link.'),
  },
  browser_too_old: {
    title: say('This browser is too old for this channel'),
    text: say('It cannot seal what is said here. Open the link in a current Firefox, Chrome, Edge or Safari.'),
  },
  bad_credentials: {
    title: say('The service did not let you in'),
    text: say('Your visit could not be confirmed, even with fresh credentials. Try again; if it stays so, tell the operator.'),
    action: 'try_again',
  },
};

/** @type {Record<string, Sentence>} */
const DOOR = {
  server_unreachable: {
    title: say('The service does not answer'),
    text: say('Check your connection to the internet, then press Join again.'),
  },
  try_later: {
    title: say('The service is busy'),
    text: say('It cannot let anybody in right now. Wait a moment, then press Join again.'),
  },
  too_many: {
    title: say('Too many tries'),
    text: say('Too many people join from your network, or join this channel, at once. Wait a minute, then press Join again.'),
  },
  service_full: {
    title: say('The service is full'),
    text: say('It has as many visits as it can keep. Wait a few minutes, then press Join again; if it stays so, tell the operator.'),
  },
  proof_needed: {
    title: say('The service is very busy'),
    text: say('It gives every browser a small task before it lets anybody in, and yours did not finish it. Wait a minute, then press Join again.'),
  },
  insecure_context: {
    title: say('This page needs a secure address'),
    text: say('Browsers give camera, microphone and calls only to addresses that start with https. Open the link with https in front, or ask the operator for one.'),
  },
};

/** @type {Sentence} */
const UNKNOWN = {
  title: say('Something went wrong'),
  text: say('The service refused without a reason that this page knows. Load the page again; if it stays so, tell the operator the code below.'),
  action: 'try_again',
};

/** Why there is nothing left to do here. @param {string} code @returns {Sentence} */
export const endSentence = (code) => ENDS[code] ?? UNKNOWN;

/** Why joining did not work, this time. @param {string} code @returns {Sentence} */
export const doorSentence = (code) => DOOR[code] ?? UNKNOWN;

/** Somebody whose name is not known yet. */
export const NOBODY = say('Guest');

export const FORGOTTEN = say('Your name and choices are forgotten in this browser. What you choose from now on is kept again.');

/** @param {string} name */
export const compareTitle = (name) => say('Compare with {name}', { name });
export const COMPARED = say('You compared these, and they were the same: nobody sits between you.');
export const BANNER_CALL = say('Reconnecting to the channel. Your call goes on.');
export const BANNER_ALTERED =
  say('Somebody on the way changes or repeats messages of this channel. This page drops them. If a call does not come about, talk another way and tell the operator.');
export const BANNER = say('Reconnecting to the channel.');
export const JOIN_SLOW = say('The service does not answer yet. Trying again.');
export const START_FAILED = say('The channel could not be started: the service does not answer. Check your connection, then try again.');

/** @type {Record<string, string>} */
const STARTS = {
  too_many: say('Too many channels were started in the last hour. Wait a while, then try again.'),
  proof_needed: say('The service is very busy, and your browser did not finish the task that it was given. Wait a minute, then try again.'),
  not_allowed: say('Visitors may not start channels here. Ask the operator for one.'),
  try_later: say('The service is busy. Wait a moment, then try again.'),
  insecure_context: say('A private channel needs a secure address. Open this page with https in front.'),
};

/** @param {string} code */
export const startSentence = (code) => STARTS[code] ?? START_FAILED;

// @ts-check
// Every sentence that explains something, by the code of what happened: first what, then the next
// step. Whole sentences, so that they can be translated.

/** @import { MediaTrouble } from '../peer/media.js' */

/**
 * @typedef {object} Sentence
 * @property {string} title
 * @property {string} text
 * @property {'use_here' | 'try_again' | ''} [action] the step that a button can take
 */

/** @type {Record<string, Sentence>} */
const ENDS = {
  replaced: {
    title: 'You are signed in elsewhere',
    text: 'This channel was opened in another place with your session. You can take it back; the other place then stops.',
    action: 'use_here',
  },
  removed: {
    title: 'You were taken out of this channel',
    text: 'The operator of this service ended your visit. Ask the person who invited you what to do.',
  },
  expired: {
    title: 'Your visit has run out',
    text: 'A visit lasts a limited time. Join again to go on.',
    action: 'try_again',
  },
  channel_closed: {
    title: 'This channel is closed',
    text: 'It has reached its end or was taken away. Ask for a new link, or start a channel of your own.',
  },
  channel_unknown: {
    title: 'This channel is not here',
    text: 'It may have been taken away, or the link is not complete. Ask whoever sent it for a new one.',
  },
  channel_full: {
    title: 'The channel is full',
    text: 'Every seat is taken, or kept for a minute for somebody whose line dropped. Try again a minute after somebody has left.',
    action: 'try_again',
  },
  address_full: {
    title: 'Your network has its share of seats',
    text: 'One network may fill only a part of a channel, and others of yours are in. Try again a minute after one of them has left, or come by another network.',
    action: 'try_again',
  },
  locked: {
    title: 'The channel is locked',
    text: 'The operator lets nobody new in at the moment. Try again later.',
    action: 'try_again',
  },
  banned: {
    title: 'You cannot come in here',
    text: 'The operator of this service does not let you in for now. Ask the person who invited you what to do.',
  },
  wrong_session: {
    title: 'Your visit is not known any more',
    text: 'The service could not match your browser to its visit. Join again to get a new one.',
    action: 'try_again',
  },
  key_missing: {
    title: 'The link is not complete',
    text: 'The part behind # is missing. It is the key of this channel, and the service does not have it. Ask whoever invited you for the whole link.',
  },
  browser_too_old: {
    title: 'This browser is too old for this channel',
    text: 'It cannot seal what is said here. Open the link in a current Firefox, Chrome, Edge or Safari.',
  },
  bad_credentials: {
    title: 'The service did not let you in',
    text: 'Your visit could not be confirmed, even with fresh credentials. Try again; if it stays so, tell the operator.',
    action: 'try_again',
  },
};

/** @type {Record<string, Sentence>} */
const DOOR = {
  server_unreachable: {
    title: 'The service does not answer',
    text: 'Check your connection to the internet, then press Join again.',
  },
  try_later: {
    title: 'The service is busy',
    text: 'It cannot let anybody in right now. Wait a moment, then press Join again.',
  },
  too_many: {
    title: 'Too many tries',
    text: 'Too many people join from your network, or join this channel, at once. Wait a minute, then press Join again.',
  },
  service_full: {
    title: 'The service is full',
    text: 'It has as many visits as it can keep. Wait a few minutes, then press Join again; if it stays so, tell the operator.',
  },
  proof_needed: {
    title: 'The service is very busy',
    text: 'It gives every browser a small task before it lets anybody in, and yours did not finish it. Wait a minute, then press Join again.',
  },
  insecure_context: {
    title: 'This page needs a secure address',
    text: 'Browsers give camera, microphone and calls only to addresses that start with https. Open the link with https in front, or ask the operator for one.',
  },
};

/** @type {Sentence} */
const UNKNOWN = {
  title: 'Something went wrong',
  text: 'The service refused without a reason that this page knows. Load the page again; if it stays so, tell the operator the code below.',
  action: 'try_again',
};

/** Why there is nothing left to do here. @param {string} code @returns {Sentence} */
export const endSentence = (code) => ENDS[code] ?? UNKNOWN;

/** Why joining did not work, this time. @param {string} code @returns {Sentence} */
export const doorSentence = (code) => DOOR[code] ?? UNKNOWN;

/** @type {Record<MediaTrouble, (device: string, both: boolean) => string>} */
const MEDIA = {
  permission_denied: (device) =>
    `This page may not use your ${device}. Allow it in the browser's address bar, then turn it on here.`,
  permission_denied_system: (device) =>
    `The system settings of this machine keep the browser from your ${device}. Allow it there, then turn it on here.`,
  permission_dismissed: (device) => `The question about your ${device} was closed. Turn it on to be asked again.`,
  no_device: (device, both) =>
    both
      ? 'No camera or microphone was found. Plug one in and turn it on, or join without: you can listen and watch.'
      : `No ${device} was found. Plug one in and turn it on, or join without it.`,
  device_busy: (device) => `Another program is using your ${device}. Close that program, then turn it on here.`,
  device_lost: (device, both) =>
    both
      ? 'Your camera and microphone were unplugged. Plug them in and turn them on again.'
      : `Your ${device} was unplugged. Plug it in and turn it on again.`,
  insecure_context: () => 'Camera and microphone stay off at this address.',
  not_supported: (device) => `This browser cannot use your ${device} here. Try a current Firefox, Chrome or Safari.`,
  device_failed: (device) => `Your ${device} did not start. Turn it on again, or choose another one.`,
};

/**
 * What is wrong with the devices, in one text. Join works all the same.
 *
 * @param {MediaTrouble | null} microphone
 * @param {MediaTrouble | null} camera
 * @returns {string}
 */
export function mediaSentence(microphone, camera) {
  if (microphone !== null && microphone === camera) {
    return MEDIA[microphone]('camera and microphone', true);
  }
  const parts = [camera && MEDIA[camera]('camera', false), microphone && MEDIA[microphone]('microphone', false)];
  return parts.filter(Boolean).join(' ');
}

/** @param {MediaTrouble} trouble */
export function shareSentence(trouble) {
  return trouble === 'permission_denied_system'
    ? 'The system settings of this machine keep the browser from your screen. Allow it there, then share again.'
    : 'Nothing is shared: no screen was chosen.';
}

/** Somebody whose name is not known yet. */
export const NOBODY = 'Guest';

export const FORGOTTEN = 'Your name and choices are forgotten in this browser. What you choose from now on is kept again.';

/** @param {string} name */
export const compareTitle = (name) => `Compare with ${name}`;
export const COMPARED = 'You compared these, and they were the same: nobody sits between you.';
export const BANNER_CALL = 'Reconnecting to the channel. Your call goes on.';
export const BANNER_ALTERED =
  'Somebody on the way changes or repeats messages of this channel. This page drops them. If a call does not come about, talk another way and tell the operator.';
export const BANNER = 'Reconnecting to the channel.';
export const JOIN_SLOW = 'The service does not answer yet. Trying again.';
export const START_FAILED = 'The channel could not be started: the service does not answer. Check your connection, then try again.';

/** @type {Record<string, string>} */
const STARTS = {
  too_many: 'Too many channels were started in the last hour. Wait a while, then try again.',
  proof_needed: 'The service is very busy, and your browser did not finish the task that it was given. Wait a minute, then try again.',
  not_allowed: 'Visitors may not start channels here. Ask the operator for one.',
  try_later: 'The service is busy. Wait a moment, then try again.',
  insecure_context: 'A private channel needs a secure address. Open this page with https in front.',
};

/** @param {string} code */
export const startSentence = (code) => STARTS[code] ?? START_FAILED;

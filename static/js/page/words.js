// @ts-check
// Sentences about what people write and send each other. They come with the room, not with the door.

import { MAX_TEXT } from '../peer/chat.js';

/** @import { TextRefusal } from '../peer/chat.js' */

/** @type {Record<TextRefusal | 'nobody', string>} */
const REFUSED = {
  empty: 'Write something first, then send it.',
  too_long: `A message has at most ${MAX_TEXT.toLocaleString('en')} characters. Make it shorter, or send it in parts.`,
  too_fast: 'That was a lot at once. Wait a moment, then send it again.',
  too_many_waiting: 'Your last messages have not arrived yet. Wait until they have, then send this one.',
  nobody: 'Nobody is in a call with you. Call somebody, then send it.',
};

/** Why a text was not taken. @param {TextRefusal | 'nobody'} refusal */
export const refusalSentence = (refusal) => REFUSED[refusal];

/** @param {string} name */
export const floodedSentence = (name) =>
  `${name} sent too much at once, and is not heard in the chat any more. Hang up and call again to open it anew.`;

/** @param {string} name */
export const wroteSentence = (name) => `${name} wrote to you.`;

/** @param {number} count */
export const newWords = (count) => (count === 1 ? '1 new message' : `${count} new messages`);

export const OWN = 'You';
export const WAITING = 'Not there yet';
export const ARRIVED = 'Arrived';

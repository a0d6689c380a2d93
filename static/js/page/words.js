// @ts-check
// Sentences about what people write and send each other. They come with the room, not with the door.

import { MAX_TEXT } from '../peer/chat.js';
import { say, sayCount } from './say.js';

/** @import { TextRefusal } from '../peer/chat.js' */

/** @type {Record<TextRefusal | 'nobody', string>} */
const REFUSED = {
  empty: say('Write something first, then send it.'),
  too_long: sayCount(MAX_TEXT, 'A message has at most {count} character. Make it shorter, or send it in parts.', 'A message has at most {count} characters. Make it shorter, or send it in parts.'),
  too_fast: say('That was a lot at once. Wait a moment, then send it again.'),
  too_many_waiting: say('Your last messages have not arrived yet. Wait until they have, then send this one.'),
  nobody: say('Nobody is in a call with you. Call somebody, then send it.'),
};

/** Why a text was not taken. @param {TextRefusal | 'nobody'} refusal */
export const refusalSentence = (refusal) => REFUSED[refusal];

/** @param {string} name */
export const floodedSentence = (name) =>
  say('{name} sent too much at once, and is not heard in the chat any more. Hang up and call again to open it anew.', { name });

/** @param {string} name */
export const wroteSentence = (name) => say('{name} wrote to you.', { name });

/** @param {number} count */
export const newWords = (count) => sayCount(count, '{count} new message', '{count} new messages');

export const OWN = say('You');
export const WAITING = say('Not there yet');
export const ARRIVED = say('Arrived');

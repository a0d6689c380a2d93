// @ts-check
// Sentences about files that people send each other.

import { MAX_SIZE } from '../peer/blocks.js';
import { MAX_IN_MEMORY } from '../peer/file_store.js';
import { say } from './say.js';
import { sizeWords } from './sizes.js';
import { duration } from './times.js';

/** @import { Transfer, TransferEnd, TransferState } from '../peer/transfer.js' */

/** @typedef {(name: string) => string} Told */

/** @type {Record<Exclude<TransferState, 'running' | 'ended'>, {own: Told, theirs: Told}>} */
const STATES = {
  offered: {
    own: (name) => say('Waiting for {name} to accept it.', { name }),
    theirs: (name) => say('{name} wants to send you this file.', { name }),
  },
  queued: { own: () => say('It waits for its turn.'), theirs: () => say('It waits for its turn.') },
  paused: { own: (name) => say('Paused by {name}. It goes on when they resume it.', { name }), theirs: (name) => say('Paused by {name}. It goes on when they resume it.', { name }) },
  cut: {
    own: () => say('The connection was lost. Call again, and it goes on where it was.'),
    theirs: () => say('The connection was lost. Call again, and it goes on where it was.'),
  },
  checking: { own: () => say('It is being checked.'), theirs: () => say('It is being checked.') },
};
const PAUSED_HERE = say('Paused by you. Resume it when you like.');
const STARTING = say('It begins.');

/** @type {Record<TransferEnd, {own: Told, theirs: Told}>} */
const ENDS = {
  whole: { own: (name) => say('{name} has it, whole.', { name }), theirs: () => say('It is here, whole. Save it before you leave this page.') },
  refused: { own: (name) => say('{name} does not want it. Ask them before you send it again.', { name }), theirs: () => say('You refused it.') },
  too_many: {
    own: () => say('Too many files at once. Wait until some are through, then send it again.'),
    theirs: () => say('Too many files at once.'),
  },
  no_room: {
    own: (name) => say("There is no room for it on {name}'s machine. Send something smaller, or wait until there is.", { name }),
    theirs: () => say('There is no room for it on this machine. Make some, then ask for it again.'),
  },
  too_big: {
    own: (name) => say("It is too big for {name}'s browser. Send it in parts, or ask them to use another browser.", { name }),
    theirs: () =>
      say('This browser keeps received files in memory, at most {size}. Open the channel in another browser, and ask for it again.', { size: sizeWords(MAX_IN_MEMORY) }),
  },
  cancelled: { own: (name) => say('{name} stopped it. Ask them before you send it again.', { name }), theirs: (name) => say('{name} stopped it. Ask for it again if you want it.', { name }) },
  altered: {
    own: () => say('What arrived is not what was sent, so it was thrown away. Send it again.'),
    theirs: () => say('What arrived is not what was sent, so it was thrown away. Ask for it again.'),
  },
  too_much: {
    own: (name) => say("{name}'s page did not get what it waited for, and stopped it. Send it again.", { name }),
    theirs: (name) => say("{name}'s page sent something else than it announced, so it was thrown away. Ask for it again.", { name }),
  },
  unreadable: {
    own: () => say('The file cannot be read any more: it was changed or taken away. Choose it again.'),
    theirs: (name) => say("{name}'s browser could not read it any more. Ask for it again.", { name }),
  },
  write_failed: {
    own: (name) => say("{name}'s browser could not write it. Send it again.", { name }),
    theirs: () => say('It could not be written on this machine. Ask for it again.'),
  },
  over: {
    own: () => say('The call ended before it was through. Call again, then send it again.'),
    theirs: () => say('The call ended before it was through. Call again, then ask for it again.'),
  },
};

/** What happens to a file. @param {Transfer} file @param {string} name of the other person @returns {string} */
export function fileSentence(file, name) {
  const { state, end, own } = file;
  const side = own ? 'own' : 'theirs';
  if (state === 'ended') {
    return end === 'cancelled' && file.endedHere ? say('You stopped it.') : ENDS[end ?? 'over'][side](name);
  }
  if (state === 'running') {
    return progressWords(file);
  }
  return state === 'paused' && file.pausedHere ? PAUSED_HERE : STATES[state][side](name);
}

/** @param {Transfer} file */
function progressWords({ moved, size, rate }) {
  const sizes = { done: sizeWords(moved), size: sizeWords(size) };
  if (rate <= 0) {
    return moved === 0 ? STARTING : say('{done} of {size}.', sizes);
  }
  const left = duration(Math.ceil((size - moved) / rate));
  return say('{done} of {size}, {rate} a second, {time} left.', { ...sizes, rate: sizeWords(rate), time: left });
}

/** @type {Record<'too_many' | 'too_big' | 'nobody', string>} */
const REFUSED = {
  too_many: say('Too many files are under way. Wait until some are through, then send this one.'),
  too_big: say('A file has at most {size}. Send it in parts.', { size: sizeWords(MAX_SIZE) }),
  nobody: say('Nobody is in a call with you. Call somebody, then send it.'),
};

/** Why a file was not taken here. @param {'too_many' | 'too_big' | 'nobody'} refusal */
export const fileRefusal = (refusal) => REFUSED[refusal];

/** @param {string} name */
export const offersSentence = (name) => say('{name} wants to send you a file.', { name });

/** @param {string} name */
export const runsSentence = (name) => say('A file of this kind can run as a program. Open it only if you expected it from {name}.', { name });

/** A digest short enough to be read aloud. @param {string} digest */
export const digestWords = (digest) =>
  say('Digest {digest}, the same at both ends.', { digest: (digest.slice(0, 16).match(/.{4}/g) ?? []).join(' ') });

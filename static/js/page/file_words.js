// @ts-check
// Sentences about files that people send each other.

import { MAX_SIZE } from '../peer/blocks.js';
import { MAX_IN_MEMORY } from '../peer/file_store.js';
import { sizeWords } from './sizes.js';
import { duration } from './times.js';

/** @import { Transfer, TransferEnd, TransferState } from '../peer/transfer.js' */

/** @typedef {(name: string) => string} Told */

/** @type {Record<Exclude<TransferState, 'running' | 'ended'>, {own: Told, theirs: Told}>} */
const STATES = {
  offered: {
    own: (name) => `Waiting for ${name} to accept it.`,
    theirs: (name) => `${name} wants to send you this file.`,
  },
  queued: { own: () => 'It waits for its turn.', theirs: () => 'It waits for its turn.' },
  paused: { own: (name) => `Paused by ${name}. It goes on when they resume it.`, theirs: (name) => `Paused by ${name}. It goes on when they resume it.` },
  cut: {
    own: () => 'The connection was lost. Call again, and it goes on where it was.',
    theirs: () => 'The connection was lost. Call again, and it goes on where it was.',
  },
  checking: { own: () => 'It is being checked.', theirs: () => 'It is being checked.' },
};
const PAUSED_HERE = 'Paused by you. Resume it when you like.';
const STARTING = 'It begins.';

/** @type {Record<TransferEnd, {own: Told, theirs: Told}>} */
const ENDS = {
  whole: { own: (name) => `${name} has it, whole.`, theirs: () => 'It is here, whole. Save it before you leave this page.' },
  refused: { own: (name) => `${name} does not want it. Ask them before you send it again.`, theirs: () => 'You refused it.' },
  too_many: {
    own: () => 'Too many files at once. Wait until some are through, then send it again.',
    theirs: () => 'Too many files at once.',
  },
  no_room: {
    own: (name) => `There is no room for it on ${name}'s machine. Send something smaller, or wait until there is.`,
    theirs: () => 'There is no room for it on this machine. Make some, then ask for it again.',
  },
  too_big: {
    own: (name) => `It is too big for ${name}'s browser. Send it in parts, or ask them to use another browser.`,
    theirs: () =>
      `This browser keeps received files in memory, at most ${sizeWords(MAX_IN_MEMORY)}. Open the channel in another browser, and ask for it again.`,
  },
  cancelled: { own: (name) => `${name} stopped it. Ask them before you send it again.`, theirs: (name) => `${name} stopped it. Ask for it again if you want it.` },
  altered: {
    own: () => 'What arrived is not what was sent, so it was thrown away. Send it again.',
    theirs: () => 'What arrived is not what was sent, so it was thrown away. Ask for it again.',
  },
  too_much: {
    own: (name) => `${name}'s page did not get what it waited for, and stopped it. Send it again.`,
    theirs: (name) => `${name}'s page sent something else than it announced, so it was thrown away. Ask for it again.`,
  },
  unreadable: {
    own: () => 'The file cannot be read any more: it was changed or taken away. Choose it again.',
    theirs: (name) => `${name}'s browser could not read it any more. Ask for it again.`,
  },
  write_failed: {
    own: (name) => `${name}'s browser could not write it. Send it again.`,
    theirs: () => 'It could not be written on this machine. Ask for it again.',
  },
  over: {
    own: () => 'The call ended before it was through. Call again, then send it again.',
    theirs: () => 'The call ended before it was through. Call again, then ask for it again.',
  },
};

/** What happens to a file. @param {Transfer} file @param {string} name of the other person @returns {string} */
export function fileSentence(file, name) {
  const { state, end, own } = file;
  const side = own ? 'own' : 'theirs';
  if (state === 'ended') {
    return end === 'cancelled' && file.endedHere ? 'You stopped it.' : ENDS[end ?? 'over'][side](name);
  }
  if (state === 'running') {
    return progressWords(file);
  }
  return state === 'paused' && file.pausedHere ? PAUSED_HERE : STATES[state][side](name);
}

/** @param {Transfer} file */
function progressWords({ moved, size, rate }) {
  const done = `${sizeWords(moved)} of ${sizeWords(size)}`;
  if (rate <= 0) {
    return moved === 0 ? STARTING : `${done}.`;
  }
  return `${done}, ${sizeWords(rate)} a second, ${duration(Math.ceil((size - moved) / rate))} left.`;
}

/** @type {Record<'too_many' | 'too_big' | 'nobody', string>} */
const REFUSED = {
  too_many: 'Too many files are under way. Wait until some are through, then send this one.',
  too_big: `A file has at most ${sizeWords(MAX_SIZE)}. Send it in parts.`,
  nobody: 'Nobody is in a call with you. Call somebody, then send it.',
};

/** Why a file was not taken here. @param {'too_many' | 'too_big' | 'nobody'} refusal */
export const fileRefusal = (refusal) => REFUSED[refusal];

/** @param {string} name */
export const offersSentence = (name) => `${name} wants to send you a file.`;

/** @param {string} name */
export const runsSentence = (name) => `A file of this kind can run as a program. Open it only if you expected it from ${name}.`;

/** A digest short enough to be read aloud. @param {string} digest */
export const digestWords = (digest) => `Digest ${(digest.slice(0, 16).match(/.{4}/g) ?? []).join(' ')}, the same at both ends.`;

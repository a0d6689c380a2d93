// @ts-check
// Sentences about devices that go and come.

import { say } from './say.js';

/** @import { Kind } from '../peer/media.js' */

/** @param {Kind} kind @param {string} was @param {string | null} now */
export function lostSentence(kind, was, now) {
  if (now !== null) {
    return say('{was} was unplugged. Now using {now}.', { was, now });
  }
  return kind === 'audio'
    ? say('{was} was unplugged, and no other microphone was found. Plug one in and unmute.', { was })
    : say('{was} was unplugged, and no other camera was found. Plug one in and turn it on.', { was });
}

/** @param {Kind} kind @param {string} name */
export const newSentence = (kind, name) =>
  kind === 'audio' ? say('New microphone: {name}.', { name }) : say('New camera: {name}.', { name });

// @ts-check
// Sentences about devices that go and come, and that the system holds back.

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

/** @param {string} name */
export const backSentence = (name) => say('{name} is back. Now using it again.', { name });

/** @param {Kind[]} paused what the system holds back */
export function heldSentence(paused) {
  if (paused.length > 1) {
    return say('Your microphone and camera are paused by the system. They go on by themselves when the system lets them.');
  }
  return paused[0] === 'audio'
    ? say('Your microphone is paused by the system. It goes on by itself when the system lets it.')
    : say('Your camera is paused by the system. It goes on by itself when the system lets it.');
}

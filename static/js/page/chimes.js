// @ts-check

import { SOFT, noteAt } from './notes.js';

/** @typedef {'came' | 'left' | 'message'} Chime */

/** @type {Record<Chime, number[]>} */
const NOTES = { came: [587.33, 783.99], left: [783.99, 587.33], message: [880] };
const APART = 0.14;
const SECONDS = 0.5;
const LOUDNESS = 0.04;
/** What comes thick and fast is heard once. */
const PAUSE = 1.5;

/**
 * The small sounds of a channel, each much softer than a voice.
 *
 * @param {() => AudioContext | null} sound
 * @returns {(chime: Chime) => void}
 */
export function chimes(sound) {
  let last = -PAUSE;
  return (chime) => {
    const context = sound();
    if (context === null || context.state !== 'running' || context.currentTime - last < PAUSE) {
      return;
    }
    last = context.currentTime;
    NOTES[chime].forEach((note, index) => {
      noteAt(context, context.destination, { note, start: last + SOFT + index * APART, seconds: SECONDS, loudness: LOUDNESS });
    });
  };
}

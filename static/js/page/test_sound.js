// @ts-check
// Two notes to know by that the speaker works. They come when somebody asks for them.

import { SOFT, noteAt } from './notes.js';

/** @import { Speaker } from './speaker.js' */

const NOTES = [523.25, 783.99];
const NOTE_SECONDS = 0.45;
const LOUDNESS = 0.2;
/** A machine without any speaker never comes to the end. */
const PATIENCE_MS = 5000;

/**
 * Played as the others are in a call: by a media element, on the chosen speaker.
 *
 * @param {AudioContext} context
 * @param {Speaker} speaker
 * @returns {Promise<void>} when it is over; fails where the browser does not let it sound
 */
export async function playTestSound(context, speaker) {
  const player = new Audio();
  try {
    await Promise.race([
      notes(context, speaker, player),
      new Promise((_, fail) => setTimeout(fail, PATIENCE_MS)),
    ]);
  } finally {
    player.pause();
    player.srcObject = null;
  }
}

/** @param {AudioContext} context @param {Speaker} speaker @param {HTMLAudioElement} player */
async function notes(context, speaker, player) {
  await context.resume();
  const stream = context.createMediaStreamDestination();
  player.srcObject = stream.stream;
  await speaker.play(player);
  await player.play();
  const start = context.currentTime + SOFT;
  const voices = NOTES.map((note, index) =>
    noteAt(context, stream, { note, start: start + index * NOTE_SECONDS, seconds: 1.6 * NOTE_SECONDS, loudness: LOUDNESS }),
  );
  await new Promise((done) => voices.at(-1)?.addEventListener('ended', done));
}

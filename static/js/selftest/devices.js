// @ts-check

import { failed, passed, since, within } from './results.js';

/** @import { MediaTrouble } from '../peer/media.js' */
/** @import { Verdict } from './results.js' */

/** A camera that starts gives its first picture in this time. */
const PICTURE_MS = 4000;
/** Long enough for somebody to read that they should speak, and to do it. */
const LISTEN_MS = 8000;
const LOOK_MS = 50;
/** Louder than the noise of an open microphone in a quiet room, in decibels below full. */
const HEARD_DB = -50;
/** Less than any microphone that is on: it is switched off somewhere. */
const DEAD_DB = -90;

/** @param {MediaStreamTrack | null} track @param {MediaTrouble | null} trouble @returns {Promise<Verdict>} */
export async function checkCamera(track, trouble) {
  if (track === null) {
    return failed(trouble ?? 'device_failed');
  }
  const began = performance.now();
  if (!(await isLive(track))) {
    return failed('no_picture');
  }
  const { width = 0, height = 0, frameRate = 0 } = track.getSettings();
  return passed({ ms: since(began), width, height, frameRate: Math.round(frameRate) });
}

/** A track that is muted opened and gives nothing: a switch on the machine, or another program. @param {MediaStreamTrack} track */
async function isLive(track) {
  if (track.muted) {
    await within(new Promise((resolve) => (track.onunmute = () => resolve(true))), PICTURE_MS);
  }
  return !track.muted && track.readyState === 'live';
}

/**
 * @param {MediaStreamTrack | null} track
 * @param {MediaTrouble | null} trouble
 * @param {AudioContext | null} context null where the browser has none
 * @param {number} [patience] milliseconds
 * @returns {Promise<Verdict>}
 */
export async function checkMicrophone(track, trouble, context, patience = LISTEN_MS) {
  if (track === null) {
    return failed(trouble ?? 'device_failed');
  }
  const began = performance.now();
  const running = await within(Promise.resolve(context?.resume()).then(() => context?.state === 'running'), LOOK_MS * 20);
  if (context === null || !running) {
    return passed({}, 'not_measured');
  }
  const loudestDb = Math.round(await loudness(track, context, patience));
  if (loudestDb >= HEARD_DB) {
    return passed({ ms: since(began), loudestDb });
  }
  return failed(loudestDb <= DEAD_DB ? 'no_sound' : 'too_quiet', { loudestDb });
}

/**
 * The loudest that was heard, and no longer than until something is heard well.
 *
 * @param {MediaStreamTrack} track
 * @param {AudioContext} context
 * @param {number} patience
 */
async function loudness(track, context, patience) {
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let loudest = -120;
  const ends = performance.now() + patience;
  while (loudest < HEARD_DB && performance.now() < ends) {
    await new Promise((done) => setTimeout(done, LOOK_MS));
    analyser.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, decibelsOf(samples));
  }
  source.disconnect();
  return loudest;
}

/** @param {Float32Array} samples @returns {number} of their power, 0 for the loudest */
export function decibelsOf(samples) {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return 10 * Math.log10(Math.max(power, 1e-12));
}

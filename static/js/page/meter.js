// @ts-check

import { byId } from './elements.js';

/** @import { LocalMedia } from '../peer/local_media.js' */

/** Quieter than this shows nothing, in decibels below full. */
const FLOOR_DB = -60;
const FRAME_MS = 50;

/**
 * The level of the microphone, measured. Where the browser does not let it be measured yet, there
 * is no meter.
 *
 * @param {LocalMedia} media
 * @param {() => AudioContext | null} sound
 */
export function meter(media, sound) {
  const root = byId('meter', HTMLElement);
  /** @type {{track: MediaStreamTrack, source: MediaStreamAudioSourceNode, analyser: AnalyserNode} | null} */
  let tap = null;
  let samples = new Float32Array(1024);
  let last = 0;

  const listen = () => {
    const track = media.tracks().audio;
    if (tap?.track !== track) {
      tap?.source.disconnect();
      tap = track === null ? null : tapOf(track, sound());
    }
  };
  /** @param {number} now */
  const draw = (now) => {
    requestAnimationFrame(draw);
    if (now - last < FRAME_MS) {
      return;
    }
    last = now;
    const live = tap !== null && tap.analyser.context.state === 'running';
    root.dataset.live = String(live);
    if (live && tap !== null) {
      tap.analyser.getFloatTimeDomainData(samples);
      root.style.setProperty('--level', levelOf(samples).toFixed(3));
    }
  };
  media.on('change', listen);
  requestAnimationFrame(draw);
}

/** @param {MediaStreamTrack} track @param {AudioContext | null} context */
export function tapOf(track, context) {
  if (context === null) {
    return null;
  }
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  source.connect(analyser);
  return { track, source, analyser };
}

/** @param {Float32Array} samples @returns {number} 0 to 1 */
export function levelOf(samples) {
  let power = 0;
  // Sixty times a second: a callback for each sample would leave megabytes to the collector.
  for (const sample of samples) {
    power += (sample * sample) / samples.length;
  }
  const decibels = 10 * Math.log10(Math.max(power, 1e-12));
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB));
}

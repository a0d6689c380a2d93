// @ts-check

import { levelOf, tapOf } from './meter.js';
import { say } from './say.js';
import { isTalking } from './state.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { Preferences } from './preferences.js' */
/** @import { State } from './state.js' */

const LOOK_MS = 100;
/** Speech is louder than this for most of a second and a half. */
const LOUD = 0.45;
const LOOKS = 15;
const ENOUGH = 9;
/** Whoever was told knows it for a while. */
const QUIET_MS = 60_000;

/** Finds speech in the level of a microphone, and says so once a minute at most. */
export class Speech {
  /** @type {boolean[]} */
  #looks = [];
  #quietUntil = 0;

  /** @param {number} level from 0 to 1 @param {number} now */
  isNews(level, now) {
    this.#looks = [...this.#looks, level > LOUD].slice(-LOOKS);
    if (now < this.#quietUntil || this.#looks.filter(Boolean).length < ENOUGH) {
      return false;
    }
    this.#quietUntil = now + QUIET_MS;
    return true;
  }
}

/**
 * Tells those who speak in a call while their microphone is off. What is off is silent for everybody, so a copy of it is listened to, here and
 * only meanwhile.
 *
 * @param {LocalMedia} media
 * @param {Preferences} preferences
 * @param {{sound: () => AudioContext | null, tell: (text: string) => void}} ports
 * @returns {(state: State) => void}
 */
export function mutedSpeech(media, preferences, { sound, tell }) {
  const speech = new Speech();
  const samples = new Float32Array(1024);
  /** @type {{of: MediaStreamTrack, stop: () => void} | null} */
  let listening = null;

  /** @param {MediaStreamTrack} of */
  const listen = (of) => {
    const copy = of.clone();
    copy.enabled = true;
    const tap = tapOf(copy, sound());
    const timer = setInterval(() => {
      tap?.analyser.getFloatTimeDomainData(samples);
      if (speech.isNews(levelOf(samples), Date.now())) {
        const key = preferences.has('shortcuts');
        tell(key ? say('Your microphone is off. Press M to speak.') : say('Your microphone is off. Turn it on to speak.'));
      }
    }, LOOK_MS);
    const stop = () => {
      clearInterval(timer);
      tap?.source.disconnect();
      copy.stop();
    };
    return { of, stop };
  };

  return (state) => {
    const track = isTalking(state) && state.media.microphone.state === 'off' ? media.tracks().audio : null;
    if (track !== (listening?.of ?? null)) {
      listening?.stop();
      listening = track === null ? null : listen(track);
    }
  };
}

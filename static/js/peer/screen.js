// @ts-check

import { stop, troubleOf } from './media.js';

/** @import { Shown } from './budget.js' */
/** @import { MediaTrouble } from './media.js' */

/** @typedef {MediaTrouble | 'sound_would_echo'} ScreenTrouble the last one: the picture is shown, its sound is not sent */

/** Small letters are read at this size, and several browsers can be sent it at once. */
const PICTURE = { width: { max: 1920 }, height: { max: 1200 }, frameRate: { max: 30 } };
/** As it is: what improves voices spoils music. And without what this page itself plays: the voices of the others. */
const SOUND = { channelCount: 2, echoCancellation: false, noiseSuppression: false, autoGainControl: false, restrictOwnAudio: true };

/**
 * What the browser is told of a picture: which is worth more where the line does not carry both.
 *
 * Nothing tells a page what is in a tab or a program, and browsers offer the sound of a tab whether it plays a film or not. So it is
 * letters until the person says otherwise: a film that stumbles can be followed, letters that are blurred cannot be read.
 */
const HINTS = /** @type {const} */ ({ letters: 'detail', motion: 'motion' });

/** @param {MediaStreamTrack | null} picture @returns {Shown} */
export const shownBy = (picture) => (picture === null ? 'nothing' : picture.contentHint === HINTS.motion ? 'motion' : 'letters');

/**
 * What this person shows beside the camera: a tab, a program or a whole screen, and its sound where nobody hears their own
 * voice in it.
 */
export class Screen {
  #devices;
  #onChange;
  /** @type {MediaStreamTrack | null} */
  #picture = null;
  /** @type {MediaStreamTrack | null} */
  #sound = null;

  /**
   * @param {MediaDevices} devices
   * @param {(picture: MediaStreamTrack | null, sound: MediaStreamTrack | null) => void} onChange this is shown from now on
   */
  constructor(devices, onChange) {
    this.#devices = devices;
    this.#onChange = onChange;
  }

  /** Let the person choose. @returns {Promise<ScreenTrouble | null>} */
  async start() {
    let stream;
    try {
      stream = await this.#devices.getDisplayMedia(wish(this.#devices));
    } catch (error) {
      return troubleOf(error);
    }
    const [[picture = null], [sound = null]] = [stream.getVideoTracks(), stream.getAudioTracks()];
    if (picture !== null) {
      picture.contentHint = HINTS.letters;
    }
    if (picture === null || sound === null || isWithoutVoices(picture, sound)) {
      this.#replace(picture, sound);
      return null;
    }
    stop(sound);
    this.#replace(picture, null);
    return 'sound_would_echo';
  }

  /** What is it for the browser? @returns {Shown} */
  get shown() { return shownBy(this.#picture); }

  /** Show it so that this comes through best. @param {keyof typeof HINTS} wanted */
  prefer(wanted) {
    if (this.#picture !== null) {
      this.#picture.contentHint = HINTS[wanted];
      this.#onChange(this.#picture, this.#sound);
    }
  }

  stop() {
    if (this.#picture !== null) {
      this.#replace(null, null);
    }
  }

  /** @param {MediaStreamTrack | null} picture @param {MediaStreamTrack | null} sound */
  #replace(picture, sound) {
    if (picture !== this.#picture) {
      stop(this.#picture);
    }
    if (sound !== this.#sound) {
      stop(this.#sound);
    }
    [this.#picture, this.#sound] = [picture, sound];
    if (picture !== null) {
      // The browser's own bar has a button to end it.
      picture.onended = () => this.stop();
    }
    if (sound !== null) {
      sound.contentHint = 'music';
      sound.onended = () => this.#replace(this.#picture, null);
    }
    this.#onChange(picture, sound);
  }
}

/** The sound of a tab is offered everywhere, that of the whole system only where this page's part of it can be left out. @param {MediaDevices} devices */
function wish(devices) {
  const canLeaveOut = 'restrictOwnAudio' in devices.getSupportedConstraints();
  return /** @type {DisplayMediaStreamOptions} */ ({
    video: PICTURE,
    audio: SOUND,
    systemAudio: canLeaveOut ? 'include' : 'exclude',
    // This page would show itself in itself.
    selfBrowserSurface: 'exclude',
    surfaceSwitching: 'include',
  });
}

/** @param {MediaStreamTrack} picture @param {MediaStreamTrack} sound */
function isWithoutVoices(picture, sound) {
  const { restrictOwnAudio } = /** @type {{restrictOwnAudio?: boolean}} */ (sound.getSettings());
  return restrictOwnAudio === true || picture.getSettings().displaySurface === 'browser';
}

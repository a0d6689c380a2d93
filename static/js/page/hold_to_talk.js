// @ts-check

/** @import { LocalMedia } from '../peer/local_media.js' */

/** The microphone is on for as long as a key is held, and off again afterwards, also when it took long to open. */
export class HoldToTalk {
  #media;
  #isHeld = false;

  /** @param {Pick<LocalMedia, 'state' | 'toggleMicrophone'>} media */
  constructor(media) {
    this.#media = media;
  }

  get isHeld() {
    return this.#isHeld;
  }

  /** @returns {boolean} false when there is nothing to turn on */
  press() {
    const { state, trouble } = this.#media.state.microphone;
    if (this.#isHeld || state !== 'off' || trouble !== null) {
      return this.#isHeld;
    }
    this.#isHeld = true;
    this.#media.toggleMicrophone().then(() => this.#isHeld || this.#mute());
    return true;
  }

  release() {
    if (this.#isHeld) {
      this.#isHeld = false;
      this.#mute();
    }
  }

  #mute() {
    if (this.#media.state.microphone.state === 'on') {
      this.#media.toggleMicrophone();
    }
  }
}

// @ts-check

import { Emitter } from '../emitter.js';
import { NAMES } from './local_media.js';

/** @import { LocalMedia } from './local_media.js' */
/** @import { Kind } from './media.js' */

/** Right after a machine woke, a device may need so long until it can be opened. */
export const AGAIN_MS = 4000;
/** Systems that give a device back do so by themselves within this time after the page is seen. */
export const PATIENCE_MS = 2000;

/** @type {Kind[]} */
const BOTH = ['audio', 'video'];

/**
 * Keeps what is on going: a device that was lost is tried once more, and one that the system holds back is opened anew.
 * What is off stays off.
 *
 * @typedef {object} KeeperEvents
 * @property {undefined} change the system holds something back, or gives it back
 *
 * @extends {Emitter<KeeperEvents>}
 */
export class DeviceKeeper extends Emitter {
  #media;
  /** @type {Partial<Record<Kind, MediaStreamTrack | null>>} */
  #watched = {};
  /** Opened anew since the system held them back: once is enough. @type {Set<Kind>} */
  #renewed = new Set();
  /** @type {any} */
  #patience;

  /** What is on, and yet held back by the system. @type {Kind[]} */
  paused = [];

  /** @param {LocalMedia} media */
  constructor(media) {
    super();
    this.#media = media;
    media.on('change', () => this.#look());
    media.on('lost', ({ kind, now }) => now === null && setTimeout(() => this.#again(kind), AGAIN_MS));
    this.#look();
  }

  /** The page is seen again: what the system does not give back by itself is asked for, once. */
  seen() {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => {
      for (const kind of this.paused.filter((one) => !this.#renewed.has(one))) {
        this.#renewed.add(kind);
        this.#media.exchange(kind, this.#media.chosen(kind));
      }
    }, PATIENCE_MS);
  }

  #look() {
    const tracks = this.#media.tracks();
    for (const kind of BOTH.filter((one) => this.#watched[one] !== tracks[one])) {
      this.#watched[kind] = tracks[kind];
      tracks[kind]?.addEventListener('mute', () => this.#look());
      tracks[kind]?.addEventListener('unmute', () => this.#look());
    }
    BOTH.filter((kind) => !tracks[kind]?.muted).forEach((kind) => this.#renewed.delete(kind));
    const paused = BOTH.filter((kind) => tracks[kind]?.muted && this.#media.state[NAMES[kind]].state === 'on');
    if (paused.join() !== this.paused.join()) {
      this.paused = paused;
      this.emit('change', undefined);
    }
  }

  /** @param {Kind} kind */
  #again(kind) {
    // Still as it was left: whoever turned it on meanwhile, or chose another, needs no help.
    if (this.#media.state[NAMES[kind]].trouble === 'device_lost') {
      this.#media.open([kind]);
    }
  }
}

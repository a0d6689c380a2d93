// @ts-check

import { Emitter } from '../emitter.js';
import { openMedia, stop } from './media.js';

/** @import { Sending } from './control.js' */
/** @import { Choice, Kind, MediaTrouble } from './media.js' */
/** @import { Tracks } from './places.js' */

/**
 * @typedef {object} DeviceState
 * @property {'opening' | 'on' | 'off'} state
 * @property {MediaTrouble | null} trouble why it cannot be on
 *
 * @typedef {object} LocalMediaState
 * @property {DeviceState} microphone
 * @property {DeviceState} camera
 * @property {'' | 'silent' | 'sounding'} sharing is a screen shown, and is its sound sent?
 *
 * @typedef {object} LocalMediaEvents
 * @property {undefined} change
 * @property {{kind: Kind, was: string, now: string | null}} lost a device in use went away, and this one took its place; labels
 */

/** @type {Kind[]} */
const BOTH = ['audio', 'video'];
export const NAMES = /** @type {const} */ ({ audio: 'microphone', video: 'camera' });

/**
 * What this person sends: microphone, camera, and a screen beside them. Opened once, at the door, and used by the
 * preview and by every call.
 *
 * @extends {Emitter<LocalMediaEvents>}
 */
export class LocalMedia extends Emitter {
  #devices;
  /** @type {Record<Kind, MediaStreamTrack | null>} */
  #own = { audio: null, video: null };
  /** @type {Pick<Tracks, 'screen' | 'sound'>} */
  #shown = { screen: null, sound: null };
  /** What this person wants to use, be it there or not. @type {Choice} */
  #choice = {};
  /** @type {LocalMediaState} */
  #state = { microphone: { state: 'opening', trouble: null }, camera: { state: 'opening', trouble: null }, sharing: '' };

  /** @param {MediaDevices | undefined} devices undefined outside a secure context */
  constructor(devices) {
    super();
    this.#devices = devices;
  }

  /** What there is outside a secure context: nothing. @returns {LocalMediaState} */
  static none() {
    const device = /** @type {DeviceState} */ ({ state: 'off', trouble: 'insecure_context' });
    return { microphone: device, camera: device, sharing: '' };
  }

  /** @returns {LocalMediaState} */
  get state() { return this.#state; }

  /** @returns {boolean} */
  get canShare() { return typeof this.#devices?.getDisplayMedia === 'function'; }

  /** What goes to the peers. @returns {Tracks} */
  tracks() {
    return { ...this.#own, ...this.#shown };
  }

  /** @returns {Sending} */
  sending() {
    const { microphone, camera, sharing } = this.#state;
    return { microphone: microphone.state === 'on', camera: camera.state === 'on', screen: sharing !== '' };
  }

  /**
   * Open what this person had on last time, with the devices used then, or others where those are gone.
   *
   * @param {Kind[]} kinds
   * @param {Partial<Record<Kind, string>>} [last] device IDs
   */
  async start(kinds, last = {}) {
    this.#choice = { ...last };
    for (const kind of BOTH.filter((one) => !kinds.includes(one))) {
      this.#set({ [NAMES[kind]]: { state: 'off', trouble: null } });
    }
    if (kinds.length > 0) {
      await this.open(kinds);
    }
  }

  /** Open what was chosen, or others where those are gone. @param {Kind[]} [kinds] */
  async open(kinds = BOTH) {
    await this.#open(kinds, this.#choice);
    const gone = kinds.filter((kind) => this.#choice[kind] && this.#state[NAMES[kind]].trouble === 'no_device');
    if (gone.length > 0) {
      await this.#open(gone, {});
    }
  }

  /** @param {Kind[]} kinds @param {Choice} choice */
  async #open(kinds, choice) {
    const opened = await openMedia(this.#devices, kinds, choice);
    for (const kind of BOTH.filter((one) => kinds.includes(one))) {
      this.#replace(kind, opened[kind]);
      this.#set({ [NAMES[kind]]: stateOf(opened[kind], opened[`${kind}Trouble`]) });
    }
  }

  /**
   * Put this device in the place of the one in use, where it works. What was turned on or off meanwhile is left alone.
   *
   * @param {Kind} kind
   * @param {string} deviceId
   * @returns {Promise<boolean>} is it in use now?
   */
  async exchange(kind, deviceId) {
    const [used, { state }] = [this.#own[kind], this.#state[NAMES[kind]]];
    const track = (await openMedia(this.#devices, [kind], { [kind]: deviceId }))[kind];
    if (track === null || used === null || this.#own[kind] !== used || this.#state[NAMES[kind]].state !== state) {
      stop(track);
      return false;
    }
    track.enabled = used.enabled;
    this.#replace(kind, track);
    this.#set({});
    return true;
  }

  /** A muted microphone stays open and silent, so that speaking again is instant. */
  async toggleMicrophone() {
    if (this.#own.audio === null) {
      await this.open(['audio']);
      return;
    }
    this.#own.audio.enabled = !this.#own.audio.enabled;
    this.#set({ microphone: { state: this.#own.audio.enabled ? 'on' : 'off', trouble: null } });
  }

  /** A camera that is off is closed: its light goes out. */
  async toggleCamera() {
    if (this.#own.video === null) {
      this.#set({ camera: { state: 'opening', trouble: null } });
      await this.open(['video']);
      return;
    }
    this.#replace('video', null);
    this.#set({ camera: { state: 'off', trouble: null } });
  }

  /** Use another device. @param {Kind} kind @param {string} deviceId */
  async choose(kind, deviceId) {
    this.#choice = { ...this.#choice, [kind]: deviceId };
    const muted = kind === 'audio' && this.#own.audio !== null && !this.#own.audio.enabled;
    // What was turned off stays off; what did not work is tried again.
    const { state, trouble } = this.#state[NAMES[kind]];
    if (state === 'off' && trouble === null && !muted) {
      return;
    }
    await this.#open([kind], this.#choice);
    if (muted) {
      await this.toggleMicrophone();
    }
  }

  /**
   * Send this beside microphone and camera, or nothing of its kind.
   *
   * @param {MediaStreamTrack | null} screen
   * @param {MediaStreamTrack | null} sound that belongs to it
   */
  show(screen, sound) {
    this.#shown = { screen, sound };
    this.#set({ sharing: screen === null ? '' : sound === null ? 'silent' : 'sounding' });
  }

  /** @param {Kind} kind @returns {Promise<MediaDeviceInfo[]>} */
  list(kind) { return this.#listed(`${kind}input`); }

  /** Where sound can go; none where the browser keeps that to itself. */
  listSpeakers() { return this.#listed('audiooutput'); }

  /** @param {MediaDeviceKind} kind @returns {Promise<MediaDeviceInfo[]>} */
  async #listed(kind) {
    const all = (await this.#devices?.enumerateDevices().catch(() => [])) ?? [];
    return all.filter((device) => device.kind === kind && device.deviceId !== '');
  }

  /** The device in use. @param {Kind} kind */
  chosen(kind) { return this.#own[kind]?.getSettings().deviceId ?? ''; }

  /** The chosen device, while another stands in for it. @param {Kind} kind */
  missing(kind) {
    const wanted = this.#choice[kind] ?? '';
    return this.#own[kind] === null || this.chosen(kind) === wanted ? '' : wanted;
  }

  stop() {
    BOTH.forEach((kind) => this.#replace(kind, null));
  }

  /** @param {Kind} kind @param {MediaStreamTrack | null} track */
  #replace(kind, track) {
    stop(this.#own[kind]);
    this.#own[kind] = track;
    if (track !== null) {
      track.onended = () => this.#lost(kind, track);
    }
  }

  /**
   * A device went away by itself: it was unplugged, or the machine slept. What was on goes on with another one, if there is
   * one; what was off stays off, and the next *on* takes another one. The choice stays: see `missing`.
   *
   * @param {Kind} kind
   * @param {MediaStreamTrack} track
   */
  async #lost(kind, track) {
    const device = NAMES[kind];
    const wasOn = this.#state[device].state === 'on';
    this.#replace(kind, null);
    this.#set({ [device]: { state: wasOn ? 'opening' : 'off', trouble: null } });
    if (!wasOn) {
      return;
    }
    await this.open([kind]);
    if (this.#own[kind] === null && this.#choice[kind]) {
      // Still listed, and yet of no use.
      await this.#open([kind], {});
    }
    const next = this.#own[kind];
    if (next === null) {
      this.#set({ [device]: { state: 'off', trouble: 'device_lost' } });
    }
    this.emit('lost', { kind, was: track.label, now: next?.label ?? null });
  }

  /** @param {Partial<LocalMediaState>} change */
  #set(change) {
    this.#state = { ...this.#state, ...change };
    this.emit('change', undefined);
  }
}

/** @param {MediaStreamTrack | null} track @param {MediaTrouble | null} trouble @returns {DeviceState} */
const stateOf = (track, trouble) => ({ state: track === null ? 'off' : 'on', trouble });

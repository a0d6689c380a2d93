// @ts-check

/** @import { Share } from './budget.js' */

/** @typedef {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} Tracks */

/** What this side sends over one RTCPeerConnection. */
export class Senders {
  #pc;
  /** Groups what we send, so that sound and picture stay together. */
  #own = new MediaStream();
  /** @type {Share | null} */
  #share = null;

  /**
   * The first side asks for sound and picture even where it has none to give. The other side adds
   * what it has: the first description finds a place for it.
   *
   * @param {RTCPeerConnection} pc
   * @param {Tracks} tracks
   * @param {boolean} first does this side send the first description?
   */
  constructor(pc, tracks, first) {
    this.#pc = pc;
    for (const kind of /** @type {const} */ (['audio', 'video'])) {
      const track = tracks[kind];
      if (track !== null) {
        pc.addTrack(track, this.#own);
      } else if (first) {
        pc.addTransceiver(kind, { direction: 'recvonly' });
      }
    }
  }

  /** Send these from now on. @param {Tracks} tracks */
  set(tracks) {
    for (const kind of /** @type {const} */ (['audio', 'video'])) {
      this.#set(kind, tracks[kind]);
    }
    this.#limit();
  }

  /** What pictures may use of the uplink from now on. @param {Share} share */
  limit(share) {
    this.#share = share;
    this.#limit();
  }

  #limit() {
    for (const { sender } of this.#pc.getTransceivers()) {
      const parameters = sender.track?.kind === 'video' && this.#share !== null ? sender.getParameters() : null;
      // Before the first description there are no encodings, and nothing flows.
      if (parameters !== null && parameters.encodings.length > 0) {
        // Of a screen small letters are to be read: it gets fewer pictures, not smaller ones.
        const whole = sender.track?.contentHint === 'detail' ? { scaleResolutionDownBy: 1 } : {};
        parameters.encodings.forEach((encoding) => Object.assign(encoding, this.#share, whole));
        sender.setParameters(parameters).catch(() => {});
      }
    }
  }

  /** @param {'audio' | 'video'} kind @param {MediaStreamTrack | null} track */
  #set(kind, track) {
    const place = this.#pc.getTransceivers().find((t) => t.receiver.track.kind === kind && t.currentDirection !== 'stopped');
    if (place === undefined) {
      if (track !== null) {
        this.#pc.addTrack(track, this.#own);
      }
      return;
    }
    if (place.sender.track === track) {
      return;
    }
    place.sender.replaceTrack(track).catch(() => {});
    if (track !== null && (place.direction === 'recvonly' || place.direction === 'inactive')) {
      place.sender.setStreams?.(this.#own);
      place.direction = 'sendrecv';
    }
  }
}

// @ts-check

/** @typedef {{audio: MediaStreamTrack | null, video: MediaStreamTrack | null}} Tracks */

/** What this side sends over one RTCPeerConnection. */
export class Senders {
  #pc;
  /** Groups what we send, so that sound and picture stay together. */
  #own = new MediaStream();

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

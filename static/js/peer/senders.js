// @ts-check

import { PLACES, placeIn } from './places.js';

/** @import { Shares } from './budget.js' */
/** @import { Tracks } from './places.js' */

/** Enough for music; the voice needs less, and browsers know how much. */
const SOUND_BITRATE = 96_000;

/** What this side sends over one RTCPeerConnection. */
export class Senders {
  #pc;
  #tracks;
  #groups = { person: new MediaStream(), screen: new MediaStream() };

  /**
   * The first side makes all places, also for what it has not to give yet.
   *
   * @param {RTCPeerConnection} pc
   * @param {Tracks} tracks
   * @param {boolean} first does this side send the first description?
   */
  constructor(pc, tracks, first) {
    this.#pc = pc;
    this.#tracks = tracks;
    if (first) {
      for (const { name, kind, group } of PLACES) {
        pc.addTransceiver(tracks[name] ?? kind, { direction: 'sendrecv', streams: [this.#groups[group]] });
      }
    }
  }

  /** The other side's offer has made the places: take them before it is answered. Once they are taken this changes nothing. */
  take() {
    for (const { name, group } of PLACES) {
      const place = placeIn(this.#pc, name);
      if (place?.direction === 'recvonly') {
        place.sender.setStreams?.(this.#groups[group]);
        place.direction = 'sendrecv';
      }
    }
    this.set(this.#tracks);
  }

  /** Send these from now on. @param {Tracks} tracks */
  set(tracks) {
    this.#tracks = tracks;
    for (const { name } of PLACES) {
      const sender = placeIn(this.#pc, name)?.sender;
      if (sender !== undefined && sender.track !== tracks[name]) {
        sender.replaceTrack(tracks[name]).catch(() => {});
      }
    }
  }

  /** What pictures may use of the uplink from now on. @param {Shares} shares */
  limit({ camera, screen }) {
    this.#allow('video', camera);
    this.#allow('screen', screen);
    this.#allow('sound', { maxBitrate: SOUND_BITRATE });
  }

  /** @param {import('./places.js').Place} name @param {RTCRtpEncodingParameters} share */
  #allow(name, share) {
    const sender = placeIn(this.#pc, name)?.sender;
    const parameters = sender?.getParameters();
    // Before the first description there are no encodings, and nothing flows.
    if (sender !== undefined && parameters !== undefined && parameters.encodings.length > 0) {
      parameters.encodings.forEach((encoding) => Object.assign(encoding, share));
      sender.setParameters(parameters).catch(() => {});
    }
  }
}

// @ts-check

import { PLACES, placeIn } from './places.js';

/** What the other side sends over one RTCPeerConnection. Nothing of it is shown before it is known who sends it. */
export class Receivers {
  #pc;
  /** @type {(() => void)[] | null} */
  #early = [];

  /** Microphone and camera. */
  person = new MediaStream();
  /** What is shown beside them, and its sound. */
  screen = new MediaStream();

  /** @param {RTCPeerConnection} pc @param {() => void} onChange something came, began to flow, or stopped */
  constructor(pc, onChange) {
    this.#pc = pc;
    pc.ontrack = ({ track, transceiver }) => {
      const place = PLACES[pc.getTransceivers().indexOf(transceiver)];
      if (place === undefined || place.kind !== track.kind) {
        return;
      }
      const show = () => this[place.group].addTrack(track);
      this.#early === null ? show() : this.#early.push(show);
      track.onmute = track.onunmute = onChange;
      onChange();
    };
  }

  /** It is known who sends this: show it. */
  admit() {
    this.#early?.forEach((show) => show());
    this.#early = null;
  }

  /** How loud is the voice, from 0 to 1? */
  get loudness() {
    return placeIn(this.#pc, 'audio')?.receiver.getSynchronizationSources?.()[0]?.audioLevel ?? 0;
  }
}

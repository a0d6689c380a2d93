// @ts-check

/** @typedef {'incoming' | 'outgoing' | ''} Tone */

/**
 * Two notes together, on and off: seconds of sound and of silence.
 *
 * @type {Record<'incoming' | 'outgoing', {notes: number[], on: number, off: number, loudness: number}>}
 */
const TONES = {
  incoming: { notes: [523.25, 659.25], on: 1.2, off: 1.8, loudness: 0.16 },
  outgoing: { notes: [440], on: 0.9, off: 2.6, loudness: 0.05 },
};
/** The ring comes from nowhere to full within this many seconds. */
const FADE_IN = 4;
const SOFT = 0.06;

/**
 * The sound of a call that waits for an answer. It sounds only where the browser allows it, and
 * starts quietly.
 */
export class Ring {
  #context;
  /** @type {Tone} */
  #tone = '';
  /** @type {GainNode | null} */
  #volume = null;
  /** @type {any} */
  #timer;

  /** @param {() => AudioContext | null} context */
  constructor(context) {
    this.#context = context;
  }

  /** @param {Tone} tone */
  play(tone) {
    if (tone === this.#tone) {
      return;
    }
    this.#tone = tone;
    this.#silence();
    const context = this.#context();
    if (tone === '' || context === null || context.state !== 'running') {
      return;
    }
    const volume = context.createGain();
    volume.gain.setValueAtTime(tone === 'incoming' ? 0.05 : 1, context.currentTime);
    volume.gain.linearRampToValueAtTime(1, context.currentTime + FADE_IN);
    volume.connect(context.destination);
    this.#volume = volume;
    this.#again(context, volume, TONES[tone]);
  }

  /** @param {AudioContext} context @param {GainNode} volume @param {{notes: number[], on: number, off: number, loudness: number}} tone */
  #again(context, volume, tone) {
    const start = context.currentTime + SOFT;
    const end = start + tone.on;
    const shape = context.createGain();
    shape.gain.setValueAtTime(0, start);
    shape.gain.linearRampToValueAtTime(tone.loudness, start + SOFT);
    shape.gain.setValueAtTime(tone.loudness, end - 4 * SOFT);
    shape.gain.linearRampToValueAtTime(0, end);
    shape.connect(volume);
    for (const note of tone.notes) {
      const voice = context.createOscillator();
      voice.frequency.value = note;
      voice.connect(shape);
      voice.start(start);
      voice.stop(end);
    }
    this.#timer = setTimeout(() => this.#again(context, volume, tone), (tone.on + tone.off) * 1000);
  }

  #silence() {
    clearTimeout(this.#timer);
    this.#volume?.disconnect();
    this.#volume = null;
  }
}

// @ts-check

/** The sound comes and goes within this many seconds, so that it does not click. */
export const SOFT = 0.03;

/**
 * One note that fades away.
 *
 * @param {AudioContext} context
 * @param {AudioNode} to
 * @param {{note: number, start: number, seconds: number, loudness: number}} how
 * @returns {OscillatorNode} says `ended`
 */
export function noteAt(context, to, { note, start, seconds, loudness }) {
  const end = start + seconds;
  const shape = context.createGain();
  shape.gain.setValueAtTime(0, start);
  shape.gain.linearRampToValueAtTime(loudness, start + SOFT);
  shape.gain.exponentialRampToValueAtTime(0.001, end);
  shape.connect(to);
  const voice = context.createOscillator();
  voice.frequency.value = note;
  voice.connect(shape);
  voice.start(start);
  voice.stop(end);
  return voice;
}

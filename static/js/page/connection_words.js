// @ts-check
// How a connection is, in words and in numbers.

import { say, locale } from './say.js';

/** @import { Path, Quality, Stream } from '../peer/quality.js' */

/** What there is nothing of. */
const NONE = '–';

/** @param {Path} path @param {boolean} isWeak @param {string} name */
export function connectionSentence(path, isWeak, name) {
  const way =
    path === 'direct'
      ? say('You are connected directly to {name}.', { name })
      : say('You are connected to {name} through a relay: it is still private and sealed, and may be slower.', { name });
  return isWeak ? `${way} ${say('The connection is weak: sound and picture may stop for a moment.')}` : way;
}

/** What to try. @param {boolean} isWeak @param {boolean} isCameraOn @returns {string} empty when there is nothing to mend */
export function adviceSentence(isWeak, isCameraOn) {
  if (!isWeak) {
    return '';
  }
  return isCameraOn
    ? say('Turn your camera off first, so that your voice gets through. If that does not help, move closer to your Wi-Fi, or try another network.')
    : say('Move closer to your Wi-Fi, or try another network. The fault may also be on the other side.');
}

/**
 * Each number by the name of its place.
 *
 * @param {Quality} quality
 * @returns {Record<string, string>}
 */
export function numbersOf(quality) {
  const { seconds, transport } = quality;
  return {
    trip: seconds === null ? NONE : say('{count} ms', { count: Math.round(seconds * 1000) }),
    transport: transport.toUpperCase() || NONE,
    ...placed('in', quality.in),
    ...placed('out', quality.out),
  };
}

/** @param {string} way @param {Stream} stream */
const placed = (way, { bits, loss, sound, video, picture }) => ({
  [`${way}-speed`]: speedWords(bits),
  [`${way}-loss`]: loss === null ? NONE : loss.toLocaleString(locale(), { style: 'percent', maximumFractionDigits: loss < 0.1 ? 1 : 0 }),
  [`${way}-sound`]: sound || NONE,
  [`${way}-picture`]: picture === null ? NONE : `${video}, ${picture.width}\u00a0×\u00a0${picture.height}`,
  [`${way}-frames`]: picture === null ? NONE : say('{count} a second', { count: picture.frames }),
});

/** @param {number} bits a second */
function speedWords(bits) {
  return bits < 995_000
    ? say('{count} kbit/s', { count: Math.round(bits / 1000) })
    : say('{count} Mbit/s', { count: Math.round(bits / 100_000) / 10 });
}

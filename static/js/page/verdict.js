// @ts-check
// What a few questions to the service tell of a connection. Pure. It says nothing of the way to other people, which
// nobody knows before a call; so it warns only where a call is sure to suffer.

import { say } from './say.js';

/**
 * @typedef {'good' | 'fair' | 'slow' | 'silent'} Verdict
 *
 * @typedef {object} Measured
 * @property {number[]} times of the answers, in milliseconds
 * @property {number} lost questions without an answer
 * @property {string} [kind] what the browser calls the connection, where it does: `4g`, `2g` ...
 */

/** From here on a call is hard to follow. */
const SLOW_MS = 1500;
const LOST = 0.3;
/** Up to here nobody notices. */
const GOOD_MS = 500;
const GOOD_JITTER_MS = 200;
const NARROW = ['slow-2g', '2g'];

/** From best to worst. @type {Verdict[]} */
const ORDER = ['good', 'fair', 'slow', 'silent'];

/** @type {Record<Verdict | 'offline', string>} */
export const VERDICTS = {
  good: say('Your connection looks good.'),
  fair: say('Your connection is a little slow. If video freezes, turn the camera off.'),
  slow: say('Your connection is slow: video may freeze. Try turning the camera off.'),
  silent: say('The service does not answer. Check your connection to the internet.'),
  offline: say('You are offline. Connect to the internet, then join.'),
};

/** @param {Measured} measured @returns {Verdict} */
export function verdictOf({ times, lost, kind = '' }) {
  if (times.length === 0) {
    return 'silent';
  }
  const middle = median(times);
  if (middle > SLOW_MS || lost / (times.length + lost) >= LOST || NARROW.includes(kind)) {
    return 'slow';
  }
  const jitter = median(times.map((time) => Math.abs(time - middle)));
  return middle > GOOD_MS || jitter > GOOD_JITTER_MS ? 'fair' : 'good';
}

/** One bad moment is no bad connection: of two looks the better one counts. @param {Verdict} one @param {Verdict} other */
export const betterOf = (one, other) => (ORDER.indexOf(one) < ORDER.indexOf(other) ? one : other);

/** @param {number[]} numbers not empty */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return /** @type {number} */ (sorted[Math.floor(sorted.length / 2)]);
}

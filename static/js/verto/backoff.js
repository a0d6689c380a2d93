// @ts-check

export const BASE_MS = 500;
export const MAX_MS = 8000;

/**
 * How long to wait before try number `attempt` (from 0): anywhere between nothing and a doubling
 * ceiling. Full jitter, so that a thousand pages do not come back to a restarted server at once.
 *
 * @param {number} attempt
 * @param {() => number} [random] a number from 0 up to, not including, 1
 * @returns {number} milliseconds
 */
export function fullJitter(attempt, random = Math.random) {
  const ceiling = Math.min(MAX_MS, BASE_MS * 2 ** Math.min(attempt, 16));
  return Math.floor(random() * ceiling);
}

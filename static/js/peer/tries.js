// @ts-check
// When a new path is looked for: soon, then at growing pauses, and never by two sides in step.

/** The first pause. Browsers take some seconds to notice that nothing comes; after that nothing is gained by waiting longer. */
export const FIRST_MS = 1000;
/** A browser goes on checking what one try has found for longer than this, so hardly a moment goes by without a check. */
export const LONGEST_MS = 8000;
/** So much more at most, by chance: pairs that were cut off together do not all come back at once. */
export const SPREAD = 0.25;
/** The polite side waits this much longer, so that as a rule only the other one starts. */
export const POLITE_MS = 1200;

/**
 * How long to wait before try number `number` (from 0).
 *
 * @param {number} number
 * @param {boolean} polite
 * @param {() => number} [random] a number from 0 up to, not including, 1
 * @returns {number} milliseconds
 */
export function pauseBefore(number, polite, random = Math.random) {
  const pause = Math.min(FIRST_MS * 2 ** number, LONGEST_MS);
  return Math.floor(pause * (1 + SPREAD * random())) + (polite ? POLITE_MS : 0);
}

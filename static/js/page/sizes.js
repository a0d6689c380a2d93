// @ts-check
// Sizes as people read them.

import { locale, say, sayCount } from './say.js';

/** @type {((size: string) => string)[]} */
const UNITS = [
  (size) => say('{size} kB', { size }),
  (size) => say('{size} MB', { size }),
  (size) => say('{size} GB', { size }),
  (size) => say('{size} TB', { size }),
];

/** @param {number} bytes @returns {string} such as `512 bytes`, `3.4 MB`, `12 GB` */
export function sizeWords(bytes) {
  if (bytes < 1000) {
    return sayCount(bytes, '{count} byte', '{count} bytes');
  }
  let [value, unit] = [bytes / 1000, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = value < 9.95 ? 1 : 0;
  const size = value.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return /** @type {(size: string) => string} */ (UNITS[unit])(size);
}

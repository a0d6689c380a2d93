// @ts-check
// Sizes as people read them.

const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** @param {number} bytes @returns {string} such as `512 bytes`, `3.4 MB`, `12 GB` */
export function sizeWords(bytes) {
  if (bytes < 1000) {
    return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  }
  let [value, unit] = [bytes / 1000, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}

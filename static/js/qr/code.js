// @ts-check
// QR codes after ISO/IEC 18004: texts of up to 2,331 bytes, in byte mode, with error correction level M.

import { encode } from './codewords.js';
import { MASK_COUNT, applyMask, penalty } from './masks.js';
import { patternsOf, putFormat } from './patterns.js';

/** @import { Grid } from './patterns.js' */

/** Light modules that must stay around the code (6.3.8). */
export const QUIET = 4;

/**
 * @param {string} text
 * @returns {Grid | null} without its quiet zone; null when the text is too long
 */
export function codeOf(text) {
  const codewords = encode(new TextEncoder().encode(text));
  if (codewords === null) {
    return null;
  }
  const grid = patternsOf(codewords.version);
  place(grid, codewords.bytes);
  let best = { mask: 0, points: Infinity };
  for (let mask = 0; mask < MASK_COUNT; mask++) {
    applyMask(grid, mask);
    putFormat(grid, mask);
    const points = penalty(grid);
    best = points < best.points ? { mask, points } : best;
    applyMask(grid, mask);
  }
  applyMask(grid, best.mask);
  putFormat(grid, best.mask);
  return grid;
}

/**
 * Upwards and downwards in pairs of columns, from the right, around all patterns (7.7.3). What is left over stays light.
 *
 * @param {Grid} grid
 * @param {Uint8Array} bytes
 */
function place(grid, bytes) {
  let next = 0;
  const bits = 8 * bytes.length;
  for (let right = grid.size - 1, upward = true; right > 0; right -= 2, upward = !upward) {
    // The column of the timing pattern belongs to no pair.
    right -= right === 6 ? 1 : 0;
    for (let step = 0; step < grid.size; step++) {
      const row = upward ? grid.size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (!grid.isFixed(row, column) && next < bits) {
          grid.set(row, column, ((bytes[next >> 3] ?? 0) >> (7 - (next & 7))) & 1);
          next++;
        }
      }
    }
  }
}

/**
 * The dark modules as the data of an SVG path: one rectangle for each run in a row, one unit to a module.
 *
 * @param {Grid} grid
 * @param {number} [offset] of the first module
 */
export function pathOf(grid, offset = QUIET) {
  const parts = [];
  for (let row = 0; row < grid.size; row++) {
    for (let column = 0; column < grid.size; column++) {
      if (grid.isDark(row, column)) {
        const start = column;
        while (column + 1 < grid.size && grid.isDark(row, column + 1)) {
          column++;
        }
        parts.push(`M${start + offset} ${row + offset}h${column - start + 1}v1h-${column - start + 1}z`);
      }
    }
  }
  return parts.join('');
}

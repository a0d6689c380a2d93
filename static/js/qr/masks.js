// @ts-check
// Masks, of which the one is taken that is easiest to read (ISO/IEC 18004, 7.8).

/** @import { Grid } from './patterns.js' */

/** Table 10: where a mask turns a module over. @type {((row: number, column: number) => boolean)[]} */
const MASKS = [
  (i, j) => (i + j) % 2 === 0,
  (i) => i % 2 === 0,
  (_, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
];
export const MASK_COUNT = MASKS.length;

/** A finder among other modules, with four light ones before or after it. */
const LIKE_A_FINDER = [0b00001011101, 0b10111010000];

/** Turns over what this mask turns; done twice, nothing has changed. @param {Grid} grid @param {number} mask */
export function applyMask(grid, mask) {
  const turns = /** @type {(row: number, column: number) => boolean} */ (MASKS[mask]);
  for (let row = 0; row < grid.size; row++) {
    for (let column = 0; column < grid.size; column++) {
      if (!grid.isFixed(row, column) && turns(row, column)) {
        grid.set(row, column, !grid.isDark(row, column));
      }
    }
  }
}

/** How hard it is to read (7.8.3, table 11): less is better. @param {Grid} grid */
export function penalty(grid) {
  const { size } = grid;
  let points = 0;
  for (let line = 0; line < size; line++) {
    points += linePenalty(size, (index) => grid.isDark(line, index));
    points += linePenalty(size, (index) => grid.isDark(index, line));
  }
  let dark = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      dark += Number(grid.isDark(row, column));
      points += row > 0 && column > 0 && isBlock(grid, row, column) ? 3 : 0;
    }
  }
  const percent = (100 * dark) / (size * size);
  return points + 10 * Math.floor(Math.abs(percent - 50) / 5);
}

/** Are these four of one colour? @param {Grid} grid @param {number} row @param {number} column */
function isBlock(grid, row, column) {
  const dark = grid.isDark(row, column);
  return (
    grid.isDark(row - 1, column) === dark &&
    grid.isDark(row, column - 1) === dark &&
    grid.isDark(row - 1, column - 1) === dark
  );
}

/** Long runs of one colour, and what looks like a finder. @param {number} size @param {(index: number) => boolean} isDark */
function linePenalty(size, isDark) {
  let points = 0;
  let run = 0;
  let seen = 0;
  for (let index = 0; index < size; index++) {
    const dark = isDark(index);
    run = index > 0 && dark === isDark(index - 1) ? run + 1 : 1;
    points += run === 5 ? 3 : run > 5 ? 1 : 0;
    seen = ((seen << 1) | Number(dark)) & 0x7ff;
    points += index >= 10 && LIKE_A_FINDER.includes(seen) ? 40 : 0;
  }
  return points;
}

// @ts-check
// What a QR code has besides the codewords, so that readers find and read it (ISO/IEC 18004, 6.3, 7.9, 7.10, annex E).

import { sizeOf } from './codewords.js';

/** Level M (table 12). */
const LEVEL_M = 0b00;
const FORMAT_MODULUS = 0b101_0011_0111;
const FORMAT_MASK = 0b101_0100_0001_0010;
const VERSION_MODULUS = 0b1_1111_0010_0101;

/** A square of modules. What is `fixed` belongs to a pattern and never to a codeword. */
export class Grid {
  /** @param {number} size */
  constructor(size) {
    this.size = size;
    this.dark = new Uint8Array(size * size);
    this.fixed = new Uint8Array(size * size);
  }

  /** @param {number} row @param {number} column */
  isDark(row, column) {
    return this.dark[row * this.size + column] === 1;
  }

  /** @param {number} row @param {number} column */
  isFixed(row, column) {
    return this.fixed[row * this.size + column] === 1;
  }

  /** @param {number} row @param {number} column @param {boolean | number} dark */
  set(row, column, dark) {
    this.dark[row * this.size + column] = dark ? 1 : 0;
  }

  /** @param {number} row @param {number} column @param {boolean | number} dark */
  fix(row, column, dark) {
    this.set(row, column, dark);
    this.fixed[row * this.size + column] = 1;
  }
}

/** A grid with all that is the same whatever it says; the format is kept free. @param {number} version */
export function patternsOf(version) {
  const grid = new Grid(sizeOf(version));
  const last = grid.size - 1;
  for (let index = 0; index <= last; index++) {
    grid.fix(6, index, index % 2 === 0);
    grid.fix(index, 6, index % 2 === 0);
  }
  finder(grid, 3, 3);
  finder(grid, 3, last - 3);
  finder(grid, last - 3, 3);
  const centres = alignmentCentres(version);
  const corner = centres.length - 1;
  centres.forEach((row, down) => centres.forEach((column, along) => {
    const onFinder = (down === 0 && (along === 0 || along === corner)) || (down === corner && along === 0);
    if (!onFinder) {
      square(grid, row, column, 2, (distance) => distance !== 1);
    }
  }));
  putFormat(grid, 0);
  putVersion(grid, version);
  return grid;
}

/**
 * Rings around a centre; what lies outside the grid is left out.
 *
 * @param {Grid} grid
 * @param {number} row
 * @param {number} column
 * @param {number} reach
 * @param {(distance: number) => boolean} dark
 */
function square(grid, row, column, reach, dark) {
  for (let down = -reach; down <= reach; down++) {
    for (let along = -reach; along <= reach; along++) {
      const [y, x] = [row + down, column + along];
      if (y >= 0 && x >= 0 && y < grid.size && x < grid.size) {
        grid.fix(y, x, dark(Math.max(Math.abs(down), Math.abs(along))));
      }
    }
  }
}

/** A finder with the light ring that sets it off (6.3.3, 6.3.4). @param {Grid} grid @param {number} row @param {number} column */
function finder(grid, row, column) {
  square(grid, row, column, 4, (distance) => distance !== 2 && distance !== 4);
}

/** Annex E: evenly spaced, by even steps, from the last one towards 6. @param {number} version @returns {number[]} */
export function alignmentCentres(version) {
  if (version === 1) {
    return [];
  }
  const count = Math.floor(version / 7) + 2;
  const last = sizeOf(version) - 7;
  // The one version whose steps the standard rounds otherwise.
  const step = version === 32 ? 26 : 2 * Math.ceil((last - 6) / (2 * (count - 1)));
  return [6, ...Array.from({ length: count - 1 }, (_, index) => last - step * (count - 2 - index))];
}

/** @param {number} value @param {number} modulus @param {number} bits how many the rest has */
function withRest(value, modulus, bits) {
  let rest = value << bits;
  for (let bit = 31 - Math.clz32(rest || 1); bit >= bits; bit--) {
    if ((rest >> bit) & 1) {
      rest ^= modulus << (bit - bits);
    }
  }
  return (value << bits) | rest;
}

/** The level and the mask, 15 bits (7.9.1, annex C). @param {number} mask */
export const formatBits = (mask) => withRest((LEVEL_M << 3) | mask, FORMAT_MODULUS, 10) ^ FORMAT_MASK;

/** 18 bits (7.10, annex D). @param {number} version */
export const versionBits = (version) => withRest(version, VERSION_MODULUS, 12);

/** Twice, so that one may be lost (figure 25). @param {Grid} grid @param {number} mask */
export function putFormat(grid, mask) {
  const bits = formatBits(mask);
  const { size } = grid;
  for (let index = 0; index < 15; index++) {
    const dark = (bits >> index) & 1;
    // Down the column beside the first finder, then along the row below it, stepping over the timing patterns.
    const row = index < 6 ? index : index < 8 ? index + 1 : 8;
    const column = index < 8 ? 8 : index === 8 ? 7 : 14 - index;
    grid.fix(row, column, dark);
    if (index < 8) {
      grid.fix(8, size - 1 - index, dark);
    } else {
      grid.fix(size - 15 + index, 8, dark);
    }
  }
  grid.fix(size - 8, 8, true);
}

/** Large symbols tell their version, twice (figure 27). @param {Grid} grid @param {number} version */
function putVersion(grid, version) {
  if (version < 7) {
    return;
  }
  const bits = versionBits(version);
  for (let index = 0; index < 18; index++) {
    const [near, far] = [Math.floor(index / 3), grid.size - 11 + (index % 3)];
    grid.fix(near, far, (bits >> index) & 1);
    grid.fix(far, near, (bits >> index) & 1);
  }
}

// @ts-check
// From bytes to the codewords of a QR code: version, segment, padding, blocks (ISO/IEC 18004, 7.4 to 7.6).
// Byte mode alone, and error correction level M: about 15 % of the codewords may be unreadable.

import { correction, generator } from './field.js';

/** Codewords of error correction in each block, by version from 1 on (table 9, level M). */
const CORRECTION = [
  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
  26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
];
/** Into how many blocks the codewords are cut (table 9, level M). */
const BLOCKS = [
  1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
  17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
];
const LAST_VERSION = 40;
/** Table 2. */
const BYTE_MODE = 0b0100;
/** 7.4.10: what fills the rest, in turns. */
const PADDING = [0xec, 0x11];

/**
 * @typedef {object} Codewords
 * @property {number} version 1 to 40
 * @property {Uint8Array} bytes in the order in which they are placed
 */

/** Modules to a side (5.3.1). @param {number} version */
export const sizeOf = (version) => 17 + 4 * version;

/** How many codewords a symbol holds: its modules without the function patterns (table 1). @param {number} version */
export function codewordsIn(version) {
  const aligned = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const size = sizeOf(version);
  const finders = 3 * 8 * 8;
  const timing = 2 * (size - 16);
  const format = 2 * 15 + 1;
  const alignment = aligned === 0 ? 0 : 25 * (aligned * aligned - 3) - 5 * 2 * (aligned - 2);
  const versions = version < 7 ? 0 : 2 * 18;
  return (size * size - finders - timing - format - alignment - versions) >> 3;
}

/** @param {number} version @returns {{blocks: number, each: number, data: number}} */
function layoutOf(version) {
  const blocks = /** @type {number} */ (BLOCKS[version - 1]);
  const each = /** @type {number} */ (CORRECTION[version - 1]);
  return { blocks, each, data: codewordsIn(version) - blocks * each };
}

/** Bits of the count of characters (table 3). @param {number} version */
const countBits = (version) => (version < 10 ? 8 : 16);

/** How many bytes a version has room for. @param {number} version */
export const roomIn = (version) => Math.floor((8 * layoutOf(version).data - 4 - countBits(version)) / 8);

/**
 * @param {Uint8Array} bytes
 * @returns {Codewords | null} null when no version has room for so much
 */
export function encode(bytes) {
  for (let version = 1; version <= LAST_VERSION; version++) {
    if (bytes.length <= roomIn(version)) {
      return { version, bytes: interleave(segment(bytes, version), version) };
    }
  }
  return null;
}

/**
 * Mode, count, the bytes themselves, terminator, padding (7.4.2, 7.4.5, 7.4.9, 7.4.10).
 *
 * @param {Uint8Array} bytes
 * @param {number} version
 */
function segment(bytes, version) {
  const { data } = layoutOf(version);
  const result = new Uint8Array(data);
  let length = 0;
  /** @param {number} value @param {number} bits */
  const put = (value, bits) => {
    for (let bit = bits - 1; bit >= 0; bit--, length++) {
      result[length >> 3] = /** @type {number} */ (result[length >> 3]) | (((value >> bit) & 1) << (7 - (length & 7)));
    }
  };
  put(BYTE_MODE, 4);
  put(bytes.length, countBits(version));
  bytes.forEach((byte) => put(byte, 8));
  // The terminator and the zeros up to the next whole codeword are there already. After whole bytes there is always
  // room for its four bits.
  for (let index = (length + 4 + 7) >> 3, turn = 0; index < data; index++, turn ^= 1) {
    result[index] = /** @type {number} */ (PADDING[turn]);
  }
  return result;
}

/**
 * Blocks, each with its correction, then all of them column by column (7.5.1, 7.6).
 *
 * @param {Uint8Array} data
 * @param {number} version
 */
function interleave(data, version) {
  const { blocks, each } = layoutOf(version);
  const divisor = generator(each);
  const short = Math.floor(data.length / blocks);
  // The last blocks are longer by one where it does not come out even.
  const shorter = blocks - (data.length % blocks);
  /** @type {Uint8Array[]} */
  const cut = [];
  for (let index = 0, start = 0; index < blocks; index++) {
    const end = start + short + (index < shorter ? 0 : 1);
    cut.push(data.subarray(start, end));
    start = end;
  }
  return Uint8Array.from([...columns(cut), ...columns(cut.map((block) => correction(block, divisor)))]);
}

/** @param {Uint8Array[]} rows @returns {number[]} */
function columns(rows) {
  const longest = Math.max(...rows.map(({ length }) => length));
  const result = [];
  for (let index = 0; index < longest; index++) {
    for (const row of rows) {
      const byte = row[index];
      if (byte !== undefined) {
        result.push(byte);
      }
    }
  }
  return result;
}

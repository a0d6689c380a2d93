import assert from 'node:assert/strict';
import test from 'node:test';

import { codeOf, pathOf } from '../../static/js/qr/code.js';
import { codewordsIn, encode, roomIn, sizeOf } from '../../static/js/qr/codewords.js';
import { correction, generator, times } from '../../static/js/qr/field.js';
import { MASK_COUNT, applyMask, penalty } from '../../static/js/qr/masks.js';
import { Grid, alignmentCentres, formatBits, patternsOf, putFormat, versionBits } from '../../static/js/qr/patterns.js';

/** Powers of 2 in the field, as the standard writes its polynomials. */
function power(exponent) {
  let value = 1;
  for (let index = 0; index < exponent; index++) {
    value = times(value, 2);
  }
  return value;
}

const rows = (grid) =>
  Array.from({ length: grid.size }, (_, row) =>
    Array.from({ length: grid.size }, (_, column) => (grid.isDark(row, column) ? '#' : '.')).join(''),
  );

test('the polynomials are those of annex A', () => {
  assert.deepEqual([...generator(7)], [87, 229, 146, 149, 238, 102, 21].map(power));
  assert.deepEqual([...generator(10)], [251, 67, 46, 61, 118, 70, 64, 94, 32, 45].map(power));
});

test('the example of annex I is corrected as it says', () => {
  const data = [0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11];
  const corrected = [0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55];
  assert.deepEqual([...correction(Uint8Array.from(data), generator(10))], corrected);
});

test('format and version are those of annexes C and D', () => {
  assert.equal(formatBits(5), 0b100_0000_1100_1110);
  assert.equal(formatBits(0), 0b101_0100_0001_0010);
  assert.equal(versionBits(7), 0b00_0111_1100_1001_0100);
  assert.equal(versionBits(40), 0x28c69);
});

test('alignment patterns stand where annex E has them', () => {
  const known = {
    1: [], 2: [6, 18], 7: [6, 22, 38], 14: [6, 26, 46, 66], 16: [6, 26, 50, 74], 22: [6, 26, 50, 74, 98],
    30: [6, 26, 52, 78, 104, 130], 32: [6, 34, 60, 86, 112, 138], 36: [6, 24, 50, 76, 102, 128, 154],
    39: [6, 26, 54, 82, 110, 138, 166], 40: [6, 30, 58, 86, 114, 142, 170],
  };
  for (const [version, centres] of Object.entries(known)) {
    assert.deepEqual(alignmentCentres(Number(version)), centres, version);
  }
});

test('every version holds what the tables say', () => {
  // Table 1 (codewords) and table 7 (bytes at level M).
  const known = { 1: [26, 14], 2: [44, 26], 5: [134, 84], 7: [196, 122], 9: [292, 180], 10: [346, 213], 25: [1588, 997], 40: [3706, 2331] };
  for (const [version, [all, bytes]] of Object.entries(known)) {
    assert.deepEqual([codewordsIn(Number(version)), roomIn(Number(version))], [all, bytes], version);
  }
});

test('every version has exactly as many free modules as its codewords need', () => {
  for (let version = 1; version <= 40; version++) {
    const { fixed, size } = patternsOf(version);
    const free = fixed.filter((one) => one === 0).length;
    assert.equal(size, sizeOf(version));
    assert.equal(free >> 3, codewordsIn(version), `version ${version}`);
  }
});

test('a text takes the smallest version that has room, up to the last', () => {
  for (const [bytes, version] of [[0, 1], [14, 1], [15, 2], [180, 9], [181, 10], [213, 10], [214, 11], [2331, 40]]) {
    assert.equal(encode(new Uint8Array(bytes)).version, version, `${bytes} bytes`);
  }
  assert.equal(encode(new Uint8Array(2332)), null);
  assert.equal(codeOf('x'.repeat(2332)), null);
});

test('what is short is filled up in turns', () => {
  const { bytes } = encode(new TextEncoder().encode('hi'));
  assert.deepEqual([...bytes.subarray(0, 16)], [0x40, 0x26, 0x86, 0x90, ...Array(6).fill([0xec, 0x11]).flat()]);
});

test('the whole of the smallest code: finders, timing and the dark module are in place', () => {
  const drawn = rows(codeOf('hi'));
  for (const [index, line] of ['#######.', '#.....#.', '#.###.#.', '#.###.#.', '#.###.#.', '#.....#.', '#######.', '........'].entries()) {
    assert.equal(drawn[index].slice(0, 8), line);
    assert.equal(drawn[index].slice(-8), [...line].reverse().join(''));
    assert.equal(drawn[20 - index].slice(0, 8), line);
  }
  assert.equal(drawn[6].slice(8, 13), '#.#.#');
  assert.equal(drawn[13][8], '#');
});

/** The mask that a finished code says it has, from the second copy of its format. */
function maskOf(grid) {
  const read = (index) => (index < 8 ? grid.isDark(8, grid.size - 1 - index) : grid.isDark(grid.size - 15 + index, 8));
  const bits = Array.from({ length: 15 }, (_, index) => Number(read(index)) << index).reduce((all, bit) => all | bit);
  return Array.from({ length: MASK_COUNT }, (_, mask) => formatBits(mask)).indexOf(bits);
}

test('a mask undoes itself and leaves patterns alone', () => {
  const grid = codeOf('https://talk.example/');
  const before = rows(grid);
  for (let mask = 0; mask < MASK_COUNT; mask++) {
    applyMask(grid, mask);
    assert.notDeepEqual(rows(grid), before);
    assert.equal(rows(grid)[0].slice(0, 8), '#######.');
    applyMask(grid, mask);
    assert.deepEqual(rows(grid), before);
  }
});

test('the mask with the fewest points is taken', () => {
  const taken = new Set();
  for (const text of ['hi', 'https://talk.example/', 'https://talk.example/peers/1', 'b'.repeat(60), 'c'.repeat(120), 'd'.repeat(7)]) {
    const grid = codeOf(text);
    const [chosen, points] = [maskOf(grid), penalty(grid)];
    taken.add(chosen);
    applyMask(grid, chosen);
    for (let mask = 0; mask < MASK_COUNT; mask++) {
      applyMask(grid, mask);
      putFormat(grid, mask);
      assert.ok(penalty(grid) >= points, `${text}: ${mask} is better than ${chosen}`);
      applyMask(grid, mask);
    }
  }
  assert.ok(taken.size > 1, 'always the same');
});

test('points are given as table 11 says', () => {
  const light = new Grid(21);
  // 42 lines of 21 (3 + 16 points), 400 blocks of four, and as far from half dark as can be.
  assert.equal(penalty(light), 42 * 19 + 400 * 3 + 100);
});

test('the path draws each dark module once, set off by the quiet zone', () => {
  const grid = codeOf('https://talk.example/peers/');
  const drawn = new Grid(grid.size);
  for (const [, x, y, width] of pathOf(grid).matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let column = Number(x) - 4; column < Number(x) - 4 + Number(width); column++) {
      assert.ok(!drawn.isDark(Number(y) - 4, column));
      drawn.set(Number(y) - 4, column, true);
    }
  }
  assert.deepEqual(rows(drawn), rows(grid));
});

// @ts-check
// Reed-Solomon codes over the field of 256 elements, as QR codes have them (ISO/IEC 18004, 7.5.2 and annex A).

/** x^8 + x^4 + x^3 + x^2 + 1 */
const MODULUS = 0x11d;

const EXP = new Uint8Array(255);
const LOG = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power++) {
  EXP[power] = value;
  LOG[value] = power;
  value = (value << 1) ^ (value & 0x80 ? MODULUS : 0);
}

/** @param {number} a @param {number} b */
export function times(a, b) {
  return a === 0 || b === 0 ? 0 : /** @type {number} */ (EXP[(at(LOG, a) + at(LOG, b)) % 255]);
}

/**
 * The product of (x - 2^0) to (x - 2^(degree - 1)), without its leading 1.
 *
 * @param {number} degree
 * @returns {Uint8Array} coefficients, highest power first
 */
export function generator(degree) {
  const result = new Uint8Array(degree);
  result[degree - 1] = 1;
  for (let power = 0; power < degree; power++) {
    const root = at(EXP, power);
    for (let index = 0; index < degree; index++) {
      result[index] = times(at(result, index), root) ^ (result[index + 1] ?? 0);
    }
  }
  return result;
}

/**
 * What follows a block so that a reader can mend it.
 *
 * @param {Uint8Array} block
 * @param {Uint8Array} divisor of `generator`
 * @returns {Uint8Array}
 */
export function correction(block, divisor) {
  const rest = new Uint8Array(divisor.length);
  for (const byte of block) {
    const factor = byte ^ at(rest, 0);
    rest.copyWithin(0, 1);
    rest[rest.length - 1] = 0;
    divisor.forEach((coefficient, index) => {
      rest[index] = at(rest, index) ^ times(coefficient, factor);
    });
  }
  return rest;
}

/** @param {Uint8Array} bytes @param {number} index within them */
const at = (bytes, index) => /** @type {number} */ (bytes[index]);

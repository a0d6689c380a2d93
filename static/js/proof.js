// @ts-check
// Solves the puzzle that the service sets where many come at once: ALTCHA's proof of work, version 2
// (https://altcha.org/docs/v2/proof-of-work/). WebCrypto works in threads of the browser's own: the page stays free
// without a worker.

/** Tries under way at a time: enough for every core, few enough for the page to move in between. */
const AT_ONCE = 16;
/** Nobody waits longer, and no puzzle of the service takes a tenth of it. */
const PATIENCE_MS = 60000;
const ALGORITHM = 'PBKDF2/SHA-256';

/**
 * @typedef {object} Challenge
 * @property {{algorithm: string, nonce: string, salt: string, cost: number, keyLength: number, keyPrefix: string}} parameters
 *   nonce, salt and keyPrefix in hexadecimal
 * @property {string} signature
 */

/**
 * Find the number whose derived key begins as the challenge says.
 *
 * @param {Challenge} challenge
 * @param {number} [patience] milliseconds
 * @returns {Promise<string>} the proof, as the service takes it
 * @throws {Error} when it is no such challenge, or takes too long
 */
export async function solve(challenge, patience = PATIENCE_MS) {
  const { algorithm, nonce, keyPrefix } = challenge.parameters;
  if (algorithm !== ALGORITHM) {
    throw new Error(`unknown puzzle ${algorithm}`);
  }
  const password = new Uint8Array([...bytesOf(nonce), 0, 0, 0, 0]);
  const ends = performance.now() + patience;
  for (let first = 0; performance.now() < ends; first += AT_ONCE) {
    const tries = Array.from({ length: AT_ONCE }, (_, n) => derive(challenge.parameters, password, first + n));
    const keys = await Promise.all(tries);
    const found = keys.findIndex((key) => key.startsWith(keyPrefix));
    if (found >= 0) {
      return btoa(JSON.stringify({ challenge, solution: { counter: first + found, derivedKey: keys[found] } }));
    }
  }
  throw new Error('the puzzle takes too long');
}

/**
 * @param {Challenge['parameters']} parameters
 * @param {Uint8Array} password its last four bytes are the counter's
 * @param {number} counter
 * @returns {Promise<string>}
 */
async function derive({ salt, cost, keyLength }, password, counter) {
  const mine = password.slice();
  new DataView(mine.buffer).setUint32(mine.length - 4, counter);
  const key = await crypto.subtle.importKey('raw', mine, 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(salt), iterations: cost };
  return hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8)));
}

/** @param {string} hex */
function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));
}

/** @param {Uint8Array} bytes */
function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// @ts-check
// The key of a channel as its link carries it: behind the #, which no browser sends to a server.

import { fromBase64url, randomBytes, toBase64url } from './bytes.js';

const KEY_BYTES = 32;
const PREFIX = '#k=';

/** A new key. @returns {string} the part of the link from # on */
export function newFragment() {
  return PREFIX + toBase64url(randomBytes(KEY_BYTES));
}

/** @param {string} fragment from # on @returns {boolean} does it claim to hold a key? */
export const mentionsKey = (fragment) => fragment.startsWith(PREFIX);

/**
 * @param {string} fragment from # on
 * @returns {Promise<CryptoKey | null>} a key that derives others and cannot be read; null when there is none
 */
export async function keyOf(fragment) {
  const bytes = mentionsKey(fragment) ? fromBase64url(fragment.slice(PREFIX.length)) : null;
  if (bytes === null || bytes.length !== KEY_BYTES) {
    return null;
  }
  return crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
}

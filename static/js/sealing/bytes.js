// @ts-check
// Bytes and the texts they are written as.

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const BASE64URL = /^[A-Za-z0-9_-]*$/;

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} UTF-8 */
export const utf8 = (text) => ENCODER.encode(text);

/** @param {Uint8Array} bytes @returns {string | null} null when they are not UTF-8 */
export function textOf(bytes) {
  try {
    return DECODER.decode(bytes);
  } catch {
    return null;
  }
}

/** @param {...(Uint8Array | string)} parts texts count as their UTF-8 @returns {Uint8Array<ArrayBuffer>} */
export function join(...parts) {
  const pieces = parts.map((part) => (typeof part === 'string' ? utf8(part) : part));
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** @param {number} length @returns {Uint8Array<ArrayBuffer>} */
export const randomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<Uint8Array<ArrayBuffer>>} */
export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** @param {Uint8Array} bytes @returns {string} without padding (RFC 4648, section 5) */
export function toBase64url(bytes) {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer> | null} null unless it is the canonical form */
export function fromBase64url(text) {
  if (!BASE64URL.test(text) || text.length % 4 === 1) {
    return null;
  }
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return toBase64url(bytes) === text ? bytes : null;
}

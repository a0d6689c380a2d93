// @ts-check

import { toBase64url } from './bytes.js';

const MAX_VERIFIERS = 256;
/** @type {Map<string, Promise<CryptoKey>>} */
const verifiers = new Map();

/**
 * The key pair of one visit (Ed25519, RFC 8032): made at the join, forgotten with the page.
 *
 * @typedef {object} VisitKey
 * @property {Uint8Array<ArrayBuffer>} bytes the public half, 32 bytes
 * @property {string} text the same in base64url
 * @property {(data: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>} sign 64 bytes
 */

/** @returns {Promise<VisitKey>} @throws {DOMException} where the browser does not know Ed25519 */
export async function makeVisitKey() {
  const pair = /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']));
  return visitKeyOf(pair.privateKey, new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
}

/** @param {CryptoKey} privateKey @param {Uint8Array<ArrayBuffer>} bytes @returns {VisitKey} */
export function visitKeyOf(privateKey, bytes) {
  return {
    bytes,
    text: toBase64url(bytes),
    sign: async (data) => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, data)),
  };
}

/**
 * @param {Uint8Array<ArrayBuffer>} visit a public key, 32 bytes
 * @param {Uint8Array<ArrayBuffer>} signature
 * @param {Uint8Array<ArrayBuffer>} data
 * @returns {Promise<boolean>}
 */
export async function verify(visit, signature, data) {
  const name = toBase64url(visit);
  let key = verifiers.get(name);
  if (key === undefined) {
    key = crypto.subtle.importKey('raw', visit, 'Ed25519', false, ['verify']);
    verifiers.set(name, key);
    if (verifiers.size > MAX_VERIFIERS) {
      verifiers.delete(/** @type {string} */ (verifiers.keys().next().value));
    }
  }
  try {
    return await crypto.subtle.verify('Ed25519', await key, signature, data);
  } catch {
    // Not a point of the curve, in some browsers.
    return false;
  }
}

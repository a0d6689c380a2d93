// @ts-check
// What two people compare to know that nobody sits between them: docs/sealing.md, "Comparing".

import { join, sha256 } from './bytes.js';

/**
 * @typedef {object} Side one side of a call
 * @property {string} client
 * @property {Uint8Array<ArrayBuffer>} visit 32 bytes
 * @property {Uint8Array<ArrayBuffer>} fingerprint of the certificate it negotiated with, 32 bytes
 * @property {Uint8Array<ArrayBuffer>} nonce 32 bytes
 *
 * @typedef {object} Code
 * @property {number[]} emoji seven numbers from 0 to 63
 * @property {number[]} numbers three of four digits
 */

/** @param {string} channel @param {Side} side @returns {Promise<Uint8Array<ArrayBuffer>>} */
export function commitTo(channel, { client, visit, fingerprint, nonce }) {
  return sha256(join(`pbx-peers commit 1\n${channel}\n${client}\n`, nonce, visit, fingerprint));
}

/** What the visit signs, so that nobody else can show its key. @param {Uint8Array} commit */
export const proofOf = (commit) => join('pbx-peers proof 1\n', commit);

/** @param {string} channel @param {Side} one @param {Side} other @returns {Promise<Code>} the same from both sides */
export async function codeOf(channel, one, other) {
  const [low, high] = one.client < other.client ? [one, other] : [other, one];
  const info = join(
    `pbx-peers compare 1\n${channel}`,
    ...[low, high].flatMap(({ client, visit, fingerprint }) => [client, visit, fingerprint]),
  );
  const nonces = join(low.nonce, high.nonce);
  const key = await crypto.subtle.importKey('raw', nonces, 'HKDF', false, ['deriveBits']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info };
  const bits = new DataView(await crypto.subtle.deriveBits(how, key, 64)).getBigUint64(0);
  return {
    emoji: [58, 52, 46, 40, 34, 28, 22].map((shift) => Number((bits >> BigInt(shift)) & 63n)),
    numbers: [51, 38, 25].map((shift) => Number((bits >> BigInt(shift)) & 8191n) + 1000),
  };
}

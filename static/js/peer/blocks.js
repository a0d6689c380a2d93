// @ts-check
// How a file is cut: blocks are digested, written and acknowledged; each travels in chunks.

export const BLOCK = 1024 * 1024;
/** What browsers of every kind take as one message. */
export const CHUNK = 64 * 1024;
/** So far a sender may be ahead of what is written at the other side; it bounds what waits there in memory. */
export const AHEAD = 4 * BLOCK;
/** The largest file that is taken. */
export const MAX_SIZE = 64 * 1024 ** 3;

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<Uint8Array<ArrayBuffer>>} SHA-256 */
export const digestOf = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/**
 * The digest of a whole file: browsers digest no streams, so it is the SHA-256 over those of its blocks.
 *
 * @param {Uint8Array<ArrayBuffer>[]} digests
 * @returns {Promise<string>} in hexadecimal
 */
export async function fold(digests) {
  const all = new Uint8Array(32 * digests.length);
  digests.forEach((one, index) => all.set(one, 32 * index));
  return Array.from(await digestOf(all), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** May a transfer go on from here? @param {unknown} at @param {number} size @returns {at is number} */
export const isBorder = (at, size) =>
  typeof at === 'number' && at >= 0 && at <= size && (at % BLOCK === 0 || at === size) && Number.isSafeInteger(at);

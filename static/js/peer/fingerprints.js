// @ts-check
// The certificates with which two browsers meet (RFC 8122), by their SHA-256.

const LINE = /^a=fingerprint:\s*(\S+)\s+([0-9a-f:]+)\s*$/gim;
const SHA256 = /^[0-9a-f]{2}(:[0-9a-f]{2}){31}$/i;

/**
 * @param {string} sdp
 * @returns {Uint8Array<ArrayBuffer> | null} null unless the description names one certificate, by SHA-256 alone
 */
export function fingerprintIn(sdp) {
  const found = [...sdp.matchAll(LINE)].map(([, algorithm, value]) => `${algorithm} ${value}`.toLowerCase());
  const [algorithm, value = ''] = (found[0] ?? '').split(' ');
  if (new Set(found).size !== 1 || algorithm !== 'sha-256' || !SHA256.test(value)) {
    return null;
  }
  return Uint8Array.from(value.split(':'), (byte) => parseInt(byte, 16));
}

/** @param {Uint8Array | null} one @param {Uint8Array | null} other */
export const isSame = (one, other) =>
  one !== null && other !== null && one.length === other.length && one.every((byte, at) => byte === other[at]);

/**
 * The certificate that the other side really used, where the browser tells; else the one of the description, which
 * the browser has held it to.
 *
 * @param {RTCPeerConnection} pc connected
 * @returns {Promise<Uint8Array<ArrayBuffer> | null>}
 */
export async function remoteFingerprint(pc) {
  const transport = pc.sctp?.transport ?? pc.getReceivers()[0]?.transport;
  const [certificate] = transport?.getRemoteCertificates?.() ?? [];
  if (certificate !== undefined) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', certificate));
  }
  return fingerprintIn(pc.remoteDescription?.sdp ?? '');
}

/**
 * @typedef {object} Certificates the two that a connection was made with, by SHA-256
 * @property {Uint8Array<ArrayBuffer>} own
 * @property {Uint8Array<ArrayBuffer>} theirs
 */

/** @param {RTCPeerConnection} pc connected @returns {Promise<Certificates>} @throws {Error} when one is not known */
export async function certificatesOf(pc) {
  const own = fingerprintIn(pc.localDescription?.sdp ?? '');
  const theirs = await remoteFingerprint(pc);
  if (own === null || theirs === null) {
    throw new Error('There is no certificate');
  }
  return { own, theirs };
}

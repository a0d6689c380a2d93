// @ts-check

import { failed, passed } from './results.js';

/** @import { Verdict } from './results.js' */

/**
 * What calls need of a browser.
 *
 * @typedef {object} Abilities
 * @property {boolean} isSecure is the page at a secure address?
 * @property {typeof RTCPeerConnection | undefined} PeerConnection
 * @property {SubtleCrypto | undefined} subtle
 * @property {() => Storage | null} storage
 */

/** @param {Abilities} abilities @returns {Promise<Verdict>} */
export async function checkBrowser({ isSecure, PeerConnection, subtle, storage }) {
  if (!isSecure) {
    return failed('insecure_context');
  }
  if (PeerConnection === undefined) {
    return failed('no_calls');
  }
  if (!(await canSeal(subtle))) {
    return failed('no_sealing');
  }
  // Calls go without; what a person chose is then forgotten with the page.
  return passed({}, canKeep(storage) ? '' : 'no_storage');
}

/** The newest of what sealed channels use is the signature. @param {SubtleCrypto | undefined} subtle */
async function canSeal(subtle) {
  try {
    return Boolean(await subtle?.generateKey('Ed25519', false, ['sign', 'verify']));
  } catch {
    return false;
  }
}

/** @param {() => Storage | null} storage */
function canKeep(storage) {
  const key = 'pbx-peers.self-test';
  try {
    const kept = storage();
    kept?.setItem(key, '1');
    kept?.removeItem(key);
    return kept !== null;
  } catch {
    return false;
  }
}

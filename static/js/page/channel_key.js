// @ts-check
// The key of this channel. It comes with the link and is taken out of the address as soon as the browser keeps it, in
// a form that no page can read back.

import { keyOf, mentionsKey } from '../sealing/link.js';

const DATABASE = 'pbx-peers';
const STORE = 'keys';
/** Longer than any visit lasts. */
const FORGET_MS = 30 * 24 * 3600 * 1000;

/** @typedef {{channel: string, key: CryptoKey, used: number}} Kept */

/**
 * @typedef {object} ChannelKey
 * @property {CryptoKey | null} key
 * @property {string} fragment what stood in the link behind #; empty when the page was loaded without it
 * @property {boolean} isSealed does a key belong to this channel? The link's word counts as much as the server's, which
 *   could otherwise have everything said in the clear
 */

/**
 * Take the key from the address, or else from what the browser keeps for this channel.
 *
 * @param {string} channel
 * @param {boolean} isSealed says the server that a key belongs to the channel? Only then is it kept
 * @returns {Promise<ChannelKey>}
 */
export async function takeKey(channel, isSealed) {
  const fragment = location.hash;
  const mentioned = mentionsKey(fragment);
  if (mentioned) {
    const key = await keyOf(fragment);
    // Kept before it leaves the address: whoever reloads in between would have lost it.
    await (isSealed && key !== null && keep(channel, key));
    history.replaceState(history.state, '', location.pathname + location.search);
    if (key !== null) {
      return { key, fragment, isSealed: true };
    }
  }
  const key = await kept(channel);
  return { key, fragment: '', isSealed: isSealed || mentioned || key !== null };
}

/** Somebody pasted a whole link into the address bar of this page: the page begins anew with its key. */
export function reloadOnNewKey() {
  window.addEventListener('hashchange', () => mentionsKey(location.hash) && location.reload());
}

/** @param {string} channel @returns {Promise<CryptoKey | null>} */
async function kept(channel) {
  const found = await inStore('readonly', (store) => store.get(channel));
  return /** @type {Kept | undefined} */ (found)?.key ?? null;
}

/** @param {string} channel @param {CryptoKey} key */
async function keep(channel, key) {
  const now = Date.now();
  await inStore('readwrite', (store) => {
    const cursor = store.openCursor();
    cursor.onsuccess = () => {
      if (cursor.result !== null && cursor.result.value.used < now - FORGET_MS) {
        cursor.result.delete();
      }
      cursor.result?.continue();
    };
    return store.put({ channel, key, used: now });
  });
}

/**
 * Where the browser forbids its database, the key lives as long as the page.
 *
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} work
 * @returns {Promise<unknown>} undefined when there is no database
 */
function inStore(mode, work) {
  return new Promise((resolve) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'channel' });
    opening.onerror = opening.onblocked = () => resolve(undefined);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => resolve(undefined);
    };
  }).catch(() => undefined);
}

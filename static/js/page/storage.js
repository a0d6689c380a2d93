// @ts-check

const NAME = 'pbx-peers.name';

/**
 * A storage of the browser, or null where it is forbidden.
 *
 * @param {'localStorage' | 'sessionStorage'} which
 * @returns {Storage | null}
 */
export function storageOf(which) {
  try {
    return window[which];
  } catch {
    return null;
  }
}

/** The name this person used last. */
export function keptName() {
  try {
    return storageOf('localStorage')?.getItem(NAME) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} name */
export function keepName(name) {
  try {
    storageOf('localStorage')?.setItem(NAME, name);
  } catch {
    // It is asked for again next time.
  }
}

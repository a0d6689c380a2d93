// @ts-check

const NAME = 'pbx-peers.name';
const HIDE = 'pbx-peers.hide-address';

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
export const keptName = () => kept(NAME);

/** @param {string} name */
export const keepName = (name) => keep(NAME, name);

/** Did this person want to hide the address? */
export const keptHide = () => kept(HIDE) === 'true';

/** @param {boolean} hide */
export const keepHide = (hide) => keep(HIDE, String(hide));

/** @param {string} key */
function kept(key) {
  try {
    return storageOf('localStorage')?.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} key @param {string} value */
function keep(key, value) {
  try {
    storageOf('localStorage')?.setItem(key, value);
  } catch {
    // It is asked for again next time.
  }
}

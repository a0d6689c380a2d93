// @ts-check

/**
 * What this browser remembers of a person from visit to visit. The service is told none of it.
 *
 * @typedef {'name' | 'hide-address' | 'microphone' | 'camera' | 'microphone-device' | 'camera-device' | 'speaker'
 *   | 'ring-sound' | 'small-sounds' | 'notices' | 'shortcuts'} Choice
 */

/** @type {Choice[]} */
const DEVICES = ['microphone', 'camera', 'microphone-device', 'camera-device', 'speaker'];
/** @type {Choice[]} */
const CHOICES = ['name', 'hide-address', ...DEVICES, 'ring-sound', 'small-sounds', 'notices', 'shortcuts'];
const PREFIX = 'pbx-peers.';

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

/** @param {Choice} choice @returns {string} empty where nothing is known */
export function kept(choice) {
  try {
    return storageOf('localStorage')?.getItem(PREFIX + choice) ?? '';
  } catch {
    return '';
  }
}

/** @param {Choice} choice @param {string} value */
export function keep(choice, value) {
  try {
    storageOf('localStorage')?.setItem(PREFIX + choice, value);
  } catch {
    // It is asked for again next time.
  }
}

/** As if this person had never been here; a visit under way goes on. */
export function forgetChoices() {
  for (const choice of CHOICES) {
    try {
      storageOf('localStorage')?.removeItem(PREFIX + choice);
    } catch {
      // Then nothing was kept either.
    }
  }
}

// @ts-check

import { Emitter } from '../emitter.js';
import { keep, kept } from './storage.js';

/**
 * What a person can have or not have, remembered by the browser.
 *
 * @typedef {'ring-sound' | 'small-sounds' | 'notices' | 'shortcuts'} Preference
 * @typedef {{change: Preference}} PreferencesEvents
 */

/** @type {Record<Preference, boolean>} */
const AT_FIRST = { 'ring-sound': true, 'small-sounds': true, notices: false, shortcuts: true };

/**
 * The switches of the page that name what they switch in `data-preference`. Several may switch the same, and show the same.
 *
 * @extends {Emitter<PreferencesEvents>}
 */
export class Preferences extends Emitter {
  /** @type {HTMLInputElement[]} */
  #switches = [...document.querySelectorAll('input[data-preference]')].filter((one) => one instanceof HTMLInputElement);

  constructor() {
    super();
    for (const one of this.#switches) {
      one.addEventListener('change', () => this.set(preferenceOf(one), one.checked));
    }
    this.show();
  }

  /** @param {Preference} preference */
  has(preference) {
    const choice = kept(preference);
    return choice === '' ? AT_FIRST[preference] : choice === 'on';
  }

  /** @param {Preference} preference @param {boolean} on */
  set(preference, on) {
    keep(preference, on ? 'on' : 'off');
    this.show();
    this.emit('change', preference);
  }

  /** Let the switches show what is remembered. */
  show() {
    for (const one of this.#switches) {
      one.checked = this.has(preferenceOf(one));
    }
  }
}

/** @param {HTMLInputElement} one */
const preferenceOf = (one) => /** @type {Preference} */ (one.dataset.preference);

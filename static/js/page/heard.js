// @ts-check

import { Arrivals } from './arrivals.js';
import { chimes } from './chimes.js';
import { Ring } from './ring.js';
import { toneOf } from './state.js';

/** @import { Preferences } from './preferences.js' */
/** @import { State } from './state.js' */

/**
 * What somebody hears of the channel: calls that ring, people who come and go, messages; each as they chose.
 *
 * @param {Preferences} preferences
 * @param {() => AudioContext | null} sound
 */
export function heardView(preferences, sound) {
  const ring = new Ring(sound);
  const chime = chimes(() => (preferences.has('small-sounds') ? sound() : null));
  const arrivals = new Arrivals();
  return {
    message: () => chime('message'),
    /** @param {State} state */
    update(state) {
      ring.play(preferences.has('ring-sound') ? toneOf(state) : '');
      const arrival = arrivals.next(state, Date.now());
      if (arrival !== '') {
        chime(arrival);
      }
    },
  };
}

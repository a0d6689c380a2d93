// @ts-check

import { Absence } from './absence.js';
import { byId } from './elements.js';
import { isInCall } from './state.js';

/** @import { Presence } from '../peer/envelope.js' */
/** @import { State } from './state.js' */

/**
 * What this person says of themselves. Who says nothing else is away while nobody looks at the page; who talks is not.
 *
 * @param {(presence: Presence) => void} tell
 * @returns {(state: State) => void}
 */
export function presenceView(tell) {
  const choice = byId('presence', HTMLSelectElement);
  let talking = false;
  const say = () => {
    const chosen = /** @type {Presence} */ (choice.value);
    tell(chosen === 'available' && absence.isAway && !talking ? 'away' : chosen);
  };
  const absence = new Absence(say);
  choice.addEventListener('change', say);
  document.addEventListener('visibilitychange', () => absence.look(!document.hidden));
  return (state) => {
    if (isInCall(state) !== talking) {
      talking = !talking;
      say();
    }
  };
}

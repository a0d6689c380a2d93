// @ts-check

import { byId, dialogOf } from './elements.js';
import { layoutOf } from './state.js';

/** @import { State } from './state.js' */

/**
 * Microphone, camera and speaker can be changed after the door as well: the same fields, in a sheet.
 *
 * @returns {(state: State) => void}
 */
export function callDevices() {
  const place = byId('call-devices-fields', HTMLElement);
  const door = byId('devices', HTMLDetailsElement);
  const fields = byId('device-fields', HTMLElement);
  const entry = byId('show-devices', HTMLButtonElement);
  let wasOpen = false;

  entry.addEventListener('click', () => {
    wasOpen = door.open;
    place.append(fields);
    // What is open is kept up to date.
    door.open = true;
  });
  const sheet = dialogOf('call-devices', entry);
  sheet.addEventListener('close', () => {
    door.querySelector('summary')?.after(fields);
    door.open = wasOpen;
  });
  return (state) => {
    const layout = layoutOf(state);
    entry.hidden = layout !== 'room' && layout !== 'call';
    if (entry.hidden && sheet.open) {
      sheet.close();
    }
  };
}

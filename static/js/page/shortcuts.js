// @ts-check

import { byId, dialogOf } from './elements.js';
import { HoldToTalk } from './hold_to_talk.js';
import { OTHER_KEYS, SHORTCUTS, letterOf } from './keys.js';
import { isInCall, layoutOf } from './state.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { Preferences } from './preferences.js' */
/** @import { State } from './state.js' */

/** Whoever is here writes, chooses, or has keys of its own. */
const TYPING = 'textarea, select, [role="menu"], [contenteditable], input:not([type="checkbox"], [type="file"])';
/** Whoever is here means it with the space bar. */
const PRESSED = 'button, a, summary, input, [role="log"]';

/**
 * Presses the control that belongs to a key, and shows which these are. Not while somebody writes, and not for those who turned it off.
 *
 * @param {LocalMedia} media
 * @param {Preferences} preferences
 * @returns {(state: State) => void}
 */
export function shortcuts(media, preferences) {
  const hold = new HoldToTalk(media);
  let layout = '';
  let talking = false;
  const isOff = () => !preferences.has('shortcuts') || document.querySelector('dialog[open]') !== null;
  const isHere = () => layout === 'room' || layout === 'call';

  document.addEventListener('keydown', (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (isOff() || !isHere() || target.closest(TYPING) !== null) {
      return;
    }
    if (event.key === ' ' && talking && target.closest(PRESSED) === null && hold.press()) {
      event.preventDefault();
      return;
    }
    const letter = letterOf(event);
    const found = SHORTCUTS.find((one) => one.letter === letter);
    const control = found && document.getElementById(found.control);
    if (control instanceof HTMLButtonElement && !control.hidden) {
      event.preventDefault();
      control.click();
    }
  });
  document.addEventListener('keyup', ({ key }) => key === ' ' && hold.release());
  window.addEventListener('blur', () => hold.release());
  document.addEventListener('visibilitychange', () => hold.release());

  preferences.on('change', () => tellControls(preferences.has('shortcuts')));
  tellControls(preferences.has('shortcuts'));
  helpSheet();

  return (state) => {
    layout = layoutOf(state);
    talking = isInCall(state);
    if (!talking) {
      hold.release();
    }
  };
}

/** Let every control say its key. @param {boolean} on */
function tellControls(on) {
  for (const { control, letter } of SHORTCUTS) {
    const element = byId(control, HTMLButtonElement);
    if (on) {
      element.setAttribute('aria-keyshortcuts', letter.toUpperCase());
    } else {
      element.removeAttribute('aria-keyshortcuts');
    }
  }
}

function helpSheet() {
  const sheet = dialogOf('shortcuts', byId('show-shortcuts', HTMLButtonElement));
  const keys = [...SHORTCUTS.map(({ letter, words }) => ({ key: letter.toUpperCase(), words })), ...OTHER_KEYS];
  sheet.querySelector('dl')?.append(
    ...keys.flatMap(({ key, words }) => {
      const [term, cap, meaning] = [document.createElement('dt'), document.createElement('kbd'), document.createElement('dd')];
      cap.textContent = key;
      term.append(cap);
      meaning.textContent = words;
      return [term, meaning];
    }),
  );
}

// @ts-check
// Every shortcut of the page: what is pressed, which control it presses, and the words for it.

import { say } from './say.js';

/**
 * @typedef {object} Shortcut
 * @property {string} letter
 * @property {string} control the id of what it presses; nothing happens where that is not shown
 * @property {string} words
 */

/** @type {Shortcut[]} */
export const SHORTCUTS = [
  { letter: 'm', control: 'microphone', words: say('Turn your microphone on or off') },
  { letter: 'v', control: 'camera', words: say('Turn your camera on or off') },
  { letter: 's', control: 'share', words: say('Share your screen, or stop it') },
  { letter: 'c', control: 'chat', words: say('Open or close the chat') },
  { letter: 'p', control: 'show-people', words: say('Show or hide the people of the channel') },
  { letter: 'f', control: 'full-screen', words: say('Fill the screen with the call, or no more') },
  { letter: 'h', control: 'show-shortcuts', words: say('Show this list; so does ?') },
];

/** What else the keyboard does: the key and the words. */
export const OTHER_KEYS = [
  { key: say('Space'), words: say('Speak for as long as you hold it, while your microphone is off') },
  { key: say('Esc'), words: say('Close what is open') },
];

/**
 * The letter that was pressed by itself. Where a keyboard writes no Latin letters, the key that would have is meant.
 *
 * @param {Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey' | 'isComposing' | 'repeat'>} event
 * @returns {string} empty for anything else
 */
export function letterOf({ key, code, ctrlKey, altKey, metaKey, shiftKey, isComposing, repeat }) {
  if (ctrlKey || altKey || metaKey || isComposing || repeat) {
    return '';
  }
  if (key === '?') {
    return 'h';
  }
  if (shiftKey || key.length !== 1) {
    return '';
  }
  if (key >= ' ' && key <= '~') {
    return /[a-z]/i.test(key) ? key.toLowerCase() : '';
  }
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? '';
}

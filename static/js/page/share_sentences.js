// @ts-check

import { say } from './say.js';

/** @import { ScreenTrouble } from '../peer/screen.js' */

/** Why nothing is shown, or not all of it. @param {ScreenTrouble} trouble */
export function shareSentence(trouble) {
  switch (trouble) {
    case 'permission_denied_system':
      return say('The system settings of this machine keep the browser from your screen. Allow it there, then share again.');
    case 'sound_would_echo':
      return say('Your screen is shared without its sound: the others would hear themselves in it. Share a tab to send sound.');
    default:
      return say('Nothing is shared: no screen was chosen.');
  }
}

/** What this person shows. @param {'silent' | 'sounding'} sharing */
export const sharingSentence = (sharing) =>
  sharing === 'sounding' ? say('You are sharing your screen with sound.') : say('You are sharing your screen.');

/** @param {string} name */
export const screenSentence = (name) => say("{name}'s screen", { name });

/** @param {string} name */
export const screenPausedSentence = (name) =>
  say("{name}'s screen stands still for now, so that the voice gets through a slow connection.", { name });

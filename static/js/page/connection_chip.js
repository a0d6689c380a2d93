// @ts-check

import { connectionTitle, connectionWord } from './call_sentences.js';
import { setText, within } from './elements.js';
import { NOBODY } from './sentences.js';

/** @import { PeerView } from './state.js' */

/**
 * How the connection to somebody is, in a word on their tile and beside their name; pressing it tells more.
 *
 * @param {HTMLElement} root of what has the chip
 * @param {() => void} open
 * @returns {(peer: PeerView) => void}
 */
export function connectionChip(root, open) {
  const chip = within(root, '.way', HTMLButtonElement);
  const words = within(root, '.way-words', HTMLElement);
  chip.addEventListener('click', open);
  return ({ name, call }) => {
    const path = call?.path ?? null;
    // While a new path is looked for, the note on the tile tells.
    chip.hidden = path === null || call?.state !== 'connected';
    if (path !== null) {
      const word = connectionWord(path, call?.isWeak ?? false);
      chip.dataset.weak = String(call?.isWeak);
      setText(words, word);
      chip.setAttribute('aria-label', `${connectionTitle(name || NOBODY)}: ${word}`);
    }
  };
}

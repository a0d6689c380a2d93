// @ts-check

import { connectionTitle } from './call_sentences.js';
import { adviceSentence, connectionSentence, numbersOf } from './connection_words.js';
import { byId, setText } from './elements.js';
import { NOBODY } from './sentences.js';

/** @import { State } from './state.js' */

const TICK_MS = 1000;

/**
 * How the connection to one person is: a sentence, what to try, and numbers for whoever wants them.
 *
 * @returns {{open: (id: string) => void, update: (state: State) => void}}
 */
export function connectionView() {
  const dialog = byId('connection', HTMLDialogElement);
  const title = byId('connection-title', HTMLElement);
  const words = byId('connection-words', HTMLElement);
  const advice = byId('connection-advice', HTMLElement);
  const details = byId('connection-numbers', HTMLDetailsElement);
  /** Whose connection is shown. */
  let shown = '';
  /** @type {State | null} */
  let state = null;
  /** @type {any} */
  let timer;

  const callOf = () => state?.peers.find(({ id }) => id === shown)?.call ?? null;
  const count = async () => {
    clearTimeout(timer);
    if (dialog.open && details.open) {
      timer = setTimeout(count, TICK_MS);
      const quality = await callOf()?.quality();
      if (quality) {
        fillNumbers(details, numbersOf(quality));
      }
    }
  };
  const fill = () => {
    const peer = state?.peers.find(({ id }) => id === shown);
    const call = callOf();
    if (!peer || !call || call.path === null) {
      dialog.close();
      return;
    }
    const name = peer.name || NOBODY;
    setText(title, connectionTitle(name));
    setText(words, connectionSentence(call.path, call.isWeak, name));
    const tip = adviceSentence(call.isWeak, state?.media.camera.state === 'on');
    setText(advice, tip);
    advice.hidden = tip === '';
  };

  byId('connection-close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  details.addEventListener('toggle', count);
  return {
    open(id) {
      shown = id;
      dialog.showModal();
      fill();
      count();
    },
    update(next) {
      state = next;
      if (dialog.open) {
        fill();
      }
    },
  };
}

/** @param {HTMLElement} root @param {Record<string, string>} numbers */
function fillNumbers(root, numbers) {
  for (const cell of root.querySelectorAll('td[data-number]')) {
    setText(cell, numbers[/** @type {HTMLElement} */ (cell).dataset.number ?? ''] ?? '');
  }
}

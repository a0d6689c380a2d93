// @ts-check

import { EMOJI } from '../sealing/emoji.js';
import { byId, setText } from './elements.js';
import { say } from './say.js';
import { COMPARED, compareTitle, NOBODY } from './sentences.js';

/** @import { State } from './state.js' */

/**
 * What two people read to each other to know that nobody sits between them.
 *
 * @param {{same: (compared: string) => void, differ: (id: string) => void}} actions
 * @returns {{open: (id: string) => void, update: (state: State) => void}}
 */
export function compareView({ same, differ }) {
  const dialog = byId('compare', HTMLDialogElement);
  const title = byId('compare-title', HTMLElement);
  const emoji = byId('compare-emoji', HTMLElement);
  const numbers = byId('compare-numbers', HTMLElement);
  const done = byId('compare-done', HTMLElement);
  /** Whose code is shown. */
  let shown = '';
  let compared = '';
  /** @type {State | null} */
  let state = null;

  byId('compare-same', HTMLButtonElement).addEventListener('click', () => same(compared));
  byId('compare-differ', HTMLButtonElement).addEventListener('click', () => {
    differ(shown);
    dialog.close();
  });
  for (const id of ['compare-same', 'compare-later']) {
    byId(id, HTMLButtonElement).addEventListener('click', () => dialog.close());
  }

  const fill = () => {
    const peer = state?.peers.find(({ id }) => id === shown);
    const call = peer?.call ?? null;
    if (peer === undefined || call === null || call.code === null) {
      dialog.close();
      return;
    }
    compared = call.compared;
    setText(title, compareTitle(peer.name || NOBODY));
    setText(numbers, call.code.numbers.join(' '));
    if (emoji.dataset.code !== call.code.emoji.join()) {
      emoji.dataset.code = call.code.emoji.join();
      emoji.replaceChildren(...call.code.emoji.map(item));
    }
    done.hidden = !state?.same.includes(compared);
    setText(done, done.hidden ? '' : COMPARED);
  };

  return {
    open(id) {
      shown = id;
      dialog.showModal();
      fill();
    },
    update(next) {
      state = next;
      if (dialog.open) {
        fill();
      }
    },
  };
}

/** @param {number} index */
function item(index) {
  const [picture, word] = EMOJI[index] ?? ['', ''];
  const [root, shown, said] = [document.createElement('li'), document.createElement('span'), document.createElement('span')];
  shown.textContent = picture;
  shown.setAttribute('aria-hidden', 'true');
  shown.className = 'compare-picture';
  said.textContent = say(word);
  root.append(shown, said);
  return root;
}

// @ts-check

import { isBusy, setBusy } from './busy.js';
import { byId, setText, within } from './elements.js';
import { JOIN_SLOW, doorSentence } from './sentences.js';

/** @import { State } from './state.js' */

/**
 * What stands before the channel: name, *Hide my address*, *Join*.
 *
 * @param {{join: () => void, rename: (name: string) => void, hide: (on: boolean) => void}} actions
 * @returns {(state: State) => void}
 */
export function doorView({ join, rename, hide }) {
  const door = byId('door', HTMLElement);
  const name = byId('name', HTMLInputElement);
  const hiding = byId('hide-address', HTMLInputElement);
  const button = byId('join', HTMLButtonElement);
  const problem = byId('door-problem', HTMLElement);
  const title = within(problem, 'h3', HTMLElement);
  const text = within(problem, 'p', HTMLElement);
  const progress = byId('door-progress', HTMLElement);

  byId('join-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    if (!isBusy(button)) {
      join();
    }
  });
  name.addEventListener('input', () => rename(name.value));
  hiding.addEventListener('change', () => hide(hiding.checked));

  return (state) => {
    const { phase, code, secure, slow } = state;
    door.hidden = phase !== 'preview' && phase !== 'joining';
    if (document.activeElement !== name && name.value !== state.name) {
      name.value = state.name;
    }
    hiding.checked = state.hide;
    const refused = phase === 'preview' && code !== '';
    problem.hidden = !refused;
    if (refused) {
      const sentence = doorSentence(code);
      setText(title, sentence.title);
      setText(text, sentence.text);
    }
    button.disabled = !secure;
    setBusy(button, phase === 'joining');
    setText(progress, phase === 'joining' && slow ? JOIN_SLOW : '');
  };
}

// @ts-check

import { byId, setText, within } from './elements.js';
import { JOIN_SLOW, doorSentence } from './sentences.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { Kind } from '../peer/media.js' */
/** @import { State } from './state.js' */

/**
 * What stands before the channel: name, *Hide my address*, devices, *Join*.
 *
 * @param {LocalMedia} media
 * @param {{join: () => void, rename: (name: string) => void, hide: (on: boolean) => void}} actions
 * @returns {(state: State) => void}
 */
export function doorView(media, { join, rename, hide }) {
  const door = byId('door', HTMLElement);
  const name = byId('name', HTMLInputElement);
  const hiding = byId('hide-address', HTMLInputElement);
  const button = byId('join', HTMLButtonElement);
  const problem = byId('door-problem', HTMLElement);
  const title = within(problem, 'h3', HTMLElement);
  const text = within(problem, 'p', HTMLElement);
  const progress = byId('door-progress', HTMLElement);
  const devices = byId('devices', HTMLDetailsElement);
  const choices = [
    deviceChoice(media, 'video', byId('camera-choice', HTMLSelectElement), 'Camera'),
    deviceChoice(media, 'audio', byId('microphone-choice', HTMLSelectElement), 'Microphone'),
  ];

  byId('join-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    join();
  });
  name.addEventListener('input', () => rename(name.value));
  hiding.addEventListener('change', () => hide(hiding.checked));
  devices.addEventListener('toggle', () => devices.open && choices.forEach((fill) => fill()));
  media.on('change', () => devices.open && choices.forEach((fill) => fill()));

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
    button.disabled = phase === 'joining' || !secure;
    button.dataset.busy = String(phase === 'joining');
    setText(progress, phase === 'joining' && slow ? JOIN_SLOW : '');
  };
}

/**
 * A list of devices of one kind. Browsers give their names only after they may be used.
 *
 * @param {LocalMedia} media
 * @param {Kind} kind
 * @param {HTMLSelectElement} select
 * @param {string} word
 * @returns {() => Promise<void>}
 */
function deviceChoice(media, kind, select, word) {
  select.addEventListener('change', () => media.choose(kind, select.value));
  return async () => {
    const found = await media.list(kind);
    const options = found.map(({ deviceId, label }, index) => new Option(label || `${word} ${index + 1}`, deviceId));
    select.replaceChildren(...(options.length > 0 ? options : [new Option(`No ${word.toLowerCase()} found`, '')]));
    select.disabled = options.length === 0;
    select.value = media.chosen(kind) || (found[0]?.deviceId ?? '');
  };
}

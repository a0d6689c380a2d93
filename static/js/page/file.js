// @ts-check

import { mayRun } from '../peer/file_names.js';
import { Incoming } from '../peer/incoming.js';
import { copyOf, setText, within } from './elements.js';
import { digestWords, fileSentence, runsSentence } from './file_words.js';
import { say } from './say.js';
import { NOBODY } from './sentences.js';
import { sizeWords } from './sizes.js';
import { timeOf } from './text.js';
import { OWN } from './words.js';

/** @import { FileItem } from '../peer/items.js' */
/** @import { Talks } from '../peer/talks.js' */

/** A download has begun long before. */
const REVOKE_MS = 60_000;

/**
 * One file, with what can be done about it.
 *
 * @param {FileItem} item
 * @param {Talks} talks
 */
export function fileView({ id, own, at, file }, talks) {
  const root = copyOf('file-template');
  const part = (/** @type {string} */ selector) => within(root, selector, HTMLElement);
  const [name, title, size, words, warning, digest] = /** @type {const} */ (
    ['.text-name', '.file-name', '.file-size', '.file-words', '.file-warning', '.file-digest']
  ).map(part);
  const progress = within(root, 'progress', HTMLProgressElement);
  /** @param {string} selector @param {() => void} act */
  const button = (selector, act) => {
    const found = within(root, selector, HTMLButtonElement);
    found.setAttribute('aria-describedby', `file-${id}`);
    found.addEventListener('click', act);
    return found;
  };
  const accept = button('.file-accept', () => talks.accept(id));
  const refuse = button('.file-refuse', () => talks.stop(id, 'refused'));
  const pause = button('.file-pause', () => talks.pause(id, true));
  const resume = button('.file-resume', () => talks.pause(id, false));
  const cancel = button('.file-cancel', () => talks.stop(id, 'cancelled'));
  const save = button('.file-save', () => saveAs(file.name, file instanceof Incoming ? file.blob : null));
  const remove = button('.file-remove', () => talks.remove(id));

  root.dataset.own = String(own);
  timeOf(root, at);
  /** @type {HTMLElement} */ (title).id = `file-${id}`;
  setText(/** @type {HTMLElement} */ (title), file.name);
  setText(/** @type {HTMLElement} */ (size), sizeWords(file.size));
  root.setAttribute('aria-labelledby', `file-${id}`);
  progress.setAttribute('aria-label', say('Progress of {name}', { name: file.name }));
  progress.max = Math.max(1, file.size);

  return {
    root,
    /** @param {FileItem} item */
    update(item) {
      const { state, end, accepted } = file;
      const other = item.name || NOBODY;
      const goes = state === 'running' || state === 'queued' || state === 'paused' || (state === 'cut' && accepted);
      root.dataset.state = end ?? state;
      show(name, own ? OWN : other);
      show(words, fileSentence(file, other));
      show(warning, !own && (end === null || end === 'whole') && mayRun(file.name) ? runsSentence(other) : '');
      show(digest, end === 'whole' ? digestWords(file.digest) : '');
      progress.hidden = !goes && state !== 'checking';
      progress.value = Math.max(file.moved, file.size === 0 ? 1 : 0);
      accept.hidden = refuse.hidden = own || state !== 'offered';
      pause.hidden = !goes || state === 'cut' || file.pausedHere;
      resume.hidden = !goes || state === 'cut' || !file.pausedHere;
      cancel.hidden = !goes && !(own && (state === 'offered' || state === 'cut'));
      save.hidden = remove.hidden = own || end !== 'whole';
    },
  };
}

/** @param {HTMLElement | undefined} element @param {string} text */
function show(element, text) {
  if (element !== undefined) {
    element.hidden = text === '';
    setText(element, text);
  }
}

/** No server is asked: what is saved lies in the browser already. @param {string} name @param {Blob | null} blob */
function saveAs(name, blob) {
  if (blob === null) {
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_MS);
}

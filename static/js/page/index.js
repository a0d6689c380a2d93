// @ts-check
// The first page: starts a private channel, and says who is in the public ones.

import { post } from '../post.js';
import { newFragment } from '../sealing/link.js';
import { isBusy, setBusy } from './busy.js';
import { hereNow } from './here.js';
import { keepOfflinePage } from './install.js';
import { startSentence } from './sentences.js';

const button = document.getElementById('start');
const problem = document.getElementById('start-problem');

if (button instanceof HTMLButtonElement && problem !== null) {
  button.addEventListener('click', () => isBusy(button) || start(button, problem));
}
hereNow();
keepOfflinePage();

/** @param {HTMLButtonElement} from @param {HTMLElement} told */
async function start(from, told) {
  setBusy(from, true);
  told.hidden = true;
  const code = await startChannel(from.dataset.url ?? '/peers');
  if (code !== '') {
    setBusy(from, false);
    told.hidden = false;
    told.textContent = startSentence(code);
  }
}

/**
 * The key of the new channel is made here and goes into the link alone: no server receives what stands behind #.
 *
 * @param {string} url
 * @returns {Promise<string>} why it did not work; empty while the browser is on its way
 */
async function startChannel(url) {
  if (!window.isSecureContext) {
    return 'insecure_context';
  }
  try {
    const { status, said } = await post((to, init) => fetch(to, init), url, { sealed: true });
    if (status === 201 && typeof said.url === 'string') {
      location.assign(said.url + chosenLanguage() + newFragment());
      return '';
    }
    return typeof said.code === 'string' ? said.code : 'unknown';
  } catch {
    return 'unreachable';
  }
}

/** Whoever chose a language here keeps it in the channel; the link that is given on does not. */
function chosenLanguage() {
  const language = new URLSearchParams(location.search).get('lang');
  return language === null ? '' : `?lang=${encodeURIComponent(language)}`;
}

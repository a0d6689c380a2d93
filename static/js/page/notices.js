// @ts-check

import { offerSentence } from './call_sentences.js';
import { byId, setText } from './elements.js';
import { say } from './say.js';
import { NOBODY } from './sentences.js';
import { isTalking } from './state.js';
import { wroteSentence } from './words.js';

/** @import { Preferences } from './preferences.js' */
/** @import { State } from './state.js' */

const BLOCKED = say('Notices of this page are blocked. Allow them in the settings that your browser has for it, then turn this on again.');
const MISSING = say('This browser gives no notices to this page. Keep the page in sight, or turn the ringing on.');
const FIRST = say('You will be told like this.');
/** A first one, so that the person knows what to wait for. */
const SHOWN_MS = 4000;

/**
 * Tells by the system, while nobody sees the page, who calls and who wrote; never what. The browser is asked for it when somebody turns it on.
 *
 * @param {Preferences} preferences
 */
export function noticesView(preferences) {
  const choice = byId('notices', HTMLInputElement);
  const hint = byId('notices-problem', HTMLElement);
  /** @type {Map<string, Notification>} */
  const shown = new Map();

  /** @param {string} key @param {string} words */
  const show = (key, words) => {
    try {
      const notice = new Notification(words, { tag: key, icon: document.querySelector('link[rel="icon"]')?.getAttribute('href') ?? '' });
      notice.onclick = () => {
        window.focus();
        notice.close();
      };
      shown.set(key, notice);
    } catch {
      // Some browsers have these for installed pages only.
      preferences.set('notices', false);
      setText(hint, MISSING);
    }
  };
  /** @param {string} key */
  const close = (key) => {
    shown.get(key)?.close();
    shown.delete(key);
  };
  const isWanted = () => document.hidden && preferences.has('notices') && globalThis.Notification?.permission === 'granted';

  const ask = async () => {
    setText(hint, '');
    if ((await Notification.requestPermission()) === 'granted') {
      show('first', FIRST);
      setTimeout(() => close('first'), SHOWN_MS);
    } else {
      preferences.set('notices', false);
      setText(hint, BLOCKED);
    }
  };
  preferences.on('change', (preference) => preference === 'notices' && choice.checked && ask());
  if (preferences.has('notices') && globalThis.Notification?.permission !== 'granted') {
    preferences.set('notices', false);
  }
  if (typeof Notification !== 'function') {
    choice.disabled = true;
    setText(hint, MISSING);
  }
  document.addEventListener('visibilitychange', () => document.hidden || [...shown.keys()].forEach(close));

  return {
    /** @param {string} name of who wrote or sent something */
    wrote: (name) => isWanted() && show('wrote', wroteSentence(name || NOBODY)),
    /** @param {State} state */
    update(state) {
      const calls = new Map(state.peers.filter(({ call }) => call?.state === 'ringing').map((peer) => [`call ${peer.id}`, peer]));
      [...shown.keys()].filter((key) => key.startsWith('call ') && !calls.has(key)).forEach(close);
      for (const [key, { name, call }] of calls) {
        if (isWanted() && !shown.has(key)) {
          show(key, offerSentence(name || NOBODY, isTalking(state), call?.as ?? 'alone'));
        }
      }
    },
  };
}

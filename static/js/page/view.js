// @ts-check

import { devicesView } from './devices.js';
import { doorView } from './door.js';
import { byId, setText } from './elements.js';
import { keepingFocus } from './focus.js';
import { inviteView } from './invite.js';
import { selfView } from './self.js';
import { endSentence } from './sentences.js';
import { layoutOf } from './state.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { LinkActions } from './link.js' */
/** @import { Speaker } from './speaker.js' */
/** @import { State } from './state.js' */

const TOAST_MS = 5000;
/** For each letter: a long sentence is read slowly. */
const LETTER_MS = 70;

/**
 * What a person can ask for.
 *
 * @typedef {object} PersonActions
 * @property {() => void} join also *Use here* and *Try again*
 * @property {(name: string) => void} rename
 * @property {() => void} forget what this browser remembers of this person
 * @property {() => AudioContext | null} sound
 * @property {(on: boolean) => void} hide keep the own addresses from the others
 * @property {(id: string) => void} call
 * @property {() => void} callEveryone who is here and free
 * @property {(id: string) => void} accept
 * @property {(id: string) => void} decline
 * @property {(id: string) => void} ignore let this call ring unheard
 * @property {(id: string) => void} block hear nothing of this person for the visit
 * @property {(id: string) => void} unblock
 * @property {() => void} hangUp
 * @property {(compared: string) => void} same the codes are the same: remember it for this visit
 * @property {(id: string) => void} differ the codes differ
 */
/** @typedef {LinkActions & PersonActions} Actions */

/**
 * Draws the state. This and the views it is made of are the only writers of the page.
 *
 * @typedef {ReturnType<typeof channelView>} ChannelView
 * @param {LocalMedia} media
 * @param {Speaker} speaker
 * @param {Actions} actions
 */
export function channelView(media, speaker, actions) {
  const root = byId('channel', HTMLElement);
  const room = byId('room', HTMLElement);
  const tell = toastView();
  const views = [selfView(media, actions), doorView(actions), inviteView(actions), troubleView(actions)];
  devicesView(media, speaker, actions);

  /** @param {State} state */
  const draw = (state) => {
    root.dataset.state = state.phase;
    root.dataset.code = state.code;
    root.dataset.dropped = String(state.dropped);
    const layout = layoutOf(state);
    root.dataset.layout = layout;
    if (layout !== 'call') {
      // In a call its panel says.
      room.hidden = layout !== 'room';
    }
    views.forEach((view) => view(state));
  };
  /** @param {State} state */
  const render = (state) => keepingFocus(() => draw(state));
  /** Draw these as well from now on. @param {((state: State) => void)[]} parts of what only a visit needs, so they come later */
  const add = (...parts) => void views.push(...parts);
  return { render, add, tell };
}

/** @param {Actions} actions @returns {(state: State) => void} */
function troubleView({ join }) {
  const trouble = byId('trouble', HTMLElement);
  const title = byId('trouble-title', HTMLElement);
  const text = byId('trouble-text', HTMLElement);
  const useHere = byId('use-here', HTMLButtonElement);
  const tryAgain = byId('try-again', HTMLButtonElement);
  const quoted = byId('trouble-code', HTMLElement);
  useHere.addEventListener('click', join);
  tryAgain.addEventListener('click', join);
  return (state) => {
    const over = layoutOf(state) === 'trouble';
    trouble.hidden = !over;
    if (over) {
      const sentence = endSentence(state.code);
      setText(title, sentence.title);
      setText(text, sentence.text);
      setText(quoted, state.code);
      useHere.hidden = sentence.action !== 'use_here';
      tryAgain.hidden = sentence.action !== 'try_again';
    }
  };
}

/** A short word on what was just done. */
function toastView() {
  const toast = byId('toast', HTMLElement);
  /** @type {any} */
  let timer;
  return (/** @type {string} */ text) => {
    clearTimeout(timer);
    toast.hidden = false;
    setText(toast, text);
    timer = setTimeout(() => {
      toast.hidden = true;
      setText(toast, '');
    }, Math.max(TOAST_MS, LETTER_MS * text.length));
  };
}

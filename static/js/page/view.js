// @ts-check

import { devicesView } from './devices.js';
import { doorView } from './door.js';
import { byId, setText } from './elements.js';
import { inviteView } from './invite.js';
import { selfView } from './self.js';
import { endSentence } from './sentences.js';
import { layoutOf } from './state.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { LinkActions } from './link.js' */
/** @import { Speaker } from './speaker.js' */
/** @import { Layout, State } from './state.js' */

const TOAST_MS = 5000;

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
  /** @type {Layout} */
  let layout = 'door';

  /** @param {State} state */
  const render = (state) => {
    root.dataset.state = state.phase;
    root.dataset.code = state.code;
    root.dataset.dropped = String(state.dropped);
    const next = layoutOf(state);
    root.dataset.layout = next;
    if (next !== 'call') {
      // In a call its panel says.
      room.hidden = next !== 'room';
    }
    const lostFocus = next !== layout && isFocusLeaving(layout, next);
    views.forEach((view) => view(state));
    if (lostFocus) {
      focusOn(next);
    }
    layout = next;
  };
  /** Draw these as well from now on. @param {((state: State) => void)[]} parts of what only a visit needs, so they come later */
  const add = (...parts) => void views.push(...parts);
  return { render, add, tell };
}

/** Is the focus on something that this change takes away? @param {Layout} layout @param {Layout} next */
function isFocusLeaving(layout, next) {
  const invite = next === 'call' || next === 'trouble' ? ['invite'] : [];
  const leaving = { door: ['door', ...invite], room: ['room', 'offers', ...invite], call: ['stage', 'controls', 'room', 'sheet'], trouble: ['trouble'] }[layout];
  const focused = document.activeElement;
  return focused === document.body || leaving.some((id) => byId(id, HTMLElement).contains(focused));
}

/** @param {Layout} layout */
function focusOn(layout) {
  const target = { door: 'name', room: 'people-heading', call: 'stage', trouble: 'trouble-title' }[layout];
  byId(target, HTMLElement).focus({ preventScroll: true });
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
    }, TOAST_MS);
  };
}

// @ts-check

import { CONNECTION_ENDS } from '../peer/call_ends.js';
import { callEndSentence } from './call_sentences.js';
import { byId, setText, within } from './elements.js';
import { say } from './say.js';
import { isCallable } from './state.js';

/** @import { After, State } from './state.js' */
/** @import { Actions } from './view.js' */

/** Nothing that a second call would mend, or that the person wanted. @type {After['reason'][]} */
const FOR_GOOD = ['not_genuine', 'codes_differ', 'blocked', 'yielded', 'ignored'];
/** Calls of the other side that did not come about. @type {After['reason'][]} */
const THEIRS = ['missed', 'you_declined', 'you_are_busy'];

/**
 * What the button beside the end of a call does.
 *
 * @param {Pick<State, 'after' | 'peers'>} state
 * @returns {'again' | 'back' | null} null where calling is of no use, or nobody is there any more
 */
export function callAfter({ after, peers }) {
  const peer = peers.find(({ id }) => id === after?.id);
  if (after === null || peer === undefined || !isCallable(peer) || FOR_GOOD.includes(after.reason)) {
    return null;
  }
  return THEIRS.includes(after.reason) ? 'back' : 'again';
}

/**
 * Why the last call is over, and what to do about it.
 *
 * @param {Pick<Actions, 'call'>} actions
 * @returns {(state: State) => void}
 */
export function afterView({ call }) {
  const card = byId('after-card', HTMLElement);
  const words = byId('after', HTMLElement);
  const again = byId('call-again', HTMLButtonElement);
  const label = within(again, 'span', HTMLElement);
  const test = byId('after-test', HTMLElement);
  let id = '';
  again.addEventListener('click', () => call(id));
  return (state) => {
    const { after } = state;
    const text = after === null ? '' : callEndSentence(after.reason, after.name, after.seconds);
    id = after?.id ?? '';
    card.hidden = text === '';
    setText(words, text);
    test.hidden = after === null || !CONNECTION_ENDS.some((reason) => reason === after.reason);
    const way = callAfter(state);
    if (way === null && document.activeElement === again) {
      // They are gone; whoever goes on with the keyboard is at the list of those who are here.
      byId('people-heading', HTMLElement).focus({ preventScroll: true });
    }
    again.hidden = way === null;
    setText(label, way === 'back' ? say('Call back') : say('Call again'));
  };
}

// @ts-check

import { apartSentence } from './apart.js';
import { callFullSentence } from './call_sentences.js';
import { connectionChip } from './connection_chip.js';
import { byId, copyOf, keyedList, setText, within } from './elements.js';
import { locale, say } from './say.js';
import { NOBODY } from './sentences.js';
import { everyoneOf, isCallFull, isTalking } from './state.js';

/** @import { Presence } from '../peer/envelope.js' */
/** @import { PeerView, State } from './state.js' */
/** @import { Actions } from './view.js' */

const ORDER = new Intl.Collator(locale(), { numeric: true });

/** @typedef {PeerView & {talking: boolean, isFull: boolean, apart: string}} Row */

/** @type {Record<string, string>} */
const IN_CALL = {
  ringing: say('Calling you'),
  offering: say('You are calling'),
  connecting: say('Connecting'),
  connected: say('In a call with you'),
  recovering: say('In a call with you'),
};

/** @type {Record<Presence, string>} */
const PRESENT = { available: say('Here'), busy: say('Busy'), away: say('Away') };

/** @param {Row} peer */
function stateWords({ call, state, presence, unreadable, blocked, talking, apart }) {
  if (blocked) {
    return say('Blocked for this visit. They are not told.');
  }
  if (unreadable) {
    return say('Somebody who has another link to this channel: you cannot hear each other.');
  }
  if (call !== null) {
    return IN_CALL[call.state] ?? '';
  }
  if (apart !== '') {
    return apart;
  }
  if (state === 'busy' && presence !== 'busy') {
    return talking ? say('In another call') : say('In a call');
  }
  return PRESENT[presence];
}

/**
 * By name, so that somebody is found, and whatever they do stays where they are; who has said no name yet comes last.
 *
 * @param {PeerView[]} peers
 */
export const inOrder = (peers) =>
  peers.toSorted((a, b) => Number(a.name === '') - Number(b.name === '') || ORDER.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));

/**
 * What a call means now: into our call, into theirs, or a new one. The button itself says *Call* whatever it is, so that who
 * speaks to the browser can say what they read.
 *
 * @param {Row} peer
 */
function callHintOf({ call, talking, state, presence }) {
  if (talking) {
    return say('Add');
  }
  return state === 'busy' && presence !== 'busy' && call === null ? say('Ask to join') : say('Call');
}

/**
 * The people of the channel, each with a button to call them, and a quiet one to block them.
 *
 * @typedef {Pick<Actions, 'call' | 'block' | 'unblock'> & {showConnection: (id: string) => void}} RowActions
 * @param {RowActions & Pick<Actions, 'callEveryone'>} actions
 * @returns {(state: State) => void}
 */
export function peopleView(actions) {
  const everyone = byId('call-everyone', HTMLButtonElement);
  const full = byId('call-full', HTMLElement);
  everyone.addEventListener('click', actions.callEveryone);
  const alone = byId('alone', HTMLElement);
  const list = byId('people', HTMLElement);
  const update = keyedList(list, (/** @type {Row} */ peer) => peer.id, ({ id }) => personView(id, actions));
  return (state) => {
    const { peers, callSize, apart } = state;
    const here = inOrder(peers.filter(({ present }) => present));
    const talking = isTalking(state);
    const isFull = isCallFull(state);
    full.hidden = !isFull;
    setText(full, isFull ? callFullSentence(callSize) : '');
    everyone.hidden = everyoneOf(state).length < 2;
    everyone.disabled = isFull;
    alone.hidden = here.length > 0;
    list.hidden = here.length === 0;
    update(here.map((peer) => ({ ...peer, talking, isFull, apart: apartSentence(apart[peer.id]) })));
  };
}

/** @param {string} id @param {RowActions} actions */
function personView(id, { call, block, unblock, showConnection }) {
  const root = copyOf('person-template');
  const avatar = within(root, '.avatar', HTMLElement);
  const name = within(root, '.person-name', HTMLElement);
  const words = within(root, '.person-state', HTMLElement);
  const calling = within(root, '.call', HTMLButtonElement);
  const blocking = within(root, '.block', HTMLButtonElement);
  const unblocking = within(root, '.unblock', HTMLButtonElement);
  const paintConnection = connectionChip(root, () => showConnection(id));
  calling.addEventListener('click', () => call(id));
  // Whoever goes on with the keyboard finds the way back in the same place.
  blocking.addEventListener('click', () => {
    block(id);
    unblocking.hidden = false;
    unblocking.focus();
  });
  unblocking.addEventListener('click', () => {
    unblock(id);
    blocking.hidden = false;
    blocking.focus();
  });
  return {
    root,
    /** @param {Row} peer */
    update(peer) {
      const shown = peer.name || NOBODY;
      const { blocked, talking, isFull } = peer;
      paintAvatar(avatar, peer);
      setText(name, shown);
      setText(words, stateWords(peer));
      paintConnection(peer);
      root.dataset.state = blocked ? 'blocked' : (peer.call?.state ?? peer.state);
      calling.setAttribute('aria-label', say('Call {name}', { name: shown }));
      calling.title = callHintOf(peer);
      calling.disabled = peer.unreadable || (peer.call === null ? isFull : peer.call.state !== 'ringing');
      blocking.setAttribute('aria-label', say('Block {name}', { name: shown }));
      blocking.title = say('Block {name}', { name: shown });
      unblocking.setAttribute('aria-label', say('Unblock {name}', { name: shown }));
      // Who is with us already cannot be added.
      calling.hidden = blocked || (talking && peer.call !== null && peer.call.state !== 'ringing');
      unblocking.hidden = !blocked;
      // While it rings, the card above has this button.
      blocking.hidden = blocked || peer.call?.state === 'ringing';
    },
  };
}

/**
 * The first letter of a name on a tint of its own.
 *
 * @param {HTMLElement} avatar
 * @param {{id: string, name: string}} peer
 */
export function paintAvatar(avatar, { id, name }) {
  setText(avatar, (Array.from(name)[0] ?? '?').toLocaleUpperCase());
  avatar.dataset.tint = String(parseInt(id.slice(0, 4), 16) % 6);
}

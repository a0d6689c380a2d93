// @ts-check

import { byId, copyOf, keyedList, setText, within } from './elements.js';
import { NOBODY } from './sentences.js';

/** @import { PeerView, State } from './state.js' */

/** @type {Record<string, string>} */
const IN_CALL = {
  ringing: 'Calling you',
  offering: 'You are calling',
  connecting: 'Connecting',
  connected: 'In a call with you',
  recovering: 'In a call with you',
};

/** @param {PeerView} peer */
function stateWords({ call, state, unreadable }) {
  if (unreadable) {
    return 'Somebody who has another link to this channel: you cannot hear each other.';
  }
  return IN_CALL[call?.state ?? ''] ?? (state === 'busy' ? 'In another call' : 'Here');
}

/**
 * The people of the channel, each with a button to call them.
 *
 * @param {{call: (id: string) => void}} actions
 * @returns {(state: State) => void}
 */
export function peopleView({ call }) {
  const alone = byId('alone', HTMLElement);
  const list = byId('people', HTMLElement);
  const update = keyedList(list, (/** @type {PeerView} */ peer) => peer.id, ({ id }) => personView(() => call(id)));
  return ({ peers }) => {
    const here = peers.filter(({ present }) => present);
    alone.hidden = here.length > 0;
    list.hidden = here.length === 0;
    update(here);
  };
}

/** @param {() => void} call */
function personView(call) {
  const root = copyOf('person-template');
  const avatar = within(root, '.avatar', HTMLElement);
  const name = within(root, '.person-name', HTMLElement);
  const words = within(root, '.person-state', HTMLElement);
  const button = within(root, '.call', HTMLButtonElement);
  button.addEventListener('click', call);
  return {
    root,
    /** @param {PeerView} peer */
    update(peer) {
      const shown = peer.name || NOBODY;
      paintAvatar(avatar, peer);
      setText(name, shown);
      setText(words, stateWords(peer));
      root.dataset.state = peer.call?.state ?? peer.state;
      button.setAttribute('aria-label', `Call ${shown}`);
      button.disabled = peer.unreadable || (peer.call !== null && peer.call.state !== 'ringing');
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

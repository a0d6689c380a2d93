// @ts-check

import { ignoredSentence, offerSentence } from './call_sentences.js';
import { byId, copyOf, keyedList, setText, within } from './elements.js';
import { paintAvatar } from './people.js';
import { say } from './say.js';
import { NOBODY } from './sentences.js';
import { isTalking } from './state.js';

/** @import { PeerView, State } from './state.js' */
/** @import { Actions } from './view.js' */

/** @typedef {PeerView & {talking: boolean}} Card */

/**
 * A card for everybody who is calling. It never takes the focus: whoever is typing goes on typing,
 * and hears of it through the urgent live region.
 *
 * @typedef {Pick<Actions, 'accept' | 'decline' | 'ignore' | 'block'>} OfferActions
 * @param {OfferActions} actions
 * @param {(text: string) => void} tell
 * @returns {(state: State) => void}
 */
export function offersView(actions, tell) {
  const list = byId('offers', HTMLElement);
  const update = keyedList(
    list,
    (/** @type {Card} */ peer) => peer.id,
    ({ id }) => offerView(id, actions, tell),
  );
  return (state) => {
    const talking = isTalking(state);
    update(state.peers.filter(({ call }) => call?.state === 'ringing').map((peer) => ({ ...peer, talking })));
  };
}

/** @param {string} id @param {OfferActions} actions @param {(text: string) => void} tell */
function offerView(id, { accept, decline, ignore, block }, tell) {
  const root = copyOf('offer-template');
  const title = within(root, '.offer-title', HTMLElement);
  const kind = within(root, '.offer-kind', HTMLElement);
  const avatar = within(root, '.avatar', HTMLElement);
  title.id = `offer-${id}`;
  kind.id = `offer-kind-${id}`;
  root.setAttribute('aria-labelledby', title.id);
  root.setAttribute('aria-describedby', kind.id);
  for (const [selector, act] of /** @type {const} */ ([['.accept', accept], ['.decline', decline]])) {
    const button = within(root, selector, HTMLButtonElement);
    button.setAttribute('aria-describedby', title.id);
    button.addEventListener('click', () => act(id));
  }
  let shown = NOBODY;
  within(root, '.ignore', HTMLButtonElement).addEventListener('click', () => {
    ignore(id);
    tell(ignoredSentence(shown));
  });
  const blocking = within(root, '.offer-block', HTMLButtonElement);
  blocking.addEventListener('click', () => block(id));
  return {
    root,
    /** @param {Card} peer */
    update(peer) {
      paintAvatar(avatar, peer);
      shown = peer.name || NOBODY;
      setText(title, offerSentence(shown, peer.talking, peer.call?.as ?? 'alone'));
      setText(kind, kindWords(peer.call?.theirs));
      setText(blocking, say('Block {name}', { name: shown }));
    },
  };
}

/** @param {{video: boolean, audio: boolean} | undefined} theirs */
function kindWords(theirs) {
  if (theirs?.video) {
    return theirs.audio ? say('With sound and picture') : say('With picture, without sound');
  }
  return theirs?.audio ? say('With sound only') : say('Listening and watching only');
}

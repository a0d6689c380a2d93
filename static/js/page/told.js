// @ts-check
// What is told of the channel and of the calls in it, beside the pictures and the people.

import { UPLINK, callStateSentence, showsSentence } from './call_sentences.js';
import { heldSentence } from './device_words.js';
import { byId, setText } from './elements.js';
import { say } from './say.js';
import { BANNER, BANNER_ALTERED, BANNER_CALL, NOBODY } from './sentences.js';
import { isInCall, isShowing } from './state.js';

/** @import { State } from './state.js' */

/** @returns {(state: State) => void} */
export function bannerView() {
  const banner = byId('banner', HTMLElement);
  return (state) => {
    const lost = state.phase === 'reconnecting';
    const sent = state.paused.length > 0 ? heldSentence(state.paused) : UPLINK[state.uplink];
    const altered = state.altered ? BANNER_ALTERED : sent;
    const words = lost ? (isInCall(state) ? BANNER_CALL : BANNER) : altered;
    banner.hidden = words === '';
    setText(banner, words);
  };
}

/** Says aloud what sighted people see happen. @returns {(state: State) => void} */
export function announceView() {
  const polite = byId('polite', HTMLElement);
  const urgent = byId('urgent', HTMLElement);
  return ({ peers }) => {
    const said = peers.map(({ name, call }) => ({ state: call?.state ?? '', name: name || NOBODY }));
    const calling = said.filter(({ state }) => state === 'ringing');
    setText(urgent, calling.map(({ state, name }) => callStateSentence(state, name)).join(' '));
    const others = said.filter(({ state }) => state !== 'ringing' && state !== 'recovering');
    const shown = peers.filter(isShowing).map(({ name }) => showsSentence(name || NOBODY));
    setText(polite, [...others.map(({ state, name }) => callStateSentence(state, name)), ...shown].filter(Boolean).join(' '));
  };
}

/** @param {string} topic @returns {(state: State) => void} */
export function titleView(topic) {
  return ({ peers }) => {
    const caller = peers.find(({ call }) => call?.state === 'ringing');
    const title = caller === undefined ? topic : `${say('{name} is calling', { name: caller.name || NOBODY })} · ${topic}`;
    if (document.title !== title) {
      document.title = title;
    }
  };
}

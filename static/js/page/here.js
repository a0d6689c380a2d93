// @ts-check

import { HereNow } from '../here.js';
import { say, sayCount } from './say.js';

const ADDRESS = '/peers/here';
const PATIENCE_MS = 8000;

/**
 * Keep true what the page says of how many are in public channels, while somebody looks at it.
 *
 * @returns {(wanted: boolean) => void} for a page that does not always show it
 */
export function hereNow() {
  /** @type {HTMLElement[]} */
  const places = [...document.querySelectorAll('[data-here]')].filter((place) => place instanceof HTMLElement);
  const here = new HereNow({
    ask,
    tell: (counts) => places.forEach((place) => {
      place.textContent = hereSentence(counts[place.dataset.here ?? ''] ?? 0);
    }),
  });
  let wanted = places.length > 0;
  const turn = () => here.turn(wanted && !document.hidden);
  document.addEventListener('visibilitychange', turn);
  turn();
  return (next) => {
    wanted = next && places.length > 0;
    turn();
  };
}

/** @param {number} count */
const hereSentence = (count) =>
  count === 0 ? say('Nobody is here now') : sayCount(count, '{count} person is here now', '{count} people are here now');

/** @returns {Promise<import('../here.js').Counts>} */
async function ask() {
  const response = await fetch(ADDRESS, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) {
    throw new Error(`${ADDRESS} answered ${response.status}`);
  }
  return (await response.json()).here;
}

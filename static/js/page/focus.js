// @ts-check
// Where the focus goes when what had it goes away: never off the page, where whoever has only a keyboard would search for it.

import { byId } from './elements.js';

/** @import { Layout } from './state.js' */

/** What each layout is about. @type {Record<Layout, string>} */
const SUBJECTS = { door: 'name', room: 'people-heading', call: 'stage', trouble: 'trouble-title' };

/**
 * Draw. When that takes away what had the focus, the place around it gets it, if that is still shown and has `data-heir`: the
 * id of what is to have it, or empty for its first button. Else what the page is about now gets it, and so it does when the page
 * becomes another one and nothing had the focus.
 *
 * @param {() => void} draw
 */
export function keepingFocus(draw) {
  const { dataset } = byId('channel', HTMLElement);
  const before = { layout: dataset.layout, focused: document.activeElement ?? document.body };
  const places = placesAround(before.focused);
  draw();
  const wasSomewhere = before.focused !== document.body;
  if (!canHaveFocus(document.activeElement) && (wasSomewhere || dataset.layout !== before.layout)) {
    const heir = places.filter(isShown).map(heirOf).find(canHaveFocus);
    const subject = byId(SUBJECTS[/** @type {Layout} */ (dataset.layout)], HTMLElement);
    (heir ?? subject).focus({ preventScroll: true });
  }
}

/** From the inside out. @param {Element} element @returns {HTMLElement[]} */
function placesAround(element) {
  const place = element.parentElement?.closest('[data-heir]') ?? null;
  return place instanceof HTMLElement ? [place, ...placesAround(place)] : [];
}

/** @param {HTMLElement} place */
function heirOf(place) {
  const { heir } = place.dataset;
  return heir ? byId(heir, HTMLElement) : ([...place.querySelectorAll('button')].find(canHaveFocus) ?? null);
}

/** @param {Element} element */
const isShown = (element) => element.getClientRects().length > 0;

/** @param {Element | null} element */
const canHaveFocus = (element) => element !== null && element !== document.body && isShown(element) && !element.matches(':disabled');

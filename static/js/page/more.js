// @ts-check

import { byId } from './elements.js';
import { layoutOf } from './state.js';

/** @import { State } from './state.js' */

/** From the focused entry to another one. @type {Record<string, (at: number, count: number) => number>} */
const MOVES = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (Math.max(at, 0) - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * The menu of what has no place in the bar. Its entries are in the markup, templates/peers/more.html; each is shown, hidden
 * and answered by whatever it belongs to.
 *
 * @returns {(state: State) => void}
 */
export function moreMenu() {
  const opener = byId('more', HTMLButtonElement);
  const menu = byId('more-menu', HTMLElement);
  const entries = () => [...menu.querySelectorAll('button')].filter(({ hidden, disabled }) => !hidden && !disabled);

  /** @param {'first' | 'last'} end */
  const open = (end) => {
    menu.hidden = false;
    opener.setAttribute('aria-expanded', 'true');
    entries().at(end === 'first' ? 0 : -1)?.focus();
  };
  const close = () => {
    const holdsFocus = menu.contains(document.activeElement);
    menu.hidden = true;
    opener.setAttribute('aria-expanded', 'false');
    if (holdsFocus) {
      opener.focus();
    }
  };

  opener.addEventListener('click', () => (menu.hidden ? open('first') : close()));
  opener.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      open(event.key === 'ArrowDown' ? 'first' : 'last');
    }
  });
  menu.addEventListener('keydown', (event) => {
    const shown = entries();
    const at = shown.findIndex((entry) => entry === document.activeElement);
    const next = MOVES[event.key]?.(at, shown.length) ?? startingWith(event.key, shown, at);
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (next !== -1) {
      event.preventDefault();
      shown[next]?.focus();
    }
  });
  // Closed before the entry acts: what it opens then gives the focus back to what is still seen.
  menu.addEventListener('click', () => menu.hidden || close(), { capture: true });
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && relatedTarget !== opener && !menu.contains(relatedTarget)) {
      close();
    }
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!menu.hidden && target instanceof Node && !menu.contains(target) && !opener.contains(target)) {
      close();
    }
  });

  return (state) => {
    const layout = layoutOf(state);
    opener.hidden = layout !== 'room' && layout !== 'call';
    if (opener.hidden && !menu.hidden) {
      close();
    }
  };
}

/** The next entry whose name begins so. @param {string} letter @param {HTMLElement[]} entries @param {number} from */
function startingWith(letter, entries, from) {
  const begins = entries.map(({ textContent }) => textContent?.trim().toLocaleLowerCase().startsWith(letter.toLocaleLowerCase()));
  const after = begins.indexOf(true, from + 1);
  return letter.length === 1 && after === -1 ? begins.indexOf(true) : letter.length === 1 ? after : -1;
}

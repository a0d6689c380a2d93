// @ts-check

import { byId, focusBack } from './elements.js';
import { layoutOf } from './state.js';

/** @import { State } from './state.js' */

/**
 * In a call the people of the channel are in a panel over the pictures, opened and closed by buttons and by Escape.
 *
 * @param {HTMLElement} root
 * @returns {(state: State) => void}
 */
export function peoplePanel(root) {
  const room = byId('room', HTMLElement);
  const show = byId('show-people', HTMLButtonElement);
  const close = byId('hide-people', HTMLButtonElement);
  const heading = byId('people-heading', HTMLElement);
  let open = false;
  let talking = false;

  /** @param {boolean} next */
  const turn = (next) => {
    open = next;
    draw();
    if (open) {
      heading.focus({ preventScroll: true });
    } else {
      focusBack(show);
    }
  };
  const draw = () => {
    show.hidden = !talking;
    close.hidden = !talking;
    show.setAttribute('aria-expanded', String(talking && open));
    root.dataset.people = talking && open ? 'open' : '';
    if (talking) {
      room.hidden = !open;
    }
  };
  show.addEventListener('click', () => turn(!open));
  // There is room for one of them.
  byId('chat', HTMLButtonElement).addEventListener('click', () => open && turn(false));
  close.addEventListener('click', () => turn(false));
  // Wherever the focus is: a button that was pressed in the panel may have gone.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && talking && open && document.querySelector('dialog[open]') === null) {
      turn(false);
    }
  });
  return (state) => {
    talking = layoutOf(state) === 'call';
    open &&= talking;
    draw();
  };
}

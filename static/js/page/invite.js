// @ts-check

import { byId } from './elements.js';
import { canShareLinks } from './link.js';
import { locale } from './say.js';
import { layoutOf } from './state.js';

/** @import { LinkActions } from './link.js' */
/** @import { State } from './state.js' */

/**
 * What the link allows, and the ways to give it on.
 *
 * @param {LinkActions} actions
 * @returns {(state: State) => void}
 */
export function inviteView({ copyLink, shareLink, showCode }) {
  const invite = byId('invite', HTMLElement);
  const share = byId('share-link', HTMLButtonElement);
  const code = byId('link-code', HTMLDialogElement);
  byId('copy-link', HTMLButtonElement).addEventListener('click', copyLink);
  let inTheWay = false;
  const makeWay = () => inTheWay && code.open && code.close();
  byId('show-code', HTMLButtonElement).addEventListener('click', async () => {
    await showCode();
    makeWay();
  });
  byId('link-code-close', HTMLButtonElement).addEventListener('click', () => code.close());
  share.hidden = !canShareLinks();
  share.addEventListener('click', shareLink);
  timesAsPeopleWriteThem();
  return (state) => {
    const layout = layoutOf(state);
    invite.hidden = layout !== 'door' && layout !== 'room';
    // Nothing may lie over a call that waits for an answer.
    inTheWay = invite.hidden || state.peers.some(({ call }) => call?.state === 'ringing');
    makeWay();
  };
}

/** The server writes times in UTC; the browser knows the place and the habits. */
function timesAsPeopleWriteThem() {
  const format = new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeStyle: 'short' });
  for (const time of document.querySelectorAll('time')) {
    time.textContent = format.format(new Date(time.dateTime));
  }
}

// @ts-check

import { connectionView } from './connection_view.js';
import { moreMenu } from './more.js';
import { presenceView } from './presence.js';
import { talkView } from './talk.js';

/** @import { Presence } from '../peer/envelope.js' */
/** @import { State } from './state.js' */

/**
 * What only those see who joined. It comes with the room, not with the door.
 *
 * @typedef {ReturnType<typeof insideView>} InsideView
 * @param {object} actions
 * @param {(text: string) => void} actions.tell
 * @param {(presence: Presence) => void} actions.setPresence
 */
export function insideView({ tell, setPresence }) {
  const talk = talkView({ tell });
  const connection = connectionView();
  const views = [talk.update, connection.update, moreMenu(), presenceView(setPresence)];
  return {
    talks: talk.talks,
    showConnection: connection.open,
    /** @param {State} state */
    update: (state) => views.forEach((view) => view(state)),
  };
}

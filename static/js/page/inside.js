// @ts-check

import { connectionView } from './connection_view.js';
import { moreMenu } from './more.js';
import { talkView } from './talk.js';

/** @import { State } from './state.js' */

/**
 * What only those see who joined. It comes with the room, not with the door.
 *
 * @typedef {ReturnType<typeof insideView>} InsideView
 * @param {{tell: (text: string) => void}} actions
 */
export function insideView({ tell }) {
  const talk = talkView({ tell });
  const connection = connectionView();
  const views = [talk.update, connection.update, moreMenu()];
  return {
    talks: talk.talks,
    showConnection: connection.open,
    /** @param {State} state */
    update: (state) => views.forEach((view) => view(state)),
  };
}

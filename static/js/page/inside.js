// @ts-check

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
  const views = [talk.update, moreMenu()];
  return {
    talks: talk.talks,
    /** @param {State} state */
    update: (state) => views.forEach((view) => view(state)),
  };
}

// @ts-check

import { connectionView } from './connection_view.js';
import { moreMenu } from './more.js';
import { presenceView } from './presence.js';
import { shareView } from './share.js';
import { stageView } from './stage.js';
import { talkView } from './talk.js';

/** @import { Presence } from '../peer/envelope.js' */
/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { Speaker } from './speaker.js' */
/** @import { State } from './state.js' */
/** @import { ChannelView } from './view.js' */

/**
 * What only those see who joined. It comes with the room, not with the door.
 *
 * @typedef {ReturnType<typeof insideView>} InsideView
 * @param {ChannelView} page
 * @param {object} visit
 * @param {LocalMedia} visit.media
 * @param {Speaker} visit.speaker
 * @param {(presence: Presence) => void} visit.setPresence
 */
export function insideView(page, { media, speaker, setPresence }) {
  const talk = talkView(page);
  const connection = connectionView();
  // With the page itself, which gives it the focus.
  page.add(stageView({ compare: page.compare, showConnection: connection.open }, speaker));
  const views = [talk.update, connection.update, shareView(media, page), moreMenu(), presenceView(setPresence)];
  return {
    talks: talk.talks,
    /** @param {State} state */
    update: (state) => views.forEach((view) => view(state)),
  };
}

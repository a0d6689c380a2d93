// @ts-check

import { Arrivals } from './arrivals.js';
import { chimes } from './chimes.js';
import { connectionView } from './connection_view.js';
import { byId, dialogOf } from './elements.js';
import { FullScreen, fullScreenEntry } from './full_screen.js';
import { moreMenu } from './more.js';
import { mutedSpeech } from './muted_speech.js';
import { noticesView } from './notices.js';
import { presenceView } from './presence.js';
import { shareView } from './share.js';
import { stageView } from './stage.js';
import { shortcuts } from './shortcuts.js';
import { talkView } from './talk.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { Presence } from '../peer/envelope.js' */
/** @import { Preferences } from './preferences.js' */
/** @import { Speaker } from './speaker.js' */
/** @import { State } from './state.js' */
/** @import { ChannelView } from './view.js' */

/**
 * What only those see and hear who joined. It comes with the room, not with the door.
 *
 * @typedef {ReturnType<typeof insideView>} InsideView
 * @param {ChannelView} page
 * @param {object} visit
 * @param {LocalMedia} visit.media
 * @param {Speaker} visit.speaker
 * @param {Preferences} visit.preferences
 * @param {() => AudioContext | null} visit.sound
 * @param {(presence: Presence) => void} visit.setPresence
 */
export function insideView(page, { media, speaker, preferences, sound, setPresence }) {
  const talk = talkView(page);
  const connection = connectionView();
  const fullScreen = new FullScreen(byId('channel', HTMLElement));
  // With the page itself, which gives it the focus.
  page.add(stageView({ compare: page.compare, showConnection: connection.open }, speaker, fullScreen));
  const notices = noticesView(preferences);
  const chime = chimes(() => (preferences.has('small-sounds') ? sound() : null));
  const arrivals = new Arrivals();
  dialogOf('sounds', byId('show-sounds', HTMLButtonElement));
  talk.talks.on('came', ({ name }) => {
    notices.wrote(name);
    if (document.hidden || !talk.isOpen()) {
      chime('message');
    }
  });
  /** @param {State} state */
  const hear = (state) => {
    const arrival = arrivals.next(state, Date.now());
    if (arrival !== '') {
      chime(arrival);
    }
  };
  const views = [
    talk.update,
    connection.update,
    shareView(media, page),
    fullScreenEntry(fullScreen),
    moreMenu(),
    presenceView(setPresence),
    notices.update,
    shortcuts(media, preferences),
    mutedSpeech(media, preferences, { sound, tell: page.tell }),
    hear,
  ];
  return {
    talks: talk.talks,
    /** @param {State} state */
    update: (state) => views.forEach((view) => view(state)),
  };
}

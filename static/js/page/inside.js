// @ts-check

import { afterView } from './after.js';
import { apartView } from './apart.js';
import { callDevices } from './call_devices.js';
import { compareView } from './compare.js';
import { connectionView } from './connection_view.js';
import { deviceNews } from './device_news.js';
import { byId, dialogOf } from './elements.js';
import { FullScreen, fullScreenEntry } from './full_screen.js';
import { heardView } from './heard.js';
import { moreMenu } from './more.js';
import { mutedSpeech } from './muted_speech.js';
import { noticesView } from './notices.js';
import { offersView } from './offers.js';
import { peopleView } from './people.js';
import { peoplePanel } from './people_panel.js';
import { presenceView } from './presence.js';
import { shareView } from './share.js';
import { shortcuts } from './shortcuts.js';
import { stageView } from './stage.js';
import { talkView } from './talk.js';
import { announceView, bannerView, titleView } from './told.js';
import { wakeView } from './wake.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { Presence } from '../peer/envelope.js' */
/** @import { Preferences } from './preferences.js' */
/** @import { Speaker } from './speaker.js' */
/** @import { Actions, ChannelView } from './view.js' */

/**
 * What only those see and hear who joined. It comes with the room, not with the door.
 *
 * @typedef {ReturnType<typeof insideView>} InsideView
 * @param {ChannelView} page
 * @param {object} visit
 * @param {HTMLElement} visit.root
 * @param {LocalMedia} visit.media
 * @param {Speaker} visit.speaker
 * @param {Preferences} visit.preferences
 * @param {Actions} visit.actions
 * @param {(presence: Presence) => void} visit.setPresence
 */
export function insideView(page, { root, media, speaker, preferences, actions, setPresence }) {
  const talk = talkView(page);
  const connection = connectionView();
  const fullScreen = new FullScreen(root);
  const compare = compareView(actions);
  deviceNews(media, page.tell);
  const notices = noticesView(preferences);
  const heard = heardView(preferences, actions.sound);
  dialogOf('sounds', byId('show-sounds', HTMLButtonElement));
  talk.talks.on('came', ({ name }) => {
    notices.wrote(name);
    if (document.hidden || !talk.isOpen()) {
      heard.message();
    }
  });
  page.add(
    stageView({ compare: compare.open, showConnection: connection.open }, speaker, fullScreen),
    compare.update,
    peoplePanel(root),
    peopleView({ ...actions, showConnection: connection.open }),
    offersView(actions, page.tell),
    bannerView(),
    afterView(actions),
    apartView(page.tell),
    announceView(),
    titleView(root.dataset.topic ?? ''),
    talk.update,
    connection.update,
    shareView(media, page),
    callDevices(),
    fullScreenEntry(fullScreen),
    moreMenu(),
    presenceView(setPresence),
    notices.update,
    heard.update,
    shortcuts(media, preferences),
    mutedSpeech(media, preferences, { sound: actions.sound, tell: page.tell }),
    wakeView(),
  );
  return { talks: talk.talks };
}

// @ts-check

import { byId, setText } from './elements.js';
import { backSentence, lostSentence, newSentence } from './device_words.js';
import { keepingFocus } from './focus.js';
import { keep } from './storage.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { Kind } from '../peer/media.js' */

/** What the system calls its choice; the device itself is listed as well. */
const NICKNAMES = ['default', 'communications'];

/**
 * Devices that go and come: that another one has taken over, until the chosen one is back, and that there is a new one, which is
 * used when somebody says so.
 *
 * @param {LocalMedia} media
 * @param {(text: string) => void} tell
 */
export function deviceNews(media, tell) {
  const notice = byId('new-device', HTMLElement);
  const words = byId('new-device-words', HTMLElement);
  /** @type {{kind: Kind, deviceId: string} | null} */
  let offered = null;
  /** @type {Set<string> | null} */
  let known = null;

  const look = async () => {
    const found = [];
    for (const kind of /** @type {const} */ (['audio', 'video'])) {
      const there = await media.list(kind);
      const back = there.find(({ deviceId }) => deviceId === media.missing(kind));
      if (back !== undefined && (await media.exchange(kind, back.deviceId))) {
        tell(backSentence(back.label));
      }
      found.push(...there.map(({ deviceId, label }) => ({ kind, deviceId, label })));
    }
    const fresh = found.find((one) => known !== null && isNews(one, known));
    known = new Set(found.map(({ deviceId }) => deviceId));
    if (fresh !== undefined) {
      offered = fresh;
      setText(words, newSentence(fresh.kind, fresh.label));
    } else if (offered !== null && !known.has(offered.deviceId)) {
      offered = null;
    }
    draw();
  };
  const draw = () => keepingFocus(() => {
    notice.hidden = offered === null;
  });
  /** @param {{kind: Kind, deviceId: string, label: string}} device @param {Set<string>} known */
  const isNews = ({ kind, deviceId, label }, known) =>
    label !== '' && !known.has(deviceId) && !NICKNAMES.includes(deviceId) && deviceId !== media.chosen(kind);
  const close = () => {
    offered = null;
    draw();
  };
  byId('new-device-use', HTMLButtonElement).addEventListener('click', () => {
    if (offered !== null) {
      keep(offered.kind === 'video' ? 'camera-device' : 'microphone-device', offered.deviceId);
      media.choose(offered.kind, offered.deviceId);
    }
    close();
  });
  byId('new-device-not', HTMLButtonElement).addEventListener('click', close);
  media.on('lost', ({ kind, was, now }) => {
    if (was !== now) {
      tell(lostSentence(kind, was, now));
    }
  });
  navigator.mediaDevices?.addEventListener?.('devicechange', look);
  look();
}

// @ts-check
// The page of a channel, put together. Nothing else in the browser starts anything.

import { cleanName } from '../peer/envelope.js';
import { LocalMedia } from '../peer/local_media.js';
import { reloadOnNewKey, takeKey } from './channel_key.js';
import { byId } from './elements.js';
import { meter } from './meter.js';
import { Ring } from './ring.js';
import { roomLater } from './room_later.js';
import { LINK_COPIED, LINK_NOT_COPIED, LINK_WITHOUT_KEY, NOBODY } from './sentences.js';
import { soundOf } from './sound.js';
import { initialState, reduce, toneOf } from './state.js';
import { keepHide, keepName, keptHide, keptName } from './storage.js';
import { channelView } from './view.js';
import { WakeLock } from './wake.js';

/** @import { Room } from './room.js' */
/** @import { TalkView } from './talk.js' */
/** @import { PageEvent } from './state.js' */

const root = byId('channel', HTMLElement);
const { channel = '', sessionsUrl = '', relay } = root.dataset;
const secure = window.isSecureContext;
const taken = secure ? takeKey(channel, root.dataset.sealed === 'true') : null;

const media = new LocalMedia(secure ? navigator.mediaDevices : undefined);
const bringRoom = roomLater();
/** From the first *Join* on. @type {Room | null} */
let room = null;
/** @type {TalkView | null} */
let talk = null;
const sound = soundOf();
const ring = new Ring(sound);
const wake = new WakeLock();

const hide = relay === 'true' && keptHide();
let state = initialState({ name: keptName(), hide, canShare: media.canShare, secure, media: media.state });
let drawing = false;

const view = channelView(media, {
  join: () => join(),
  rename: (name) => dispatch({ type: 'name', name }),
  hide: (on) => {
    keepHide(on);
    dispatch({ type: 'hide', hide: on });
  },
  call: (id) => room?.peers?.call(id),
  accept: (id) => room?.peers?.accept(id),
  decline: (id) => room?.peers?.decline(id),
  block: (id) => room?.peers?.block(id),
  unblock: (id) => room?.peers?.unblock(id),
  hangUp: () => room?.peers?.hangUp(),
  same: (compared) => dispatch({ type: 'same', compared }),
  differ: (id) => room?.peers?.all().find((peer) => peer.id === id)?.call?.differ(),
  copyLink,
});

/** @param {PageEvent} event */
function dispatch(event) {
  state = reduce(state, event);
  if (!drawing) {
    drawing = true;
    queueMicrotask(draw);
  }
}

function draw() {
  drawing = false;
  view.render(state);
  talk?.update(state);
  const tone = toneOf(state);
  ring.play(tone);
  wake.hold(state.peers.some(({ call }) => call !== null && call.state !== 'ringing'));
}

async function join() {
  const { hide } = state;
  const name = cleanName(state.name);
  keepName(name);
  sound()?.resume().catch(() => {});
  try {
    room ??= await openRoom();
  } catch {
    dispatch({ type: 'refused', code: 'server_unreachable', final: false });
    return;
  }
  room.join(name || NOBODY, hide);
}

async function openRoom() {
  dispatch({ type: 'join' });
  const { Room, talkView } = await bringRoom();
  talk ??= talkView({ tell: view.tell });
  return new Room({ channel, sessionsUrl, taken, media, talks: talk.talks, dispatch });
}

/** The key is in the memory of this visit alone: after a reload the whole link cannot be written again. */
async function copyLink() {
  const { fragment, isSealed } = (await taken) ?? { fragment: '', isSealed: root.dataset.sealed === 'true' };
  if (isSealed && fragment === '') {
    view.tell(LINK_WITHOUT_KEY);
    return;
  }
  try {
    await navigator.clipboard.writeText(location.origin + location.pathname + fragment);
    view.tell(LINK_COPIED);
  } catch {
    view.tell(LINK_NOT_COPIED);
  }
}

let comingBack = false;
window.addEventListener('pagehide', () => {
  comingBack = room?.inside ?? false;
  room?.leave();
});
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted && comingBack) {
    join();
  }
});
window.addEventListener('online', () => room?.hurry());
document.addEventListener('visibilitychange', () => document.hidden || room?.hurry());

media.on('change', () => dispatch({ type: 'media', media: media.state }));
meter(media, sound);
draw();
reloadOnNewKey();
taken?.then(({ key, isSealed }) => {
  if (isSealed && key === null) {
    dispatch({ type: 'refused', code: 'key_missing', final: true });
  }
});
if (secure) {
  media.open();
} else {
  dispatch({ type: 'media', media: LocalMedia.none() });
}

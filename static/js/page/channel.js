// @ts-check
// The page of a channel, put together. Nothing else in the browser starts anything.

import { cleanName } from '../peer/envelope.js';
import { LocalMedia } from '../peer/local_media.js';
import { reloadOnNewKey, takeKey } from './channel_key.js';
import { byId } from './elements.js';
import { hereNow } from './here.js';
import { keepOfflinePage } from './install.js';
import { linkActions } from './link.js';
import { meter } from './meter.js';
import { networkLine } from './network.js';
import { Preferences } from './preferences.js';
import { roomLater } from './room_later.js';
import { FORGOTTEN, NOBODY } from './sentences.js';
import { soundOf } from './sound.js';
import { Speaker } from './speaker.js';
import { everyoneOf, initialState, reduce } from './state.js';
import { forgetChoices, keep, kept } from './storage.js';
import { channelView } from './view.js';

/** @import { InsideView } from './inside.js' */
/** @import { Room } from './room.js' */
/** @import { PageEvent } from './state.js' */
/** @import { Actions } from './view.js' */

const DEVICES = /** @type {const} */ ({ audio: 'microphone', video: 'camera' });

const root = byId('channel', HTMLElement);
const { channel = '', topic = '', sessionsUrl = '', relay } = root.dataset;
const callSize = Number(root.dataset.callSize);
const isSealed = root.dataset.sealed === 'true';
const secure = window.isSecureContext;
const taken = secure ? takeKey(channel, isSealed) : null;

const media = new LocalMedia(secure ? navigator.mediaDevices : undefined);
const bringRoom = roomLater();
/** From the first *Join* on. @type {Room | null} */
let room = null;
/** @type {InsideView | null} */
let inside = null;
const sound = soundOf();
const preferences = new Preferences();

const hide = relay === 'true' && kept('hide-address') === 'true';
let state = initialState({ name: kept('name'), hide, canShare: media.canShare, callSize, secure, media: media.state });
let drawing = false;
const askWhoIsHere = hereNow();

const speaker = new Speaker();
/** @type {Actions} */
const actions = {
  join: () => join(),
  rename: (name) => dispatch({ type: 'name', name }),
  forget() {
    forgetChoices();
    preferences.show();
    dispatch({ type: 'name', name: '' });
    view.tell(FORGOTTEN);
  },
  sound,
  hide: (on) => {
    keep('hide-address', String(on));
    dispatch({ type: 'hide', hide: on });
  },
  call: (id) => room?.peers?.call(id),
  callEveryone: () => everyoneOf(state).forEach(({ id }) => room?.peers?.call(id)),
  accept: (id) => room?.peers?.accept(id),
  decline: (id) => room?.peers?.decline(id),
  ignore: (id) => room?.peers?.ignore(id),
  block: (id) => room?.peers?.block(id),
  unblock: (id) => room?.peers?.unblock(id),
  hangUp: () => room?.peers?.hangUp(),
  same: (compared) => dispatch({ type: 'same', compared }),
  differ: (id) => room?.peers?.all().find((peer) => peer.id === id)?.call?.differ(),
  ...linkActions({ taken, isSealed, topic, tell: (text) => view.tell(text) }),
};
const view = channelView(media, speaker, actions);

/** @param {PageEvent} event */
function dispatch(event) {
  state = reduce(state, event);
  drawSoon();
}

function drawSoon() {
  if (!drawing) {
    drawing = true;
    queueMicrotask(draw);
  }
}

function draw() {
  drawing = false;
  view.render(state);
  askWhoIsHere(state.phase === 'preview');
}

async function join() {
  const { hide } = state;
  const name = cleanName(state.name);
  keep('name', name);
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
  const { Room, insideView } = await bringRoom();
  inside ??= insideView(view, { root, media, speaker, preferences, actions, setPresence: (presence) => room?.setPresence(presence) });
  return new Room({ channel, callSize, sessionsUrl, taken, media, talks: inside.talks, dispatch });
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
// Another network, where the browser tells.
Reflect.get(navigator, 'connection')?.addEventListener('change', () => room?.hurry());
document.addEventListener('visibilitychange', () => document.hidden || room?.hurry());

preferences.on('change', drawSoon);
media.on('change', () => dispatch({ type: 'media', media: media.state }));
meter(media, sound);
networkLine(() => state.phase === 'preview');
draw();
keepOfflinePage();
reloadOnNewKey();
taken?.then(({ key, isSealed }) => {
  if (isSealed && key === null) {
    dispatch({ type: 'refused', code: 'key_missing', final: true });
  }
});
if (secure) {
  const kinds = /** @type {const} */ (['audio', 'video']).filter((kind) => kept(DEVICES[kind]) !== 'off');
  media.start(kinds, { audio: kept('microphone-device'), video: kept('camera-device') });
} else {
  dispatch({ type: 'media', media: LocalMedia.none() });
}

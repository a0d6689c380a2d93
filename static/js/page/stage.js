// @ts-check

import { callStateSentence, pausedSentence } from './call_sentences.js';
import { connectionChip } from './connection_chip.js';
import { byId, copyOf, keyedList, setText, within } from './elements.js';
import { fit } from './fit.js';
import { paintAvatar } from './people.js';
import { say } from './say.js';
import { NOBODY, compareTitle } from './sentences.js';
import { clock } from './times.js';
import { screenTile } from './screen_tile.js';
import { isOnStage, isShowing } from './state.js';
import { tileTools } from './tile_tools.js';
import { tileVideo } from './tile_video.js';

/** @import { Sending } from '../peer/control.js' */
/** @import { FullScreen } from './full_screen.js' */
/** @import { Speaker } from './speaker.js' */
/** @import { PeerView, State } from './state.js' */

/** @typedef {PeerView & {isCompared: boolean, isOneOfSeveral: boolean}} Tile */

const TICK_MS = 250;
/** Somebody speaks above this, and is marked for a moment longer, so that the mark does not flicker. */
const LOUD = 0.03;
const SPEAKING_MS = 900;

/**
 * The pictures of the people we talk to, and what they show. They fill the page.
 *
 * @typedef {{compare: (id: string) => void, showConnection: (id: string) => void}} TileActions
 * @param {TileActions} actions
 * @param {Speaker} speaker
 * @param {FullScreen} fullScreen
 * @returns {(state: State) => void}
 */
export function stageView(actions, speaker, fullScreen) {
  const stage = byId('stage', HTMLElement);
  const tiles = byId('tiles', HTMLElement);
  /** @type {Set<() => void>} */
  const tickers = new Set();
  setInterval(() => tickers.forEach((tick) => tick()), TICK_MS);
  const screens = byId('screens', HTMLElement);
  const keyOf = (/** @type {PeerView} */ { id }) => id;
  const update = keyedList(tiles, keyOf, (/** @type {Tile} */ { id }) => tileView(id, { ...actions, tickers, speaker, fullScreen }));
  const updateScreens = keyedList(screens, keyOf, ({ id }) => screenTile(id, speaker, fullScreen));
  return ({ peers, same }) => {
    const shown = peers.filter(isOnStage);
    stage.hidden = shown.length === 0;
    tiles.dataset.count = String(shown.length);
    const isOneOfSeveral = shown.length > 1;
    const showing = shown.filter(isShowing);
    stage.dataset.screens = String(showing.length);
    screens.hidden = showing.length === 0;
    updateScreens(showing);
    update(shown.map((peer) => ({ ...peer, isOneOfSeveral, isCompared: same.includes(peer.call?.compared ?? '') })));
  };
}

/** @param {string} id @param {TileActions & {tickers: Set<() => void>, speaker: Speaker, fullScreen: FullScreen}} stage */
function tileView(id, { tickers, compare, showConnection, speaker, fullScreen }) {
  const root = copyOf('tile-template');
  const playing = tileVideo(root, speaker);
  const { video } = playing;
  const tools = tileTools(root, video, fullScreen);
  const parts = {
    cover: within(root, '.tile-cover', HTMLElement),
    avatar: within(root, '.avatar', HTMLElement),
    words: within(root, '.tile-words', HTMLElement),
    name: within(root, '.tile-name', HTMLElement),
    time: within(root, '.tile-time', HTMLElement),
    note: within(root, '.tile-note', HTMLElement),
    chip: within(root, '.chip', HTMLButtonElement),
    chipWords: within(root, '.chip-words', HTMLElement),
    muted: within(root, '.tile-muted', SVGElement),
  };
  const paintConnection = connectionChip(root, () => showConnection(id));
  video.dataset.peer = id;
  const fitting = fit(video, root);
  let since = 0;
  /** @type {() => number} */
  let loudness = () => 0;
  let spoke = 0;
  let isOneOfSeveral = false;
  const tick = () => {
    setText(parts.time, since > 0 ? clock(Math.floor((Date.now() - since) / 1000)) : '');
    const now = Date.now();
    spoke = loudness() > LOUD ? now : spoke;
    root.dataset.speaking = String(isOneOfSeveral && now - spoke < SPEAKING_MS);
  };
  tickers.add(tick);
  parts.chip.addEventListener('click', () => compare(id));
  return {
    root,
    /** @param {Tile} peer */
    update(peer) {
      const { call } = peer;
      const shown = peer.name || NOBODY;
      const state = call?.state ?? 'ended';
      const stream = call?.stream ?? null;
      const sending = call?.sending;
      root.dataset.call = state;
      playing.show(stream);
      video.setAttribute('aria-label', say("{name}'s picture", { name: shown }));
      since = call?.since ?? 0;
      loudness = call?.loudness ?? loudness;
      isOneOfSeveral = peer.isOneOfSeveral;
      tick();
      paintAvatar(parts.avatar, peer);
      setText(parts.name, shown);
      const pictured = (state === 'connected' || state === 'recovering') && showsPicture(stream, sending);
      parts.cover.hidden = pictured;
      setText(parts.words, coverWords(state, shown, sending));
      parts.muted.toggleAttribute('hidden', state !== 'connected' || sending?.microphone !== false);
      paintConnection(peer);
      parts.chip.hidden = !call?.code;
      parts.chip.dataset.compared = String(peer.isCompared);
      const word = peer.isCompared ? say('Compared') : say('Not compared');
      setText(parts.chipWords, word);
      parts.chip.setAttribute('aria-label', `${word}. ${compareTitle(shown)}`);
      parts.note.hidden = state !== 'recovering';
      setText(parts.note, state === 'recovering' ? callStateSentence(state, shown) : '');
    },
    gone() {
      tickers.delete(tick);
      fitting.stop();
      tools.stop();
      playing.stop();
    },
  };
}

/** @param {MediaStream | null} stream @param {Sending | null | undefined} sending */
function showsPicture(stream, sending) {
  const hasTrack = stream?.getVideoTracks().some(({ readyState }) => readyState === 'live') ?? false;
  return hasTrack && (sending == null || (sending.camera && !sending.paused));
}

/** @param {string} state @param {string} name @param {Sending | null | undefined} sending */
function coverWords(state, name, sending) {
  if (state === 'offering' || state === 'connecting') {
    return callStateSentence(state, name);
  }
  return sending?.paused ? pausedSentence(name) : say("{name}'s camera is off.", { name });
}

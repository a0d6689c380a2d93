// @ts-check
// All that the page shows, and how it changes. Pure: nothing here touches the page or the network.

import { isActive, isMedia, isUp } from '../peer/call_states.js';

/** @import { Devices } from '../peer/call.js' */
/** @import { EndReason } from '../peer/call_ends.js' */
/** @import { CallState } from '../peer/call_states.js' */
/** @import { Presence } from '../peer/envelope.js' */
/** @import { Code } from '../sealing/compare.js' */
/** @import { Sending } from '../peer/control.js' */
/** @import { LocalMediaState } from '../peer/local_media.js' */
/** @import { Kind } from '../peer/media.js' */
/** @import { Path, Quality } from '../peer/quality.js' */

/**
 * @typedef {'preview' | 'joining' | 'ready' | 'reconnecting' | 'punted' | 'closed'} Phase
 * @typedef {'door' | 'room' | 'call' | 'trouble'} Layout
 * @typedef {'full' | 'reduced' | 'paused'} Uplink
 *
 * @typedef {object} CallView
 * @property {CallState} state
 * @property {number} since epoch milliseconds, 0 before media flows
 * @property {'alone' | 'member' | 'introduced'} as how the caller stands to the call
 * @property {() => number} loudness of what comes, from 0 to 1
 * @property {Path | null} path null before it is known
 * @property {boolean} isWeak is little of what is sent arriving, or late?
 * @property {() => Promise<Quality | null>} quality how the connection is now
 * @property {Devices} theirs what the other side meant to send when it called
 * @property {Sending | null} sending what it sends now
 * @property {MediaStream | null} stream
 * @property {MediaStream | null} screen what the other side shows beside the camera
 * @property {Code | null} code to compare, null before it is known
 * @property {string} compared by what to remember that it was
 *
 * @typedef {object} PeerView
 * @property {string} id
 * @property {string} name
 * @property {'free' | 'busy'} state
 * @property {Presence} presence what they say of themselves
 * @property {boolean} present
 * @property {boolean} unreadable has another key
 * @property {boolean} blocked this person does not want to hear of them
 * @property {CallView | null} call
 *
 * @typedef {object} After
 * @property {string} id of who was at the other end
 * @property {string} name
 * @property {EndReason | 'slept'} reason 'slept': this machine did, and the call was lost by that
 * @property {number} seconds
 *
 * @typedef {object} State
 * @property {Phase} phase
 * @property {string} code why the page is punted or closed, or why joining failed this time
 * @property {boolean} secure
 * @property {boolean} slow joining takes more than one try
 * @property {string} name
 * @property {boolean} hide keep the own addresses from the others
 * @property {LocalMediaState} media
 * @property {Kind[]} paused what is on, and yet held back by the system
 * @property {boolean} canShare
 * @property {number} callSize how many people a call may have
 * @property {PeerView[]} peers
 * @property {Uplink} uplink what happens to our picture on a slow line
 * @property {After | null} after the call that ended last
 * @property {Record<string, After>} apart by client ID: calls with others that ended while ours goes on
 * @property {string[]} same those whose code was compared and is the same
 * @property {number} dropped messages that were not believed
 * @property {boolean} altered somebody on the way changes or repeats messages
 *
 * @typedef {{type: 'join'} | {type: 'refused', code: string, final: boolean} | {type: 'seated'} | {type: 'lost'}
 *   | {type: 'punted', reason: string} | {type: 'left'} | {type: 'name', name: string}
 *   | {type: 'hide', hide: boolean} | {type: 'media', media: LocalMediaState} | {type: 'peers', peers: PeerView[], uplink: Uplink}
 *   | {type: 'ended', after: After} | {type: 'paused', paused: Kind[]} | {type: 'dropped', altered: boolean} | {type: 'same', compared: string}} PageEvent
 */

/** What every visit begins with. @type {Pick<State, 'peers' | 'uplink' | 'after' | 'apart' | 'same' | 'dropped' | 'altered'>} */
const FRESH = { peers: [], uplink: 'full', after: null, apart: {}, same: [], dropped: 0, altered: false };

/**
 * @param {{name: string, hide: boolean, canShare: boolean, callSize: number, secure: boolean, media: LocalMediaState}} known
 * @returns {State}
 */
export function initialState({ name, hide, canShare, callSize, secure, media }) {
  const code = secure ? '' : 'insecure_context';
  return { phase: 'preview', code, secure, slow: false, name, hide, media, paused: [], canShare, callSize, ...FRESH };
}

/**
 * @param {State} state
 * @param {PageEvent} event
 * @returns {State}
 */
export function reduce(state, event) {
  switch (event.type) {
    case 'join':
      return { ...state, phase: 'joining', code: '', slow: false, ...FRESH };
    case 'refused':
      return { ...state, phase: event.final ? 'closed' : 'preview', code: event.code, peers: [] };
    case 'seated':
      return { ...state, phase: 'ready', code: '', slow: false };
    case 'lost':
      return lost(state);
    case 'punted':
      return { ...state, phase: 'punted', code: event.reason, peers: [] };
    case 'left':
      return { ...state, phase: 'preview', code: '', peers: [], after: null };
    case 'name':
      return { ...state, name: event.name };
    case 'hide':
      return { ...state, hide: event.hide };
    case 'media':
      return { ...state, media: event.media };
    case 'paused':
      return { ...state, paused: event.paused };
    case 'peers':
      return { ...state, ...peersNow(state, event.peers), uplink: event.uplink };
    case 'dropped':
      return { ...state, dropped: state.dropped + 1, altered: state.altered || event.altered };
    case 'same':
      return { ...state, same: [...state.same, event.compared] };
    case 'ended':
      return ended(state, event.after);
  }
}

/** @param {State} state @returns {State} */
function lost(state) {
  if (state.phase === 'joining') {
    return { ...state, slow: true };
  }
  return state.phase === 'ready' ? { ...state, phase: 'reconnecting' } : state;
}

/** @param {State} state @param {PeerView[]} peers @returns {Pick<State, 'peers' | 'after' | 'apart'>} */
function peersNow({ after, apart }, peers) {
  if (!peers.some(isOnStage)) {
    return { peers, after, apart: {} };
  }
  const here = new Map(peers.map((peer) => [peer.id, peer]));
  const left = Object.entries(apart).filter(([id]) => isStillApart(here.get(id)));
  return { peers, after: null, apart: Object.fromEntries(left) };
}

/** What the pages try by themselves changes nothing; what a person tries begins anew. @param {PeerView | undefined} peer */
const isStillApart = (peer) =>
  peer !== undefined && !isUp(peer.call?.state) && !(peer.call?.state === 'offering' && peer.call.as !== 'introduced');

/** @param {State} state @param {After} after @returns {State} */
function ended(state, after) {
  if (after.reason === 'yielded' || after.reason === 'ignored') {
    return state;
  }
  return isInCall(state) ? { ...state, apart: { ...state.apart, [after.id]: after } } : { ...state, after };
}

/** Does this peer belong into the big picture? @param {PeerView} peer */
export const isOnStage = ({ call }) => isActive(call?.state);

/** Does this peer show a screen? @param {PeerView} peer */
export const isShowing = ({ call }) => isUp(call?.state) && call?.sending?.screen === true;

/** @param {State} state @returns {Layout} */
export function layoutOf({ phase, peers }) {
  if (phase === 'punted' || phase === 'closed') {
    return 'trouble';
  }
  if (phase === 'preview' || phase === 'joining') {
    return 'door';
  }
  return peers.some(isOnStage) ? 'call' : 'room';
}

/** @param {State} state */
export const isInCall = ({ peers }) => peers.some(isOnStage);

/** Are we talking to somebody already? @param {State} state */
export const isTalking = ({ peers }) => peers.some(({ call }) => isMedia(call?.state));

/** Can nobody more be called? @param {State} state */
export const isCallFull = ({ peers, callSize }) => peers.filter(isOnStage).length + 1 >= callSize;

/** Those whom *Call everyone* calls. @param {State} state */
export const everyoneOf = ({ peers }) =>
  peers.filter((peer) => isCallable(peer) && peer.state === 'free' && peer.presence !== 'busy');

/** Can this person be called now? @param {PeerView} peer */
export const isCallable = ({ call, present, blocked, unreadable }) => call === null && present && !blocked && !unreadable;

/**
 * What sounds now: somebody calls us, or we wait for an answer. Who talks is not rung at: the card is enough.
 *
 * @param {State} state
 * @returns {'incoming' | 'outgoing' | ''}
 */
export function toneOf(state) {
  if (isTalking(state)) {
    return '';
  }
  const calls = state.peers.map(({ call }) => call?.state);
  if (calls.includes('ringing')) {
    return 'incoming';
  }
  return calls.includes('offering') ? 'outgoing' : '';
}

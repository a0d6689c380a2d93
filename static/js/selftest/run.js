// @ts-check

import { Emitter } from '../emitter.js';
import { openMedia, stop } from '../peer/media.js';
import { checkBrowser } from './browser.js';
import { checkCamera, checkMicrophone } from './devices.js';
import { checkLoop } from './loop.js';
import { CHECKS, failed, passed, skipped } from './results.js';
import { checkService, checkSocket } from './service.js';
import { checkRelay, checkWays } from './ways.js';

/** @import { Abilities } from './browser.js' */
/** @import { CheckName, Result, Verdict } from './results.js' */
/** @import { Choice, Devices, Opened } from '../peer/media.js' */
/** @import { Send } from '../post.js' */
/** @import { Served } from './service.js' */

/**
 * What the test needs of a browser, and of the page around it.
 *
 * @typedef {object} Ports
 * @property {string} serversUrl
 * @property {Send} send
 * @property {typeof WebSocket} WebSocketClass
 * @property {Devices | undefined} devices
 * @property {() => Promise<Choice>} choice which of them calls use
 * @property {() => AudioContext | null} sound
 * @property {() => Promise<void>} playSound two notes; fails where they cannot be played
 */

/**
 * @typedef {object} SelfTestEvents
 * @property {Result} result one check has come further
 * @property {MediaStreamTrack | null} camera what the camera shows, as long as the test uses it
 * @property {undefined} over all that needs no person is done, and the devices are free
 */

/**
 * One run: every check once, in order, devices first, so that a person is asked at the beginning. Whether the speaker
 * was heard only a person knows: the other checks go on meanwhile.
 *
 * @extends {Emitter<SelfTestEvents>}
 */
export class SelfTest extends Emitter {
  #ports;
  /** @type {Map<CheckName, Result>} */
  #results = new Map(CHECKS.map((name) => [name, { name, state: 'waiting', code: '', figures: {} }]));
  /** @type {(heard: boolean) => void} */
  #answer = () => {};

  /** @param {Ports & Abilities} ports */
  constructor(ports) {
    super();
    this.#ports = ports;
  }

  /** @returns {Result[]} */
  get results() {
    return [...this.#results.values()];
  }

  async run() {
    const { PeerConnection, devices, choice } = this.#ports;
    const able = await this.#check('browser', () => checkBrowser(this.#ports));
    const canCall = able.code !== 'no_calls' && able.code !== 'insecure_context';
    this.#set('camera', 'running');
    this.#set('microphone', 'running');
    const opened = await openMedia(devices, ['audio', 'video'], await choice());
    try {
      await this.#checkDevices(opened);
      const served = await this.#checkService();
      const calls = canCall ? PeerConnection : undefined;
      await this.#with('ways', calls, (PC) => checkWays(PC, served?.iceServers ?? []));
      await this.#with('relay', served && calls, (PC) => checkRelay(PC, served?.relay ?? 'none', served?.iceServers ?? []));
      await this.#with('loop', calls, (PC) => checkLoop(PC, [opened.audio, opened.video].filter((track) => track !== null)));
    } finally {
      this.emit('camera', null);
      stop(opened.audio);
      stop(opened.video);
    }
    this.emit('over', undefined);
  }

  /** A person heard the two notes, or did not. @param {boolean} heard */
  answer(heard) {
    this.#answer(heard);
  }

  /** @param {Opened} opened */
  async #checkDevices({ audio, video, audioTrouble, videoTrouble }) {
    const { sound } = this.#ports;
    this.emit('camera', video);
    await this.#check('camera', () => checkCamera(video, videoTrouble));
    await this.#check('microphone', () => checkMicrophone(audio, audioTrouble, sound()));
    this.#askForSpeaker();
  }

  #askForSpeaker() {
    const heard = new Promise((resolve) => (this.#answer = resolve));
    this.#check('speaker', async () => {
      await this.#ports.playSound();
      this.#set('speaker', 'asking');
      return (await heard) ? passed() : failed('not_heard');
    }, 'not_played');
  }

  /** @returns {Promise<Served | null>} */
  async #checkService() {
    const { send, serversUrl, WebSocketClass } = this.#ports;
    /** @type {Served | null} */
    let served = null;
    await this.#check('service', async () => {
      const answer = await checkService(send, serversUrl);
      served = answer.served;
      return answer.verdict;
    });
    const url = /** @type {Served | null} */ (served)?.url;
    await this.#check('socket', async () => (url === undefined ? skipped('no_service') : checkSocket(WebSocketClass, url)), 'socket_closed');
    return served;
  }

  /**
   * @param {CheckName} name
   * @param {typeof RTCPeerConnection | null | undefined} PeerConnection null where the service said nothing
   * @param {(PeerConnection: typeof RTCPeerConnection) => Promise<Verdict>} look
   */
  async #with(name, PeerConnection, look) {
    await this.#check(name, async () =>
      PeerConnection ? look(PeerConnection) : skipped(PeerConnection === null ? 'no_service' : 'no_calls'),
    );
  }

  /**
   * @param {CheckName} name
   * @param {() => Promise<Verdict>} look
   * @param {string} [otherwise] what it means when the browser throws
   * @returns {Promise<Verdict>}
   */
  async #check(name, look, otherwise = 'unexpected') {
    this.#set(name, 'running');
    const verdict = await look().catch((error) => failed(otherwise, { error: String(error?.name ?? 'Error') }));
    this.#set(name, verdict.state, verdict);
    return verdict;
  }

  /** @param {CheckName} name @param {Result['state']} state @param {Partial<Verdict>} [verdict] */
  #set(name, state, { code = '', figures = {} } = {}) {
    const result = { name, state, code, figures };
    this.#results.set(name, result);
    this.emit('result', result);
  }
}

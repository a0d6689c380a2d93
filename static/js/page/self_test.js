// @ts-check
// The page of the self-test, put together.

import { reportOf } from '../selftest/report.js';
import { SelfTest } from '../selftest/run.js';
import { byId } from './elements.js';
import { keepOfflinePage } from './install.js';
import { selfTestView } from './self_test_view.js';
import { soundOf } from './sound.js';
import { Speaker } from './speaker.js';
import { kept, storageOf } from './storage.js';
import { playTestSound } from './test_sound.js';

/** @import { Choice } from '../peer/media.js' */

const FILE = 'self-test.json';
const REVOKE_MS = 60_000;

const { serversUrl = '' } = byId('self-test', HTMLElement).dataset;
const sound = soundOf();
const speaker = new Speaker();
/** @type {SelfTest | null} */
let test = null;

const view = selfTestView({
  start,
  answer: (heard) => test?.answer(heard),
  playAgain: () => void playSound().catch(() => test?.answer(false)),
  save: () => test !== null && download(reportOf(test.results, { browser: navigator.userAgent, made: new Date() })),
});

keepOfflinePage();

function start() {
  const run = new SelfTest({
    serversUrl,
    send: (url, init) => fetch(url, init),
    WebSocketClass: WebSocket,
    devices: navigator.mediaDevices,
    choice,
    sound,
    playSound,
    isSecure: window.isSecureContext,
    PeerConnection: window.RTCPeerConnection,
    subtle: crypto.subtle,
    storage: () => storageOf('localStorage'),
  });
  test = run;
  let isOver = false;
  view.begins(run.results);
  run.on('camera', (track) => view.showCamera(track));
  run.on('result', (result) => {
    if (test === run) {
      view.show(result);
      // The answer of a person may come last.
      isOver && view.ends(run.results);
    }
  });
  run.on('over', () => {
    isOver = true;
    view.ends(run.results);
  });
  run.run();
}

/** The devices that were chosen at a door and are there; the browser chooses in place of others. @returns {Promise<Choice>} */
async function choice() {
  const there = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  const chosen = (/** @type {'camera-device' | 'microphone-device'} */ which) =>
    there.find(({ deviceId }) => deviceId === kept(which))?.deviceId ?? '';
  return { audio: chosen('microphone-device'), video: chosen('camera-device') };
}

async function playSound() {
  const context = sound();
  if (context === null) {
    throw new Error('this browser has no sound');
  }
  await playTestSound(context, speaker);
}

/** No server gets it: the person sends it, or does not. @param {string} text */
function download(text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = FILE;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_MS);
}

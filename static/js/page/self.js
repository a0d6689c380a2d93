// @ts-check

import { byId, nameSwitch, setText } from './elements.js';
import { mediaSentence } from './media_sentences.js';
import { say } from './say.js';
import { isInCall, layoutOf } from './state.js';
import { keep } from './storage.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { State } from './state.js' */

const CORNERS = /** @type {const} */ (['end-end', 'start-end', 'start-start', 'end-start']);

/**
 * The own picture and the switches for what is sent.
 *
 * @param {LocalMedia} media
 * @param {{hangUp: () => void}} actions
 * @returns {(state: State) => void}
 */
export function selfView(media, { hangUp }) {
  const figure = byId('self', HTMLElement);
  const video = byId('own', HTMLVideoElement);
  const cover = byId('own-cover', HTMLElement);
  const words = byId('own-words', HTMLElement);
  const microphone = byId('microphone', HTMLButtonElement);
  const camera = byId('camera', HTMLButtonElement);
  const end = byId('hang-up', HTMLButtonElement);

  // What was meant is kept, whether it works or not: off stays off the next time.
  microphone.addEventListener('click', () => {
    keep('microphone', media.state.microphone.state === 'on' ? 'off' : 'on');
    media.toggleMicrophone();
  });
  camera.addEventListener('click', () => {
    keep('camera', media.state.camera.state === 'on' ? 'off' : 'on');
    media.toggleCamera();
  });
  end.addEventListener('click', hangUp);
  movable(figure, byId('move-self', HTMLButtonElement));

  return (state) => {
    const talking = isInCall(state);
    const { microphone: mic, camera: cam } = state.media;
    show(video, media.tracks().video);
    cover.hidden = cam.state === 'on';
    setText(words, coverWords(state));
    nameSwitch(microphone, mic.state === 'on', say('Mute microphone'), say('Unmute microphone'));
    nameSwitch(camera, cam.state === 'on', say('Turn camera off'), say('Turn camera on'));
    microphone.disabled = camera.disabled = !state.secure;
    end.hidden = !talking;
  };
}

/** @param {HTMLVideoElement} video @param {MediaStreamTrack | null} track */
function show(video, track) {
  const shown = video.srcObject instanceof MediaStream ? (video.srcObject.getTracks()[0] ?? null) : null;
  if (shown !== track) {
    video.srcObject = track === null ? null : new MediaStream([track]);
  }
}

/** @param {State} state */
function coverWords(state) {
  const { microphone, camera } = state.media;
  if (camera.state === 'opening') {
    return say('Your camera is starting.');
  }
  if (layoutOf(state) !== 'door') {
    return say('Your camera is off.');
  }
  return mediaSentence(microphone.trouble, camera.trouble) || say('Your camera is off.');
}

/**
 * In a call the own picture sits in a corner. It can be dragged to another one, or sent there by
 * its button.
 *
 * @param {HTMLElement} figure
 * @param {HTMLButtonElement} button
 */
function movable(figure, button) {
  let corner = 0;
  const settle = (/** @type {number} */ next) => {
    corner = next % CORNERS.length;
    figure.dataset.corner = CORNERS[corner] ?? CORNERS[0];
  };
  settle(0);
  button.addEventListener('click', () => settle(corner + 1));
  figure.addEventListener('pointerdown', (event) => {
    if (event.target === button || button.contains(/** @type {Node} */ (event.target))) {
      return;
    }
    figure.setPointerCapture(event.pointerId);
  });
  figure.addEventListener('pointerup', ({ clientX, clientY, pointerId }) => {
    if (!figure.hasPointerCapture(pointerId)) {
      return;
    }
    const rtl = getComputedStyle(figure).direction === 'rtl';
    const right = clientX > innerWidth / 2;
    const [inline, block] = [right !== rtl ? 'end' : 'start', clientY > innerHeight / 2 ? 'end' : 'start'];
    settle(CORNERS.findIndex((name) => name === `${block}-${inline}`));
  });
}

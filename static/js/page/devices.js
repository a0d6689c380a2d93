// @ts-check

import { byId, setText } from './elements.js';
import { say } from './say.js';
import { canChooseSpeakers } from './speaker.js';
import { keep } from './storage.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { Kind } from '../peer/media.js' */
/** @import { Speaker } from './speaker.js' */

const TEST_PLAYS = say('You should hear two notes.');
const TEST_OVER = say('Two notes were played. If you heard none, turn the volume up or choose another speaker.');
const TEST_FAILED = say('This browser did not play the test sound. Turn the sound on for this page, then try again.');
const TEST_AWAY = say('The test sound could not be loaded. Check your connection, then try again.');

/** @typedef {{none: string, numbered: (number: number) => string}} Words of one kind of device, for what has no name */
/** @type {Record<'camera' | 'microphone' | 'speaker', Words>} */
const WORDS = {
  camera: { none: say('No camera found'), numbered: (number) => say('Camera {number}', { number }) },
  microphone: { none: say('No microphone found'), numbered: (number) => say('Microphone {number}', { number }) },
  speaker: { none: say('No speaker found'), numbered: (number) => say('Speaker {number}', { number }) },
};

/**
 * Camera, microphone and speaker, behind one disclosure. Browsers give names of devices only after they may be used.
 *
 * @param {LocalMedia} media
 * @param {Speaker} speaker
 * @param {{sound: () => AudioContext | null, forget: () => void}} actions
 */
export function devicesView(media, speaker, { sound, forget }) {
  const devices = byId('devices', HTMLDetailsElement);
  const fillings = [
    inputChoice(media, 'video', byId('camera-choice', HTMLSelectElement), WORDS.camera),
    inputChoice(media, 'audio', byId('microphone-choice', HTMLSelectElement), WORDS.microphone),
    speakerChoice(media, speaker),
  ];
  const fill = () => devices.open && fillings.forEach((one) => one());
  devices.addEventListener('toggle', fill);
  media.on('change', fill);
  navigator.mediaDevices?.addEventListener?.('devicechange', fill);
  testButton(speaker, sound);
  byId('forget-choices', HTMLButtonElement).addEventListener('click', forget);
}

/**
 * @param {LocalMedia} media
 * @param {Kind} kind
 * @param {HTMLSelectElement} select
 * @param {Words} words
 * @returns {() => Promise<void>}
 */
function inputChoice(media, kind, select, words) {
  select.addEventListener('change', () => {
    keep(kind === 'video' ? 'camera-device' : 'microphone-device', select.value);
    media.choose(kind, select.value);
  });
  return async () => {
    const found = await media.list(kind);
    offer(select, found, words);
    if (found.length === 0) {
      select.replaceChildren(new Option(words.none, ''));
    }
    select.disabled = found.length === 0;
    select.value = media.chosen(kind) || (found[0]?.deviceId ?? '');
  };
}

/** A list where there is something to choose, else a sentence. @param {LocalMedia} media @param {Speaker} speaker */
function speakerChoice(media, speaker) {
  const field = byId('speaker-field', HTMLElement);
  const select = byId('speaker-choice', HTMLSelectElement);
  const fixed = byId('speaker-fixed', HTMLElement);
  select.addEventListener('change', () => speaker.choose(select.value));
  return async () => {
    const found = canChooseSpeakers() ? await media.listSpeakers() : [];
    field.hidden = found.length === 0;
    fixed.hidden = found.length > 0;
    offer(select, found, WORDS.speaker);
    select.value = found.some(({ deviceId }) => deviceId === speaker.id) ? speaker.id : (found[0]?.deviceId ?? '');
  };
}

/** @param {HTMLSelectElement} select @param {MediaDeviceInfo[]} found @param {Words} words */
function offer(select, found, words) {
  select.replaceChildren(...found.map(({ deviceId, label }, index) => new Option(label || words.numbered(index + 1), deviceId)));
}

/** @param {Speaker} speaker @param {() => AudioContext | null} sound */
function testButton(speaker, sound) {
  const said = byId('sound-said', HTMLElement);
  let playing = false;
  byId('test-sound', HTMLButtonElement).addEventListener('click', async () => {
    if (playing) {
      return;
    }
    playing = true;
    const context = sound();
    const later = await import('./test_sound.js').catch(() => null);
    if (later === null || context === null) {
      setText(said, later === null ? TEST_AWAY : TEST_FAILED);
    } else {
      setText(said, TEST_PLAYS);
      await later.playTestSound(context, speaker).then(
        () => setText(said, TEST_OVER),
        () => setText(said, TEST_FAILED),
      );
    }
    playing = false;
  });
}

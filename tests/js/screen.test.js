import assert from 'node:assert/strict';
import test from 'node:test';

import { Screen } from '../../static/js/peer/screen.js';

const trackOf = (kind, settings) => ({ kind, ended: false, stop() { this.ended = true; }, getSettings: () => settings });

/** A browser whose person chooses this; it writes down what it is asked for. */
function machine({ surface = 'browser', sound = null, supported = {}, error = null } = {}) {
  const asked = [];
  const tracks = { video: trackOf('video', { displaySurface: surface }), audio: sound && trackOf('audio', sound) };
  return {
    asked,
    tracks,
    getSupportedConstraints: () => supported,
    async getDisplayMedia(wish) {
      asked.push(wish);
      if (error !== null) throw Object.assign(new Error(), { name: error });
      return { getVideoTracks: () => [tracks.video], getAudioTracks: () => [tracks.audio].filter(Boolean) };
    },
  };
}

function screenOf(devices) {
  const shown = [];
  const screen = new Screen(devices, (picture, sound) => shown.push([picture?.kind ?? null, sound?.kind ?? null]));
  return { screen, shown };
}

test('the sound of the whole system is offered only where the own voice of the others can be left out', async () => {
  for (const [supported, systemAudio] of [[{}, 'exclude'], [{ restrictOwnAudio: true }, 'include']]) {
    const devices = machine({ supported });
    await screenOf(devices).screen.start();
    assert.deepEqual([devices.asked[0].systemAudio, devices.asked[0].selfBrowserSurface], [systemAudio, 'exclude']);
  }
});

test('sound of a tab is sent, and sound of the system that has no voices in it', async () => {
  for (const devices of [machine({ sound: {} }), machine({ surface: 'monitor', sound: { restrictOwnAudio: true } })]) {
    const { screen, shown } = screenOf(devices);
    assert.equal(await screen.start(), null);
    assert.deepEqual(shown, [['video', 'audio']]);
  }
});

test('sound that would give the others their own voices back is not sent, and its capture ends', async () => {
  const devices = machine({ surface: 'monitor', sound: { restrictOwnAudio: false } });
  const { screen, shown } = screenOf(devices);
  assert.equal(await screen.start(), 'sound_would_echo');
  assert.deepEqual([shown, devices.tracks.audio.ended], [[['video', null]], true]);
});

test('it is letters until the person says otherwise, and letters again the next time', async () => {
  const devices = machine({ sound: {} });
  const { screen, shown } = screenOf(devices);
  assert.equal(screen.shown, 'nothing');
  screen.prefer('motion');
  await screen.start();
  assert.deepEqual([screen.shown, devices.tracks.video.contentHint], ['letters', 'detail']);
  screen.prefer('motion');
  assert.deepEqual([screen.shown, devices.tracks.video.contentHint, shown.length], ['motion', 'motion', 2]);
  devices.tracks.audio.onended();
  assert.equal(screen.shown, 'motion', 'also without its sound');
  screen.stop();
  await screen.start();
  assert.equal(screen.shown, 'letters');
});

test('it ends by our button and by the bar of the browser, and ends all of it', async () => {
  for (const end of [({ screen }) => screen.stop(), ({ devices }) => devices.tracks.video.onended()]) {
    const devices = machine({ sound: {} });
    const { screen, shown } = screenOf(devices);
    await screen.start();
    end({ screen, devices });
    screen.stop();
    assert.deepEqual(shown, [['video', 'audio'], [null, null]]);
    assert.ok(devices.tracks.video.ended && devices.tracks.audio.ended);
  }
});

test('sound that ends alone leaves the picture', async () => {
  const devices = machine({ sound: {} });
  const { screen, shown } = screenOf(devices);
  await screen.start();
  devices.tracks.audio.onended();
  assert.deepEqual([shown.at(-1), devices.tracks.video.ended], [['video', null], false]);
});

test('who chooses nothing shows nothing', async () => {
  const { screen, shown } = screenOf(machine({ error: 'NotAllowedError' }));
  assert.deepEqual([await screen.start(), shown], ['permission_denied', []]);
});

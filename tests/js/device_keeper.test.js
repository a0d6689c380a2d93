import assert from 'node:assert/strict';
import test, { afterEach, beforeEach, mock } from 'node:test';

import { AGAIN_MS, DeviceKeeper, PATIENCE_MS } from '../../static/js/peer/device_keeper.js';
import { LocalMedia } from '../../static/js/peer/local_media.js';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

class Track extends EventTarget {
  enabled = true;
  muted = false;
  isStopped = false;

  constructor(kind) {
    super();
    this.kind = this.label = kind;
  }

  getSettings() { return { deviceId: this.kind }; }
  stop() { this.isStopped = true; }

  /** The system takes the device, or gives it back. */
  hold(muted) {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
}

/** Devices that may be away for a while. */
async function call(kinds = ['audio', 'video']) {
  const all = { opened: [], away: false };
  const media = new LocalMedia({
    async getUserMedia(wanted) {
      if (all.away) {
        throw Object.assign(new Error(), { name: 'NotReadableError' });
      }
      const tracks = Object.keys(wanted).map((kind) => new Track(kind));
      all.opened.push(...tracks);
      const of = (kind) => tracks.filter((track) => track.kind === kind);
      return { getAudioTracks: () => of('audio'), getVideoTracks: () => of('video') };
    },
  });
  await media.start(kinds);
  const told = [];
  const keeper = new DeviceKeeper(media);
  keeper.on('change', () => told.push(keeper.paused));
  return Object.assign(all, { media, keeper, told });
}

/** Let time pass, and what it has begun be done. */
async function wait(ms) {
  mock.timers.tick(ms);
  await new Promise((done) => setImmediate(done));
}

test('a device that does not start right after a sleep is tried once more, and only once', async () => {
  const here = await call();
  here.away = true;
  await here.media.tracks().audio.onended();
  await wait(AGAIN_MS);
  here.away = false;
  await wait(10 * AGAIN_MS);
  assert.deepEqual([here.media.state.microphone.state, here.opened.length], ['off', 2]);
  await here.media.toggleMicrophone();
  here.away = true;
  await here.media.tracks().audio.onended();
  here.away = false;
  await wait(AGAIN_MS);
  assert.deepEqual(here.media.state.microphone, { state: 'on', trouble: null });
});

test('what was off before a sleep is off after it', async () => {
  const here = await call();
  await here.media.toggleMicrophone();
  await here.media.toggleCamera();
  here.away = true;
  await here.media.tracks().audio.onended();
  here.away = false;
  await wait(AGAIN_MS);
  assert.deepEqual([here.media.tracks().audio, here.media.tracks().video, here.opened.length], [null, null, 2]);
});

test('what the system holds back is told until it gives it back, unless it is off anyway', async () => {
  const here = await call();
  const { audio, video } = here.media.tracks();
  audio.hold(true);
  video.hold(true);
  audio.hold(false);
  video.hold(false);
  assert.deepEqual(here.told, [['audio'], ['audio', 'video'], ['video'], []]);
  await here.media.toggleMicrophone();
  audio.hold(true);
  assert.deepEqual(here.keeper.paused, []);
  await here.media.toggleMicrophone();
  assert.deepEqual(here.keeper.paused, ['audio']);
});

test('when the page is seen again, what is still held back is opened anew, once', async () => {
  const here = await call();
  const { audio } = here.media.tracks();
  audio.hold(true);
  here.keeper.seen();
  await wait(PATIENCE_MS);
  const fresh = here.media.tracks().audio;
  assert.deepEqual([fresh === audio, audio.isStopped, here.keeper.paused], [false, true, []]);
  fresh.hold(true);
  here.away = true;
  here.keeper.seen();
  await wait(PATIENCE_MS);
  here.away = false;
  here.keeper.seen();
  await wait(PATIENCE_MS);
  // It could not be opened then, so it waits for the system.
  assert.deepEqual([here.media.tracks().audio === fresh, fresh.isStopped, here.keeper.paused], [true, false, ['audio']]);
});

test('what the system gives back in time is left alone, and so is what was turned off meanwhile', async () => {
  const here = await call();
  const { audio } = here.media.tracks();
  audio.hold(true);
  here.keeper.seen();
  audio.hold(false);
  await wait(PATIENCE_MS);
  assert.equal(here.opened.length, 2);
  audio.hold(true);
  const renewing = here.media.exchange('audio', 'audio');
  await here.media.toggleMicrophone();
  await renewing;
  assert.deepEqual([here.media.tracks().audio === audio, audio.enabled, here.opened.at(-1).isStopped], [true, false, true]);
});

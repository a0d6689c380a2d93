import assert from 'node:assert/strict';
import test from 'node:test';

import { LocalMedia } from '../../static/js/peer/local_media.js';

/** A machine with devices of these IDs; it writes down what it is asked for. */
function machine({ audio = ['mic-1', 'mic-2'], video = ['cam-1', 'cam-2'], outputs = ['speaker-1'] } = {}) {
  const asked = [];
  const there = { audio, video };
  const tracks = {};
  const trackOf = (kind, wish) => {
    const wanted = wish.deviceId ?? {};
    const found = there[kind].find((id) => id === (wanted.exact ?? wanted.ideal)) ?? (wanted.exact ? undefined : there[kind][0]);
    if (found === undefined) {
      throw Object.assign(new Error(), { name: 'OverconstrainedError' });
    }
    const track = { kind, label: found, enabled: true, stop() {}, getSettings: () => ({ deviceId: found }) };
    tracks[kind] = track;
    return track;
  };
  return {
    asked,
    /** Plug a device in. */
    plugIn(kind, id) {
      there[kind] = [id, ...there[kind]];
    },
    /** Pull the device in use. */
    async unplug(kind) {
      const { label, onended } = tracks[kind];
      there[kind] = there[kind].filter((id) => id !== label);
      await onended();
    },
    async getUserMedia(constraints) {
      asked.push(Object.keys(constraints));
      const tracks = Object.entries(constraints).map(([kind, wish]) => trackOf(kind, wish));
      const of = (kind) => tracks.filter((track) => track.kind === kind);
      return { getAudioTracks: () => of('audio'), getVideoTracks: () => of('video') };
    },
    async enumerateDevices() {
      const one = (kind) => (deviceId) => ({ kind, deviceId, label: deviceId });
      return [...audio.map(one('audioinput')), ...video.map(one('videoinput')), ...outputs.map(one('audiooutput'))];
    },
  };
}

const states = ({ state: { microphone, camera } }) => [microphone.state, camera.state, microphone.trouble, camera.trouble];

test('what was on last time is opened, together and once', async () => {
  const devices = machine();
  const media = new LocalMedia(devices);
  await media.start(['audio', 'video']);
  assert.deepEqual([states(media), devices.asked], [['on', 'on', null, null], [['audio', 'video']]]);
});

test('what was off last time is not even asked for, until it is turned on', async () => {
  const devices = machine();
  const media = new LocalMedia(devices);
  await media.start(['video']);
  assert.deepEqual([states(media), devices.asked], [['off', 'on', null, null], [['video']]]);
  await media.toggleMicrophone();
  assert.deepEqual([states(media), devices.asked], [['on', 'on', null, null], [['video'], ['audio']]]);
});

test('with both off nobody is asked', async () => {
  const devices = machine();
  const media = new LocalMedia(devices);
  await media.start([], { audio: 'mic-2' });
  assert.deepEqual([states(media), devices.asked], [['off', 'off', null, null], []]);
});

test('devices of last time are taken again, and others where they are gone', async () => {
  const media = new LocalMedia(machine());
  await media.start(['audio', 'video'], { audio: 'mic-2', video: 'cam-gone' });
  assert.deepEqual([media.chosen('audio'), media.chosen('video')], ['mic-2', 'cam-1']);
  assert.deepEqual(states(media), ['on', 'on', null, null]);
});

test('to choose a device turns nothing on', async () => {
  const devices = machine();
  const media = new LocalMedia(devices);
  await media.start([]);
  await media.choose('audio', 'mic-2');
  await media.choose('video', 'cam-2');
  assert.deepEqual([states(media), devices.asked], [['off', 'off', null, null], []]);
  await media.toggleCamera();
  assert.equal(media.chosen('video'), 'cam-2');
});

test('a muted microphone stays muted on another device', async () => {
  const media = new LocalMedia(machine());
  await media.start(['audio', 'video']);
  await media.toggleMicrophone();
  await media.choose('audio', 'mic-2');
  assert.deepEqual([media.chosen('audio'), media.tracks().audio.enabled], ['mic-2', false]);
});

test('another device is tried at once where the chosen one does not work', async () => {
  const media = new LocalMedia(machine());
  await media.start(['audio', 'video']);
  await media.choose('audio', 'mic-gone');
  assert.deepEqual(states(media), ['off', 'on', 'no_device', null]);
  await media.choose('audio', 'mic-2');
  assert.deepEqual(states(media), ['on', 'on', null, null]);
});

test('inputs and speakers are told apart', async () => {
  const media = new LocalMedia(machine());
  assert.deepEqual((await media.list('audio')).map(({ deviceId }) => deviceId), ['mic-1', 'mic-2']);
  assert.deepEqual((await media.listSpeakers()).map(({ deviceId }) => deviceId), ['speaker-1']);
  assert.deepEqual(await new LocalMedia(undefined).listSpeakers(), []);
});

function watched(devices) {
  const media = new LocalMedia(devices);
  const lost = [];
  media.on('lost', ({ was, now }) => lost.push([was, now]));
  return { media, lost };
}

test('what is unplugged in use is replaced by another one, and told', async () => {
  const devices = machine();
  const { media, lost } = watched(devices);
  await media.start(['audio', 'video'], { audio: 'mic-2' });
  await devices.unplug('audio');
  assert.deepEqual([media.chosen('audio'), lost, states(media)], ['mic-1', [['mic-2', 'mic-1']], ['on', 'on', null, null]]);
  await devices.unplug('video');
  assert.deepEqual([media.chosen('video'), lost.length], ['cam-2', 2]);
});

test('with no other one it is off, and says why', async () => {
  const devices = machine({ audio: ['mic-1'] });
  const { media, lost } = watched(devices);
  await media.start(['audio']);
  await devices.unplug('audio');
  assert.deepEqual([states(media), lost], [['off', 'off', 'device_lost', null], [['mic-1', null]]]);
});

test('what was muted opens nothing when it goes, stays off when another is chosen, and comes back when it is turned on', async () => {
  const devices = machine();
  const { media, lost } = watched(devices);
  await media.start(['audio'], { audio: 'mic-1' });
  await media.toggleMicrophone();
  await devices.unplug('audio');
  await media.choose('audio', 'mic-2');
  assert.deepEqual([states(media), lost, devices.asked.length], [['off', 'off', null, null], [], 1]);
  await media.toggleMicrophone();
  assert.deepEqual([media.chosen('audio'), media.state.microphone.state], ['mic-2', 'on']);
});

test('a chosen device that went is missed, and takes its place again', async () => {
  const devices = machine();
  const { media } = watched(devices);
  await media.start(['audio', 'video'], { audio: 'mic-2' });
  await devices.unplug('audio');
  await media.toggleMicrophone();
  assert.deepEqual([media.chosen('audio'), media.missing('audio'), media.missing('video')], ['mic-1', 'mic-2', '']);
  assert.equal(await media.exchange('audio', 'mic-2'), false);
  assert.deepEqual([media.chosen('audio'), states(media)], ['mic-1', ['off', 'on', null, null]]);
  devices.plugIn('audio', 'mic-2');
  assert.equal(await media.exchange('audio', 'mic-2'), true);
  assert.deepEqual([media.chosen('audio'), media.missing('audio'), states(media)], ['mic-2', '', ['off', 'on', null, null]]);
  assert.equal(media.tracks().audio.enabled, false);
});

test('what went while it was off is missed from the next on; who chooses another one misses nothing', async () => {
  const devices = machine();
  const media = new LocalMedia(devices);
  await media.start(['audio'], { audio: 'mic-2' });
  await media.toggleMicrophone();
  await devices.unplug('audio');
  await media.toggleMicrophone();
  assert.deepEqual([media.chosen('audio'), media.missing('audio'), media.state.microphone], ['mic-1', 'mic-2', { state: 'on', trouble: null }]);
  await media.choose('audio', 'mic-1');
  assert.equal(media.missing('audio'), '');
});

test('a device that is still listed and does not start is no reason to be silent', async () => {
  const devices = machine();
  const { media, lost } = watched(devices);
  await media.start(['audio'], { audio: 'mic-2' });
  const ask = devices.getUserMedia;
  devices.getUserMedia = async (wanted) => {
    if (wanted.audio.deviceId) {
      throw Object.assign(new Error(), { name: 'NotReadableError' });
    }
    return ask(wanted);
  };
  await media.tracks().audio.onended();
  assert.deepEqual([states(media), lost], [['on', 'off', null, null], [['mic-2', 'mic-1']]]);
});

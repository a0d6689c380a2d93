import assert from 'node:assert/strict';
import test from 'node:test';

import { openMedia, stop, troubleOf } from '../../static/js/peer/media.js';

const error = (name, message = '') => Object.assign(new Error(message), { name });

/** A machine whose devices fail, or not, by kind. */
function machine(troubles) {
  const asked = [];
  const getUserMedia = async (constraints) => {
    const kinds = Object.keys(constraints);
    asked.push(kinds);
    const trouble = kinds.map((kind) => troubles[kind]).find(Boolean);
    if (trouble) {
      throw trouble;
    }
    const track = (kind) => (kinds.includes(kind) ? [{ kind }] : []);
    return { getAudioTracks: () => track('audio'), getVideoTracks: () => track('video') };
  };
  return { getUserMedia, asked };
}

const open = async (troubles) => {
  const devices = machine(troubles);
  const { audio, video, audioTrouble, videoTrouble } = await openMedia(devices, ['audio', 'video']);
  return [audio?.kind ?? null, video?.kind ?? null, audioTrouble, videoTrouble, devices.asked.length];
};

test('both together, asked once', async () => {
  assert.deepEqual(await open({}), ['audio', 'video', null, null, 1]);
});

test('what there is, when one is missing', async () => {
  assert.deepEqual(await open({ video: error('NotFoundError') }), ['audio', null, null, 'no_device', 3]);
  assert.deepEqual(await open({ audio: error('NotReadableError') }), [null, 'video', 'device_busy', null, 3]);
  const none = { audio: error('NotFoundError'), video: error('NotAllowedError') };
  assert.deepEqual(await open(none), [null, null, 'no_device', 'permission_denied', 3]);
});

test('whoever closed the question is not asked twice more', async () => {
  const dismissed = error('NotAllowedError', 'Permission dismissed');
  assert.deepEqual(await open({ audio: dismissed, video: dismissed }), [null, null, 'permission_dismissed', 'permission_dismissed', 1]);
});

test('outside a secure context there is nothing to ask', async () => {
  const opened = await openMedia(undefined, ['audio', 'video']);
  assert.deepEqual([opened.audioTrouble, opened.videoTrouble], ['insecure_context', 'insecure_context']);
});

test('every failure has a stable word', () => {
  const words = [
    ['NotAllowedError', 'permission_denied'], ['SecurityError', 'permission_denied'], ['NotFoundError', 'no_device'],
    ['OverconstrainedError', 'no_device'], ['NotReadableError', 'device_busy'], ['TypeError', 'not_supported'],
    ['AbortError', 'device_failed'], ['SomethingElse', 'device_failed'],
  ];
  for (const [name, word] of words) {
    assert.equal(troubleOf(error(name)), word);
  }
  assert.equal(troubleOf(error('NotAllowedError', 'Permission denied by system')), 'permission_denied_system');
  assert.equal(troubleOf(undefined), 'device_failed');
});

test('stopping a track is not told as a loss of the device', () => {
  let stopped = 0;
  const track = { onended: () => assert.fail(), stop: () => stopped++ };
  stop(track);
  stop(null);
  assert.deepEqual([stopped, track.onended], [1, null]);
});

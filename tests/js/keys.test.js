import assert from 'node:assert/strict';
import test from 'node:test';

import { HoldToTalk } from '../../static/js/page/hold_to_talk.js';
import { SHORTCUTS, letterOf } from '../../static/js/page/keys.js';

const pressed = (key, more = {}) => letterOf({ key, code: '', ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, isComposing: false, repeat: false, ...more });

test('a letter by itself counts, also with the capitals locked and on a keyboard of another script', () => {
  assert.deepEqual([pressed('m'), pressed('M'), pressed('?', { shiftKey: true })], ['m', 'm', 'h']);
  assert.deepEqual([pressed('ь', { code: 'KeyM' }), pressed('م', { code: 'KeyL' })], ['m', 'l']);
});

test('nothing else does', () => {
  for (const more of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { shiftKey: true }, { isComposing: true }, { repeat: true }]) {
    assert.equal(pressed('m', more), '', JSON.stringify(more));
  }
  assert.deepEqual([pressed('Enter'), pressed('1'), pressed(' '), pressed(',', { code: 'KeyM' }), pressed('Dead', { code: 'KeyM' })], ['', '', '', '', '']);
});

test('no letter means two things', () => {
  assert.equal(new Set(SHORTCUTS.map(({ letter }) => letter)).size, SHORTCUTS.length);
});

function microphone(state, trouble = null) {
  const media = {
    state: { microphone: { state, trouble } },
    opening: null,
    async toggleMicrophone() {
      await media.opening;
      media.state = { microphone: { state: media.state.microphone.state === 'on' ? 'off' : 'on', trouble: null } };
    },
  };
  return media;
}

const settled = () => new Promise((done) => setImmediate(done));

test('the microphone is on while the key is held', async () => {
  const media = microphone('off');
  const hold = new HoldToTalk(media);
  assert.equal(hold.press(), true);
  await settled();
  assert.equal(media.state.microphone.state, 'on');
  hold.release();
  await settled();
  assert.equal(media.state.microphone.state, 'off');
});

test('a microphone that opens after the key was let go is muted at once', async () => {
  const media = microphone('off');
  let open;
  media.opening = new Promise((done) => { open = done; });
  const hold = new HoldToTalk(media);
  hold.press();
  hold.release();
  open();
  await settled();
  assert.equal(media.state.microphone.state, 'off');
});

test('one that is on, or cannot be, is left alone', () => {
  for (const media of [microphone('on'), microphone('opening'), microphone('off', 'no_device')]) {
    const hold = new HoldToTalk(media);
    assert.equal(hold.press(), false);
    hold.release();
    assert.equal(hold.isHeld, false);
  }
});

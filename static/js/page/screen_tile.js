// @ts-check

import { copyOf, setText, within } from './elements.js';
import { NOBODY } from './sentences.js';
import { screenPausedSentence, screenSentence } from './share_sentences.js';
import { tileTools } from './tile_tools.js';
import { tileVideo } from './tile_video.js';

/** @import { FullScreen } from './full_screen.js' */
/** @import { Speaker } from './speaker.js' */
/** @import { PeerView } from './state.js' */

/**
 * What somebody shows beside the camera, whole.
 *
 * @param {string} id of who shows it
 * @param {Speaker} speaker
 * @param {FullScreen} fullScreen
 */
export function screenTile(id, speaker, fullScreen) {
  const root = copyOf('screen-template');
  const name = within(root, '.tile-name', HTMLElement);
  const note = within(root, '.tile-note', HTMLElement);
  const playing = tileVideo(root, speaker);
  const tools = tileTools(root, playing.video, fullScreen);
  playing.video.dataset.peer = id;
  return {
    root,
    /** @param {PeerView} peer */
    update({ name: theirs, call }) {
      const shown = theirs || NOBODY;
      playing.show(call?.screen ?? null);
      playing.video.setAttribute('aria-label', screenSentence(shown));
      setText(name, screenSentence(shown));
      const isPaused = call?.sending?.screenPaused === true;
      note.hidden = !isPaused;
      setText(note, isPaused ? screenPausedSentence(shown) : '');
    },
    gone() {
      tools.stop();
      playing.stop();
    },
  };
}

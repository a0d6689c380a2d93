// @ts-check

import { within } from './elements.js';
import { keepingFocus } from './focus.js';

/** @import { Speaker } from './speaker.js' */

/**
 * What a tile plays. Where the browser wants a hand of the person for it, the tile has a button.
 *
 * @param {HTMLElement} tile
 * @param {Speaker} speaker
 */
export function tileVideo(tile, speaker) {
  const video = within(tile, 'video', HTMLVideoElement);
  const play = within(tile, '.tile-play', HTMLButtonElement);
  const unfollow = speaker.follow(video);
  const start = () => video.play().then(
    () => keepingFocus(() => { play.hidden = true; }),
    (error) => { play.hidden = error.name !== 'NotAllowedError'; },
  );
  // Not before there is something to play.
  const goOn = () => {
    const { srcObject, paused } = video;
    if (paused && srcObject instanceof MediaStream && srcObject.getTracks().length > 0) {
      start();
    }
  };
  // Some browsers pause what plays in the background, and leave it so.
  const seen = () => document.hidden || goOn();
  play.addEventListener('click', start);
  document.addEventListener('visibilitychange', seen);
  return {
    video,
    /** @param {MediaStream | null} stream */
    show(stream) {
      if (video.srcObject !== stream) {
        video.srcObject = stream;
      }
      goOn();
    },
    stop() {
      unfollow();
      document.removeEventListener('visibilitychange', seen);
      video.srcObject = null;
    },
  };
}

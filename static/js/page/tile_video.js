// @ts-check

import { within } from './elements.js';

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
    () => { play.hidden = true; },
    (error) => { play.hidden = error.name !== 'NotAllowedError'; },
  );
  play.addEventListener('click', start);
  return {
    video,
    /** @param {MediaStream | null} stream */
    show(stream) {
      if (video.srcObject !== stream) {
        video.srcObject = stream;
      }
      if (stream !== null && stream.getTracks().length > 0 && video.paused) {
        start();
      }
    },
    stop() {
      unfollow();
      video.srcObject = null;
    },
  };
}

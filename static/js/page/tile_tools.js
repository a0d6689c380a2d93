// @ts-check

import { nameSwitch, within } from './elements.js';
import { say } from './say.js';

/** @import { FullScreen } from './full_screen.js' */

/**
 * The two ways to have a picture otherwise than in its place, where the browser has them.
 *
 * @param {HTMLElement} tile
 * @param {HTMLVideoElement} video
 * @param {FullScreen} fullScreen
 */
export function tileTools(tile, video, fullScreen) {
  const fill = within(tile, '.tile-fill', HTMLButtonElement);
  const float = within(tile, '.tile-float', HTMLButtonElement);
  fill.hidden = !fullScreen.isPossible(video);
  fill.addEventListener('click', () => fullScreen.toggle(tile, video));
  float.hidden = document.pictureInPictureEnabled !== true;
  float.addEventListener('click', () => {
    const done = document.pictureInPictureElement === video ? document.exitPictureInPicture() : video.requestPictureInPicture();
    // As long as there is no picture there is nothing to float.
    done.catch(() => {});
  });
  const draw = () => {
    nameSwitch(fill, tile.dataset.large !== 'true', say('Full screen'), say('Leave full screen'));
    nameSwitch(float, document.pictureInPictureElement !== video, say('Picture in picture'), say('Leave picture in picture'));
  };
  const unfollow = fullScreen.follow(draw);
  video.addEventListener('enterpictureinpicture', draw);
  video.addEventListener('leavepictureinpicture', draw);
  draw();
  return {
    stop() {
      unfollow();
      fullScreen.drop(tile);
    },
  };
}

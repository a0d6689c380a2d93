// @ts-check

import { DeviceKeeper } from '../peer/device_keeper.js';
import { Sleep } from './sleep.js';

/** @import { LocalMedia } from '../peer/local_media.js' */
/** @import { PageEvent } from './state.js' */

/**
 * The machine sleeps, the browser freezes the page, the system takes a device for itself: what goes on after that.
 *
 * @param {object} visit
 * @param {LocalMedia} visit.media
 * @param {(event: PageEvent) => void} visit.dispatch
 * @param {() => void} visit.hurry look at once whether line and media are still there
 */
export function rousing({ media, dispatch, hurry }) {
  const sleep = new Sleep({ isHidden: () => document.hidden, onWake: hurry });
  const keeper = new DeviceKeeper(media);
  keeper.on('change', () => dispatch({ type: 'paused', paused: keeper.paused }));
  document.addEventListener('resume', () => {
    sleep.skip();
    hurry();
  });
  document.addEventListener('visibilitychange', () => document.hidden || keeper.seen());
  return sleep;
}

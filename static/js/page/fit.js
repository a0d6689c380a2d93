// @ts-check

/** A picture fills its tile as long as this much of it stays visible. */
const ENOUGH = 0.7;

/**
 * Lets a picture fill its tile where little is lost, and shows it whole where much would be: a
 * portrait picture in a landscape tile.
 *
 * @param {HTMLVideoElement} video
 * @param {HTMLElement} tile
 */
export function fit(video, tile) {
  const look = () => {
    const { videoWidth, videoHeight } = video;
    if (videoWidth === 0 || tile.clientHeight === 0) {
      return;
    }
    const [picture, frame] = [videoWidth / videoHeight, tile.clientWidth / tile.clientHeight];
    const visible = Math.min(picture / frame, frame / picture);
    tile.dataset.fit = visible < ENOUGH ? 'whole' : 'fill';
  };
  const watch = new ResizeObserver(look);
  watch.observe(tile);
  video.addEventListener('resize', look);
  return {
    stop: () => watch.disconnect(),
  };
}

// @ts-check

/**
 * The one AudioContext of the page, for the ring and the meter. Browsers let it run only after
 * somebody touched the page.
 *
 * @returns {() => AudioContext | null}
 */
export function soundOf() {
  /** @type {AudioContext | null} */
  let context = null;
  const wake = () => {
    if (context?.state === 'suspended') {
      context.resume().catch(() => {});
    }
  };
  for (const gesture of ['pointerdown', 'keydown']) {
    document.addEventListener(gesture, wake, { capture: true, passive: true });
  }
  return () => {
    if (context === null && typeof AudioContext === 'function') {
      context = new AudioContext();
    }
    return context;
  };
}

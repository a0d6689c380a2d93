// @ts-check

/** The worker's address, and the only one that may run as a worker: the page's policy lets nobody make another. */
const ADDRESS = '/sw.js';
const POLICY = 'worker';

/**
 * Let the browser keep a page for when it is offline. It comes when everything else has: nothing waits for it, and
 * nothing needs it.
 */
export function keepOfflinePage() {
  if (navigator.serviceWorker === undefined) {
    return;
  }
  const later = () => (window.requestIdleCallback ?? setTimeout)(() => register());
  if (document.readyState === 'complete') {
    later();
  } else {
    window.addEventListener('load', later, { once: true });
  }
}

function register() {
  const { trustedTypes } = /** @type {{trustedTypes?: {createPolicy: Function}}} */ (/** @type {unknown} */ (window));
  const address = trustedTypes?.createPolicy(POLICY, { createScriptURL: () => ADDRESS }).createScriptURL('') ?? ADDRESS;
  // A browser that forbids it, or a service that is away: then there is no such page.
  navigator.serviceWorker.register(address).catch(() => {});
}

// @ts-check
// The service worker: keeps one page for those who are offline, and what that page is made of. The site serves this file
// as /sw.js and writes SHELL before it (peers/installing.py).
//
// Every page comes from the network, and none is kept. The worker does not even look at the address of a page: it may
// hold the key of a channel.
//
// A classic script, because not every browser takes modules here; the braces keep its names to itself.
{
  /**
   * @typedef {Event & {waitUntil: (work: Promise<unknown>) => void}} Extendable
   * @typedef {Event & {request: Request, preloadResponse?: Promise<Response | undefined>, respondWith: (answer: Promise<Response>) => void}} Fetching
   *
   * @typedef {object} Scope what of a ServiceWorkerGlobalScope is used
   * @property {{version: string, page: string, files: string[]}} SHELL addresses of the page and of its files
   * @property {Location} location
   * @property {{navigationPreload?: {enable: () => Promise<void>}}} registration
   * @property {() => Promise<void>} skipWaiting
   * @property {(type: string, listener: (event: any) => void) => void} addEventListener
   */

  const worker = /** @type {Scope} */ (/** @type {unknown} */ (self));
  const { version, page, files } = worker.SHELL;
  const OURS = 'shell-';
  const name = OURS + version;
  const shelf = new Set(files.map((file) => new URL(file, worker.location.origin).href));

  const fill = async () => {
    const cache = await caches.open(name);
    await cache.addAll([page, ...files].map((url) => new Request(url, { credentials: 'omit' })));
    // Nothing of an old version is served to anybody, so nobody has to close a page first.
    await worker.skipWaiting();
  };

  const takeOver = async () => {
    const others = (await caches.keys()).filter((other) => other.startsWith(OURS) && other !== name);
    await Promise.all(others.map((other) => caches.delete(other)));
    // The page is asked for while the worker starts, and does not wait for it.
    await worker.registration.navigationPreload?.enable();
  };

  /** @param {Fetching} event */
  const open = async ({ request, preloadResponse }) => {
    try {
      return (await preloadResponse) ?? (await fetch(request));
    } catch {
      return kept(page);
    }
  };

  /** @param {Request | string} what */
  const kept = async (what) => (await caches.match(what, { cacheName: name })) ?? Response.error();

  worker.addEventListener('install', (/** @type {Extendable} */ event) => event.waitUntil(fill()));
  worker.addEventListener('activate', (/** @type {Extendable} */ event) => event.waitUntil(takeOver()));
  worker.addEventListener('fetch', (/** @type {Fetching} */ event) => {
    const { request } = event;
    if (request.method !== 'GET') {
      return;
    }
    if (request.mode === 'navigate') {
      event.respondWith(open(event));
    } else if (shelf.has(request.url)) {
      event.respondWith(fetch(request).catch(() => kept(request)));
    }
  });
}

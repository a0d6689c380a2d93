// @ts-check
// The page in place of one that could not be reached. It stands at that page's address, whose fragment may hold a key:
// so it is loaded again as it is, and no link leads away from it unasked.

import { byId } from './elements.js';

const again = () => location.reload();

byId('offline-again', HTMLButtonElement).addEventListener('click', again);
window.addEventListener('online', again);
byId('offline', HTMLElement).hidden = navigator.onLine;
byId('silent', HTMLElement).hidden = !navigator.onLine;

// @ts-check
// The link as a QR code. It comes when somebody asks for it.

import { QUIET, codeOf, pathOf } from '../qr/code.js';
import { byId } from './elements.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Dark on white whatever the theme: that is what every reader reads.
 *
 * @param {string} link
 * @returns {boolean} false when it is too long for a code
 */
export function showCode(link) {
  const code = codeOf(link);
  if (code === null) {
    return false;
  }
  const side = code.size + 2 * QUIET;
  const picture = byId('link-code-picture', SVGElement);
  picture.setAttribute('viewBox', `0 0 ${side} ${side}`);
  picture.replaceChildren(
    shape('rect', { width: String(side), height: String(side), fill: '#fff' }),
    shape('path', { d: pathOf(code), fill: '#000', 'shape-rendering': 'crispEdges' }),
  );
  const dialog = byId('link-code', HTMLDialogElement);
  // The picture may hold the key of the channel, and is kept no longer than it is shown.
  dialog.addEventListener('close', () => picture.replaceChildren(), { once: true });
  dialog.showModal();
  return true;
}

/** @param {string} name @param {Record<string, string>} attributes */
function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}

// What a page must keep to in every state. Returns what does not, in words.
({ controls }) => {
  const TARGET = 44;
  const SMALLEST_TEXT = 12;
  const found = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const nameOf = (element) => `${element.localName}${element.id ? `#${element.id}` : ''}.${element.className.baseVal ?? element.className}`;

  const overflow = document.documentElement.scrollWidth - innerWidth;
  if (overflow > 0) found.push(`the page is ${overflow} px wider than the window`);

  if (document.getAnimations().length > 0) found.push('something moves though less motion is wanted');

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    if (data.trim() !== '' && shown(parentElement)) {
      const size = parseFloat(getComputedStyle(parentElement).fontSize);
      if (size > 0 && size < SMALLEST_TEXT) found.push(`text of ${size} px: ${data.trim()}`);
    }
  }

  for (const image of document.images) {
    if (!image.hasAttribute('width') || !image.hasAttribute('height')) found.push(`an image without dimensions: ${image.src}`);
  }

  if (!controls) return found;

  /** Does a finger that misses the middle by half a target still hit the control, or nothing else than it? */
  const isLarge = (control) => {
    const { left, top, width, height } = control.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const hits = (dx, dy) => {
      const hit = document.elementFromPoint(x + dx, y + dy);
      return hit !== null && (control.contains(hit) || [...(control.labels ?? [])].some((label) => label.contains(hit)));
    };
    const reach = TARGET / 2 - 1;
    const wide = width >= TARGET || (hits(-reach, 0) && hits(reach, 0));
    const high = height >= TARGET || (hits(0, -reach) && hits(0, reach));
    return !hits(0, 0) || (wide && high);
  };
  /** What sticks to the end of the window may cover a part of it, until it is scrolled to. */
  const isLargeInTheMiddle = (control) => {
    const { scrollX, scrollY } = window;
    control.scrollIntoView({ block: 'center', behavior: 'instant' });
    const is = isLarge(control);
    scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
    return is;
  };
  // A link in a sentence is as high as its line (WCAG 2.5.8).
  for (const control of document.querySelectorAll('button, select, summary, textarea, input:not([type=hidden]), a:not(p a)')) {
    if (shown(control) && !isLarge(control) && !isLargeInTheMiddle(control)) {
      const { width, height } = control.getBoundingClientRect();
      found.push(`a target of ${Math.round(width)} x ${Math.round(height)} px: ${nameOf(control)}`);
    }
  }
  return found;
}

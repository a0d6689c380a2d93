// What somebody loses of a part of the page who sees it narrow, enlarged, or with its text spaced. Returns what it is, in words.
(part) => {
  const root = document.querySelector(part);
  const found = [];
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const said = (text) => text.trim().replace(/\s+/g, ' ').slice(0, 60);
  const nameOf = (element) => `${element.localName}${element.id ? `#${element.id}` : ''} ${said(element.ariaLabel ?? element.textContent)}`;
  /** Is it for those who hear the page? */
  const isUnseen = (element) => [element, ...ancestorsOf(element)].some((one) => getComputedStyle(one).clipPath !== 'none');
  const ancestorsOf = (element) => (element.parentElement === null ? [] : [element.parentElement, ...ancestorsOf(element.parentElement)]);
  const isCut = (overflow, from, to, start, end) => ['hidden', 'clip'].includes(overflow) && (from < start - 1 || to > end + 1);

  if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the window');
  for (const box of [...ancestorsOf(root), root, ...root.querySelectorAll('*')]) {
    const scrolls = /auto|scroll/.test(getComputedStyle(box).overflowX);
    if (scrolls && box.scrollWidth > box.clientWidth + 1) found.push(`${nameOf(box)} scrolls sideways`);
  }

  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    if (data.trim() === '' || !isShown(parentElement) || isUnseen(parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    for (const box of [parentElement, ...ancestorsOf(parentElement)]) {
      const { overflowX, overflowY } = getComputedStyle(box);
      const frame = box.getBoundingClientRect();
      // What scrolls by itself shows all of it in time.
      if (/auto|scroll/.test(overflowY)) break;
      if (isCut(overflowX, left, right, frame.left, frame.right) || isCut(overflowY, top, bottom, frame.top, frame.bottom)) {
        found.push(`"${said(data)}" is cut by ${nameOf(box)}`);
        break;
      }
    }
  }

  for (const control of root.querySelectorAll('a, button, input, select, summary, textarea')) {
    if (!isShown(control) || isUnseen(control)) continue;
    control.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const [{ left, top, width, height }] = control.getClientRects();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    const isReached = hit !== null && (control.contains(hit) || [...(control.labels ?? [])].some((label) => label.contains(hit)));
    if (!isReached) found.push(`${nameOf(control)} lies under ${hit === null ? 'the edge of the window' : nameOf(hit)}`);
  }
  scrollTo(0, 0);
  return found;
}

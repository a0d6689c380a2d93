"""A browser context that notices whatever text has become: code that ran, markup that came to be, requests to elsewhere."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page

from tests.support.site import Site

RECORDER = """
window.executed = 0;
window.xss = () => { window.executed += 1; };
window.planted = [];
window.violations = [];
window.seen = new Set();
document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample, blockedURI }) =>
  window.violations.push(`${violatedDirective} ${blockedURI} ${sample}`));
const isCode = (element) =>
  element.getAttributeNames().some((name) => name.startsWith('on')) ||
  /^\\W*(java|vb)script:/i.test(element.getAttribute('href') ?? element.getAttribute('src') ?? '') ||
  (element.localName === 'script' && !element.src && element.type !== 'application/json');
new MutationObserver((records) => {
  for (const { addedNodes, target } of records) {
    window.seen.add(String(target.textContent));
    for (const node of addedNodes) {
      if (node instanceof Element) {
        window.planted.push(...[node, ...node.querySelectorAll('*')].filter(isCode).map((one) => one.outerHTML.slice(0, 99)));
      }
    }
  }
}).observe(document, { subtree: true, childList: true, characterData: true });
"""
"""`executed` counts calls of what the payloads call; `planted` is markup that could call it, run or not."""


class Watch:
    """Opens pages as shipped, or without the policy that stands behind the pages' own care."""

    def __init__(self, browser: Browser, site: Site, *, policy: bool) -> None:
        self.context = browser.new_context(permissions=["camera", "microphone"], bypass_csp=not policy)
        self.site = site
        self.incidents: list[str] = []
        self.context.add_init_script(RECORDER)
        self.context.on("request", lambda request: self._request(request.url))

    def opens(self, path: str) -> Page:
        """Return a page at this path."""
        page = self.context.new_page()
        page.on("dialog", lambda dialog: (self.incidents.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.goto(self.site.url + path)
        return page

    def check(self, page: Page, what: object = "") -> None:
        """Assert that no text became anything else."""
        found = findings(page)
        assert found == {"executed": 0, "planted": [], "violations": []}, (page.url, what)
        assert self.incidents == [], (page.url, what)

    def _request(self, url: str) -> None:
        if not url.startswith((self.site.url, "blob:", "data:image/")):
            self.incidents.append(f"request {url}")


def findings(page: Page) -> dict[str, Any]:
    """Return what the recorder has noticed on this page."""
    return dict(page.evaluate("({ executed, planted, violations })"))

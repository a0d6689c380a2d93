"""From opening a link to *Join* ready, and from *Join* to the channel, in a real Chromium; and what that weighs."""

from __future__ import annotations

import statistics
from collections.abc import Mapping

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import launch_browser
from tests.support.site import Site

ROUNDS = 5
LIMIT = 60_000
"""Bytes of script and style before anybody has touched the page."""

SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
"""A phone far from the next mast: 150 ms there and back, 1.6 Mbit/s down."""

NO_LINE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}

VISITORS: dict[str, tuple[Mapping[str, float], float]] = {
    "no distance, at once": (NO_LINE, 0),
    "slow line, at once": (SLOW_LINE, 0),
    "slow line, a name first": (SLOW_LINE, 2000),
}
"""Each by their line, and the milliseconds between their first movement and *Join*."""

CLOCK = """
window.times = {};
const stamp = (name) => { window.times[name] ??= performance.now(); };
const look = () => {
  const join = document.getElementById('join');
  if (join && !join.disabled && document.getElementById('channel').dataset.state === 'preview') stamp('ready');
  if (document.getElementById('channel')?.dataset.state === 'ready') stamp('inside');
};
new MutationObserver(look).observe(document, {
  subtree: true, childList: true, attributes: true, attributeFilter: ['disabled', 'data-state'],
});
document.addEventListener('click', () => stamp('pressed'), { capture: true });
"""

MEASURED = """
() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return { ...window.times, paint: paint ? paint.startTime : NaN };
}
"""

FETCHED = """
() => performance.getEntriesByType('resource').filter(({ name }) => /\\.(js|css)$/.test(name))
  .reduce((sum, { encodedBodySize, transferSize }) => transferSize > 0 ? sum + encodedBodySize : sum, 0)
"""

Figures = dict[str, float]


def visit(page: Page, url: str, pause: float) -> Figures:
    """Open the link, come to the door, join; return the milliseconds and the bytes of it."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.wait_for_function("() => window.times.ready > 0")
    first = float(page.evaluate(FETCHED))
    if pause:
        page.mouse.move(200, 200)
        page.wait_for_timeout(pause)
    page.get_by_role("button", name="Join", exact=True).click()
    page.wait_for_function("() => window.times.inside > 0")
    page.wait_for_load_state("networkidle")
    times = page.evaluate(MEASURED)
    return {
        "paint": times["paint"],
        "ready": times["ready"],
        "inside": times["inside"] - times["pressed"],
        "first": first,
        "later": float(page.evaluate(FETCHED)) - first,
    }


def twice(browser: Browser, url: str, line: Mapping[str, float], pause: float) -> tuple[Figures, Figures]:
    """Return the figures of somebody who was never here, and of the same one on the next visit."""
    context = browser.new_context()
    context.add_init_script(CLOCK)
    both: list[Figures] = []
    for _ in range(2):
        page = context.new_page()
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", dict(line))
        both.append(visit(page, url, pause))
        page.close()
    context.close()
    return both[0], both[1]


def run() -> None:
    """Print the table."""
    print(f"From opening a link to Join ready, and from Join to inside the channel; {ROUNDS} rounds in turn")
    found: dict[str, list[Figures]] = {}
    with Site() as site, sync_playwright() as playwright:
        browser = launch_browser(playwright.chromium)
        url = f"{site.url}/peers/{site.make_channel('Bench')}"
        for _ in range(ROUNDS):
            for name, (line, pause) in VISITORS.items():
                first, again = twice(browser, url, line, pause)
                found.setdefault(name, []).append(first)
                found.setdefault(f"{name}, again", []).append(again)
        browser.close()
    print(f"  {'':30}{'first paint':>12}{'Join ready':>22}{'Join to inside':>22}{'first load':>12}{'later':>10}")
    for name, rounds in found.items():
        columns = {key: [figures[key] for figures in rounds] for key in rounds[0]}
        paint = f"{statistics.median(columns['paint']):.0f} ms"
        ready, inside = (_median_and_spread(columns[key]) for key in ("ready", "inside"))
        weights = [f"{statistics.median(columns[key]) / 1000:.1f} KB" for key in ("first", "later")]
        print(f"  {name:30}{paint:>12}{ready:>22}{inside:>22}{weights[0]:>12}{weights[1]:>10}")
    heaviest = max(figures["first"] for rounds in found.values() for figures in rounds)
    verdict = "ok" if heaviest <= LIMIT else "MISSED"
    print(f"  script and style, compressed: {heaviest / 1000:.1f} KB (at most {LIMIT // 1000} wanted): {verdict}")


def _median_and_spread(values: list[float]) -> str:
    return f"{statistics.median(values):.0f} ms ({min(values):.0f}-{max(values):.0f})"

"""From *Accept* to the first picture of the other side, beside the same connections negotiating inside one page."""

from __future__ import annotations

import statistics

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.conftest import launch_browser
from tests.e2e.person import Person
from tests.e2e.test_sealed import new_key
from tests.support.site import Site

ROUNDS = 9
TARGET = 1.25
"""At most so many times what it takes without a server."""

CLOCK = """
document.addEventListener('click', (event) => {
  if (!event.target.closest('button')?.textContent.includes('Accept')) return;
  const accepted = performance.now();
  const look = () => {
    const video = document.querySelector('video[data-peer]');
    if (!video) { requestAnimationFrame(look); return; }
    video.requestVideoFrameCallback(() => { window.firstFrame = performance.now() - accepted; });
  };
  look();
}, { capture: true });
"""

INSIDE_ONE_PAGE = """
async () => {
  const { Connection } = await import('/static/js/peer/connection.js');
  const { LocalMedia } = await import('/static/js/peer/local_media.js');
  const media = [new LocalMedia(navigator.mediaDevices), new LocalMedia(navigator.mediaDevices)];
  await Promise.all(media.map((one) => one.open()));
  const sides = [];
  const side = (index) => new Connection({
    polite: index === 0,
    first: index === 0,
    tracks: media[index].tracks(),
    sending: media[index].sending(),
    key: null,
    between: { channel: '', self: '', peer: '', visit: '' },
    iceServers: [],
    renewIce: async () => [],
    canSay: () => true,
    send: (type, payload) => {
      const other = sides[1 - index];
      if (type === 'description') other.receiveDescription(payload.description, payload.round);
      else other.receiveCandidate(payload.candidate);
    },
  });
  const video = document.createElement('video');
  Object.assign(video, { autoplay: true, muted: true });
  Object.assign(video.style, { position: 'fixed', inset: '0', width: '100%', height: '100%' });
  document.body.append(video);
  const seen = new Promise((done) => video.requestVideoFrameCallback(done)).then(() => performance.now());
  const started = performance.now();
  sides[1] = side(1);
  video.srcObject = sides[1].stream;
  sides[0] = side(0);
  const time = (await seen) - started;
  sides.forEach((one) => one.close());
  media.forEach((one) => one.stop());
  return time;
}
"""
"""The same modules, camera and picture size, without a server and without a second page."""


def accepted(browser: Browser, site: Site, channel: str) -> float:
    """Return the milliseconds from Bob's *Accept* to the first picture of Alice, on two pages of the real site."""
    people = [Person(name, browser.new_context(), site) for name in ("Alice", "Bob")]
    for person in people:
        person.page.add_init_script(CLOCK)
        person.opens(channel)
        person.joins()
    alice, bob = people
    # What Playwright waits with is a large script of its own: it is loaded before, not while the two connect.
    bob.page.wait_for_function("() => window.firstFrame === undefined")
    alice.calls(bob)
    bob.clicks("Accept")
    bob.page.wait_for_function("() => window.firstFrame > 0")
    time = float(bob.page.evaluate("window.firstFrame"))
    for person in people:
        person.context.close()
    return time


def inside_one_page(browser: Browser, site: Site, channel: str) -> float:
    """Return the milliseconds that the same takes without a server."""
    page = browser.new_page()
    page.goto(f"{site.url}/peers/{channel}")
    time = float(page.evaluate(INSIDE_ONE_PAGE))
    page.close()
    return time


def run() -> None:
    """Print the table."""
    print(f"From Accept to the first remote picture, {ROUNDS} rounds in turn")
    site = Site()
    channels = {"site": site.make_channel("Bench"), "sealed": site.make_channel("Bench", sealed=True) + new_key()}
    times: dict[str, list[float]] = {"site": [], "sealed": [], "one page": []}
    site.start()
    try:
        with sync_playwright() as playwright:
            browser = launch_browser(playwright.chromium)
            for _ in range(ROUNDS):
                for name, channel in channels.items():
                    times[name].append(accepted(browser, site, channel))
                times["one page"].append(inside_one_page(browser, site, channels["site"]))
            browser.close()
    finally:
        site.close()
    for name, values in times.items():
        print(f"  {name:9} {statistics.median(values):7.0f} ms (spread {min(values):.0f} to {max(values):.0f})")
    for name in channels:
        ratio = statistics.median(times[name]) / statistics.median(times["one page"])
        print(
            f"  {name:9} {ratio:7.2f} times one page (at most {TARGET} wanted): {'ok' if ratio <= TARGET else 'MISSED'}"
        )

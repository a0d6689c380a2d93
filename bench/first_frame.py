"""From *Accept* to the first picture of the other side, beside two connections that negotiate inside one page."""

from __future__ import annotations

import statistics

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.conftest import launch_browser
from tests.e2e.person import Person
from tests.support.site import Site

ROUNDS = 9

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
  const stream = () => navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  const streams = [await stream(), await stream()];
  const started = performance.now();
  const sides = [new RTCPeerConnection(), new RTCPeerConnection()];
  const video = Object.assign(document.createElement('video'), { autoplay: true, muted: true });
  document.body.append(video);
  const seen = new Promise((done) => video.requestVideoFrameCallback(() => done(performance.now() - started)));
  sides[1].ontrack = ({ streams: [remote] }) => { video.srcObject = remote; };
  sides.forEach((side, index) => {
    side.onicecandidate = ({ candidate }) => sides[1 - index].addIceCandidate(candidate);
    streams[index].getTracks().forEach((track) => side.addTrack(track, streams[index]));
  });
  await sides[0].setLocalDescription();
  await sides[1].setRemoteDescription(sides[0].localDescription);
  await sides[1].setLocalDescription();
  await sides[0].setRemoteDescription(sides[1].localDescription);
  const time = await seen;
  sides.forEach((side) => side.close());
  streams.forEach((one) => one.getTracks().forEach((track) => track.stop()));
  return time;
}
"""


def accepted(browser: Browser, site: Site, channel: str) -> float:
    """Return the milliseconds from Bob's *Accept* to Alice's first picture, on two pages of the real site."""
    people = [Person(name, browser.new_context(), site) for name in ("Alice", "Bob")]
    for person in people:
        person.page.add_init_script(CLOCK)
        person.opens(channel)
        person.joins()
    alice, bob = people
    alice.calls(bob)
    bob.clicks("Accept")
    bob.page.wait_for_function("() => window.firstFrame > 0")
    time = float(bob.page.evaluate("window.firstFrame"))
    for person in people:
        person.context.close()
    return time


def inside_one_page(browser: Browser, site: Site) -> float:
    """Return the milliseconds that the same takes without a server."""
    page = browser.new_page()
    page.goto(site.url + "/health")
    time = float(page.evaluate(INSIDE_ONE_PAGE))
    page.close()
    return time


def run() -> None:
    """Print the table."""
    print(f"From Accept to the first remote picture, {ROUNDS} rounds in turn")
    site = Site()
    channel = site.make_channel("Bench")
    times: dict[str, list[float]] = {"site": [], "one page": []}
    site.start()
    try:
        with sync_playwright() as playwright:
            browser = launch_browser(playwright.chromium)
            for _ in range(ROUNDS):
                times["site"].append(accepted(browser, site, channel))
                times["one page"].append(inside_one_page(browser, site))
            browser.close()
    finally:
        site.close()
    for name, values in times.items():
        print(f"  {name:9} {statistics.median(values):7.0f} ms (spread {min(values):.0f} to {max(values):.0f})")
    ratio = statistics.median(times["site"]) / statistics.median(times["one page"])
    print(f"  ratio     {ratio:7.2f} times (at most 1.5 wanted): {'ok' if ratio <= 1.5 else 'MISSED'}")

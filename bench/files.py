"""A large file from page to page, beside a bare data channel in the same run; and the memory of both pages."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.conftest import launch_browser
from tests.e2e.person import Person
from tests.support.site import Site

SIZE = int(float(os.environ.get("BENCH_FILE_MB", "1000")) * 1_000_000)
TARGET = 0.7
"""At least so much of a bare data channel's rate."""
MEMORY = 300_000_000
"""Bytes that the process of each page may have at most."""
PATIENCE = 900.0

BARE = """
async (size) => {
  const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
  for (const [here, there] of [[one, other], [other, one]]) {
    here.onicecandidate = ({ candidate }) => there.addIceCandidate(candidate);
  }
  const [from, to] = [one, other].map((side) => side.createDataChannel('bare', { negotiated: true, id: 0 }));
  to.binaryType = 'arraybuffer';
  from.bufferedAmountLowThreshold = 512 * 1024;
  const opened = new Promise((done) => { from.onopen = done; });
  await one.setLocalDescription();
  await other.setRemoteDescription(one.localDescription);
  await other.setLocalDescription();
  await one.setRemoteDescription(other.localDescription);
  await opened;
  let came = 0;
  const all = new Promise((done) => { to.onmessage = ({ data }) => { came += data.byteLength; if (came >= size) done(); }; });
  const chunk = new Uint8Array(64 * 1024);
  const started = performance.now();
  for (let sent = 0; sent < size; sent += chunk.length) {
    if (from.bufferedAmount > 2 * 1024 * 1024) await new Promise((done) => { from.onbufferedamountlow = done; });
    from.send(chunk);
  }
  await all;
  const seconds = (performance.now() - started) / 1000;
  [one, other].forEach((side) => side.close());
  return came / seconds;
}
"""
"""Bytes a second over a data channel with nothing around it: no disk, no digest, no page."""


class Memory:
    """The resident memory of one page's process, looked at many times a second."""

    def __init__(self, page: Page, browser: Browser) -> None:
        self.process = _process_of(page, browser)
        self.before = self.now()
        self.most = self.before
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def now(self) -> int:
        """Return the bytes that the process has to itself and those it shares."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def stop(self) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(0.2):
            self.most = max(self.most, self.now())


def _process_of(page: Page, browser: Browser) -> int:
    """Return the renderer of a page: the one that works while the page does."""
    renderers = [
        int(one["id"])
        for one in browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        if one["type"] == "renderer"
    ]
    before = {one: _ticks(one) for one in renderers}
    page.evaluate("() => { const ends = performance.now() + 1500; while (performance.now() < ends); }")
    return max(renderers, key=lambda one: _ticks(one) - before[one])


def _ticks(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def send(browser: Browser, site: Site, channel: str, path: Path) -> tuple[float, list[Memory]]:
    """Return the rate at which the file arrived, and what both pages took."""
    alice, bob = (Person(name, browser.new_context(), site) for name in ("Alice", "Bob"))
    for person in (alice, bob):
        person.opens(channel)
        person.joins()
    alice.talks_with(bob)
    for person in (alice, bob):
        # Only the file is measured: pictures are coded in the same processes.
        person.clicks("Turn camera off")
        person.clicks("Chat")
    memories = [Memory(person.page, browser) for person in (alice, bob)]
    alice.page.locator("#file").set_input_files(path)
    bob.clicks("Accept file")
    started = time.monotonic()
    whole = bob.page.get_by_text("It is here, whole.")
    failed = bob.page.get_by_text("thrown away")
    expect(whole.or_(failed)).to_be_visible(timeout=PATIENCE * 1000)
    seconds = time.monotonic() - started
    for memory in memories:
        memory.stop()
    if failed.is_visible():
        raise RuntimeError("the file did not arrive whole")
    for person in (alice, bob):
        person.context.close()
    return path.stat().st_size / seconds, memories


def bare(browser: Browser, site: Site, channel: str) -> float:
    """Return the rate of a bare data channel, for a fifth of the bytes."""
    page = browser.new_page()
    page.goto(f"{site.url}/peers/{channel}")
    rate = float(page.evaluate(BARE, SIZE // 5))
    page.close()
    return rate


def run() -> None:
    """Print the table."""
    print(f"A file of {SIZE / 1e6:.0f} MB from page to page, between two rounds of a bare data channel")
    site = Site()
    channel = site.make_channel("Bench")
    site.start()
    try:
        with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "large.bin"
            with path.open("wb") as file:
                for _ in range(max(1, SIZE // 1_000_000)):
                    file.write(os.urandom(1_000_000))
            browser = launch_browser(playwright.chromium)
            rates = [bare(browser, site, channel)]
            rate, memories = send(browser, site, channel, path)
            rates.append(bare(browser, site, channel))
            browser.close()
    finally:
        site.close()
    reference = sum(rates) / len(rates)
    for name, value in (("bare", reference), ("file", rate)):
        print(f"  {name:9} {value / 1e6:7.1f} MB/s")
    ratio = rate / reference
    print(f"  {'ratio':9} {ratio:7.2f} (at least {TARGET} wanted): {'ok' if ratio >= TARGET else 'MISSED'}")
    for name, memory in zip(("sender", "receiver"), memories, strict=True):
        verdict = "ok" if memory.most <= MEMORY else "MISSED"
        print(
            f"  {name:9} {memory.most / 1e6:7.0f} MB at most, {memory.before / 1e6:.0f} MB before "
            f"(at most {MEMORY / 1e6:.0f} MB wanted): {verdict}"
        )

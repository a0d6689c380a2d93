"""A large file from page to page, beside a bare data channel in the same run; and the memory of both pages."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import launch_browser
from tests.e2e.person import Person
from tests.support.site import Site

SIZE = int(float(os.environ.get("BENCH_FILE_MB", "1000")) * 1_000_000)
TARGET = 0.7
"""At least so much of a bare data channel's rate."""
MEMORY = 300_000_000
"""Bytes that the process of each page may have at most."""

TAKE = """
(size) => {
  const channel = window.connections.at(-1).createDataChannel('bare', { negotiated: true, id: 100 + window.bare });
  channel.binaryType = 'arraybuffer';
  let [came, started] = [0, 0];
  window.taken = new Promise((done) => {
    channel.onmessage = ({ data }) => {
      started ||= performance.now();
      came += data.byteLength;
      if (came >= size) done((1000 * came) / (performance.now() - started));
    };
  });
}
"""
ENDS = """
() => {
  const words = ['It is here, whole.', 'thrown away'];
  const found = () => words.find((one) => document.body.textContent.includes(one));
  window.ended = new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (found() !== undefined) {
        observer.disconnect();
        done(found() === words[0]);
      }
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}
"""
"""Watches for the end of a file. Asking the page again and again would fill its memory, which is measured."""
GIVE = """
async (size) => {
  const channel = window.connections.at(-1).createDataChannel('bare', { negotiated: true, id: 100 + window.bare });
  channel.bufferedAmountLowThreshold = 512 * 1024;
  if (channel.readyState !== 'open') await new Promise((done) => { channel.onopen = done; });
  const chunk = new Uint8Array(64 * 1024);
  for (let sent = 0; sent < size; sent += chunk.length) {
    if (channel.bufferedAmount > 2 * 1024 * 1024) await new Promise((done) => { channel.onbufferedamountlow = done; });
    channel.send(chunk);
  }
}
"""
"""A bare data channel of the same call: no disk, no digest, nothing acknowledged, nothing shown."""


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


def bare(alice: Person, bob: Person, number: int) -> float:
    """Return the bytes a second of a bare data channel, for a fifth of the bytes."""
    for person in (alice, bob):
        person.page.evaluate("(number) => { window.bare = number; }", number)
    bob.page.evaluate(TAKE, SIZE // 5)
    alice.page.evaluate(GIVE, SIZE // 5)
    return float(bob.page.evaluate("window.taken"))


def send(alice: Person, bob: Person, path: Path) -> float:
    """Return the bytes a second of a file, from *Accept file* until it was found whole."""
    alice.page.locator("#file").set_input_files(path)
    bob.page.evaluate(ENDS)
    bob.clicks("Accept file")
    started = time.monotonic()
    if not bob.page.evaluate("window.ended"):
        raise RuntimeError("the file did not arrive whole")
    return path.stat().st_size / (time.monotonic() - started)


def run() -> None:
    """Print the table."""
    print(
        f"A file of {SIZE / 1e6:.0f} MB from page to page, between two rounds of a bare data channel of the same call"
    )
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
            alice, bob = (Person(name, browser.new_context(), site) for name in ("Alice", "Bob"))
            for person in (alice, bob):
                person.opens(channel)
                person.joins()
            alice.talks_with(bob)
            for person in (alice, bob):
                # Only the file is measured: pictures are coded in the same processes.
                person.clicks("Turn camera off")
                person.chooses("Chat")
            rates = [bare(alice, bob, 0)]
            memories = [Memory(person.page, browser) for person in (alice, bob)]
            rate = send(alice, bob, path)
            for memory in memories:
                memory.stop()
            rates.append(bare(alice, bob, 1))
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

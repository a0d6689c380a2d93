"""A call between Chromium and Firefox: the two do WebRTC each in its own way."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.person import Person
from tests.support.site import Site

Arrives = Callable[..., Person]

ROOT = Path(__file__).resolve().parent.parent.parent
FIREFOX = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.firefox,
    pytest.mark.skipif(FIREFOX is None, reason="no Firefox here: install firefox-esr, or set FIREFOX to its path"),
    pytest.mark.skipif(NODE is None, reason="no Node here: `make setup` installs one"),
    pytest.mark.skipif(not (ROOT / "node_modules" / "puppeteer-core").is_dir(), reason="no puppeteer-core: run npm ci"),
]


class FirefoxPerson:
    """Like `Person`, by way of `firefox.mjs`."""

    def __init__(self, name: str, url: str) -> None:
        assert NODE
        assert FIREFOX
        self.name = name
        self._process = subprocess.Popen(  # noqa: S603 - our own script
            [NODE, "tests/e2e/firefox.mjs", FIREFOX, url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._read() == {"ready": True}

    def _read(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "Firefox ended"
        return json.loads(line)

    def _do(self, command: str, **arguments: str) -> Any:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"command": command, **arguments}) + "\n")
        self._process.stdin.flush()
        answer = self._read()
        assert "error" not in answer, f"{self.name}: {command} {arguments}: {answer['error']}"
        return answer["value"]

    def joins(self) -> FirefoxPerson:
        self._do("fill", label="Your name", text=self.name)
        self._do("click", name="Join")
        self._do("wait", code="document.querySelector('#channel').dataset.state === 'ready'")
        return self

    def clicks(self, name: str) -> None:
        self._do("click", name=name)

    def notices(self, other: Person) -> None:
        self._do("see", name=f"Call {other.name}")

    def sees(self, other: Person) -> None:
        picture = "document.querySelector('video[data-peer]')"
        self._do("wait", code=f"{picture} && {picture}.videoWidth > 0 && {picture}.currentTime > 0.5")
        # Firefox counts no frames of a stream in getVideoPlaybackQuality, so each one is waited for.
        self._do(
            "evaluate",
            code="(function next() {"
            f" window.framesSeen = (window.framesSeen ?? 0) + 1; {picture}?.requestVideoFrameCallback(next); }})()",
        )
        self._do("wait", code="window.framesSeen > 10")

    def evaluates(self, code: str) -> Any:
        return self._do("evaluate", code=code)

    def waits_until(self, code: str) -> None:
        self._do("wait", code=code)

    def errors(self) -> list[str]:
        return list(self._do("errors"))

    def goes_home(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=20)
        assert self._process.stdout
        self._process.stdout.close()


@pytest.fixture
def bob(site: Site, channel: str) -> Iterator[FirefoxPerson]:
    bob = FirefoxPerson("Bob", f"{site.url}/peers/{channel}")
    yield bob
    assert bob.errors() == []
    bob.goes_home()


@pytest.mark.parametrize("caller", ["Chromium", "Firefox"])
def test_chromium_and_firefox_talk(arrives: Arrives, channel: str, bob: FirefoxPerson, caller: str) -> None:
    alice = arrives("Alice", channel).joins()
    bob.joins()
    alice.page.get_by_role("button", name="Call Bob", exact=True).wait_for()
    bob.notices(alice)
    if caller == "Chromium":
        alice.clicks("Call Bob")
        bob.clicks("Accept")
    else:
        bob.clicks("Call Alice")
        alice.clicks("Accept")
    alice.page.locator("video[data-peer]").wait_for()
    alice.sees(bob)  # type: ignore[arg-type]
    alice.hears(bob)  # type: ignore[arg-type]
    bob.sees(alice)
    transport = alice.transport()
    assert transport["dtlsState"] == "connected"
    assert transport["srtpCipher"]
    bob.clicks("Hang up")
    alice.page.get_by_role("button", name="Call Bob", exact=True).wait_for()

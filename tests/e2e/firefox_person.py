"""A person in front of Firefox, by way of `firefox.mjs`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.senses import KEEP_CONNECTIONS, SECONDS, Senses

ROOT = Path(__file__).resolve().parent.parent.parent
FIREFOX = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
NODE = shutil.which("node")

NEEDS_FIREFOX = [
    pytest.mark.firefox,
    pytest.mark.skipif(FIREFOX is None, reason="no Firefox here: install firefox-esr, or set FIREFOX to its path"),
    pytest.mark.skipif(NODE is None, reason="no Node here: `make setup` installs one"),
    pytest.mark.skipif(not (ROOT / "node_modules" / "puppeteer-core").is_dir(), reason="no puppeteer-core: run npm ci"),
]


def needs_firefox(test: Callable[..., None]) -> Callable[..., None]:
    """Mark one test as a module of such tests marks all of its own."""
    for mark in NEEDS_FIREFOX:
        test = mark(test)
    return test


class FirefoxPerson(Senses):
    """One Firefox with a profile of its own, and one page in it.

    `through` is what the programs are started with, such as `nsenter` and a network; `preferences` are Firefox's own.
    """

    def __init__(
        self, name: str, url: str, *, through: Sequence[str] = (), preferences: Mapping[str, object] | None = None
    ) -> None:
        assert NODE
        assert FIREFOX
        self.name = name
        self._downloads = tempfile.TemporaryDirectory(prefix="firefox-downloads-")
        told = {
            "executablePath": FIREFOX,
            "url": url,
            "script": KEEP_CONNECTIONS,
            "preferences": {
                "browser.download.folderList": 2,
                "browser.download.dir": self._downloads.name,
                **(preferences or {}),
            },
        }
        self._process = subprocess.Popen(  # noqa: S603 - our own script
            [*through, NODE, "tests/e2e/firefox.mjs", json.dumps(told)],
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

    # --- what a person does ---------------------------------------------------------------------------------------

    def opens(self, url: str) -> None:
        self._do("open", url=url)

    def joins(self) -> FirefoxPerson:
        self._do("fill", label="Your name", text=self.name)
        self._do("click", name="Join")
        self._do("wait", code="document.querySelector('#channel').dataset.state === 'ready'")
        return self

    def clicks(self, name: str) -> None:
        self._do("click", name=name)

    def chooses(self, name: str) -> None:
        """Open the menu *More* and press an entry."""
        self.clicks("More")
        self._do("click", name=name, role="menuitem")

    def writes(self, text: str) -> None:
        """Send a text; the chat is open."""
        self._do("fill", label="Message", text=text)
        self.clicks("Send")

    def sends(self, path: Path) -> None:
        """Send a file; the chat is open."""
        self._do("choose", path=str(path))

    def saves(self, name: str, size: int) -> Path:
        """Save the one file that came; return where it is."""
        self.clicks("Save")
        path, ends = Path(self._downloads.name, name), time.monotonic() + SECONDS
        while not path.is_file() or path.stat().st_size < size:
            assert time.monotonic() < ends, f"{name} is not saved: {list(path.parent.iterdir())}"
            time.sleep(0.05)
        return path

    # --- what a person notices ------------------------------------------------------------------------------------

    def notices(self, other: Senses) -> None:
        """Have the other in the list."""
        self._do("see", name=f"Call {other.name}")

    def reads(self, text: str) -> None:
        """See this text somewhere on the page."""
        self.waits_until(f"document.body.innerText.includes({json.dumps(text)})")

    def asks(self, function: str, argument: object = None) -> Any:
        return self.evaluates(f"({function.strip()})({json.dumps(argument)})")

    def evaluates(self, code: str) -> Any:
        return self._do("evaluate", code=code)

    def waits_until(self, code: str) -> None:
        self._do("wait", code=code)

    def errors(self) -> list[str]:
        """Return what went wrong on the page since this was asked last."""
        return list(self._do("errors"))

    def goes_home(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=20)
        assert self._process.stdout
        self._process.stdout.close()
        self._downloads.cleanup()

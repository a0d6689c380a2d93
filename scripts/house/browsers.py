"""Real browsers for the tests. Their paths go into CHROMIUM and FIREFOX, where tests/ looks for them."""

from __future__ import annotations

import os
import shutil
import subprocess

from scripts.house.paths import ROOT, tool
from scripts.house.stopping import Stop

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FIREFOX = ("firefox-esr", "firefox")


def ensure_chromium() -> None:
    """Find Chromium, or install it: by apt where that is allowed, else by Playwright, which needs no CHROMIUM.

    Raises Stop when there is none: without a browser the tests prove too little.
    """
    if path := _given("CHROMIUM") or _on_path(_CHROMIUM) or (_apt_get("chromium") and _on_path(_CHROMIUM)):
        os.environ["CHROMIUM"] = path
        return
    print("Installing Chromium by Playwright ...", flush=True)
    if subprocess.run([tool("playwright"), "install", "chromium"], cwd=ROOT, check=False).returncode != 0:
        raise Stop(
            "There is no Chromium, and it could not be installed by apt-get (needs root) nor by Playwright. "
            "Install it, or name one: make test CHROMIUM=/path/to/chromium"
        )


def ensure_firefox() -> str:
    """Find Firefox, or install it by apt where that is allowed. Return an empty text, or why there is none."""
    if path := _given("FIREFOX") or _on_path(_FIREFOX) or (_apt_get("firefox-esr") and _on_path(_FIREFOX)):
        os.environ["FIREFOX"] = path
        return ""
    return "There is no Firefox: install it, or name one with FIREFOX=/path/to/firefox."


def _given(name: str) -> str:
    path = os.environ.get(name, "")
    if path and not shutil.which(path):
        raise Stop(f"{name}={path} is not a program.")
    return path


def _on_path(names: tuple[str, ...]) -> str:
    return next((path for name in names if (path := shutil.which(name))), "")


def _apt_get(package: str) -> bool:
    """Install a Debian package. Return whether that worked: it needs root, and not every system has apt-get."""
    apt_get = shutil.which("apt-get")
    if apt_get is None or os.geteuid() != 0:
        return False
    print(f"Installing {package} by apt-get ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", package]):
        done = subprocess.run(
            [apt_get, *arguments], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        )
    return done.returncode == 0

"""May this machine's tests have networks of their own, for those of bad networks?"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ABSENT = (
    "The tests of bad networks did not run: they make network namespaces and TUN devices (unshare, nsenter, ip, /dev/net/tun), "
    "which this machine does not allow here, neither directly nor to somebody who is root in a namespace of their own."
)
_AS_IS: list[str] = []
_AS_ROOT_OF_A_NAMESPACE = ["unshare", "--user", "--map-root-user", "--net", "--"]
_TUN = Path("/dev/net/tun")


def prefix() -> list[str] | None:
    """Return what a program that makes networks is started with, and None where nothing helps."""
    if not _TUN.exists() or not all(shutil.which(program) for program in ("unshare", "nsenter", "ip")):
        return None
    for words in (_AS_IS, _AS_ROOT_OF_A_NAMESPACE):
        tried = subprocess.run(
            [*words, "unshare", "--net", "ip", "tuntap", "add", "probe", "mode", "tun"],
            capture_output=True,
            check=False,
        )
        if tried.returncode == 0:
            return words
    return None

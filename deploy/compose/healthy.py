"""Is the process well that answers at this URL of this machine? For health checks where there is no other client of HTTP."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request

SECONDS = 3


def main(url: str) -> int:
    """Return 0 if it says so."""
    try:
        with urllib.request.urlopen(url, timeout=SECONDS):  # noqa: S310 - a URL of docker-compose.yml
            return 0
    except (urllib.error.URLError, OSError):
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

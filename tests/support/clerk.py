"""A process that prepares a site's database and static files, and then makes channels, without Django starting anew for each."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class Clerk:
    """Begins to prepare at once; `log` has what went wrong."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._log = log
        self._asking = threading.Lock()
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.clerk"],
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def wait(self) -> None:
        """Return when all is prepared."""
        self._answer()

    def make_channel(self, **fields: object) -> str:
        """Create a channel; return its ID."""
        with self._asking:
            return self._ask(fields)

    def _ask(self, fields: Mapping[str, object]) -> str:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(fields) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """Send it home."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()

    def _answer(self) -> str:
        assert self._process.stdout
        answer = self._process.stdout.readline()
        assert answer, self._log.read_text()
        return answer.strip()


def _main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from channels_app.models import Channel
    from scripts.house.site import prepare_static_files

    # What is printed is the answers, and nothing else.
    with contextlib.redirect_stdout(sys.stderr):
        call_command("migrate", verbosity=0, interactive=False)
        prepare_static_files()
    answer = "ready"
    while True:
        # Whoever drops, breaks or replaces the database meanwhile finds nobody connected.
        connection.close()
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
        asked = sys.stdin.readline()
        if not asked:
            return
        answer = str(Channel.objects.create(**json.loads(asked)).pk)


if __name__ == "__main__":
    _main()

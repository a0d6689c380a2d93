"""`make run`: from a fresh clone to a site that answers, in one step. Only the standard library until .venv exists."""

from __future__ import annotations

import os

from scripts.house import addresses, dotenv, venv
from scripts.house.paths import ROOT, VENV_PYTHON
from scripts.house.stopping import run


def main() -> int:
    """Prepare the environment, then become the server."""
    os.chdir(ROOT)
    dotenv.load(ROOT / ".env")
    where = addresses.place(os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000")
    # Before anything that takes minutes.
    addresses.check_free(where)
    venv.ensure(dev=False)
    # The same process goes on: nothing stays in between that Ctrl-C would have to find.
    command = [str(VENV_PYTHON), "-m", "scripts.serve", where.address, str(where.port)]
    os.execv(command[0], command)  # noqa: S606 - no shell, and that is the point


if __name__ == "__main__":
    run(main)

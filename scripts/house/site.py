"""Prepares the Django site and serves it by daphne, in this process. Needs the virtual environment."""

from __future__ import annotations

import fcntl
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from daphne.cli import CommandLineInterface
from daphne.server import Server

from scripts.house import stamps
from scripts.house.stopping import Stop, listen_again

MESSAGE_BYTES = 256 * 1024
"""Above what the session layer takes (64 KiB), so that its close code tells the browser why; daphne just hangs up."""


def prepare() -> Path:
    """Bring database and static files up to date and return the data directory. Quick when nothing has changed.

    Raises Stop when the settings make no sense or the database does not answer.
    """
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error

    try:
        django.setup()
        from django.conf import settings

        settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        _prepare_database()
    except ImproperlyConfigured as error:
        raise Stop(f"The settings do not make sense: {error}") from None
    except Error as error:
        raise Stop(f"The database does not answer: {str(error).strip()}") from None
    prepare_static_files()
    return Path(settings.DATA_DIR)


def _prepare_database() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database ...", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
    call_command("bootstrap")
    # The server's threads open their own.
    connection.close()


def prepare_static_files() -> None:
    """Collect static files where something of them has changed. Django must be set up."""
    from django.conf import settings
    from django.core.management import call_command

    directory = Path(settings.STATIC_ROOT)
    directory.mkdir(parents=True, exist_ok=True)
    stamp, wanted = directory / ".collected.json", _static_files()
    # Two that collect at once would delete each other's files.
    with (directory / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (directory / "staticfiles.json").is_file() and stamps.read(stamp) == wanted:
            return
        print("Collecting static files ...", flush=True)
        if not stamp.exists():
            # The last time did not come to its end, and what it left may be half of a file.
            _empty(directory)
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", verbosity=0, interactive=False)
        stamps.write(stamp, wanted)


def _empty(directory: Path) -> None:
    for entry in directory.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != ".lock":
            entry.unlink()


def _static_files() -> dict[str, str]:
    """Return what there is to collect: each file's name, size and time, as one digest."""
    import django
    from django.contrib.staticfiles.finders import get_finders

    files = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            files.append(f"{path} {stat.st_size} {stat.st_mtime_ns}")
    return {"django": django.__version__, "files": stamps.digest_of_text("\n".join(sorted(files)))}


def serve(endpoint: str, when_ready: Callable[[], None]) -> int:
    """Serve until Ctrl-C or SIGTERM; return what to exit with. `when_ready` is called once the port is open."""

    from twisted.internet import reactor

    class AnnouncingServer(Server):  # type: ignore[misc]  # daphne publishes no types
        def run(self) -> None:
            listen_again()
            super().run()

        def listen_success(self, port: object) -> None:
            super().listen_success(port)
            # Not at once: until the reactor runs, it does not hear Ctrl-C.
            reactor.callWhenRunning(when_ready)

    class Daphne(CommandLineInterface):  # type: ignore[misc]
        server_class = AnnouncingServer

    logging.getLogger("daphne").setLevel(logging.WARNING)
    options = [
        *("-v", "0"),  # no access log: it would tell who was where
        *("--websocket_timeout", "-1"),  # daphne's own end of every WebSocket after a day; ours have their rules
        *("--websocket-max-message-size", str(MESSAGE_BYTES)),
        *("--websocket-max-frame-size", str(MESSAGE_BYTES)),
    ]
    Daphne().run([*options, "-e", endpoint, "project.asgi:application"])
    return 0

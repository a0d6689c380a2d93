"""The drill: of a site only a backup and its key are left. How long until it runs again, and who has to do what?"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.house import postgres
from tests.contract.visitor import Visitor
from tests.support.site import Site

SECONDS = 300.0


@contextlib.contextmanager
def another_machine(kind: str) -> Iterator[Site]:
    """A site with an empty directory, and an empty database where it has one of its own."""
    with contextlib.ExitStack() as stack:
        settings = {}
        if kind == "postgresql":
            programs = postgres.find()
            if programs is None:
                pytest.skip("PostgreSQL is not installed (Debian: package postgresql)")
            settings["DATABASE_URL"] = stack.enter_context(postgres.cluster(programs))
        site = Site()
        stack.callback(site.close)
        site.set(**settings)
        for path in Path(site.environment["DATA_DIR"]).iterdir():
            if path != site.log:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        yield site


def front_page(site: Site) -> str:
    with urllib.request.urlopen(f"{site.url}/", timeout=10) as page:
        return str(page.read().decode())


async def backs_up_with_the_client(site: Site, visitor: Visitor, path: Path, to: str) -> None:
    """Make backups until one has the client: a login is written down half a second after it happened, at most."""
    async with asyncio.timeout(30):
        while True:
            await asyncio.to_thread(site.manage, "backup", str(path), "--to", to)
            said = await asyncio.to_thread(
                site.manage, "backup", str(path), "--check", "--key", str(path.parent / "key")
            )
            if "channels_app.Client: 1" in said:
                return
            await asyncio.to_thread(path.unlink)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_backup_and_its_key_are_enough(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Site() as before:
        channel = before.make_channel("Tea", public=True)
        alice = await Visitor(before, channel).joins()
        public = before.manage("backup_key", str(tmp_path / "key"))
        await backs_up_with_the_client(before, alice, tmp_path / "backup", public)
        await alice.hangs_up()

    with another_machine(kind) as site:
        began = time.monotonic()
        said = site.manage("restore", str(tmp_path / "backup"), "--key", str(tmp_path / "key"))
        site.start()
        assert "Tea" in await asyncio.to_thread(front_page, site)
        alice.site = site
        await alice.dials()
        # With the credentials that the page still has: nothing is fetched.
        await alice.calls("login", alice.login_params())
        reply = await alice.calls("verto.subscribe", {"eventChannel": channel})
        took = time.monotonic() - began
        await alice.hangs_up()
        assert "result" in reply
        assert "Wrote " in said
        assert "ORIGINS" in said
        assert took < SECONDS
    with capsys.disabled():
        print(
            f"\nRestore drill, into {kind}: {took:.1f} s from an empty directory to a client of before that has logged in."
        )

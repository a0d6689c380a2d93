"""The second half of `make run`, inside .venv: database, static files, certificate, then daphne."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from scripts.house import site
from scripts.house.addresses import Place
from scripts.house.paths import ROOT
from scripts.house.stopping import leave_at_once, run

_WHAT_BROWSERS_ASK = """
This machine made its certificate itself, so each browser asks once:
  Chrome, Edge   "Your connection is not private"   Advanced, then Proceed
  Firefox        "Potential Security Risk Ahead"    Advanced, then Accept the Risk and Continue
  Safari         "This Connection Is Not Private"   Show Details, then visit this website
Its fingerprint (SHA-256), for those who compare:
  {fingerprint}"""


def main() -> int:
    """Serve at the address and port of the command line until Ctrl-C."""
    # What is half made is made again by the next start.
    leave_at_once()
    where = Place(sys.argv[1], int(sys.argv[2]))
    os.chdir(ROOT)
    # What is made here (database, secrets, key) is for its owner alone.
    os.umask(0o077)
    os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"
    # The convenience of a first run; what the operator has chosen stays.
    os.environ["DEV_SECRETS"] = os.environ.get("DEV_SECRETS") or "1"
    os.environ["ORIGINS"] = os.environ.get("ORIGINS") or " ".join(where.origins())
    data_dir = site.prepare()
    endpoint, fingerprint = _endpoint(where, data_dir)
    return site.serve(endpoint, lambda: _announce(where, fingerprint))


def _endpoint(where: Place, data_dir: Path) -> tuple[str, str]:
    """Return where daphne listens, in its own words, and the fingerprint of the certificate if there is one."""
    interface = where.address.replace(":", "\\:")
    if where.is_loopback:
        return f"tcp:{where.port}:interface={interface}", ""
    from scripts.house import certificate

    made = certificate.ensure(data_dir / "tls", where.reached_at)
    key, chain = (str(path).replace(":", "\\:") for path in (made.key, made.certificate))
    return f"ssl:{where.port}:interface={interface}:privateKey={key}:certKey={chain}", made.fingerprint


def _announce(where: Place, fingerprint: str) -> None:
    origins = os.environ["ORIGINS"].replace(",", " ").split()
    if where.is_loopback:
        print(f"PBX peers:  {origins[0]}/")
    else:
        here = next((origin for origin in origins if "//localhost" in origin), None)
        if here:
            print(f"PBX peers, on this machine:       {here}/")
        others = [origin for origin in origins if "//localhost" not in origin and "//127." not in origin]
        for origin in others:
            print(f"PBX peers, on the local network:  {origin}/")
    print(f"Admin:      {origins[0]}/admin/")
    if fingerprint:
        print(_WHAT_BROWSERS_ASK.format(fingerprint=fingerprint))
    print("\nStop with Ctrl-C.", flush=True)


if __name__ == "__main__":
    run(main)

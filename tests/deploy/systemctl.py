#!/usr/bin/python3
"""systemctl for a tree without an init: starts what units and drop-ins say, as the user and with the environment that they say.

Enough for docs/operations/install.md, and no more. Sandboxes are systemd's own: `systemd-analyze` looks at those.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

PLACES = (Path("/etc/systemd/system"), Path("/lib/systemd/system"))
ONLY_SYSTEMD = {"apparmor": "needs AppArmor in the kernel"}
OF_DEBIAN = {"postgresql": ["pg_ctlcluster", "15", "main", "restart"]}


def settings_of(unit: str) -> dict[str, list[str]]:
    """Return what the unit and its drop-ins say; an empty value takes back what was said before."""
    template = re.sub(r"@.*", "@", unit)
    text = next(
        path.read_text()
        for place in PLACES
        for name in (unit, template)
        if (path := place / f"{name}.service").is_file()
    )
    for drop_in in sorted(Path(f"/etc/systemd/system/{template}.service.d").glob("*.conf")):
        text += "\n" + drop_in.read_text()
    text = text.replace("\\\n", " ").replace("%i", unit.partition("@")[2])
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE):
        found[key] = [*found.get(key, []), value] if value else []
    return found


def start(unit: str) -> None:
    """Start it; what does not go into the background by itself stays there."""
    said = settings_of(unit)
    user = said.get("User", ["root"])[-1]
    group = said.get("Group", [user])[-1]
    for name in said.get("RuntimeDirectory", []):
        directory = Path("/run", name)
        directory.mkdir(exist_ok=True)
        subprocess.run(["chown", f"{user}:{group}", str(directory)], check=True)
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    for file in said.get("EnvironmentFile", []):
        environment |= dict(shlex.split(line)[0].split("=", 1) for line in lines_of(Path(file)))
    for line in said.get("Environment", []):
        environment |= dict(word.split("=", 1) for word in shlex.split(line))
    capabilities = "".join(f",+{name[4:].lower()}" for name in said.get("AmbientCapabilities", []))
    become = ["setpriv", f"--reuid={user}", f"--regid={group}", "--init-groups", "--no-new-privs"]
    become += [f"--inh-caps=-all{capabilities}", f"--ambient-caps=-all{capabilities}"] if user != "root" else []
    command = [*become, *shlex.split(said["ExecStart"][-1])]
    directory = said.get("WorkingDirectory", ["/"])[-1]
    with Path(f"/var/log/{unit}.output").open("ab") as output:
        if said.get("Type", [""])[-1] in ("forking", "oneshot"):
            subprocess.run(command, cwd=directory, env=environment, stdout=output, stderr=output, check=True)
            return
        subprocess.Popen(command, cwd=directory, env=environment, stdout=output, stderr=output, start_new_session=True)


def lines_of(file: Path) -> list[str]:
    """Return the settings in the file."""
    return [line for line in file.read_text().splitlines() if line and not line.startswith("#")]


def main(verb: str, units: list[str]) -> None:
    """Do what systemctl would."""
    for unit in units:
        if unit in ONLY_SYSTEMD:
            continue
        if verb == "enable":
            # The real one writes its links without an init.
            subprocess.run(["/bin/systemctl", "enable", "--quiet", unit], check=True)
        if unit in OF_DEBIAN:
            subprocess.run(OF_DEBIAN[unit], check=True)
        elif verb in ("restart", "enable"):
            start(unit)
        elif verb == "try-reload-or-restart":
            subprocess.run(["runuser", "-u", "www-data", "--", "nginx", "-s", "reload"], check=True)


if __name__ == "__main__":
    main(sys.argv[1], [word for word in sys.argv[2:] if not word.startswith("--")])

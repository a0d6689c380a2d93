"""`make test`, `make e2e`, `make test-freeswitch` and `make soak`: install what is needed, run the tests, say how many ran
and which did not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from scripts.house import browsers, counts, freeswitch, namespaces, nginx, node, postgres, redis, venv
from scripts.house.counts import Counts
from scripts.house.paths import ROOT, tool
from scripts.house.stopping import run

_NOT_FREESWITCH = "--ignore=tests/freeswitch"
_TWO = ["-n", "2", "--dist", "loadfile"]
_SOAK = {"SOAK": "1"}
_DEDICATED = {"TEST_SERVER": "dedicated"}
_SHIPPED = {"TEST_SERVER": "shipped"}
_SOME_BROWSERS = ["tests/e2e/test_line_drops.py"]
_WITH_DATABASE = ("channels_app", "peers", "common", "tests/contract")


def main() -> int:
    """Return 0 only if something ran and nothing failed."""
    os.chdir(ROOT)
    part, arguments = (sys.argv[1], sys.argv[2:]) if sys.argv[1:] else ("all", [])
    if part == "freeswitch":
        freeswitch.require()
    venv.ensure(dev=True)
    node.ensure()
    browsers.ensure_chromium()
    no_firefox = browsers.ensure_firefox()
    if part == "e2e":
        return subprocess.run([tool("pytest"), "tests/e2e", *arguments], check=False).returncode
    if part == "freeswitch" and arguments:
        return subprocess.run([tool("pytest"), "tests/freeswitch", *arguments], check=False).returncode
    if part == "soak" and arguments:
        return subprocess.run([tool("pytest"), "-rP", *arguments], check=False, env=os.environ | _SOAK).returncode
    remarks = [no_firefox] if no_firefox else []
    with tempfile.TemporaryDirectory(prefix="reports-") as directory:
        reports = Path(directory)
        if part == "freeswitch":
            results = _over_freeswitch(reports)
        elif part == "soak":
            results = _soak(reports)
        else:
            results = _run_all(reports, remarks)
            if freeswitch.is_named():
                results |= _over_freeswitch(reports)
            else:
                remarks.append(freeswitch.ABSENT)
    return _report(results, remarks)


def _over_freeswitch(reports: Path) -> dict[str, Counts]:
    """Run what needs a FreeSWITCH: its own tests, and over the guard the suites that the engine has passed too."""
    guard = {"TEST_SWITCH": "freeswitch"}
    return {
        # -rP: the tests say what they have measured.
        "real FreeSWITCH": _pytest(reports, "real FreeSWITCH", ["tests/freeswitch", "-rP"]),
        "contract over the guard": _pytest(reports, "contract over the guard", ["tests/contract"], guard),
        "real browsers over the guard": _pytest(reports, "browsers over the guard", ["tests/e2e"], guard),
    }


def _soak(reports: Path) -> dict[str, Counts]:
    """Run the checks of docs/security-checks.md with their full figures, and what takes too long for every day."""
    return {
        # -rP: the tests say what they have measured.
        "security checks": _pytest(reports, "security checks", ["tests/security", "-rP"], _SOAK),
        "the guide in an empty Debian": _pytest(reports, "guide", ["tests/deploy/test_install.py", "-rP"], _SOAK),
        "security checks in browsers": _pytest(
            reports, "browser checks", ["tests/e2e/security", "tests/e2e/test_relay_credentials.py", "-rP"], _SOAK
        ),
    }


def _run_all(reports: Path, remarks: list[str]) -> dict[str, Counts]:
    results = {
        "types of the browser code": _types(),
        "browser code": _javascript(reports),
        "pytest": _two_at_a_time(reports, "pytest", [_NOT_FREESWITCH]),
    }
    # On their own: Playwright's event loop and those of asynchronous tests do not get on in one process.
    missing = [program.ABSENT for program in (nginx, redis) if program.find() is None]
    if not missing:
        results["contract on the dedicated server"] = _two_at_a_time(
            reports, "dedicated contract", ["tests/contract"], _DEDICATED
        )
        results["real browsers through nginx"] = _pytest(reports, "browsers through nginx", ["tests/e2e"], _SHIPPED)
        results["real browsers at daphne"] = _pytest(reports, "browsers at daphne", _SOME_BROWSERS)
    else:
        remarks += missing
        results["real browsers at daphne"] = _pytest(reports, "browsers at daphne", ["tests/e2e"])
    prefix = namespaces.prefix()
    if prefix is None:
        remarks.append(namespaces.ABSENT)
    else:
        # -rP: the tests say how long a call was away.
        results["bad networks"] = _pytest(reports, "bad networks", ["tests/network", "-rP"], prefix=prefix)
    programs = postgres.find()
    if programs is None:
        remarks.append("There is no PostgreSQL server on this machine, so the database tests ran on SQLite only.")
    else:
        with postgres.cluster(programs) as url:
            results["pytest on PostgreSQL"] = _two_at_a_time(
                reports, "pytest on PostgreSQL", [*_WITH_DATABASE], {"DATABASE_URL": url}
            )
    return results


def _types() -> Counts:
    _say("Types of the browser code (tsc)")
    status = subprocess.run(["node_modules/.bin/tsc", "-p", "."], check=False).returncode
    return Counts(passed=1) if status == 0 else Counts(failed=1)


def _javascript(reports: Path) -> Counts:
    _say("Browser code (node --test)")
    report = reports / "node.tap"
    tests = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").rglob("*.test.js"))
    if not tests:
        return Counts()
    command = ["node", "--test", "--test-reporter=dot", "--test-reporter-destination=stdout"]
    command += ["--test-reporter=tap", f"--test-reporter-destination={report}", *tests]
    status = subprocess.run(command, check=False).returncode
    found = counts.with_status(counts.from_node(report), status)
    if found.failed:
        print("\n" + report.read_text(encoding="utf-8") if report.exists() else "")
    return found


def _two_at_a_time(reports: Path, name: str, arguments: list[str], more: dict[str, str] | None = None) -> Counts:
    """Run what needs no browser: files in two processes side by side, and then what wants the machine for itself."""
    beside = _pytest(reports, name, [*_TWO, "-m", "not e2e and not alone", *arguments], more)
    return beside + _pytest(reports, f"{name} alone", ["-m", "not e2e and alone", *arguments], more)


def _pytest(
    reports: Path,
    name: str,
    arguments: list[str],
    more: dict[str, str] | None = None,
    *,
    prefix: Sequence[str] = (),
) -> Counts:
    _say(name)
    report = reports / f"{name.replace(' ', '-')}.xml"
    environment = os.environ | (more or {})
    command = [*prefix, tool("pytest"), "-q", f"--junit-xml={report}", *arguments]
    status = subprocess.run(command, check=False, env=environment).returncode
    return counts.with_status(counts.from_pytest(report), status)


def _say(what: str) -> None:
    print(f"\n--- {what}, {time.strftime('%H:%M:%S')}", flush=True)


def _report(results: dict[str, Counts], remarks: list[str]) -> int:
    print()
    for name, found in results.items():
        print(f"{name}: {found}")
        for reason in found.reasons:
            print(f"  skipped: {reason}")
    for remark in remarks:
        print(remark)
    total = sum(results.values(), Counts())
    # Alone on its line: whoever reads the log by machine finds it.
    print(f"\n{total}", flush=True)
    return 0 if total.passed and not total.failed else 1


if __name__ == "__main__":
    run(main)

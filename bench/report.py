"""Writes docs/performance.md and its plots from what was measured. `python -m bench report` does only this."""

from __future__ import annotations

from bench import broadcast, crossing, idle, latency, logins, profile, relay, soak, storm
from bench.patience import OTHERS
from bench.records import ROUNDS, Records
from bench.systems import LABELS
from bench.tables import cell, draw, fine, section, tenth, whole
from bench.targets import TARGETS, bound_of
from scripts.house.paths import ROOT

PAGE = ROOT / "docs" / "performance.md"
_INTRODUCTION = f"""# Performance

Written by `make bench`; do not edit. The machine has 2 cores: the server has one, the load generator the other. All systems of
a table are measured in the same run, in {ROUNDS} rounds that take turns; a cell is the median of the rounds, and in brackets the
least and the most. What counts is the ratio: absolute figures change from machine to machine. A star marks figures where
the load generator was the limit, so that the system can do more. How it is measured: [bench/README.md](../bench/README.md).

| system | what it is |
|---|---|
| ours, dedicated server | `manage.py verto_server`: picows and uvloop, every rule on, only the number of the rate limits lifted |
| ours, under daphne | the same engine as an ASGI application, as `make run` serves it |
| bare relay on picows | decodes each frame, finds the receiver, forwards, acknowledges; no rule |
| bare relay, gathering writes | the limit: the same, with one system call for all that a turn of the loop sends to a socket |
| peerjs-server | from npm, with its own protocol; acknowledges nothing |
| bare relay on node ws | what the bare relay on picows does, on node |
| two of ours | two dedicated servers that share a Redis; of each pair both are at one of them, or each at another |
| FreeSWITCH behind the guard | our rules in front, mod_verto and Lua behind |
"""


def write(records: Records) -> None:
    """Write the page and the plots."""
    sections = [_INTRODUCTION, _disturbed(records), _targets(records)]
    for group in relay.SIZES:
        sections += section(
            records, f"Direct messages of {group}", "messages per second", relay.WORKLOAD, group, "pairs", 50
        )
    for group in relay.SIZES:
        sections += section(
            records, f"Two processes and Redis, {group}", "messages per second", crossing.WORKLOAD, group, "pairs", 50
        )
    sections += section(
        records,
        "Broadcast of 1.2 KB",
        "deliveries per second",
        broadcast.WORKLOAD,
        broadcast.GROUP,
        "subscribers",
        100,
    )
    for percentile in ("p50", "p99"):
        title = f"Latency under light load, {percentile}"
        sections += section(
            records, title, "milliseconds", f"latency {percentile}", latency.LIGHT, "clients", 100, fine, is_log=True
        )
    sections += _loaded(records)
    sections += section(records, "Connect storms", "clients let in per second", storm.RATE, "", "at once", 1000)
    sections += section(
        records, "Connect storms: waiting", "milliseconds until 99 % are in", storm.WAIT, "", "at once", 1000
    )
    sections += _logins(records)
    sections += section(
        records, "Memory of idle clients", "KiB for each client", idle.MEMORY, "", "clients", 1000, tenth, is_log=True
    )
    sections += section(
        records,
        "Processor time of idle clients",
        "% of a core per 1,000 clients",
        idle.CPU,
        "",
        "clients",
        1000,
        fine,
        is_log=True,
    )
    sections += _soak(records)
    sections += _profile(records)
    PAGE.write_text("\n".join(sections).replace("\n\n\n", "\n\n"))


def _disturbed(records: Records) -> str:
    others = [record.others for workload in (relay.WORKLOAD, broadcast.WORKLOAD) for record in records.of(workload)]
    if not others or max(others) <= OTHERS:
        return ""
    return (
        f"Other programs took {min(others):.1f} to {max(others):.1f} of the 2 cores while this was measured: on a quiet machine "
        "all figures are higher.\n"
    )


def _targets(records: Records) -> str:
    rows = [
        f"| {target.text} | {bound_of(target)} | {value} | {verdict} |"
        for target in TARGETS
        for value, verdict in [target.verdict(records)]
    ]
    return "\n".join(
        [
            "## What is wanted, and what is reached",
            "",
            "| figure | wanted | measured | |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _loaded(records: Records) -> list[str]:
    kinds = ["latency p50", "latency p99"]
    found = [record for kind in kinds for record in records.of(kind, latency.LOADED)]
    if not found:
        return []
    systems = [name for name in LABELS if any(record.system == name for record in found)]
    lines = [
        "## Latency at 70 % load",
        "",
        "In milliseconds, of one pair while 49 others say 70 % of what the same system carries with 50 pairs.",
        "",
        "| system | p50 | p99 |",
        "|---|---|---|",
    ]
    for name in systems:
        cells = [cell(records.find(kind, latency.LOADED, 2 * latency.LOADED_PAIRS, name), fine) for kind in kinds]
        lines.append(f"| {LABELS[name]} | {' | '.join(cells)} |")
    title = "Latency at 70 % load"
    file = draw(
        title,
        "milliseconds",
        ["p50", "p99"],
        systems,
        found,
        kinds,
        is_log=True,
        place_of=lambda record: record.workload,
    )
    return [*lines, "", f"![Latency at 70 % load](performance/{file})", ""]


def _logins(records: Records) -> list[str]:
    found = records.of(logins.RATE)
    groups = [group for group in ("SQLite", "PostgreSQL") if any(record.group == group for record in found)]
    if not groups:
        return []
    lines = [
        "## Logins",
        "",
        f"Per second at the dedicated server, {logins.COUNT:,} clients, {logins.AT_ONCE} at a time: a login is connecting, the "
        "handshake, and",
        "`login` with the real directory behind it; a bare handshake is only the first two.",
        "",
        "| database | logins | bare handshakes | logins/handshakes |",
        "|---|---|---|---|",
    ]
    for group in groups:
        cells = [cell(records.find(logins.RATE, group, logins.COUNT, kind), whole) for kind in logins.KINDS]
        ratio = records.ratio(logins.RATE, group, logins.COUNT, *logins.KINDS)
        lines.append(f"| {group} | {' | '.join(cells)} | {ratio:.2f} |")
    file = draw("Logins", "per second", groups, logins.KINDS, found, groups, place_of=lambda record: record.group)
    return [*lines, "", f"![Logins per second](performance/{file})", ""]


def _soak(records: Records) -> list[str]:
    found = records.of(soak.WORKLOAD)
    if not found:
        return []
    lines = [
        "## Soak",
        "",
        f"{found[0].x:,} clients logged in at the dedicated server, {soak.RATE:,} messages of 1.2 KB a second between them.",
        "",
        "| figure | |",
        "|---|---|",
    ]
    return [*lines, *(f"| {record.group} | {record.median:.4g} |" for record in found), ""]


def _beside_the_limit(records: Records) -> list[str]:
    """Say what separates us from the bare relay that gathers its writes too, which nothing with rules reaches."""
    spent = [records.find(relay.WORKLOAD + relay.PER_CORE, "1.2 KB", 50, name) for name in ("dedicated", "gather")]
    if None in spent:
        return []
    ours, bare = (1e6 / record.median for record in spent if record is not None)
    return [
        f"With sockets a message costs us {ours:.1f} microseconds of processor time, and {bare:.1f} the bare relay that gathers",
        f"its writes as well: the {ours - bare:.1f} between them are the rules, in Python.",
    ]


def _profile(records: Records) -> list[str]:
    whole = records.find(profile.WORKLOAD, "", 0, "us")
    found = [record for record in records.of(profile.WORKLOAD) if record.system == "share"]
    if whole is None:
        return []
    lines = [
        "## Where the time of a direct message goes",
        "",
        f"The engine alone, without sockets, takes {whole.median:.1f} microseconds for one of 1.2 KB.",
        *_beside_the_limit(records),
        "Under cProfile, which makes every call dearer, its parts are:",
        "",
        "| share of the time | calls for a message | function |",
        "|---|---|---|",
    ]
    rows = [f"| {record.values[0]:.1f} % | {record.values[1]:.2f} | {record.group} |" for record in found]
    return [*lines, *rows, ""]

"""Writes docs/performance.md and its plots from what was measured. `python -m bench report` does only this."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bench import broadcast, idle, latency, logins, profile, relay, soak, storm
from bench.patience import OTHERS
from bench.plot import Line, Point, chart
from bench.records import FOLDER, ROUNDS, Record, Records
from bench.systems import LABELS
from bench.targets import TARGETS, bound_of
from scripts.house.paths import ROOT

PAGE = ROOT / "docs" / "performance.md"
NAMES = {**LABELS, "logins": "logins", "handshakes": "bare handshakes"}
_COLOURS = {
    "dedicated": 0,
    "daphne": 1,
    "bare": 2,
    "gather": 6,
    "peerjs": 3,
    "ws": 4,
    "freeswitch": 5,
    "logins": 0,
    "handshakes": 2,
}

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
| FreeSWITCH behind the guard | our rules in front, mod_verto and Lua behind |
"""


def write(records: Records) -> None:
    """Write the page and the plots."""
    sections = [_INTRODUCTION, _disturbed(records), _targets(records)]
    for group in relay.SIZES:
        sections += _section(
            records, f"Direct messages of {group}", "messages per second", relay.WORKLOAD, group, "pairs", 50
        )
    sections += _section(
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
        sections += _section(
            records, title, "milliseconds", f"latency {percentile}", latency.LIGHT, "clients", 100, _fine, is_log=True
        )
    sections += _loaded(records)
    sections += _section(records, "Connect storms", "clients let in per second", storm.RATE, "", "at once", 1000)
    sections += _section(
        records, "Connect storms: waiting", "milliseconds until 99 % are in", storm.WAIT, "", "at once", 1000
    )
    sections += _logins(records)
    sections += _section(
        records, "Memory of idle clients", "KiB for each client", idle.MEMORY, "", "clients", 1000, _tenth, is_log=True
    )
    sections += _section(
        records,
        "Processor time of idle clients",
        "% of a core per 1,000 clients",
        idle.CPU,
        "",
        "clients",
        1000,
        _fine,
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


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _tenth(value: float) -> str:
    return f"{value:.1f}"


def _fine(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def _section(
    records: Records,
    title: str,
    unit: str,
    workload: str,
    group: str,
    what: str,
    compared_at: int,
    written: Callable[[float], str] = _whole,
    *,
    is_log: bool = False,
) -> list[str]:
    found = records.of(workload, group)
    xs = sorted({record.x for record in found})
    systems = [name for name in NAMES if any(record.system == name for record in found)]
    if not xs:
        return []
    head = [f"{x:,} {what if x > 1 else what.removesuffix('s')}" for x in xs]
    lines = [
        f"## {title}",
        "",
        f"In {unit}.",
        "",
        f"| system | {' | '.join(head)} | dedicated/this at {compared_at:,} |",
        "|---" * (len(xs) + 2) + "|",
    ]
    per_core = workload + relay.PER_CORE
    if records.of(per_core, group):
        lines[4] += f" at {compared_at:,}, for a core's second | dedicated/this |"
        lines[5] += "---|---|"
    for name in systems:
        cells = [_cell(records.find(workload, group, x, name), written) for x in xs]
        ratio = records.ratio(workload, group, compared_at, "dedicated", name)
        row = f"| {NAMES[name]} | {' | '.join(cells)} | {_ratio(ratio)} |"
        spent = records.find(per_core, group, compared_at, name)
        if spent is not None:
            row += (
                f" {_whole(spent.median)} | {_ratio(records.ratio(per_core, group, compared_at, 'dedicated', name))} |"
            )
        elif records.of(per_core, group):
            row += " | |"
        lines.append(row)
    file = _draw(title, unit, head, [(name, name, found) for name in systems], xs, is_log=is_log)
    return [*lines, "", f"![{title}](performance/{file})", ""]


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def _cell(record: Record | None, written: Callable[[float], str]) -> str:
    if record is None:
        return ""
    star = "\\*" if record.bound else ""
    if len(record.values) == 1:
        return written(record.median) + star
    return f"{written(record.median)}{star} ({written(min(record.values))} to {written(max(record.values))})"


def _draw(
    title: str,
    unit: str,
    places: Sequence[str],
    series: Sequence[tuple[str, str, Sequence[Record]]],
    xs: Sequence[object],
    *,
    is_log: bool = False,
    place_of: Callable[[Record], object] = lambda record: record.x,
) -> str:
    """Write a plot; return the name of its file."""
    lines = []
    for name, system, found in series:
        points = [
            Point(xs.index(place_of(record)), record.median, min(record.values), max(record.values))
            for record in sorted(found, key=lambda record: xs.index(place_of(record)))
            if record.system == system
        ]
        lines.append(Line(NAMES[name], _COLOURS[name], points))
    name = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
    file = "-".join(part for part in name.split("-") if part) + ".svg"
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / file).write_text(chart(f"{title}, {unit}", places, lines, is_log=is_log))
    return file


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
        cells = [_cell(records.find(kind, latency.LOADED, 2 * latency.LOADED_PAIRS, name), _fine) for kind in kinds]
        lines.append(f"| {LABELS[name]} | {' | '.join(cells)} |")
    series = [(name, name, found) for name in systems]
    title = "Latency at 70 % load"
    file = _draw(
        title, "milliseconds", ["p50", "p99"], series, kinds, is_log=True, place_of=lambda record: record.workload
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
        cells = [_cell(records.find(logins.RATE, group, logins.COUNT, kind), _whole) for kind in logins.KINDS]
        ratio = records.ratio(logins.RATE, group, logins.COUNT, *logins.KINDS)
        lines.append(f"| {group} | {' | '.join(cells)} | {ratio:.2f} |")
    series = [(kind, kind, found) for kind in logins.KINDS]
    file = _draw("Logins", "per second", groups, series, groups, place_of=lambda record: record.group)
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


def _profile(records: Records) -> list[str]:
    whole = records.find(profile.WORKLOAD, "", 0, "us")
    found = [record for record in records.of(profile.WORKLOAD) if record.system == "share"]
    if whole is None:
        return []
    lines = [
        "## Where the time of a direct message goes",
        "",
        f"The engine alone, without sockets, takes {whole.median:.1f} microseconds for one of 1.2 KB.",
        "Under cProfile, which makes every call dearer, its parts are:",
        "",
        "| share of the time | calls for a message | function |",
        "|---|---|---|",
    ]
    rows = [f"| {record.values[0]:.1f} % | {record.values[1]:.2f} | {record.group} |" for record in found]
    return [*lines, *rows, ""]

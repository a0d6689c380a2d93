"""A table and its plot from the figures of one workload."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bench.plot import Line, Point, chart
from bench.records import FOLDER, Record, Records
from bench.relay import PER_CORE
from bench.systems import LABELS

NAMES = {**LABELS, "logins": "logins", "handshakes": "bare handshakes"}
_COLOURS = {name: number for number, name in enumerate(LABELS)} | {"logins": 0, "handshakes": 2}


def whole(value: float) -> str:
    """Write a number without decimals."""
    return f"{value:,.0f}"


def tenth(value: float) -> str:
    """Write a number with one decimal."""
    return f"{value:.1f}"


def fine(value: float) -> str:
    """Write a small number."""
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def section(
    records: Records,
    title: str,
    unit: str,
    workload: str,
    group: str,
    what: str,
    compared_at: int,
    written: Callable[[float], str] = whole,
    *,
    is_log: bool = False,
) -> list[str]:
    """Return heading, table and plot: a row for each system, a column for each x, and what the dedicated server does beside."""
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
    per_core = workload + PER_CORE
    if records.of(per_core, group):
        lines[4] += f" at {compared_at:,}, for a core's second | dedicated/this |"
        lines[5] += "---|---|"
    for name in systems:
        cells = [cell(records.find(workload, group, x, name), written) for x in xs]
        ratio = records.ratio(workload, group, compared_at, "dedicated", name)
        row = f"| {NAMES[name]} | {' | '.join(cells)} | {written_ratio(ratio)} |"
        spent = records.find(per_core, group, compared_at, name)
        if spent is not None:
            row += f" {whole(spent.median)} | {written_ratio(records.ratio(per_core, group, compared_at, 'dedicated', name))} |"
        elif records.of(per_core, group):
            row += " | |"
        lines.append(row)
    file = draw(title, unit, head, systems, found, xs, is_log=is_log)
    return [*lines, "", f"![{title}](performance/{file})", ""]


def written_ratio(ratio: float | None) -> str:
    """Write a ratio, if there is one."""
    return "" if ratio is None else f"{ratio:.2f}"


def cell(record: Record | None, written: Callable[[float], str]) -> str:
    """Write the median and the spread; a star tells that the load generator was the limit."""
    if record is None:
        return ""
    star = "\\*" if record.bound else ""
    if len(record.values) == 1:
        return written(record.median) + star
    return f"{written(record.median)}{star} ({written(min(record.values))} to {written(max(record.values))})"


def draw(
    title: str,
    unit: str,
    places: Sequence[str],
    systems: Sequence[str],
    found: Sequence[Record],
    xs: Sequence[object],
    *,
    is_log: bool = False,
    place_of: Callable[[Record], object] = lambda record: record.x,
) -> str:
    """Write a plot of these systems; return the name of its file. `place_of` tells which of `xs` a figure belongs to."""
    lines = []
    for system in systems:
        points = [
            Point(xs.index(place_of(record)), record.median, min(record.values), max(record.values))
            for record in sorted(found, key=lambda record: xs.index(place_of(record)))
            if record.system == system
        ]
        lines.append(Line(NAMES[system], _COLOURS[system], points))
    name = "".join(letter if letter.isalnum() else "-" for letter in title.lower())
    file = "-".join(part for part in name.split("-") if part) + ".svg"
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / file).write_text(chart(f"{title}, {unit}", places, lines, is_log=is_log))
    return file

"""Small plots of the last hour, as lines of an SVG. Pure: numbers go in, points come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from channels_app.samples import INTERVAL_SECONDS, Sample

WIDTH, HEIGHT = 240, 48
SPAN_SECONDS = 3600.0
_GAP_SECONDS = 3 * INTERVAL_SECONDS

Point = tuple[float, float | None]
"""When, and how much; None where nobody could tell."""


@dataclass(frozen=True, slots=True)
class Plot:
    """`lines` are values of an SVG polyline's `points`: one for each stretch of time without a gap."""

    title: str
    now: str
    most: str
    lines: Sequence[str]


def plots(samples: Sequence[Sample], now: float) -> list[Plot]:
    """Return the plots of the page, in its order; none of what is not in use."""
    found = [
        _plot("People", [(s.at, s.people) for s in samples], now),
        _plot("Channels in use", [(s.at, s.channels) for s in samples], now),
        _plot("Requests a minute", _rate(samples), now),
        _plot("Database, ms", [(s.at, _ms(s.database_seconds)) for s in samples], now),
        _plot("Redis, ms", [(s.at, _ms(s.redis_seconds)) for s in samples], now),
    ]
    return [plot for plot in found if plot.lines]


def _plot(title: str, points: Iterable[Point], now: float) -> Plot:
    shown = [(at, value) for at, value in points if now - at <= SPAN_SECONDS]
    known = [value for _, value in shown if value is not None]
    most = max(known, default=0)
    last = shown[-1][1] if shown else None
    return Plot(title, "no answer" if last is None else _in_words(last), _in_words(most), _lines(shown, most, now))


def _in_words(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _lines(points: Iterable[Point], most: float, now: float) -> list[str]:
    lines: list[list[str]] = []
    before = float("-inf")
    for at, value in points:
        if value is None:
            before = float("-inf")
            continue
        if at - before > _GAP_SECONDS:
            lines.append([])
        before = at
        x = WIDTH * (1 - (now - at) / SPAN_SECONDS)
        y = HEIGHT * (1 - value / most) if most else HEIGHT
        lines[-1].append(f"{x:.1f},{y:.1f}")
    # A single point would be no line and not be seen.
    return [" ".join(line if len(line) > 1 else line * 2) for line in lines]


def _rate(samples: Iterable[Sample]) -> list[Point]:
    return [
        (after.at, max(0, after.requests - before.requests) / (after.at - before.at) * 60)
        for before, after in pairwise(samples)
        if after.at > before.at
    ]


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * 1000

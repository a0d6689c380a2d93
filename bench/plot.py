"""Line charts as SVG, written by hand: a few kilobytes each, readable on light and on dark pages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 800, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 262, 44, 44
_LABEL_GAP = 16
_STYLE = """
text { font: 12px system-ui, sans-serif; fill: #333 }
.title { font-size: 15px; font-weight: 600 }
.grid { stroke: #8884; stroke-width: 1 }
.s { fill: none; stroke-width: 2.5 }
.c0 { stroke: #0b6bcb; color: #0b6bcb }
.c1 { stroke: #7048e8; color: #7048e8 }
.c2 { stroke: #868e96; color: #868e96 }
.c3 { stroke: #495057; color: #495057 }
.c4 { stroke: #d9480f; color: #d9480f }
.c5 { stroke: #2b8a3e; color: #2b8a3e }
.c6 { stroke: #c2255c; color: #c2255c }
.dot { fill: currentColor; stroke: none }
.spread { stroke-width: 1.5; opacity: .5 }
@media (prefers-color-scheme: dark) {
text { fill: #ddd }
.c0 { stroke: #74c0fc; color: #74c0fc }
.c1 { stroke: #b197fc; color: #b197fc }
.c2 { stroke: #adb5bd; color: #adb5bd }
.c3 { stroke: #f1f3f5; color: #f1f3f5 }
.c4 { stroke: #ff922b; color: #ff922b }
.c5 { stroke: #69db7c; color: #69db7c }
.c6 { stroke: #faa2c1; color: #faa2c1 }
}
"""


@dataclass(frozen=True)
class Point:
    """The median and the spread at one place of the x axis."""

    at: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    """One system: its label, the number of its colour, its points."""

    label: str
    colour: int
    points: Sequence[Point]


class _Scale:
    """From values to heights, linear from zero or logarithmic."""

    def __init__(self, values: Sequence[float], *, is_log: bool) -> None:
        self._is_log = is_log
        top = max(values) or 1.0
        if is_log:
            self._low: float = math.floor(math.log10(min((value for value in values if value > 0), default=1.0)))
            self._high: float = max(math.ceil(math.log10(top)), self._low + 1)
            self.ticks = [10.0**power for power in range(int(self._low), int(self._high) + 1)]
        else:
            step = _nice(top / 5)
            self._low, self._high = 0.0, step * math.ceil(top / step)
            self.ticks = [step * number for number in range(round(self._high / step) + 1)]

    def y(self, value: float) -> float:
        """Return where a value is drawn."""
        place = math.log10(max(value, 1e-12)) if self._is_log else value
        share = (place - self._low) / (self._high - self._low)
        return HEIGHT - _BOTTOM - max(0.0, share) * (HEIGHT - _TOP - _BOTTOM)


def chart(title: str, places: Sequence[str], lines: Sequence[Line], *, is_log: bool = False) -> str:
    """Return an SVG document. `places` are the names along the x axis, evenly apart."""
    scale = _Scale([each for line in lines for point in line.points for each in (point.low, point.high)], is_log=is_log)
    right = WIDTH - _RIGHT
    step = (right - _LEFT - 40) / max(1, len(places) - 1)

    def x(at: int) -> float:
        return _LEFT + 20 + at * step

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">',
        f"<style>{_STYLE}</style>",
        f'<text class="title" x="{_LEFT}" y="22">{escape(title)}</text>',
    ]
    for tick in scale.ticks:
        y = scale.y(tick)
        parts.append(f'<path class="grid" d="M{_LEFT} {y:.1f}H{right}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_written(tick)}</text>')
    for at, name in enumerate(places):
        parts.append(f'<text x="{x(at):.1f}" y="{HEIGHT - 18}" text-anchor="middle">{escape(name)}</text>')
    labels = _label_heights({line.label: scale.y(line.points[-1].value) for line in lines})
    for line in lines:
        way = "L".join(f"{x(point.at):.1f} {scale.y(point.value):.1f}" for point in line.points)
        parts.append(f'<g class="c{line.colour}"><path class="s" d="M{way}"/>')
        for point in line.points:
            parts.append(
                f'<path class="spread" d="M{x(point.at):.1f} {scale.y(point.low):.1f}V{scale.y(point.high):.1f}"/>'
                f'<circle class="dot" cx="{x(point.at):.1f}" cy="{scale.y(point.value):.1f}" r="4"/>'
            )
        y = labels[line.label]
        last = _written(line.points[-1].value)
        parts.append(f'<circle class="dot" cx="{right + 8}" cy="{y:.1f}" r="4"/></g>')
        parts.append(f'<text x="{right + 18}" y="{y + 4:.1f}">{escape(line.label)}: {last}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _label_heights(wanted: Mapping[str, float]) -> dict[str, float]:
    """Move labels apart that would lie on each other."""
    heights: dict[str, float] = {}
    lowest = float(_TOP)
    for label, y in sorted(wanted.items(), key=lambda item: item[1]):
        lowest = heights[label] = max(y, lowest)
        lowest += _LABEL_GAP
    overflow = lowest - _LABEL_GAP - (HEIGHT - _BOTTOM)
    return {label: y - max(0.0, overflow) for label, y in heights.items()}


def _nice(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step)) if step > 0 else 1.0
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= step)


def _written(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"

"""What a run has measured: kept in docs/performance/results.json, so that parts can be measured one by one."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from scripts.house.paths import ROOT

FOLDER = ROOT / "docs" / "performance"
RESULTS = FOLDER / "results.json"

SECONDS = float(os.environ.get("BENCH_SECONDS", "2"))
"""How long one round measures; the long parts last a multiple of it."""
ROUNDS = 5


@dataclass
class Record:
    """One figure of one system: `values` are those of its rounds.

    `x` is the number of pairs, clients or subscribers; `bound` tells that the load generator was the limit; `server`,
    `generator` and `others` (what else ran on the machine) are shares of a core.
    """

    workload: str
    group: str
    x: int
    system: str
    values: list[float] = field(default_factory=list)
    server: float = 0.0
    generator: float = 0.0
    others: float = 0.0
    bound: bool = False

    @property
    def median(self) -> float:
        """The figure."""
        return statistics.median(self.values)


class Records:
    """All figures, of this run and of earlier ones; without a path only of this one, and nothing is kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        loaded = json.loads(path.read_text()) if path and path.exists() else []
        self._records = {_key(record): record for record in (Record(**fields) for fields in loaded)}

    def add(self, record: Record) -> Record:
        """Keep a figure in place of an older one."""
        record.values = [float(f"{value:.5g}") for value in record.values]
        self._records[_key(record)] = record
        return record

    def find(self, workload: str, group: str, x: int, system: str) -> Record | None:
        """Return one figure."""
        return self._records.get((workload, group, x, system))

    def of(self, workload: str, group: str | None = None) -> list[Record]:
        """Return the figures of one workload."""
        return [each for each in self._records.values() if each.workload == workload and group in (None, each.group)]

    def forget(self, workloads: Iterable[str]) -> None:
        """Drop what is about to be measured anew."""
        gone = set(workloads)
        self._records = {key: each for key, each in self._records.items() if each.workload not in gone}

    def save(self) -> None:
        """Write the file."""
        if self._path is None:
            return
        self._path.parent.mkdir(exist_ok=True)
        rows = [json.dumps(asdict(each)) for each in self._records.values()]
        self._path.write_text("[\n" + ",\n".join(rows) + "\n]\n")

    def ratio(self, workload: str, group: str, x: int, system: str, other: str) -> float | None:
        """Return the median, over the rounds, of one system's figure divided by another's."""
        mine, theirs = self.find(workload, group, x, system), self.find(workload, group, x, other)
        if mine is None or theirs is None or not all(theirs.values):
            return None
        if len(mine.values) != len(theirs.values):
            return mine.median / theirs.median
        return statistics.median(a / b for a, b in zip(mine.values, theirs.values, strict=True))


def _key(record: Record) -> tuple[str, str, int, str]:
    return record.workload, record.group, record.x, record.system

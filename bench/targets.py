"""The figures that are wanted, as ratios of one run, and whether they are reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import broadcast, crossing, idle, latency, logins, relay, soak
from bench.records import Records

_US = "dedicated"
Figure = Callable[[Records], float | None]


@dataclass(frozen=True)
class Target:
    """What is wanted, in words and as a bound; `workload` is what must have been measured for it."""

    text: str
    workload: str
    figure: Figure
    at_least: float | None = None
    at_most: float | None = None

    def verdict(self, records: Records) -> tuple[str, str]:
        """Return the figure and `ok`, `MISSED` or `not measured`."""
        value = self.figure(records)
        if value is None:
            return "", "not measured"
        is_reached = (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )
        written = f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
        return written, "ok" if is_reached else "MISSED"


def _median(records: Records, workload: str, group: str, x: int, system: str) -> float | None:
    record = records.find(workload, group, x, system)
    return record.median if record is not None else None


def _direct(other: str) -> Figure:
    return lambda records: records.ratio(relay.WORKLOAD, "1.2 KB", 50, _US, other)


def _light(other: str) -> Figure:
    return lambda records: records.ratio("latency p50", latency.LIGHT, 100, _US, other)


def _single(workload: str, group: str, x: int) -> Figure:
    return lambda records: _median(records, workload, group, x, _US)


def _logins(group: str) -> Figure:
    return lambda records: records.ratio(logins.RATE, group, logins.COUNT, *logins.KINDS)


def _soak(group: str) -> Figure:
    return _single(soak.WORKLOAD, group, soak.CLIENTS)


TARGETS: Sequence[Target] = (
    Target("direct messages, 1.2 KB, 50 pairs: times peerjs-server", relay.WORKLOAD, _direct("peerjs"), 1.0),
    Target("direct messages: times FreeSWITCH", relay.WORKLOAD, _direct("freeswitch"), 50.0),
    Target("direct messages: of a bare relay on the same transport", relay.WORKLOAD, _direct("bare"), 0.7),
    Target("direct messages: of one that also gathers writes", relay.WORKLOAD, _direct("gather"), 0.7),
    Target("light load, p50: times the bare relay's", "latency p50", _light("bare"), at_most=3.0),
    Target("light load, p50: of FreeSWITCH's", "latency p50", _light("freeswitch"), at_most=1 / 50),
    Target(
        "deliveries to 100 subscribers: times direct messages",
        broadcast.WORKLOAD,
        lambda records: broadcast.compared_with_direct(records, _US),
        2.5,
    ),
    Target(
        "messages a second from one process to another",
        crossing.WORKLOAD,
        lambda records: _median(records, crossing.WORKLOAD, "1.2 KB", 50, "across"),
        10_000.0,
    ),
    Target("KiB for each of 10,000 idle clients", idle.MEMORY, _single(idle.MEMORY, "", idle.MANY), at_most=20.0),
    Target("% of a core for 1,000 idle clients", idle.CPU, _single(idle.CPU, "", idle.FEW), at_most=1.0),
    Target("% of a core per 1,000 of 10,000 idle clients", idle.CPU, _single(idle.CPU, "", idle.MANY), at_most=1.0),
    Target("soak: seconds held", soak.WORKLOAD, _soak("seconds"), 300.0),
    Target("soak: connections closed", soak.WORKLOAD, _soak("closed"), at_most=0.0),
    Target("soak: messages lost", soak.WORKLOAD, _soak("lost"), at_most=0.0),
    Target("soak: p99 in ms", soak.WORKLOAD, _soak("p99 ms"), at_most=10.0),
    Target("logins on SQLite: of bare handshakes", logins.RATE, _logins("SQLite"), 0.3),
    Target("logins on PostgreSQL: of bare handshakes", logins.RATE, _logins("PostgreSQL"), 0.3),
)


def bound_of(target: Target) -> str:
    """Return the bound as people write it."""
    return f"at least {target.at_least:g}" if target.at_least is not None else f"at most {target.at_most:g}"


def show(records: Records, workloads: Sequence[str]) -> bool:
    """Print the targets about these workloads; True when none is missed."""
    chosen = [target for target in TARGETS if target.workload in workloads]
    if chosen:
        print("Done when")
    is_fine = True
    for target in chosen:
        value, verdict = target.verdict(records)
        is_fine &= verdict != "MISSED"
        print(f"  {target.text:55} {value:>8} ({bound_of(target)}): {verdict}")
    return is_fine

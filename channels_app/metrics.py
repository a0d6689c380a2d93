"""What the switch counts, for Prometheus: read from plain integers when somebody asks, never on the hot path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from prometheus_client import Counter as Count
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from channels_app.switches import get_switch
from common.metrics import REGISTRY
from verto.core.stats import LATENCY_BOUNDS, Stats

FSAPI_ANSWERS = Count(
    "peers_fsapi_answers_total", "Answers to FreeSWITCH at /fsapi.", ["request", "answer"], registry=REGISTRY
)


class SwitchCollector(Collector):
    """Collects the counts of this process's switch."""

    def collect(self) -> Iterator[Metric]:
        switch = get_switch()
        counts = switch.counts_here()
        yield GaugeMetricFamily("peers_clients_max", "CLIENTS_MAX.", value=settings.CLIENTS_MAX)
        stats = switch.stats
        yield GaugeMetricFamily("verto_clients_connected", "Clients logged in now.", value=sum(counts.values()))
        yield GaugeMetricFamily("verto_channels_in_use", "Channels with a client logged in now.", value=len(counts))
        yield CounterMetricFamily("verto_logins", "Logins granted.", value=stats.logins)
        yield _by_label(
            "verto_sockets_refused", "Sockets refused by count of their network.", "reason", stats.sockets_refused
        )
        yield _by_label("verto_logins_refused", "Logins refused.", "reason", stats.refusals)
        yield _by_label("verto_punts", "Clients sent away.", "reason", stats.punts)
        yield _by_label("verto_closes", "Sockets closed, by the name of the code.", "code", stats.closes)
        yield _by_label("verto_errors", "Requests answered with an error.", "code", stats.errors)
        yield _by_label("verto_messages_relayed", "Messages relayed.", "method", stats.relayed)
        yield _by_label("verto_messages_crossed", "Messages from and to other processes.", "direction", stats.crossed)
        yield _by_label("verto_messages_dropped", "Messages not relayed.", "reason", stats.dropped)
        yield _latency(stats)
        yield from switch.metrics()

    def describe(self) -> Iterator[Metric]:
        """Nothing: names are known without asking the switch, which registration would otherwise do."""
        return iter(())


def _by_label(name: str, documentation: str, label: str, counts: Counter[str]) -> Metric:
    family = CounterMetricFamily(name, documentation, labels=[label])
    for key, value in sorted(dict(counts).items()):
        family.add_metric([key], value)
    return family


def _latency(stats: Stats) -> Metric:
    buckets: list[tuple[str, float]] = []
    total = 0
    for bound, count in zip((*map(str, LATENCY_BOUNDS), "+Inf"), list(stats.latency_buckets), strict=True):
        total += count
        buckets.append((bound, total))
    return HistogramMetricFamily(
        "verto_relay_duration_seconds",
        "Time from a frame's arrival until its copies were handed on.",
        buckets=buckets,
        sum_value=stats.latency_sum,
    )


REGISTRY.register(SwitchCollector())

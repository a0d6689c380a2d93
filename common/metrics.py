"""Every metric of the web side, each named once; what the switch counts is collected by `channels_app.metrics`.

No label ever holds an ID, a topic or an address: labels are view names, methods, status classes and codes of ours.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

REGISTRY = CollectorRegistry()

CONTENT_TYPE = CONTENT_TYPE_LATEST

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_REQUESTS = Histogram(
    "peers_http_request_duration_seconds",
    "Time from a request's arrival to its answer.",
    ["view", "method", "status"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=REGISTRY,
)
SESSIONS_ISSUED = Counter("peers_sessions_issued_total", "Credentials handed out.", registry=REGISTRY)
SESSIONS_REFUSED = Counter(
    "peers_sessions_refused_total", "Credentials refused, by the code of the answer.", ["code"], registry=REGISTRY
)
SELF_TESTS = Counter(
    "peers_self_tests_total", "Self-tests of visitors: answered, or refused by the code.", ["result"], registry=REGISTRY
)
PROOFS = Counter(
    "peers_proofs_total", "Proofs of work that were sent: accepted or refused.", ["result"], registry=REGISTRY
)
CLIENTS_KEPT = Gauge("peers_clients_kept", "Clients in the database, as of the last count.", registry=REGISTRY)
CHANNELS_REFUSED = Counter(
    "peers_channels_refused_total", "Private channels refused, by the code of the answer.", ["code"], registry=REGISTRY
)
STAFF_REFUSED = Counter(
    "peers_staff_sign_ins_refused_total", "Sign-ins of staff refused, by what was wrong.", ["reason"], registry=REGISTRY
)
HOUSEKEEPING_DONE = Gauge(
    "peers_housekeeping_timestamp_seconds",
    "When this process last forgot what is over, or began to.",
    registry=REGISTRY,
)
CHANNELS_STARTED = Counter("peers_channels_started_total", "Private channels made by visitors.", registry=REGISTRY)


def observe_request(*, view: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    # Anyone can send any method: those unknown share a label, or a stranger could fill the memory.
    _REQUESTS.labels(view, method if method in _METHODS else "other", f"{status // 100}xx").observe(seconds)


def requests_answered() -> int:
    """Return how many requests have been answered since the process started."""
    samples = (sample for metric in _REQUESTS.collect() for sample in metric.samples)
    return int(sum(sample.value for sample in samples if sample.name.endswith("_count")))


def exposition() -> bytes:
    """Return all metrics in the Prometheus text format."""
    return generate_latest(REGISTRY)

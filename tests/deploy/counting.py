"""What the application says that it has run, by the names of its views."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from tests.support.plain_http import dial, exchange, request
from tests.support.site import Site

_MEASURED = "peers_http_request_duration_seconds"


def requests_by_view(site: Site) -> dict[str, int]:
    """Return how many requests each view has answered. Asking counts as one of `metrics`, in the next answer."""
    answer = exchange(dial((site.address, site.web_port)), request("GET", "/metrics", [("Host", "localhost")]))
    assert answer.status == 200
    found: dict[str, int] = {}
    for family in text_string_to_metric_families(answer.body.decode()):
        for sample in family.samples:
            if sample.name == f"{_MEASURED}_count":
                view = sample.labels["view"]
                found[view] = found.get(view, 0) + int(sample.value)
    return found

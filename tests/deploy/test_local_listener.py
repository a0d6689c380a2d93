"""daphne with two listeners in one process: /fsapi and /metrics exist at that for local processes, and nowhere else."""

from __future__ import annotations

import stat

import pytest

from tests.deploy.counting import requests_by_view
from tests.support.border import Border
from tests.support.plain_http import Answer, dial, exchange, request
from tests.support.site import Site

LOCAL = [("Host", "localhost")]


def at_the_socket(border: Border, path: str) -> Answer:
    return exchange(dial(border.web_socket), request("GET", path, LOCAL))


def at_the_port(site: Site, path: str, headers: list[tuple[str, str]] | None = None) -> Answer:
    return exchange(dial(("127.0.0.1", site.web_port)), request("GET", path, headers or LOCAL))


@pytest.mark.parametrize("path", ["/metrics", "/fsapi"])
def test_who_comes_by_the_proxys_socket_finds_nothing_whatever_the_request_claims(
    bordered_site: Site, the_border: Border, path: str
) -> None:
    there, unknown = at_the_socket(the_border, path), at_the_socket(the_border, "/nothing-here")
    assert there == unknown
    assert there.status == 404
    assert at_the_port(bordered_site, path).status in (200, 401)


def test_a_proxy_that_spoke_to_the_other_one_would_get_nothing_either(bordered_site: Site) -> None:
    assert at_the_port(bordered_site, "/metrics", [*LOCAL, ("X-Forwarded-For", "192.0.2.7")]).status == 404


def test_one_process_counts_what_came_by_both(bordered_site: Site, the_border: Border) -> None:
    before = requests_by_view(bordered_site).get("health", 0)
    assert at_the_socket(the_border, "/health").status == 200
    assert at_the_port(bordered_site, "/health").status == 200
    assert requests_by_view(bordered_site)["health"] == before + 2


def test_the_socket_is_for_its_owner_and_group_alone(bordered_site: Site, the_border: Border) -> None:
    assert stat.S_IMODE(the_border.web_socket.stat().st_mode) == 0o660

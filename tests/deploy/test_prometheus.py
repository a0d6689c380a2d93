"""What is shipped for Prometheus and Grafana: taken by the real programs, and about metrics that there are."""

from __future__ import annotations

import configparser
import json
import re
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts import dashboard
from scripts.house import certificate, redis
from tests.architecture.test_documents import anchors
from tests.contract.visitor import post_session
from tests.support import border, prometheus
from tests.support.plain_http import dial, exchange, request
from tests.support.prometheus import PROMTOOL, ROOT, SHIPPED, Prometheus
from tests.support.site import Site

GRAFANA = ROOT / "deploy" / "grafana"
RULES = [rule for group in yaml.safe_load((SHIPPED / "alerts.yml").read_text())["groups"] for rule in group["rules"]]
NAMES = [rule["alert"] for rule in RULES]
METRIC = re.compile(r"\b(?:peers|verto|freeswitch|process)_[a-z0-9_]+")
SECONDS = 30.0

PANELS = [panel for panel in dashboard.dashboard()["panels"] if panel["type"] != "row"]
QUERIES = [target["expr"] for panel in PANELS for target in panel["targets"]]


# --- The files themselves -------------------------------------------------------------------------------------------


def promtool(*arguments: str, directory: Path = SHIPPED) -> str:
    """Run it, and return what it said; fails with that where it found a fault."""
    if PROMTOOL is None:
        pytest.skip(prometheus.ABSENT)
    done = subprocess.run(
        [PROMTOOL, *arguments], cwd=directory, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_prometheus_takes_the_configuration() -> None:
    assert f"{len(RULES)} rules found" in promtool("check", "config", "prometheus.yml")


def test_every_alert_fires_when_it_should_and_not_just_below() -> None:
    promtool("test", "rules", "alerts_test.yml")
    cases = yaml.safe_load((SHIPPED / "alerts_test.yml").read_text())["tests"]
    told: dict[str, list[int]] = {name: [] for name in NAMES}
    for case in cases:
        (expected,) = case["promql_expr_test"]
        told[case["name"].partition(" ")[0]].append(len(expected["exp_samples"]))
    assert told == {name: [1, 0] for name in NAMES}


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_an_alert_says_whom_it_wakes_what_is_wrong_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"] in ({"severity": "page"}, {"severity": "ticket"})
    assert re.fullmatch(r"[A-Z\"{].+\.", rule["annotations"]["summary"])
    document, _, anchor = rule["annotations"]["runbook"].partition("#")
    assert anchor == rule["alert"].lower()
    assert anchor in anchors(ROOT / document)


def test_grafana_finds_its_source_and_its_dashboard() -> None:
    (source,) = yaml.safe_load((GRAFANA / "provisioning/datasources/prometheus.yml").read_text())["datasources"]
    assert {target["datasource"]["uid"] for panel in PANELS for target in panel["targets"]} == {source["uid"]}
    assert yaml.safe_load((GRAFANA / "provisioning/dashboards/peers.yml").read_text())["providers"][0]["type"] == "file"


def test_both_are_for_this_machine_alone() -> None:
    assert "--web.listen-address=127.0.0.1:9090" in prometheus.shipped_options()
    grafana = configparser.ConfigParser()
    grafana.read(GRAFANA / "grafana.ini")
    assert grafana["server"]["http_addr"] == "127.0.0.1"
    assert not any(grafana.getboolean("analytics", name) for name in grafana["analytics"])


def test_the_dashboard_is_up_to_date() -> None:
    assert dashboard.DASHBOARD.read_text() == dashboard.text(), "run make dashboard"


def test_the_dashboard_has_its_shape() -> None:
    panels = json.loads(dashboard.DASHBOARD.read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not taken & cells and at["x"] + at["w"] <= 24, panel["title"]
        taken |= cells
        assert panel["type"] == "row" or (panel["description"].endswith(".") and panel["targets"])


# --- With the real processes ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Web application and engine, with everything in use that has metrics but FreeSWITCH."""
    if border.BINARY is None:
        pytest.skip(border.ABSENT)
    if redis.find() is None:
        pytest.skip(redis.ABSENT)
    made = certificate.ensure(tmp_path_factory.mktemp("tls"), ["127.0.0.1"])
    backups = tmp_path_factory.mktemp("backups")
    (backups / "now.age").touch()
    files = {"TLS_CERTIFICATE": str(made.certificate), "BACKUP_DIR": str(backups)}
    with redis.server() as store, Site(dedicated=1, REDIS_URL=store.url, **files) as site:
        yield site


def names_at(port: int) -> set[str]:
    """Return every name that a query can ask for, as this process has it."""
    page = exchange(dial(("127.0.0.1", port)), request("GET", "/metrics", [("Host", "127.0.0.1")])).body.decode()
    found: set[str] = set()
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", page, re.MULTILINE):
        found |= {name, *(f"{name}_{part}" for part in ("bucket", "count", "sum"))} if kind == "histogram" else {name}
    return found


def test_every_metric_that_is_asked_for_is_there(watched: Site) -> None:
    assert watched.dedicated
    there = names_at(watched.web_port) | names_at(watched.dedicated.local_port)
    of_freeswitch = (ROOT / "channels_app/switches/freeswitch.py").read_text()
    asked = {name for query in [*QUERIES, *(rule["expr"] for rule in RULES)] for name in METRIC.findall(query)}
    assert len(asked) > 25
    assert {name for name in asked - there if f'"{name}"' not in of_freeswitch} == set()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.alone
def test_prometheus_sees_both_processes_and_wakes_somebody(watched: Site) -> None:
    if prometheus.BINARY is None:
        pytest.skip(prometheus.ABSENT)
    assert watched.dedicated
    engine = watched.dedicated
    channel = watched.make_channel("Kitchen table")
    post_session(watched, channel, str(uuid.uuid4()))
    targets = {"web": [f"127.0.0.1:{watched.web_port}"], "engine": [f"127.0.0.1:{engine.local_port}"]}
    with Prometheus(targets) as server:
        until(lambda: server.query("up") == {"web": 1, "engine": 1})
        until(lambda: server.query('peers_sessions_issued_total{job="web"}') == {"web": 1})
        for query in QUERIES:
            server.ask("query", query=query.replace("$__rate_interval", "10s"))
        assert server.firing() == {}
        engine.stop(signal.SIGKILL)
        until(lambda: "EngineDown" in server.firing())
        assert server.firing()["EngineDown"].startswith("The engine at 127.0.0.1:")
        engine.start(watched.environment, watched.log)
        until(lambda: server.firing() == {})

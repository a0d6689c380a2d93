"""`make dashboard`: write the dashboard that Grafana loads, from the panels below. A test says when that was forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.house.paths import ROOT
from scripts.house.stopping import run

DASHBOARD = ROOT / "deploy" / "grafana" / "dashboards" / "peers.json"
_SOURCE = {"type": "prometheus", "uid": "prometheus"}
_COLUMNS, _HEIGHT = 24, 8


@dataclass(frozen=True, slots=True)
class Panel:
    """A picture over time. `queries` are PromQL by the words of their legend, which may name labels as `{{reason}}`."""

    title: str
    about: str
    queries: dict[str, str]
    unit: str = "short"
    width: int = 8


@dataclass(frozen=True, slots=True)
class Row:
    """Panels under one heading."""

    title: str
    panels: tuple[Panel, ...]


def _rate(counter: str, by: str = "") -> str:
    return f"sum{f' by ({by})' if by else ''} (rate({counter}[$__rate_interval]))"


def _quantile(share: float, histogram: str) -> str:
    return f"histogram_quantile({share}, sum by (le) (rate({histogram}[$__rate_interval])))"


_REQUESTS = "peers_http_request_duration_seconds"
_ANSWERS, _ANSWERS_5XX = f"{_REQUESTS}_count", f'{_REQUESTS}_count{{status="5xx"}}'
_PAGES = f'{_REQUESTS}_bucket{{view=~"peers:.+"}}'
_RELAYED = "verto_relay_duration_seconds_bucket"

ROWS = (
    Row(
        "People",
        (
            Panel(
                "Who is connected",
                "People who are logged in now. The service does not know who is in a call.",
                {"people": "sum(verto_clients_connected)", "sockets": "sum(verto_sockets_open)"},
            ),
            Panel("Channels in use", "Channels with somebody in them.", {"channels": "sum(verto_channels_in_use)"}),
            Panel(
                "People sent away",
                "By an operator, by a newer tab of their own, or because their time was over.",
                {"{{reason}}": _rate("verto_punts_total", "reason")},
                "ops",
            ),
            Panel(
                "Why sockets closed",
                "by_client is the usual end. gone and slow_reader are lines that broke or are too slow.",
                {"{{code}}": _rate("verto_closes_total", "code")},
                "ops",
                16,
            ),
            Panel(
                "Channels started by visitors",
                "And those that were refused.",
                {
                    "started": _rate("peers_channels_started_total"),
                    "refused: {{code}}": _rate("peers_channels_refused_total", "code"),
                },
                "ops",
            ),
        ),
    ),
    Row(
        "Coming in",
        (
            Panel(
                "Credentials",
                "What visitors get when they press Join.",
                {
                    "issued": _rate("peers_sessions_issued_total"),
                    "refused: {{code}}": _rate("peers_sessions_refused_total", "code"),
                },
                "ops",
            ),
            Panel(
                "Logins",
                "A refused login with wrong credentials is a guess, or a tab from before the last restore.",
                {
                    "granted": _rate("verto_logins_total"),
                    "refused: {{reason}}": _rate("verto_logins_refused_total", "reason"),
                },
                "ops",
            ),
            Panel(
                "Sockets and proofs refused",
                "Networks with too many sockets, and proofs of work that were wrong.",
                {
                    "sockets: {{reason}}": _rate("verto_sockets_refused_total", "reason"),
                    "proofs: {{result}}": _rate("peers_proofs_total", "result"),
                },
                "ops",
            ),
            Panel(
                "Sign-ins of staff that failed",
                "Wrong passwords, and wrong second factors.",
                {"{{reason}}": _rate("peers_staff_sign_ins_refused_total", "reason")},
                "ops",
            ),
            Panel(
                "Self-tests",
                "What visitors were told who tested their way to here.",
                {"{{result}}": _rate("peers_self_tests_total", "result")},
                "ops",
            ),
            Panel(
                "Clients kept",
                "In the database, beside CLIENTS_MAX.",
                {"kept": 'max(peers_clients_kept{job="web"})', "at most": "max(peers_clients_max)"},
            ),
        ),
    ),
    Row(
        "Messages",
        (
            Panel(
                "Messages relayed",
                "What browsers tell each other through the engine, by method.",
                {"{{method}}": _rate("verto_messages_relayed_total", "method")},
                "ops",
            ),
            Panel(
                "Time through the engine",
                "From the arrival of a message until its copies are handed on.",
                {
                    "half are faster than": _quantile(0.5, _RELAYED),
                    "99 of 100 are faster than": _quantile(0.99, _RELAYED),
                },
                "s",
            ),
            Panel(
                "Messages dropped",
                "no_receiver is usual: somebody has just left.",
                {"{{reason}}": _rate("verto_messages_dropped_total", "reason")},
                "ops",
            ),
            Panel(
                "Messages between engines",
                "High beside those relayed: the proxy does not send all of a channel to one engine.",
                {"{{direction}}": _rate("verto_messages_crossed_total", "direction")},
                "ops",
            ),
            Panel(
                "Requests of browsers answered with an error",
                "By the code of the protocol.",
                {"{{code}}": _rate("verto_errors_total", "code")},
                "ops",
            ),
        ),
    ),
    Row(
        "Pages",
        (
            Panel(
                "Requests",
                "By the class of the answer.",
                {"{{status}}": _rate(_ANSWERS, "status")},
                "reqps",
            ),
            Panel(
                "Share that fails",
                "Answers 500 and above among all.",
                {"5xx": f"{_rate(_ANSWERS_5XX)} / {_rate(_ANSWERS)}"},
                "percentunit",
            ),
            Panel(
                "Time to answer",
                "Pages of visitors.",
                {"half are faster than": _quantile(0.5, _PAGES), "95 of 100 are faster than": _quantile(0.95, _PAGES)},
                "s",
            ),
        ),
    ),
    Row(
        "What it runs on",
        (
            Panel("Processes up", "1 where Prometheus reaches them.", {"{{job}} {{instance}}": "up"}, width=8),
            Panel(
                "Database and Redis",
                "1 while they answer. And 1 during a lockdown, when nobody may come in.",
                {
                    "database, for pages": 'peers_database_up{job="web"}',
                    "database, for the engine": "verto_database_up",
                    "Redis, for pages": 'peers_redis_up{job="web"}',
                    "Redis, for the engine": "verto_redis_up",
                    "lockdown": 'peers_lockdown_timestamp_seconds{job="web"} > bool 0',
                },
            ),
            Panel(
                "Processor",
                "Of one core.",
                {"{{job}}": "rate(process_cpu_seconds_total[$__rate_interval])"},
                "percentunit",
            ),
            Panel("Memory", "Resident.", {"{{job}}": "process_resident_memory_bytes"}, "bytes"),
            Panel(
                "Open files and sockets",
                "Beside how many the process may have.",
                {"{{job}}": "process_open_fds", "{{job}}, at most": "process_max_fds"},
            ),
            Panel(
                "Disk",
                "Free on the file system of DATA_DIR.",
                {"free": 'peers_disk_free_bytes{job="web"} / peers_disk_bytes{job="web"}'},
                "percentunit",
            ),
            Panel(
                "Certificate",
                "Time until it ends.",
                {"left": 'peers_certificate_end_timestamp_seconds{job="web"} - time()'},
                "s",
            ),
            Panel(
                "Newest backup",
                "How old it is.",
                {"age": 'time() - peers_backup_timestamp_seconds{job="web"}'},
                "s",
            ),
            Panel(
                "Last housekeeping",
                "How long ago something was last forgotten.",
                {"ago": 'time() - peers_housekeeping_timestamp_seconds{job="web"}'},
                "s",
            ),
            Panel("Alerts", "What is firing.", {"{{alertname}}": 'count by (alertname) (ALERTS{alertstate="firing"})'}),
        ),
    ),
)


def dashboard() -> dict[str, Any]:
    """Return what Grafana reads."""
    return {
        "uid": "peers",
        "title": "PBX peers",
        "description": "Made by scripts/dashboard.py.",
        "editable": False,
        "refresh": "30s",
        "schemaVersion": 39,
        "tags": ["peers"],
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "utc",
        "panels": list(_panels()),
    }


def _panels() -> Iterator[dict[str, Any]]:
    y = number = 0
    for row in ROWS:
        number += 1
        yield {
            "id": number,
            "type": "row",
            "title": row.title,
            "collapsed": False,
            "panels": [],
            "gridPos": _at(0, y, 24, 1),
        }
        x, y = 0, y + 1
        for panel in row.panels:
            if x + panel.width > _COLUMNS:
                x, y = 0, y + _HEIGHT
            number += 1
            yield _panel(panel, number, _at(x, y, panel.width, _HEIGHT))
            x += panel.width
        y += _HEIGHT


def _panel(panel: Panel, number: int, place: dict[str, int]) -> dict[str, Any]:
    return {
        "id": number,
        "type": "timeseries",
        "title": panel.title,
        "description": panel.about,
        "datasource": _SOURCE,
        "gridPos": place,
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0, "custom": {"fillOpacity": 8}}, "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
        "targets": [
            {"refId": chr(ord("A") + index), "datasource": _SOURCE, "expr": query, "legendFormat": legend}
            for index, (legend, query) in enumerate(panel.queries.items())
        ],
    }


def _at(x: int, y: int, width: int, height: int) -> dict[str, int]:
    return {"x": x, "y": y, "w": width, "h": height}


def text() -> str:
    """Return the file's content."""
    return json.dumps(dashboard(), indent=2) + "\n"


def main() -> int:
    """Write it."""
    Path(DASHBOARD).write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    run(main)

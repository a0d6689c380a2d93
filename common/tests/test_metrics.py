"""What Prometheus reads."""

from __future__ import annotations

import re
import shutil
import subprocess
import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from channels_app.switches import get_switch
from channels_app.testing import Cast


def _scrape() -> str:
    return Browser().get("/metrics", headers={"Host": "127.0.0.1:8000"}).content.decode()


def test_what_the_switch_counts_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    stats = get_switch().stats
    monkeypatch.setattr(get_switch(), "counts_here", lambda: {"one": 2, "two": 3})
    for counter in (stats.refusals, stats.punts, stats.closes, stats.relayed, stats.dropped):
        monkeypatch.setitem(counter, "something", 7)
    text = _scrape()
    assert "verto_clients_connected 5.0" in text
    assert "verto_channels_in_use 2.0" in text
    assert 'verto_logins_refused_total{reason="something"} 7.0' in text
    assert 'verto_punts_total{reason="something"} 7.0' in text
    assert 'verto_closes_total{code="something"} 7.0' in text
    assert 'verto_messages_relayed_total{method="something"} 7.0' in text
    assert 'verto_messages_dropped_total{reason="something"} 7.0' in text


def test_the_relay_latency_is_a_cumulative_histogram(monkeypatch: pytest.MonkeyPatch) -> None:
    stats = get_switch().stats
    monkeypatch.setattr(stats, "latency_buckets", [1] * len(stats.latency_buckets))
    monkeypatch.setattr(stats, "latency_sum", 1.5)
    text = _scrape()
    counts = [float(value) for value in re.findall(r"verto_relay_duration_seconds_bucket\{.*?\} (\S+)", text)]
    assert counts == [float(number) for number in range(1, len(stats.latency_buckets) + 1)]
    assert f"verto_relay_duration_seconds_count {counts[-1]}" in text
    assert "verto_relay_duration_seconds_sum 1.5" in text


def _value(text: str, line: str) -> float:
    found = re.search("^" + re.escape(line) + r" (\S+)", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_sessions_are_counted_by_what_became_of_them(shared_cast: Cast) -> None:
    before = _scrape()
    for session_id in (shared_cast.alice.session_id, shared_cast.mallory.session_id, "x"):
        Browser().post(
            f"/peers/{shared_cast.channel.pk}/sessions",
            {"sessionId": session_id},
            content_type="application/json",
            headers={"Origin": "http://testserver"},
        )
    after = _scrape()
    for line in (
        "peers_sessions_issued_total",
        'peers_sessions_refused_total{code="wrong_channel"}',
        'peers_sessions_refused_total{code="bad_request"}',
        'peers_http_request_duration_seconds_count{method="POST",status="2xx",view="peers:sessions"}',
    ):
        assert _value(after, line) == _value(before, line) + 1, line


def test_no_label_tells_who_or_where(shared_cast: Cast) -> None:
    unknown = uuid.uuid4()
    Browser().get(f"/peers/{shared_cast.channel.pk}")
    Browser().get(f"/nothing/{unknown}")
    text = _scrape()
    assert str(shared_cast.channel.pk) not in text
    assert str(unknown) not in text
    assert not re.search(r"\d+\.\d+\.\d+\.\d+", text)
    assert "Tea" not in text


def test_strangers_cannot_make_up_labels() -> None:
    for method in ("BREW", "X" * 200):
        Browser().generic(method, "/nothing")
    assert "BREW" not in _scrape()
    assert 'method="other",status="4xx",view="unmatched"' in _scrape()


def test_prometheus_finds_no_fault(shared_cast: Cast) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed (Debian: package prometheus)")
    Browser().get("/")
    checked: Any = subprocess.run(
        [promtool, "check", "metrics"], input=_scrape(), capture_output=True, text=True, timeout=30
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")

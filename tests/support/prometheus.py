"""A real Prometheus on loopback, with the shipped configuration: only addresses and intervals are a test's own."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import yaml

from scripts.house.ports import free_port
from tests.support.running import Running

ROOT = Path(__file__).resolve().parent.parent.parent
SHIPPED = ROOT / "deploy" / "prometheus"
BINARY = shutil.which("prometheus")
PROMTOOL = shutil.which("promtool")
ABSENT = "Prometheus is not installed (Debian: package prometheus)"
START_SECONDS = 30


def shipped_options() -> list[str]:
    """Return with what Debian's unit starts it."""
    (line,) = re.findall(r'^ARGS="(.*)"$', (SHIPPED / "default").read_text(), re.MULTILINE)
    return shlex.split(line)


class Prometheus(Running):
    """`targets` are where the jobs of the shipped configuration find what they scrape."""

    def __init__(self, targets: dict[str, list[str]]) -> None:
        assert BINARY, ABSENT
        self.port = free_port()
        self._directory = tempfile.TemporaryDirectory(prefix="prometheus-")
        self._process: subprocess.Popen[bytes] | None = None
        directory = Path(self._directory.name)
        self._log = directory / "log"
        configuration = yaml.safe_load((SHIPPED / "prometheus.yml").read_text())
        configuration["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
        for job in configuration["scrape_configs"]:
            for group in job.get("static_configs", ()):
                group["targets"] = targets[job["job_name"]]
        rules = yaml.safe_load((SHIPPED / "alerts.yml").read_text())
        for group in rules["groups"]:
            for rule in group["rules"]:
                rule.pop("for", None)
        (directory / "prometheus.yml").write_text(yaml.safe_dump(configuration))
        (directory / "alerts.yml").write_text(yaml.safe_dump(rules))

    def start(self) -> None:
        """Run, and return when it answers."""
        directory = Path(self._directory.name)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    str(BINARY),
                    f"--config.file={directory / 'prometheus.yml'}",
                    f"--storage.tsdb.path={directory / 'data'}",
                    *(option.replace(":9090", f":{self.port}") for option in shipped_options()),
                    "--log.level=warn",
                ],
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert self._process.poll() is None, self._log.read_text()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=2):
                    return
            except OSError:
                assert time.monotonic() < deadline, self._log.read_text()
                time.sleep(0.1)

    def close(self) -> None:
        """End it and forget what it knew."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=15)
        self._directory.cleanup()

    def ask(self, page: str, **parameters: str) -> Any:
        """Return the data of an answer of its API."""
        address = f"http://127.0.0.1:{self.port}/api/v1/{page}?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(address, timeout=10) as answer:
            return json.load(answer)["data"]

    def query(self, expression: str) -> dict[str, float]:
        """Return the values of a query by the job that they are of."""
        found = self.ask("query", query=expression)["result"]
        return {series["metric"].get("job", ""): float(series["value"][1]) for series in found}

    def firing(self) -> dict[str, str]:
        """Return the alerts that fire, each with its summary."""
        found = self.ask("alerts")["alerts"]
        return {alert["labels"]["alertname"]: alert["annotations"]["summary"] for alert in found}

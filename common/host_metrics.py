"""What this process takes of its machine, and what may run out there: open files, disk, the time of certificate and backup."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from django.conf import settings
from prometheus_client import ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from common.metrics import REGISTRY

log = logging.getLogger(__name__)


class HostCollector(Collector):
    """Looks when somebody asks, which takes microseconds."""

    def collect(self) -> Iterator[Metric]:
        disk = shutil.disk_usage(_existing(settings.DATA_DIR))
        yield GaugeMetricFamily("peers_disk_bytes", "Size of the file system that holds DATA_DIR.", value=disk.total)
        yield GaugeMetricFamily("peers_disk_free_bytes", "What is free of it.", value=disk.free)
        if settings.TLS_CERTIFICATE:
            yield GaugeMetricFamily(
                "peers_certificate_end_timestamp_seconds",
                "When the certificate in TLS_CERTIFICATE ends; 0 where there is none to read.",
                value=_end_of(Path(settings.TLS_CERTIFICATE)),
            )
        if settings.BACKUP_DIR:
            yield GaugeMetricFamily(
                "peers_backup_timestamp_seconds",
                "When the newest backup in BACKUP_DIR was made; 0 where there is none.",
                value=_newest_in(Path(settings.BACKUP_DIR)),
            )


def _existing(path: Path) -> Path:
    """Return the path, or the nearest above it that exists."""
    return path if path.exists() or path == path.parent else _existing(path.parent)


def _end_of(path: Path) -> float:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc.timestamp()
    except (OSError, ValueError) as problem:
        log.warning("TLS_CERTIFICATE cannot be read: %s", type(problem).__name__)
        return 0.0


def _newest_in(directory: Path) -> float:
    try:
        return max((path.stat().st_mtime for path in directory.glob("*.age")), default=0.0)
    except OSError as problem:
        log.warning("BACKUP_DIR cannot be read: %s", type(problem).__name__)
        return 0.0


ProcessCollector(registry=REGISTRY)
REGISTRY.register(HostCollector())

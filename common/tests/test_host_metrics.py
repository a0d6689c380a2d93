"""What may run out on this machine, as Prometheus sees it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from common import metrics
from scripts.house import certificate


def value_of(name: str) -> float | None:
    found = re.search(rf"^{name} (\S+)$", metrics.exposition().decode(), re.MULTILINE)
    return float(found[1]) if found else None


def test_the_end_of_the_certificate(settings: Any, tmp_path: Path) -> None:
    assert value_of("peers_certificate_end_timestamp_seconds") is None
    settings.TLS_CERTIFICATE = str(certificate.ensure(tmp_path, ["talk.example.org"]).certificate)
    end = value_of("peers_certificate_end_timestamp_seconds")
    assert end is not None and end > (datetime.now(UTC) + timedelta(days=14)).timestamp()


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_certificate_that_cannot_be_read_has_ended(settings: Any, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "fullchain.pem"
    if content is not None:
        path.write_bytes(content)
    settings.TLS_CERTIFICATE = str(path)
    assert value_of("peers_certificate_end_timestamp_seconds") == 0


def test_the_newest_backup(settings: Any, tmp_path: Path) -> None:
    assert value_of("peers_backup_timestamp_seconds") is None
    settings.BACKUP_DIR = str(tmp_path)
    assert value_of("peers_backup_timestamp_seconds") == 0
    (tmp_path / "half.age.tmp").touch()
    assert value_of("peers_backup_timestamp_seconds") == 0
    (tmp_path / "whole.age").touch()
    assert value_of("peers_backup_timestamp_seconds") == pytest.approx((tmp_path / "whole.age").stat().st_mtime)


def test_disk_and_open_files() -> None:
    free, size = value_of("peers_disk_free_bytes"), value_of("peers_disk_bytes")
    assert free is not None and size is not None and 0 < free <= size
    used, most = value_of("process_open_fds"), value_of("process_max_fds")
    assert used is not None and most is not None and 0 < used < most

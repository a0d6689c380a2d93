"""The look at the compose file: nothing wrong with the shipped one, and each single mistake is told at its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from project.configuration.compose import check
from tests.architecture.tree import ROOT
from tests.deploy.injected import Injected, after, is_found

REDIS = "  redis:\n    <<: *hardened"
OF_WEB = "      LOCAL_LISTEN: 127.0.0.1:8010"

MISTAKES = [
    after("C101", "services:", "	web: {}"),
    after("C201", REDIS, "    privileged: true"),
    Injected("C202", "  cap_drop: [ALL]\n", "", at="  prepare:"),
    after("C202", REDIS, "    cap_drop: [NET_RAW]"),
    after("C202", REDIS, "    cap_add: [SYS_ADMIN]"),
    Injected("C203", '  security_opt: ["no-new-privileges:true"]\n', "", at="  prepare:"),
    after("C208", REDIS, '    security_opt: ["no-new-privileges:true", "seccomp:unconfined"]'),
    Injected("C204", '    user: "10005:10070"\n', "", at="  redis:\n"),
    Injected("C204", 'user: "10005:10070"', "user: root"),
    Injected("C204", 'user: "10005:10070"', 'user: "0:10070"'),
    after("C205", REDIS, "    read_only: false"),
    after("C206", REDIS, "    pid: host"),
    Injected(
        "C206",
        "    network_mode: none\n    volumes:\n      - {type: volume, source: redis-socket",
        "    network_mode: host\n    volumes:\n      - {type: volume, source: redis-socket",
    ),
    after("C206", REDIS, '    devices: ["/dev/mem:/dev/mem"]'),
    Injected(
        "C207",
        "      - {type: volume, source: redis-socket, target: /run/redis, volume",
        "      - /var/run/docker.sock:/run/docker.sock\n      - {type: volume, source: redis-socket, target: /run/redis, volume",
    ),
    Injected(
        "C209",
        "source: ./deploy/compose/redis/redis.conf, target: /usr/local/etc/redis.conf, read_only: true",
        "source: ./deploy/compose/redis/redis.conf, target: /usr/local/etc/redis.conf",
    ),
    Injected(
        "C209",
        "      - {type: volume, source: redis-socket, target: /run/redis, volume",
        "      - /etc:/host/etc\n      - {type: volume, source: redis-socket, target: /run/redis, volume",
    ),
    Injected("C210", "./deploy/compose/redis/redis.conf", "./deploy/compose/redis.conf"),
    after("C301", REDIS, '    ports: ["6379:6379"]'),
    after("C301", "  loopback:\n    <<: *hardened", '    ports: ["8010:8010"]'),
    Injected(
        "C302",
        "    network_mode: none\n    volumes:\n      - {type: volume, source: redis-socket",
        "    networks: [front]\n    volumes:\n      - {type: volume, source: redis-socket",
    ),
    Injected("C401", "goacme/lego:v4.31.0", "goacme/lego:latest"),
    Injected("C401", "goacme/lego:v4.31.0", "goacme/lego"),
    Injected("C401", "goacme/lego:v4.31.0", "goacme/lego:v4"),
    after("C402", OF_WEB, "      SECRET_KEY: abc"),
    Injected(
        "C402",
        "      POSTGRES_PASSWORD_FILE: /run/secrets/peers/postgres_password",
        "      POSTGRES_PASSWORD: postgres",
    ),
    after("C403", OF_WEB, "      LOCAL_LISTENER: 127.0.0.1:8010"),
    Injected(
        "C501",
        "    healthcheck: {test: [CMD, redis-cli, -s, /run/redis/redis.sock, ping], interval: 5s, timeout: 5s}\n",
        "",
        at="  redis:\n",
    ),
    Injected("C501", "healthcheck: {test: [CMD, redis-cli", "healthcheck: {disable: true, test: [CMD, redis-cli"),
    Injected("C502", "    mem_limit: 2g\n", "", at="  engine:\n    <<: *site"),
    Injected("C503", "    pids_limit: 8192\n", "    pids_limit: -1\n"),
    Injected("C504", '    options: {max-size: 10m, max-file: "3"}\n', "", at="  logging:"),
    Injected("C505", "  restart: unless-stopped\n", "", at="  loopback:"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The shipped file, beside what it mounts."""
    for name in ("deploy", "freeswitch", "lua"):
        (tmp_path / name).symlink_to(ROOT / name)
    return Path(shutil.copy(ROOT / "docker-compose.yml", tmp_path))


@pytest.mark.parametrize("injected", MISTAKES, ids=str)
def test_a_mistake_is_told_where_it_stands(copy: Path, injected: Injected) -> None:
    is_found(injected, copy, check)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [mistake.code for mistake in check(tmp_path / "none")] == ["C101"]

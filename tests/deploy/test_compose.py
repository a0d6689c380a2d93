"""docker-compose.yml holds to the compose specification, and to rules of our own that no schema knows.

Images are built only where there is a container engine; here is none. What the services do is run without one by
`test_compose_services.py`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.compose import prepare
from tests.architecture.test_env_example import names_read
from tests.deploy.compose_file import COMPOSE, ROOT, load, mounts, services

SERVICES = services()
ONCE = {"prepare", "migrate", "manage"}
PUBLISHED = {"nginx", "coturn"}
OWN_IMAGES = {"prepare", "migrate", "manage", "web", "engine", "nginx", "coturn"}
IN_THE_NAMESPACE = {"web", "engine", "freeswitch", "prometheus", "grafana"}
NETWORKS = {
    "loopback": {"engine"},
    "nginx": {"front", "engine"},
    "certificates": {"outside"},
    "coturn": {"relay"},
}
TAG_ONLY = {"goacme/lego:v4.31.0"}
"""Whose digest is not public knowledge that could be looked up; docs/operations/compose.md says how to add it."""
DIGEST = re.compile(r"[a-z0-9./-]+:[\w.-]+@sha256:[0-9a-f]{64}")

every_service = pytest.mark.parametrize("name", sorted(SERVICES))


def test_it_is_what_the_specification_asks_for() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", COMPOSE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_first_start_needs_a_name_and_nothing_else() -> None:
    with pytest.raises(KeyError, match="DOMAIN"):
        load(DOMAIN="")
    required = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE.read_text(encoding="utf-8")))
    assert required == {"DOMAIN"}


@every_service
def test_a_service_may_do_nothing_that_it_need_not(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["init"] is True
    user, _, group = service["user"].partition(":")
    assert int(user) > 0
    assert int(group) > 0
    assert not {"0", "root"} & set(map(str, service.get("group_add", [])))
    assert "pid" not in service
    assert "ipc" not in service
    assert not any("docker.sock" in str(mount) for mount in service.get("volumes", []))


@every_service
def test_a_service_has_limits(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"[0-9]+[mg]", service["mem_limit"])
    assert service["pids_limit"] <= 8192
    assert service["ulimits"]["nofile"] <= 65536
    assert service["logging"] == {"driver": "local", "options": {"max-size": "10m", "max-file": "3"}}
    if name not in ONCE:
        assert service["restart"] == "unless-stopped"
        assert re.fullmatch(r"[0-9]+s", service["stop_grace_period"])


@every_service
def test_a_service_says_how_it_is(name: str) -> None:
    service = SERVICES[name]
    if name in ONCE:
        assert service["restart"] == "no"
        waiting = [other["depends_on"][name] for other in SERVICES.values() if name in other.get("depends_on", {})]
        assert all(one["condition"] == "service_completed_successfully" for one in waiting)
        assert bool(waiting) == ("profiles" not in service)
    else:
        assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
        assert {"interval", "timeout"} <= set(service["healthcheck"])


@every_service
def test_an_image_is_pinned(name: str) -> None:
    service = SERVICES[name]
    if name in OWN_IMAGES:
        assert service["build"]["dockerfile"] == "deploy/compose/Dockerfile"
        return
    if name == "freeswitch":
        assert "${FREESWITCH_IMAGE" in COMPOSE.read_text(encoding="utf-8")
        return
    assert DIGEST.fullmatch(service["image"]) or service["image"] in TAG_ONLY


def test_only_nginx_and_the_relay_are_published() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == PUBLISHED
    world = [port for port in published["nginx"] if not port.startswith("127.0.0.1:")]
    assert world == ["80:80", "443:443"]
    assert not any("expose" in service or service.get("network_mode") == "host" for service in SERVICES.values())


def test_each_is_in_no_network_but_its_own() -> None:
    networks = {name: set(service["networks"]) for name, service in SERVICES.items() if "networks" in service}
    assert networks == NETWORKS
    alone = {name for name, service in SERVICES.items() if service.get("network_mode") == "none"}
    assert alone == {"prepare", "migrate", "manage", "postgres", "redis"}
    inside = {name for name, service in SERVICES.items() if service.get("network_mode") == "service:loopback"}
    assert inside == IN_THE_NAMESPACE
    # What is in that namespace cannot reach the world, nor the world it.
    assert load()["networks"]["engine"]["internal"] is True


def test_local_endpoints_are_on_loopback_alone() -> None:
    environment = SERVICES["web"]["environment"]
    assert environment["LOCAL_LISTEN"] == "127.0.0.1:8010"
    assert "--endpoint=tcp:8010:interface=127.0.0.1" in SERVICES["web"]["command"]
    assert SERVICES["engine"]["environment"]["VERTO_LOCAL"] == "127.0.0.1:8002"
    assert "--web.listen-address=127.0.0.1:9090" in SERVICES["prometheus"]["command"]
    # Who a visitor is, only nginx may say.
    assert environment["TRUSTED_PROXIES"] == "unix"
    assert SERVICES["engine"]["environment"]["TRUSTED_PROXIES"] == "172.30.77.3"
    assert SERVICES["nginx"]["networks"]["engine"]["ipv4_address"] == "172.30.77.3"
    assert "172.30.77.2:8001" in (ROOT / "deploy" / "compose" / "border").read_text(encoding="utf-8")


@every_service
def test_what_is_mounted_exists_and_is_only_read(name: str) -> None:
    for mount in mounts(SERVICES[name], "bind"):
        assert (ROOT / mount["source"]).exists(), mount["source"]
        assert mount["read_only"] is True
    for mount in mounts(SERVICES[name], "volume"):
        assert mount["source"] in load()["volumes"]
        # Whoever mounts an empty volume first gives it the owner that its image has there: that is `prepare`, or the one owner.
        if mount.get("read_only"):
            assert mount["volume"] == {"nocopy": True}


@pytest.mark.parametrize("name", ["prepare", "migrate", "manage", "web", "engine"])
def test_a_setting_is_one_that_is_read_and_a_secret_is_a_file(name: str) -> None:
    known = set(names_read())
    for variable in SERVICES[name]["environment"]:
        assert variable.removesuffix("_FILE") in known, variable
    assert not any(
        variable in ("SECRET_KEY", "SWITCH_SECRET", "TURN_SECRET", "FSAPI_SECRET")
        for variable in known & set(SERVICES[name]["environment"])
    )


def secret_files(service: dict[str, Any]) -> set[str]:
    """Return the names of the secrets to which the settings of a service point."""
    values = map(str, service.get("environment", {}).values())
    return {Path(value).name for value in values if value.startswith("/run/secrets/peers/")}


def test_every_secret_is_made_and_read_by_its_group() -> None:
    asked_for: set[str] = set()
    for service in load(SWITCH="freeswitch")["services"].values():
        for secret in secret_files(service):
            groups = {service["user"].partition(":")[2], *map(str, service.get("group_add", []))}
            assert str(prepare.WHO_READS[secret]) in groups, secret
            assert any(mount["source"] == "secrets" for mount in mounts(service, "volume"))
            asked_for.add(secret)
    assert asked_for == set(prepare.WHO_READS)
    given_away = set(map(str, prepare.WHO_READS.values())) | {str(prepare.CERTIFICATES)}
    assert set(map(str, SERVICES["prepare"]["group_add"])) == given_away


def test_freeswitch_takes_the_place_of_the_embedded_switch() -> None:
    file = load(SWITCH="freeswitch", REDIS_URL="", COMPOSE_PROFILES="freeswitch", FREESWITCH_IMAGE="pbx.example/fs:1")
    assert file["services"]["freeswitch"]["profiles"] == ["freeswitch"]
    assert file["services"]["freeswitch"]["image"] == "pbx.example/fs:1"
    for name in ("web", "engine"):
        environment = file["services"][name]["environment"]
        assert (environment["SWITCH"], environment["REDIS_URL"]) == ("freeswitch", "")
        assert environment["FSAPI_SECRET_FILE"]
    assert SERVICES["web"]["environment"]["FSAPI_SECRET_FILE"] == ""

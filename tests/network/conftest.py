"""Alice's and Bob's machines, each in a network of its own, and a road between them and the service."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserType

from tests.e2e.conftest import CHROMIUM, flags
from tests.e2e.person import Person
from tests.network.namespaces import Namespace
from tests.network.road import Road
from tests.support.site import Site

SERVICE = "10.77.0.1"
HOMES = {"Alice": "10.77.1.2", "Bob": "10.77.2.2"}
ELSEWHERE = "10.77.3.2"
"""Where somebody goes on who has left home."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs browsers."""
    for item in items:
        if "tests/network" in item.nodeid:
            item.add_marker(pytest.mark.e2e)


class World(NamedTuple):
    """The networks, and the road that joins them."""

    road: Road
    service: Namespace
    machines: dict[str, Namespace]


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    service, *others = everybody = [Namespace() for _ in ("service", *HOMES)]
    machines = dict(zip(HOMES, others, strict=True))
    with Road() as road:
        for network, address in [(service, SERVICE), *((machines[name], HOMES[name]) for name in HOMES)]:
            road.join(network.make_device("eth0"), address)
            network.plug_in("eth0", address)
        road.join(machines["Alice"].make_device("wlan0"), ELSEWHERE)
        yield World(road, service, machines)
    for network in everybody:
        network.close()


@pytest.fixture(scope="module")
def settings_of_site() -> dict[str, str]:
    """What a module's site is started with."""
    return {}


@pytest.fixture(scope="module")
def site(world: World, settings_of_site: dict[str, str]) -> Iterator[Site]:
    with world.service.entered(), Site(address=SERVICE, **settings_of_site) as site:
        yield site


@pytest.fixture(scope="module")
def browsers(
    world: World, site: Site, browser_type: BrowserType, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Browser]]:
    """A browser on each machine."""
    directory = tmp_path_factory.mktemp("browsers")
    # Camera and microphone are for secure pages, and only the loopback of the service is secure without a certificate.
    more = flags(f"--unsafely-treat-insecure-origin-as-secure={site.url}")
    browsers = {
        name: browser_type.launch(executable_path=_wrapped(directory / name, browser_type, machine), args=more)
        for name, machine in world.machines.items()
    }
    yield browsers
    for browser in browsers.values():
        browser.close()


def _wrapped(script: Path, browser_type: BrowserType, machine: Namespace) -> Path:
    """Write a program that starts the browser on this machine."""
    command = [*machine.enter, CHROMIUM or browser_type.executable_path]
    script.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
    script.chmod(0o700)
    return script


@pytest.fixture
def road(world: World) -> Iterator[Road]:
    """A good road, until the test says otherwise."""
    yield world.road
    world.road.clear()


@pytest.fixture
def people(road: Road, browsers: dict[str, Browser], site: Site) -> Iterator[tuple[Person, Person]]:
    """Alice and Bob in a channel of their own; nothing may have gone wrong unseen."""
    channel = site.make_channel("Kitchen table")
    alice, bob = people = tuple(Person(name, browser.new_context(), site) for name, browser in browsers.items())
    for person in people:
        person.opens(channel)
        person.joins()
    yield alice, bob
    road.clear()
    for person in people:
        person.context.close()
    for person in people:
        assert person.errors == [], f"{person.name}'s page reported errors"

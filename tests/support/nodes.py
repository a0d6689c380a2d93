"""A site with several FreeSWITCH nodes: one web application, one nginx, an engine with its FreeSWITCH for each node."""

from __future__ import annotations

import secrets
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from scripts.house.ports import free_port
from tests.support.dedicated import Engine
from tests.support.fake_freeswitch import FakeFreeswitch
from tests.support.site import Site
from verto.core.nodes import JOINING_SECONDS, home
from verto.core.nodes import Node as Grown

_GROW_UP = """
from datetime import timedelta
from django.db.models import F
from channels_app.models import SwitchNode
SwitchNode.objects.update(since=F("since") - timedelta(minutes=5))
"""


class Behind(Protocol):
    """A FreeSWITCH, real or not."""

    def settings(self) -> dict[str, str]: ...

    def is_running(self) -> bool: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...


class Node(Engine):
    """An engine in front of a FreeSWITCH. The engine may be killed alone, and started again."""

    def __init__(self, name: str, freeswitch: Behind, fsapi_secret: str) -> None:
        super().__init__()
        self.name = name
        self.freeswitch = freeswitch
        self._fsapi_secret = fsapi_secret

    def settings(self) -> dict[str, str]:
        """See `Engine`."""
        return {
            **super().settings(),
            **self.freeswitch.settings(),
            "SWITCH": "freeswitch",
            "SWITCH_NODE": self.name,
            "FSAPI_SECRET": self._fsapi_secret,
        }

    def start(self, environment: Mapping[str, str], log: Path) -> None:
        """Serve, and return when it holds its lease."""
        if not self.freeswitch.is_running():
            self.freeswitch.start()
        super().start(environment, log)

    def dies(self) -> None:
        """End the engine as a host ends that loses its power: without a word, and no lease is given back."""
        self.stop(signal.SIGKILL)


class NodeSite(Site):
    """Nodes that are called a, b, c and so on."""

    def __init__(self, count: int, make: Callable[..., Behind] = FakeFreeswitch) -> None:
        super().__init__(
            dedicated=1,
            SWITCH="freeswitch",
            SWITCH_NODE="web-alone",
            SWITCH_SECRET=secrets.token_urlsafe(32),
            FREESWITCH_EVENT_SOCKET=f"127.0.0.1:{free_port()}",
            FSAPI_SECRET=secrets.token_urlsafe(32),
        )
        assert self.dedicated
        self.nodes: dict[str, Node] = {}
        secret = self.environment["FSAPI_SECRET"]
        for name in "abcdefgh"[:count]:
            freeswitch = make(f"http://127.0.0.1:{self.web_port}/fsapi", FS_FSAPI_SECRET=secret)
            node = self.nodes[name] = Node(name, freeswitch, secret)
            place = (
                f"location = /verto/{name} {{ include peers/socket.conf; proxy_pass http://127.0.0.1:{node.port}; }}\n"
            )
            self.dedicated.border.directory.joinpath(f"here/node-{name}.conf").write_text(place)
        self.dedicated.engines = list(self.nodes.values())

    def make_channels(self, at_each: int) -> list[str]:
        """Make channels until so many belong to each node, when all are alive and grown up; return those."""
        by_node: dict[str | None, list[str]] = {name: [] for name in self.nodes}
        while min(map(len, by_node.values())) < at_each:
            channel = self.make_channel("Room")
            by_node[home(channel, [Grown(name, JOINING_SECONDS) for name in self.nodes])].append(channel)
        return [channel for those in by_node.values() for channel in those[:at_each]]

    def revive(self, name: str) -> None:
        """Start the engine of a node again, and return when it holds its lease."""
        self.nodes[name].start(self.environment, self.log)

    def grow_up(self) -> None:
        """Let all living nodes be so old that they have all of their channels."""
        self.manage("shell", "-v", "0", "-c", _GROW_UP)

    def close(self) -> None:
        """End everything and forget its data."""
        super().close()
        for node in self.nodes.values():
            node.freeswitch.close()

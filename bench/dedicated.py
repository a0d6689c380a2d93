"""The engine on its own port, as `manage.py verto_server` serves it, with a directory that knows everybody.

`python -m bench.dedicated PORT [REDIS_URL]`.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

import uvloop

from bench.apps import ORIGIN, PATH, make_driver
from verto.adapters.sockets import Sockets


def _is_own_origin(origins: Sequence[str]) -> bool:
    return len(origins) == 1 and origins[0] == ORIGIN


def _network_of(peer: str, forwarded: Sequence[str]) -> str:
    return peer


async def main(port: int, redis_url: str = "") -> None:
    """Serve until the process is ended."""
    await Sockets(make_driver(redis_url), PATH, _is_own_origin, _network_of).listen("127.0.0.1", port)
    await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), *sys.argv[2:]))

"""How often one client may log in: a few times at once, as a page that is loaded again and again does, then now and then.

Whoever has a client's credentials can have its older socket sent away by a newer one, for ever. Each turn costs a place in
the channel's presence and, with FreeSWITCH as the switch, a thread and two questions to Django.
"""

from __future__ import annotations

from collections import OrderedDict

from verto.core.limits import Limits

_REMEMBERED = 10_000
"""Clients; who is forgotten begins anew, which a crowd of so many logins in a moment is slow enough for."""


class LoginRate:
    """Counts accepted credentials, not attempts: nobody else can use up what belongs to a client."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client_id: str, now: float) -> bool:
        """Count one login; False if it is one too many."""
        left, at = self._clients.pop(client_id, (self._limits.login_burst, now))
        left = min(self._limits.login_burst, left + (now - at) / self._limits.seconds_per_login)
        is_allowed = left >= 1
        self._clients[client_id] = (left - is_allowed, now)
        if len(self._clients) > _REMEMBERED:
            self._clients.popitem(last=False)
        return is_allowed

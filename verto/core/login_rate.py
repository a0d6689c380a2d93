"""How often one client may log in: a few times at once, as a page that is loaded again and again does, then now and then.

Whoever has a client's credentials can have its older socket sent away by a newer one, for ever. Each turn costs a place in
the channel's presence and, with FreeSWITCH as the switch, a thread and two questions to Django.
"""

from __future__ import annotations

from verto.core.buckets import Buckets, Rate
from verto.core.limits import Limits

_REMEMBERED = 10_000
"""Clients; who is forgotten begins anew, which a crowd of so many logins in a moment is slow enough for."""


class LoginRate(Buckets[str]):
    """Counts accepted credentials, not attempts: nobody else can use up what belongs to a client."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(Rate(limits.login_burst, 1 / limits.seconds_per_login), _REMEMBERED)

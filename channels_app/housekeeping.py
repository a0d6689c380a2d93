"""Forgets what is no longer needed: by itself inside the server, and whenever `manage.py prune` is run.

Once an hour is enough for what has ended. Credentials that were never used are looked for every minute: strangers can
make many of them.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone

from channels_app.bans import forget_expired
from channels_app.endings import end_clients
from channels_app.models import Channel, Client
from channels_app.newcomers import get_newcomers
from channels_app.nodes import forget_gone
from channels_app.switches import get_switch
from common.database import is_away, watch
from common.metrics import HOUSEKEEPING_DONE
from common.staff.keeping import forget_old
from verto.core.codes import PuntReason

log = logging.getLogger(__name__)

INTERVAL_SECONDS = 60.0
ROUNDS_BETWEEN_PRUNES = 60
_EARLIER = timedelta(seconds=INTERVAL_SECONDS * 1.5)
"""Before the time of unused credentials is over, so that they are gone by then: the next look is a minute away."""
_CHUNK = 500
UNUSED_AFTER = timedelta(hours=24)
"""How long a visitor's channel may wait for its first visit. After that it stays while a client is remembered."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many rows are gone."""

    clients: int
    channels: int


def prune() -> Pruned:
    """Delete old clients, expired channels and bans, visitors' channels that nobody uses, dead nodes, and what is old of
    the staff's data. Repeats do no harm."""
    forget_expired()
    forget_old()
    forget_gone()
    now = timezone.now()
    forget_before = now - timedelta(days=settings.CLIENT_RETENTION_DAYS)
    closed = Channel.objects.filter(expires__lte=now)
    # First ended and then deleted, or people still connected in another process would wait for its slower look.
    end_clients(Client.objects.filter(channel__in=closed), PuntReason.CHANNEL_CLOSED)
    old = Client.objects.filter(Q(ended__lt=forget_before) | Q(expires__lt=forget_before))
    clients, _ = old.delete()
    unused = Channel.objects.filter(visitor_made=True, created__lt=now - UNUSED_AFTER, clients=None)
    gone = Channel.objects.filter(Q(expires__lt=forget_before) | Q(pk__in=unused.values("pk")))
    _, by_model = gone.delete()
    return Pruned(clients + by_model.get(Client._meta.label, 0), by_model.get(Channel._meta.label, 0))


def forget_unused() -> int:
    """Delete credentials with which nobody has logged in for too long; return how many. Repeats do no harm.

    A tab that still holds them is refused with bad_credentials at its next login, and fetches new ones by itself. Who is
    connected to another process has to be written down by then: engines do it within seconds, while the database answers.
    """
    created_before = timezone.now() - timedelta(minutes=settings.CLIENT_UNUSED_MINUTES) + _EARLIER
    unused = Client.objects.filter(logged_in=None, ended=None, created__lt=created_before)
    found = list(unused.order_by().values_list("pk", flat=True))
    # A login is written down up to half a second after it happened, and never if the database was away just then.
    here = {client_id for client_ids in get_switch().connected().values() for client_id in client_ids}
    gone = [pk for pk in found if str(pk) not in here]
    # In pieces, so that a flood that is swept away does not keep the database from those who join.
    return sum(unused.filter(pk__in=gone[start : start + _CHUNK]).delete()[0] for start in range(0, len(gone), _CHUNK))


class Housekeeping:
    """Runs `forget_unused` every minute and `prune` every hour in a thread of its own, which ends with the process.

    After a round that failed, and after the start, nobody is forgotten in the next one: the database may have come back only
    now, and an engine in another process has that minute to write down who has logged in.
    """

    def __init__(self, interval: float = INTERVAL_SECONDS) -> None:
        self._interval = interval
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self.done_at: float | None = None

    def start(self) -> None:
        """Start, once; further calls cost nothing."""
        if self._thread is not None:
            return
        with self._lock:
            if self._thread is None:
                HOUSEKEEPING_DONE.set_to_current_time()
                self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        rounds, was_well = 0, False
        while not self._stop.wait(self._interval):
            rounds += 1
            close_old_connections()
            try:
                if was_well:
                    forget_unused()
                if rounds % ROUNDS_BETWEEN_PRUNES == 0:
                    prune()
                get_newcomers().refresh()
                self.done_at = time.time()
                HOUSEKEEPING_DONE.set(self.done_at)
                was_well = True
            except Exception as problem:
                was_well = False
                if is_away(problem):
                    watch.failed(problem)
                else:
                    log.exception("Housekeeping failed; the next try is in %d s", self._interval)
            finally:
                close_old_connections()


housekeeping = Housekeeping()

"""`python -m bench.seed COUNT`: channels and clients in the site's database; prints each client's login as a JSON line."""

from __future__ import annotations

import json
import os
import sys
import uuid
from datetime import timedelta

import django

SEATS = 1000


def main(count: int) -> None:
    """Write the rows. All clients have one password: what is measured is finding and comparing it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
    from django.utils import timezone

    from bench.apps import PASSWORD
    from channels_app.credentials import hash_session
    from channels_app.models import Channel, Client
    from verto.core.rules import hash_password

    password_hash = hash_password(PASSWORD)
    expires = timezone.now() + timedelta(days=1)
    for first in range(0, count, SEATS):
        channel = Channel.objects.create(topic="Bench", capacity=SEATS)
        clients = Client.objects.bulk_create(
            Client(
                channel=channel,
                session_hash=hash_session(str(uuid.uuid4())),
                password_hash=password_hash,
                expires=expires,
            )
            for _ in range(min(SEATS, count - first))
        )
        for client in clients:
            print(json.dumps({"login": str(client.pk), "passwd": PASSWORD, "sessid": str(client.sessid)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))

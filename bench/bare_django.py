"""The least that Django can do for a row: one view, one INSERT, no middleware. Measured beside the sessions endpoint."""

from __future__ import annotations

import os
import uuid
from typing import ClassVar

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connection, models
from django.http import HttpRequest, JsonResponse
from django.urls import path

settings.configure(
    SECRET_KEY="bench",  # noqa: S106 - signs nothing
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["BARE_DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    },
)
django.setup()


class Row(models.Model):
    """What a client's row weighs, more or less."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.UUIDField(unique=True, default=uuid.uuid4)

    objects: ClassVar[models.Manager[Row]] = models.Manager()

    class Meta:
        app_label = "bench"


def insert(request: HttpRequest) -> JsonResponse:
    """Insert one row, say so."""
    response = JsonResponse({"id": str(Row.objects.create().pk)})
    response.headers["Content-Length"] = str(len(response.content))
    return response


urlpatterns = [path("", insert)]
if Row._meta.db_table not in connection.introspection.table_names():
    with connection.schema_editor() as editor:
        editor.create_model(Row)
application = get_asgi_application()

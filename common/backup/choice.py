"""Which rows a backup has: all, but for what an application says need not outlive the moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

Rule = Callable[[], Q]
"""Returns which rows are worth keeping now."""

_RULES: dict[str, Rule] = {}


def keep_only(label: str, rule: Rule) -> None:
    """Have a backup keep only these rows of a model ("app.Model"), and a restored site as well."""
    _RULES[label] = rule


def models() -> list[type[Model]]:
    """Return the models whose tables are ours, those between two others as well."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.parents
    ]


def worth_keeping(model: type[Model], database: str, without: Collection[str] = ()) -> QuerySet[Any]:
    """Return the rows of a model that go into a backup, in the order of their keys."""
    rows = model._base_manager.using(database).order_by("pk")
    label = model._meta.label
    if label in without:
        return rows.none()
    return rows.filter(_RULES[label]()) if label in _RULES else rows


def batches(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Return the same in lists of this size; the last one may be shorter."""
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch

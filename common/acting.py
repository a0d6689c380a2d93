"""Who is at work: a member of staff, or a command of the operator. What is changed meanwhile goes into the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A name that can be read when the account is long gone, and the account where there is one."""

    who: str
    user_id: int | None = None


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def actor() -> Actor | None:
    """Return who is at work; nobody while a visitor is served and while the server keeps house by itself."""
    return _actor.get()


@contextmanager
def acting(who: str, user_id: int | None = None) -> Iterator[None]:
    """Let what happens inside be done by this one."""
    token = _actor.set(Actor(who, user_id))
    try:
        yield
    finally:
        _actor.reset(token)

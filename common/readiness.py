"""What else has to be well before visitors can do what they come for: each application registers its own question."""

from __future__ import annotations

from collections.abc import Callable

Question = Callable[[], str]
"""Returns a sentence for the operator when something is wrong, else nothing. May take a second; may not raise."""

_QUESTIONS: list[Question] = []


def register(question: Question) -> None:
    """Have this asked as well."""
    _QUESTIONS.append(question)


def problems() -> list[str]:
    """Ask all; return what is wrong."""
    return [problem for question in _QUESTIONS if (problem := question())]

"""The translations of the pages: each text has one in every language, and what Django reads is what was written."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from scripts.messages import LANGUAGES, LOCALES, compiled, read, strings, template, written

_VALUE = re.compile(r"%\(\w+\)s|<[^>]+>")


def test_the_languages_are_those_of_the_site() -> None:
    assert sorted(("en", *LANGUAGES)) == sorted(code for code, _ in settings.LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    catalog = read(LOCALES / language / "LC_MESSAGES" / "django.po", language)
    texts = {(str(message.id), message.context) for message in template(language)}
    assert {(str(message.id), message.context) for message in catalog} == texts, "run `make messages`"
    for message in catalog:
        if message.id:
            assert all(text.strip() for text in strings(message.string)), f"{language}: {message.id}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_values_and_markup(language: str) -> None:
    for message in read(LOCALES / language / "LC_MESSAGES" / "django.po", language):
        if not message.id:
            continue
        if isinstance(message.id, str):
            assert sorted(_VALUE.findall(strings(message.string)[0])) == sorted(_VALUE.findall(message.id)), message.id
        else:
            allowed = set(_VALUE.findall(message.id[1]))
            assert all(set(_VALUE.findall(text)) <= allowed for text in strings(message.string)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_django_reads_is_what_was_written(language: str) -> None:
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    catalog = read(path, language)
    assert path.read_bytes() == written(catalog), "run `make messages`"
    assert path.with_suffix(".mo").read_bytes() == compiled(catalog), "run `make messages`"

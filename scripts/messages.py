"""`make messages`: bring the catalogues of translations up to date with the texts of the pages.

Texts of the templates are in `locale/*/LC_MESSAGES/django.po`; what is new there waits for its translation, and `.mo` is what
Django reads. Texts of the browser code are in `static/js/catalogue/*.js`, written by hand; `tests/js/catalogues.test.js` says
what is missing there.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from scripts.house.paths import ROOT
from scripts.house.stopping import run

LOCALES = ROOT / "locale"
LANGUAGES = ("ar", "de", "es", "fr", "ja")
_BOILERPLATE = tuple(
    f'"{name}'.encode() for name in ("Project-Id", "Report-", "POT-", "PO-", "Last-", "Language-T", "Generated")
)
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
# The admin stays in English: half a page in each language helps nobody.
_TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if path.parent.name not in ("admin", "layouts")
)


def texts() -> Iterator[tuple[str, str | tuple[str, str], str | None]]:
    """Yield file, text (or the texts for one and many) and context of everything that the templates translate."""
    for path in _TEMPLATES:
        calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # The calls stand where they stood in the page, which Python would read as indentation.
        source = "\n".join(line.strip() for line in calls.splitlines())
        for _, function, found, _ in extract_python(io.BytesIO(source.encode()), DEFAULT_KEYWORDS, [], {}):
            parts = [part for part in ([found] if isinstance(found, str) else found) if part is not None]
            context = parts.pop(0) if "pgettext" in str(function) else None
            yield path.name, (parts[0], parts[1]) if len(parts) > 1 else parts[0], context


def template(language: str) -> Catalog:
    """Return a catalogue of all texts, without translations."""
    catalog = Catalog(locale=language, project="PBX peers", charset="utf-8", fuzzy=False)
    for name, text, context in texts():
        catalog.add(text, locations=[(name, 1)], context=context)
    return catalog


def main() -> int:
    """Update each `.po` and compile it. Returns 1 while translations are missing."""
    os.chdir(ROOT)
    missing = 0
    for language in LANGUAGES:
        path = LOCALES / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = read(path, language)
        catalog.update(template(language), no_fuzzy_matching=True, update_creation_date=False)
        # What no page says any more is no longer kept, and nothing is half translated.
        catalog.obsolete.clear()
        for message in catalog:
            message.flags.discard("fuzzy")
        path.write_bytes(written(catalog))
        path.with_suffix(".mo").write_bytes(compiled(read(path, language)))
        waiting = [message for message in catalog if message.id and not all(strings(message.string))]
        missing += len(waiting)
        print(f"{language}: {len(catalog)} texts, {len(waiting)} without a translation")
    return 1 if missing else 0


def read(path: Path, language: str) -> Catalog:
    """Return what a `.po` file holds; an empty catalogue where there is none yet."""
    catalog = Catalog(locale=language, header_comment="", fuzzy=False)
    if path.exists():
        catalog = read_po(io.BytesIO(path.read_bytes()), locale=language)
    # The same texts make the same file, whenever that is.
    catalog.creation_date = catalog.revision_date = _NO_DATE
    return catalog


def strings(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the translations of a message: one, or one for each plural; empty texts where there are none yet."""
    return (string or "",) if isinstance(string, str | None) else tuple(string)


def written(catalog: Catalog) -> bytes:
    """Return the text of the `.po` file; of its header, what says how to read it."""
    file = io.BytesIO()
    write_po(file, catalog, width=120, no_location=True, sort_output=True)
    lines = file.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_BOILERPLATE))


def compiled(catalog: Catalog) -> bytes:
    """Return the `.mo` file that Django reads."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


if __name__ == "__main__":
    run(main)

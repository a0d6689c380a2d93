"""Write tests/fixtures/vectors/sealing.json anew. Needed only when docs/sealing.md says something else than before."""

from __future__ import annotations

from tests.sealing.vectors import PATH, text

if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")

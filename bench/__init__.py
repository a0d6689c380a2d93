"""Measures what `docs/performance.md` claims: `make bench`, or `python -m bench NAME` for one part."""

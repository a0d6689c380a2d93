"""Measures us beside the least that could do the same: `make bench`, or `python -m bench NAME` for one part."""

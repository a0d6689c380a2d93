"""Sealed signalling as docs/sealing.md describes it, for tests and tools.

`static/js/sealing/` is the same for browsers. The site itself never holds a key and runs none of this.
"""

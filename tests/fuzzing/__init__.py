"""Damaged and hostile files for the whole program; `tests/benchmarks/fuzz.py` runs them.

A case is known by its seed and its number, and both say all there is to say of it: which kind of
file it is, what is wrong with the file, and which commands are given it.
"""

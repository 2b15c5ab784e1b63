"""Whether the boxes of an MP4 or MOV file are sound.

Rerun's reader goes on for ever over a box that states no length, and over tables that state more
pictures than there can be.
"""

from pathlib import Path
from typing import Final

import numpy as np

_HOLDERS: Final = frozenset(
    {b"moov", b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl", b"mvex", b"moof", b"traf"}
)
"""Boxes that hold nothing but boxes (ISO/IEC 14496-12)."""

_RUNS: Final = {b"stts": (2, 0), b"ctts": (2, 0), b"stsc": (3, 1)}
"""Tables of runs of pictures: how many numbers an entry has, and which of them is the length."""


def has_sound_boxes(path: Path) -> bool:
    """Says whether a file consists of boxes that lie within each other and state what can be.

    Raises:
        OSError: It cannot be read.
    """
    content = memoryview(path.read_bytes())
    return _are_sound(content, len(content))


def _are_sound(content: memoryview, most: int) -> bool:
    """Goes from box to box: a length, a name, and what is in it; `most` pictures can there be."""
    at = 0
    while at < len(content):
        length, name, body = _number(content, at), bytes(content[at + 4 : at + 8]), at + 8
        if length == 1:  # it did not fit and follows the name
            length, body = int.from_bytes(content[at + 8 : at + 16], "big"), at + 16
        end = at + length
        if not body <= end <= len(content):
            return False
        inner = content[body:end]
        if name in _HOLDERS and not _are_sound(inner, most):
            return False
        if name in _RUNS and not _is_likely(name, inner, most):
            return False
        if name == b"stsz" and _number(inner, 8) > most:
            return False
        at = end
    return True


def _is_likely(name: bytes, table: memoryview, most: int) -> bool:
    (columns, length), count = _RUNS[name], _number(table, 4)
    if count * columns * 4 > len(table) - 8:
        return False
    numbers = np.frombuffer(table, ">u4", count * columns, offset=8).reshape(count, columns)
    return int(numbers[:, length].sum(dtype=np.int64)) <= most


def _number(content: memoryview, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "big")

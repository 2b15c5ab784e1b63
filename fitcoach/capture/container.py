"""Whether a clip's file is all there, judged by the sizes its container states.

The number of frames does not tell: containers estimate it, and it covers parts that a trimmed clip
leaves out on purpose and the sound that goes on after the picture.
"""

import os
from pathlib import Path
from typing import BinaryIO

_TAIL = 1024
_BOX_HEADER = 8  # bytes: length and name
_MATROSKA = b"\x1aE\xdf\xa3"
_SEGMENT = b"\x18S\x80g"


def is_cut_off(path: Path) -> bool:
    """Says whether the end of an MP4, MOV, Matroska, WebM or AVI file is missing.

    Args:
        path: The clip.

    Returns:
        True where the container states more bytes than the file has, or where the file ends in
        zeros (as a broken-off download leaves it); False also for other containers.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        file.seek(0)
        if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
            stated = _mp4_end(file, size)
        elif head.startswith(_MATROSKA):
            stated = _matroska_end(file)
        elif head.startswith(b"RIFF"):
            stated = 8 + int.from_bytes(head[4:8], "little")
        else:
            return False
        file.seek(max(0, size - _TAIL))
        return stated > size or not any(file.read())


def _mp4_end(file: BinaryIO, size: int) -> int:
    """Goes from box to box: a length and a name each."""
    start = 0
    while start + _BOX_HEADER <= size:
        file.seek(start)
        length = int.from_bytes(file.read(4), "big")
        if length == 1:  # the length did not fit and follows the name
            file.seek(4, os.SEEK_CUR)
            length = int.from_bytes(file.read(8), "big")
        if length < _BOX_HEADER:  # 0: the box goes on to the end of the file, whatever that is
            return size
        start += length
    return start


def _matroska_end(file: BinaryIO) -> int:
    """Skips the header element and reads the length of the segment, which holds all the rest."""
    file.seek(len(_MATROSKA))
    header = _matroska_length(file)
    file.seek(header or 0, os.SEEK_CUR)
    if file.read(len(_SEGMENT)) != _SEGMENT:
        return 0
    length = _matroska_length(file)
    return file.tell() + length if length is not None else 0


def _matroska_length(file: BinaryIO) -> int | None:
    """A length whose leading zero bits tell how many bytes it takes; `None` stands for unknown."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    bits = 7 * (more + 1)
    length = int.from_bytes(first + file.read(more), "big") & ((1 << bits) - 1)
    return None if length == (1 << bits) - 1 else length

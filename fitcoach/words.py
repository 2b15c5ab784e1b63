"""Numbers in words, as everything that speaks to people has them, and texts of others in safety."""

import re
from collections.abc import Sequence
from typing import Final

_MINUTE = 60

_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
)
"""Controls, of which escape sequences are made; what turns the direction of writing; halves of
letters, which stand for bytes in names of files that are no UTF-8."""


def printable(text: str) -> str:
    """A text from a file or the name of one, as a terminal may be given it.

    Otherwise it could move the cursor, change colours and titles, or forge what fitcoach says.
    """
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def duration(seconds: float) -> str:
    """Seconds as `9 s`, or as `1:05 min` from a minute on."""
    whole = round(seconds)
    return f"{whole} s" if whole < _MINUTE else f"{whole // _MINUTE}:{whole % _MINUTE:02} min"


def many(number: int, thing: str) -> str:
    """`1 rep`, `2 reps`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def share(part: int, whole: int) -> str:
    """`75 %`; of nothing there is none."""
    return f"{100 * part / whole:.0f} %" if whole else ""


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last

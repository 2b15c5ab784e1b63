"""The terminal."""

import sys
from typing import Final

from rich.console import Console

_WIDE: Final = 120
"""Columns where nobody says how many there are, as in a pipe."""


def console() -> Console:
    """What prints tables."""
    return Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False)

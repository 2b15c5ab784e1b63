"""Tables in the terminal."""

import sys
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from fitcoach.words import printable

_WIDE: Final = 120
"""Columns where nobody says how many there are, as in a pipe."""


class _Console(Console):
    """Takes nothing in a text for an escape sequence or for markup: it may come from anybody."""

    def render_str(self, text: str, **options: Any) -> Text:  # noqa: ANN401  # of rich's own
        return super().render_str(printable(text), **options)


def console() -> Console:
    """What prints tables."""
    width = None if sys.stdout.isatty() else _WIDE
    return _Console(width=width, highlight=False, markup=False, emoji=False)

"""The formats of exports, by which files are called."""

from pathlib import Path
from typing import Final, Literal, get_args

from fitcoach.errors import FitcoachError

Format = Literal["json", "csv", "md", "html", "fit"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)
"""A file's suffix is its format with a dot before it."""


def format_of(path: Path) -> Format:
    """The format that a file's suffix names.

    Raises:
        FitcoachError: It names none.
    """
    for kind in FORMATS:
        if path.suffix.lower() == f".{kind}":
            return kind
    allowed = ", ".join(f".{kind}" for kind in FORMATS)
    raise FitcoachError(f"{path}: the suffix tells the format; it can be {allowed}.")

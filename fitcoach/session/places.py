"""Where what is kept of sessions lies, within the folder of all that is kept."""

from pathlib import Path
from typing import Final

_HISTORY: Final = "history.sqlite"
_JOURNALS: Final = "journals"
_JOURNAL: Final = ".jsonl"


def history_file(folder: Path) -> Path:
    """The database of all sessions that are over."""
    return folder / _HISTORY


def journal_file(folder: Path, name: str) -> Path:
    """The journal of a session that is going on."""
    return folder / _JOURNALS / f"{name}{_JOURNAL}"


def journal_files(folder: Path) -> list[Path]:
    """The journals of sessions that are going on or broke off."""
    return sorted((folder / _JOURNALS).glob(f"*{_JOURNAL}"))

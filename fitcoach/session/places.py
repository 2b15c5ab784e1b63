"""Where what is kept of sessions lies, within the folder of all that is kept."""

from pathlib import Path
from typing import Final

_HISTORY: Final = "history.sqlite"
_JOURNALS: Final = "journals"
_JOURNAL: Final = ".jsonl"
_RECORDINGS: Final = "recordings"


def history_file(folder: Path) -> Path:
    """The database of all sessions that are over."""
    return folder / _HISTORY


def journal_file(folder: Path, name: str) -> Path:
    """The journal of a session that is going on."""
    return folder / _JOURNALS / f"{name}{_JOURNAL}"


def journal_files(folder: Path) -> list[Path]:
    """The journals of sessions that are going on or broke off."""
    return sorted((folder / _JOURNALS).glob(f"*{_JOURNAL}"))


def recording_file(folder: Path, identity: str, suffix: str) -> Path:
    """A video or the poses of the session with that id."""
    return folder / _RECORDINGS / f"{identity}{suffix}"


def recording_files(folder: Path, identity: str) -> list[Path]:
    """All that was recorded of a session."""
    return sorted((folder / _RECORDINGS).glob(f"{identity}.*"))

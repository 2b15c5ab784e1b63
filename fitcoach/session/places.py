"""Where what is kept of sessions lies, within the folder of all that is kept."""

import os
import re
from pathlib import Path
from typing import Final

_HISTORY: Final = "history.sqlite"
_JOURNALS: Final = "journals"
_JOURNAL: Final = ".jsonl"
_RECORDINGS: Final = "recordings"


_IDENTITY: Final = re.compile(r"[0-9a-f]{32}")

_OWN: Final = 0o700
_OWN_FILE: Final = 0o600
"""What is kept is nobody else's business. Windows keeps a user's folders to him by itself."""


def make_private(folder: Path) -> None:
    """Makes a folder, and those around it, that only its owner can look into.

    Those that are there stay as they are.

    Raises:
        OSError: It cannot be made.
    """
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(mode=_OWN, exist_ok=True)


def private_file(path: Path) -> None:
    """Makes an empty file that only its owner can read, and the folder for it.

    Raises:
        OSError: It cannot be made, or there is a link in its place.
    """
    make_private(path.parent)
    flags = os.O_CREAT | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(path, flags, _OWN_FILE))


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
    """All that was recorded of a session; nothing where the id is none, but a path or pattern."""
    if not _IDENTITY.fullmatch(identity):
        return []
    return sorted((folder / _RECORDINGS).glob(f"{identity}.*"))

"""What is around fitcoach: terminal, sound, Rerun, the data folder."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fitcoach.cli.checkup.finding import Finding
from fitcoach.errors import FitcoachError
from fitcoach.resources import DATA_DIR_VARIABLE
from fitcoach.sound.lane import ENDED, FOLDER, module
from fitcoach.words import many

if TYPE_CHECKING:
    from rich.console import Console

_COLUMNS, _LINES = 80, 24
"""Of the terminal, at least: the dashboard adapts down to that."""

_PATIENCE = 20.0
"""Seconds for a program to answer."""

_MEGABYTE = 1e6
_LITTLE = 1000
"""Megabytes free below which recordings would soon fill the disk; a minute takes up to 25."""
_TOO_LITTLE = 20


def terminal(console: "Console") -> Finding:
    """Whether the dashboard can be shown, in colour and with its characters."""
    if not console.is_terminal:
        return Finding("terminal", "ok", "there is none here, `live` would print plain lines")
    width, height = console.size
    lacks = []
    if width < _COLUMNS or height < _LINES:
        lacks.append((f"{width}x{height} is small", f"enlarge it to {_COLUMNS}x{_LINES} or more"))
    if console.is_dumb_terminal:
        lacks.append(("it cannot place the cursor", "use another one, or `live --plain`"))
    if not console.encoding.startswith("utf"):
        lacks.append(
            (f"its characters are {console.encoding}", "set LANG to one that ends in UTF-8")
        )
    if console.color_system is None:
        lacks.append(("no colours", "unset NO_COLOR, set TERM=xterm-256color"))
    if lacks:
        found, remedy = zip(*lacks, strict=True)
        return Finding("terminal", "warning", ", ".join(found), "; ".join(remedy))
    return Finding(
        "terminal", "ok", f"{width}x{height}, {console.color_system} colours, {console.encoding}"
    )


def sound() -> Iterator[Finding]:
    """Whether there is a device for the beeps, and a voice."""
    from fitcoach.sound import speech

    for what, command in (("sound", module("fitcoach.sound.player")), ("voice", speech.command())):
        trouble = _answer(command)
        if trouble is None:
            yield Finding(what, "ok", "a device is open" if what == "sound" else "speaks")
        else:
            remedy = (
                "apt-get install espeak-ng"
                if "espeak" in trouble.lower()
                else "connect a loudspeaker, or train with --no-sound"
            )
            yield Finding(what, "warning", trouble, remedy)


def _answer(command: Sequence[str]) -> str | None:
    """Why a helper program (see `fitcoach.sound.helper`) is not ready; `None` if it is."""
    try:
        ended = subprocess.run(  # noqa: S603  # our own programs
            command, input="", capture_output=True, text=True, timeout=_PATIENCE, check=False,
            cwd=FOLDER,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return "the program for it does not start"
    first, newline, _ = ended.stdout.partition("\n")
    return (first.strip() or None) if newline else ENDED


def rerun() -> Finding:
    """Whether Rerun's viewer is there and runs."""
    from fitcoach.viewer.program import QUIET, executable

    try:
        program = executable()
    except FitcoachError as error:
        return Finding("Rerun", "warning", str(error))
    try:
        said = subprocess.run(  # noqa: S603  # what came with rerun-sdk
            [program, "--version"], capture_output=True, text=True, timeout=_PATIENCE, check=True,
            env={**os.environ, **QUIET},
        ).stdout.split()  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        remedy = "pip install --force-reinstall rerun-sdk; all but --rerun works without"
        return Finding("Rerun", "warning", f"{program} does not run", remedy)
    told = f"{said[1] if len(said) > 1 else 'unknown version'}, {program}"
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        return Finding("Rerun", "ok", f"{told}; no screen for a window here, --rerun-web works")
    return Finding("Rerun", "ok", told)


def data_folder(folder: Path) -> Iterator[Finding]:
    """Whether sessions can be kept; leaves no trace."""
    from fitcoach.session.history import History

    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    trouble = _unwritable(there, try_it=there == folder)
    if trouble is not None:
        remedy = f"name another one with --data-dir or {DATA_DIR_VARIABLE}"
        yield Finding("data folder", "fault", f"{folder}: {trouble}", remedy)
        return
    kept = many(History(folder).count(), "session")
    free = shutil.disk_usage(there).free / _MEGABYTE
    told = f"{folder}: {kept}, {free / 1000:.1f} GB free"
    if free < _TOO_LITTLE:
        yield Finding("data folder", "fault", told, "make room")
    elif free < _LITTLE:
        yield Finding(
            "data folder", "warning", told, "make room; recordings take up to 25 MB a minute"
        )
    else:
        yield Finding("data folder", "ok", told)


def _unwritable(folder: Path, *, try_it: bool) -> str | None:
    """Why nothing can be written to a folder, by trying where it is our own; `None` if it can."""
    if not folder.is_dir():
        return f"{folder} is no folder"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"nothing may be written to {folder}"
    if try_it:
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            return f"nothing can be written there ({error.strerror})"
    return None

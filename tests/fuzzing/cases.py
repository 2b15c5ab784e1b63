"""Runs a case as its user would, but in this process, and says what is wrong with how it ended."""

import contextlib
import io
import os
import random
import re
import sys
import tempfile
import time
import traceback
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from fitcoach.cli.main import main
from fuzzing.kinds import CHEAP, NATIVE

SLOW = 30.0
"""Seconds from which on a command counts as hanging; a sound file takes less than one."""
MUCH = 400
"""Megabytes that a case may take beyond what was there; a sound file takes less than 50."""

_RAW = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What makes a terminal do things, in place of showing them."""


@dataclass
class Outcome:
    """How a case ended.

    Attributes:
        number: Of the case.
        kind: What kind of file it was about.
        faults: What is wrong, a text each; none if all is well.
        codes: The exit codes of its commands.
        seconds: How long it took.
        megabytes: How much more memory it took than there was in use.
    """

    number: int
    kind: str
    faults: list = field(default_factory=list)
    codes: list = field(default_factory=list)
    seconds: float = 0.0
    megabytes: float = 0.0


def chosen(seed, number, *, native=True):
    """What chooses all that is to be chosen in a case, and its kind."""
    rng = random.Random(f"{seed}/{number}")
    kinds = CHEAP | NATIVE if native else CHEAP
    (kind,) = rng.choices([*kinds], kinds.values())
    return rng, kind


def run_case(seed, number, *, native=True, keep=None):
    """Runs a case; its files are left in the folder `keep`, if one is named."""
    rng, kind = chosen(seed, number, native=native)
    outcome = Outcome(number, kind.__name__)
    with contextlib.ExitStack() as stack:
        place = keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        # Deep enough for ../../x to be seen.
        folder = Path(place, "a", "b", "c")
        folder.mkdir(parents=True)
        commands = kind(rng, folder)
        settings = {"FITCOACH_DATA_DIR": str(folder / "data"), "XDG_CONFIG_HOME": str(folder),
                    "XDG_DATA_HOME": str(folder), "COLUMNS": "100"}  # fmt: skip
        stack.enter_context(mock.patch.dict(os.environ, settings))
        stack.enter_context(contextlib.chdir(folder))
        before = _forget_most()
        begun = time.monotonic()
        for command in commands:
            _run(command, outcome)
        outcome.seconds = time.monotonic() - begun
        outcome.megabytes = _megabytes("VmHWM") - before
        if outcome.megabytes > MUCH:
            outcome.faults.append(f"took {outcome.megabytes:.0f} MB")
        astray = [path for path in place.rglob("*") if folder not in (path, *path.parents)]
        astray = [path for path in astray if path not in folder.parents]
        outcome.faults += [
            f"wrote outside its folder: {path.relative_to(place)}" for path in astray
        ]
    return outcome


def _run(command, outcome):
    # As on a terminal that takes any letter, but not half of one.
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in "12"]
    out, err = streams
    name, begun = " ".join(command), time.monotonic()
    code = None
    try:
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            mock.patch.object(sys, "argv", ["fitcoach", *command]),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("error")
            main()
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException as error:
        (*_, at) = traceback.extract_tb(error.__traceback__)
        ours = [f for f in traceback.extract_tb(error.__traceback__) if "/fitcoach/" in f.filename]
        here = ours[-1] if ours else at
        where = f"{here.filename.partition('/fitcoach/')[2]}:{here.lineno}"
        outcome.faults.append(f"{name}: {type(error).__name__} at {where}: {str(error)[:300]!r}")
    said, complained = (stream.buffer.getvalue().decode(errors="replace") for stream in streams)
    outcome.codes.append(code)
    if code not in (None, 0, 1, 2):
        outcome.faults.append(f"{name}: exit code {code}")
    if code and not complained.strip():
        outcome.faults.append(f"{name}: exit code {code} without a word")
    told = (said + complained).replace("\r\n", "\n")  # as CSV ends its lines
    if raw := _RAW.search(told):
        around = told[max(0, raw.start() - 60) : raw.end() + 20]
        outcome.faults.append(f"{name}: printed {raw.group()!r} in {around!r}")
    if "Traceback" in complained or "Warning:" in complained:
        outcome.faults.append(f"{name}: {complained[-500:]}")
    if time.monotonic() - begun > SLOW:
        outcome.faults.append(f"{name}: took {time.monotonic() - begun:.0f} s")


def _forget_most():
    """Has the kernel measure anew how much memory was in use at most; returns what is in use."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return _megabytes("VmRSS")


def _megabytes(name):
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:  # elsewhere than on Linux
        return 0.0
    return int(re.search(rf"{name}:\s*(\d+)", status).group(1)) / 1024

"""Sessions that are killed, over and over, with one history."""

import json
import random
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from fitcoach.recording import PoseRecording
from fitcoach.session.places import history_file, journal_files

_DESCENT = Path(__file__).parents[1] / "data" / "squat-descent.npz"
REPS = 100


def many_squats(path: Path) -> None:
    """Writes a recording of so many reps, three seconds each, that is replayed in seconds."""
    with np.load(_DESCENT) as descent:
        bottom = len(descent["knee"]) - 1
        depths = np.interp(np.arange(0, 3, 1 / 30), [0.5, 1.5, 1.7, 2.7], [0, bottom, bottom, 0])
        places = np.tile(depths.round().astype(int), REPS)
        PoseRecording(
            t=np.arange(len(places)) / 30,
            image=descent["image"][places],
            world=descent["world"][places],
            visibility=descent["visibility"][places],
            size=tuple(descent["size"].tolist()),
        ).save(path)


class Killed:
    """What a session told before it was killed.

    Attributes:
        reps: Reps it had told of.
        was_over: Whether it came to its end before.
    """

    def __init__(self, source: Path, data: Path, after: float) -> None:
        """Runs a session and kills it so many seconds after its first rep."""
        process = subprocess.Popen(
            [sys.executable, "-m", "fitcoach", "live", "-e", "squat", "--source", source,
             "--data-dir", data, "--no-sound"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        told: list[str] = []
        for line in process.stdout:
            told.append(line)
            if line.startswith("rep 1:"):
                break
        reading = threading.Thread(target=lambda: told.extend(process.stdout))
        reading.start()
        time.sleep(after)
        process.kill()
        reading.join()
        process.wait()
        self.errors = process.stderr.read()
        process.stdout.close()
        process.stderr.close()
        # A rep is told in one line when it is counted and in another when it is graded.
        self.reps = sum(line.startswith("rep ") and ": " in line and ", ended" in line
                        for line in told if line.endswith("\n"))  # fmt: skip
        self.was_over = any(line.startswith("Kept as session") for line in told)


def recovered(data: Path) -> list[int]:
    """The reps of all sessions, the oldest first, after the next start; checks the database."""
    listing = subprocess.run(
        [sys.executable, "-m", "fitcoach", "sessions", "--json", "--limit", "1000",
         "--data-dir", data],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Traceback" not in listing.stderr
    assert journal_files(data) == []
    assert list(data.glob("journals/*")) == [], "nothing is left over, and nothing was damaged"
    if history_file(data).exists():
        with closing(sqlite3.connect(history_file(data))) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return [entry["reps"] for entry in reversed(json.loads(listing.stdout))]


def kill_and_recover(source: Path, data: Path, times: int, seconds: float, seed: int) -> list[int]:
    """Kills that many sessions at random moments within so many seconds of their first rep.

    Returns:
        How many reps each had told of when it was killed; all of them were found again.
    """
    moments = random.Random(seed)
    counts = []
    for number in range(1, times + 1):
        killed = Killed(source, data, moments.uniform(0.0, seconds))
        kept = recovered(data)
        assert len(kept) == number
        assert kept[-1] >= killed.reps, f"{killed.reps} told, {kept[-1]} found again"
        assert "Traceback" not in killed.errors
        counts.append(killed.reps)
    return counts

"""What the dashboard costs: python tests/benchmarks/dashboard.py CLIP [EXERCISE] [COLUMNS ROWS].

Counts a clip without a screen and with the dashboard in a terminal of its own, as quickly as the
machine can, and once with the dashboard at the clip's own speed. Reports ratios and the latency.
Run it with the environment's Python (.venv/bin/python) on a machine that does nothing else.
"""

import fcntl
import itertools
import json
import os
import pty
import struct
import subprocess
import sys
import termios
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

ROUNDS = 3
MODES = ("lines", "dashboard", "own speed")


def measure(mode: str, clip: str, exercise: str) -> dict[str, float]:
    """Runs one workout in this process; returns seconds and frames."""
    from fitcoach.capture import LandmarkerOptions, Pace, observe
    from fitcoach.classify.model import PoseModel
    from fitcoach.cli.announcer import Announcer
    from fitcoach.cli.feed import Feed
    from fitcoach.counting import Coaching
    from fitcoach.dashboard.app import Dashboard
    from fitcoach.dashboard.controls import Traffic
    from fitcoach.dashboard.status import Status
    from fitcoach.models import pose_model
    from fitcoach.resources import pose_classifier
    from fitcoach.session.history import History
    from fitcoach.session.journal import Journal
    from fitcoach.sound import Sound
    from fitcoach.workout import Moment, Trainer, single

    class Closing(Dashboard):
        """Closes itself at the end of the clip."""

        def show(self, moment: Moment, traffic: Traffic) -> None:
            super().show(moment, traffic)
            if moment.stage == "done":
                self.call_later(self.exit)

    sys.setswitchinterval(0.0005)  # as `fitcoach live` does
    latencies: list[float] = []
    times: list[float] = []
    shown = Status.shown

    def note(status: Status, arrived: float) -> None:
        latencies.append(time.monotonic() - arrived)
        shown(status, arrived)

    Status.shown = note  # type: ignore[method-assign]
    coaching = Coaching.of(exercise, PoseModel.load(pose_classifier()))
    pace = Pace() if mode == "own speed" else None
    stream = observe(clip, lambda: LandmarkerOptions(pose_model("full")), pace=pace)
    with TemporaryDirectory() as folder, stream, Sound(muted=True) as sound:
        trainer = Trainer(single(exercise), lambda _: coaching.panel(), guarded=False)
        journal = Journal(Path(folder), datetime.now(UTC), exercise, clip, "normal")
        feed = Feed(stream, trainer, journal, Announcer(sound), pace=pace)
        update = trainer.update

        def timed(sight):  # type: ignore[no-untyped-def]
            times.append(time.monotonic())
            return update(sight)

        trainer.update = timed  # type: ignore[method-assign]
        begun = time.thread_time()
        if mode == "lines":
            feed.start(lambda *_: None)
            feed.wait()
            feed.stop()
        else:
            Closing(feed, [], History(Path(folder))).run()
        screen = time.thread_time() - begun
        gaps = [b - a for a, b in itertools.pairwise(times)]
        return {
            "frames": len(times),
            "seconds": times[-1] - times[0],
            "median gap": median(gaps),
            "latency": median(latencies) if latencies else 0.0,
            "latency p95": quantiles(latencies, n=20)[-1] if latencies else 0.0,
            "drawn": len(latencies),
            "screen thread": screen,
            "reps": len(trainer.moment().finished[0].reps) if trainer.moment().finished else 0,
        }


def in_terminal(mode: str, clip: str, exercise: str, columns: int, rows: int) -> dict[str, float]:
    """Runs `measure` in a process with a terminal of the given size, which reads all at once."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    with TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = [sys.executable, __file__, "--child", mode, clip, exercise, str(result)]
        env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        child = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True
        )
        os.close(slave)
        written = 0
        while True:
            try:
                written += len(os.read(master, 65536))
            except OSError:  # the child has closed it
                break
        child.wait()
        os.close(master)
        return {**json.loads(result.read_text()), "kilobytes": written / 1000}


if __name__ == "__main__":
    if sys.argv[1] == "--child":
        _, _, mode, clip, exercise, result = sys.argv
        Path(result).write_text(json.dumps(measure(mode, clip, exercise)))
        sys.exit()
    clip, exercise = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "squat"
    columns, rows = map(int, sys.argv[3:5]) if len(sys.argv) > 4 else (120, 40)
    rates: dict[str, list[float]] = {mode: [] for mode in MODES}
    for _ in range(ROUNDS):  # in turns, since machines slow down and speed up
        for mode in MODES:
            run = in_terminal(mode, clip, exercise, columns, rows)
            rates[mode].append((run["frames"] - 1) / run["seconds"])
            print(mode, {key: round(value, 4) for key, value in run.items()}, flush=True)
    lines, dashboard = (median(rates[mode]) for mode in ("lines", "dashboard"))
    print(f"frames a second with the dashboard / without: {dashboard / lines:.3f}")

"""Trains for an hour without a break, and looks whether memory, threads or files pile up.

    python tests/benchmarks/soak.py [--minutes 60] [--screen plain|dashboard|both]

A clip that ships is repeated in one long file, which `live` plays as quickly as the machine can:
in plain lines, and in the dashboard on a terminal of its own. The journal tells how far it has
come; memory, threads and open files are looked at then. Each round of the clip must have the same
reps, and memory may grow by less than a megabyte in ten minutes of video once it is warm. Ends with
exit code 1 if that was not so. An hour of video takes some half an hour for each.
"""

import argparse
import fcntl
import json
import os
import pty
import re
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import av

CLIP = Path(__file__).parents[2] / "samples" / "clips" / "squat-5-reps.mp4"
REPS = 5
GROWTH = 1.0
"""Megabytes in ten minutes of video that are allowed."""
WARM = 3.0
"""Minutes of video until all is loaded and all windows of time are full."""
_STILL = 120.0
"""Seconds without a rep after which the dashboard is taken to be at its end."""


@dataclass(frozen=True)
class Look:
    """How much was in use when a rep of the video was over."""

    minutes: float
    megabytes: float
    threads: int
    files: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60.0, help="of video")
    parser.add_argument("--screen", choices=("plain", "dashboard", "both"), default="both")
    given = parser.parse_args()
    screens = ("plain", "dashboard") if given.screen == "both" else (given.screen,)
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder, "long.mp4")
        length, rounds = repeated(CLIP, film, 60 * given.minutes)
        print(f"{rounds} rounds of {length:.2f} s: {length * rounds / 60:.1f} minutes", flush=True)
        sound = [soak(screen, film, Path(folder, screen), length, rounds) for screen in screens]
    sys.exit(not all(sound))


def repeated(clip, target, seconds):
    """Writes a clip again and again into one file; returns its length and how often it is in it."""
    with av.open(str(target), "w") as film:
        with av.open(str(clip)) as source:
            stream = film.add_stream_from_template(source.streams.video[0])
            packets = [packet for packet in source.demux(video=0) if packet.dts is not None]
            base = packets[0].time_base
            ticks = round(1 / (source.streams.video[0].average_rate * base))
        length = ticks * len(packets)
        rounds = max(1, round(seconds / float(length * base)))
        for number in range(rounds):
            with av.open(str(clip)) as source:
                for packet in source.demux(video=0):
                    if packet.dts is None:
                        continue
                    packet.stream = stream
                    packet.pts += number * length
                    packet.dts += number * length
                    film.mux(packet)
    return float(length * base), rounds


def soak(screen, film, data, length, rounds):
    """Plays the film on that screen; tells what was seen, and says whether it was sound."""
    command = [
        sys.executable, "-m", "fitcoach", "live", "-e", "squat", "--source", str(film), "--fast",
        "--data-dir", str(data), *(["--plain"] if screen == "plain" else []),
    ]  # fmt: skip
    begun = time.monotonic()
    if screen == "plain":
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        keyboard = None
    else:
        keyboard, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        process = subprocess.Popen(
            command, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color"},
        )  # fmt: skip
        os.close(terminal)
        threading.Thread(target=_drain, args=(keyboard,), daemon=True).start()
    looks, ends = [], []
    last = time.monotonic()
    while process.poll() is None:
        time.sleep(0.2)
        fresh = _ends_of_reps(data)[len(ends) :]
        if fresh:
            ends += fresh
            last = time.monotonic()
            looks += filter(None, [_look(process.pid, ends[-1])])
        elif keyboard is not None and ends and time.monotonic() - last > _STILL:
            os.write(keyboard, b"q")
            time.sleep(2)
    minutes = (time.monotonic() - begun) / 60
    print(f"{screen}: {rounds} rounds in {minutes:.1f} minutes, exit code {process.returncode}")
    return tell(looks, ends, length, rounds) and not process.returncode


def _drain(keyboard):
    """Takes what is drawn, as a terminal does."""
    try:
        while os.read(keyboard, 65536):
            pass
    except OSError:
        pass  # it was closed


def _ends_of_reps(data):
    for path in data.glob("journals/*.jsonl"):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError:  # it is in the history now
            continue
        return [json.loads(line)["rep"]["end"] for line in lines if '"event": "rep",' in line]
    return []


def _look(process, seconds):
    try:
        status = Path(f"/proc/{process}/status").read_text()
        files = len(list(Path(f"/proc/{process}/fd").iterdir()))
    except OSError:  # it has just ended
        return None
    number = {key: int(value) for key, value in re.findall(r"(VmRSS|Threads):\s*(\d+)", status)}
    return Look(seconds / 60, number["VmRSS"] / 1024, number["Threads"], files)


def tell(looks, ends, length, rounds):
    """Prints the figures; returns whether all is well."""
    counts = Counter(int((end - length / 25) // length) for end in ends)
    odd = {number: counts[number] for number in range(rounds) if counts[number] != REPS}
    warm = [look for look in looks if look.minutes >= WARM] or looks
    growth = 10 * statistics.linear_regression(
        [look.minutes for look in warm], [look.megabytes for look in warm]
    ).slope  # fmt: skip
    print(f"  reps: {len(ends)} of {REPS * rounds}; rounds with another number: {odd or 'none'}")
    for name, look in (("first", looks[0]), ("warm", warm[0]), ("last", looks[-1])):
        print(f"  {name:5} at {look.minutes:5.1f} min: {look.megabytes:6.1f} MB, "
              f"{look.threads} threads, {look.files} files")  # fmt: skip
    print(f"  growth once warm: {growth:+.2f} MB in ten minutes of video", flush=True)
    piled = any(look.threads > warm[0].threads or look.files > warm[0].files for look in warm)
    if piled:
        print("  threads or files have piled up")
    return not (odd or piled or growth >= GROWTH)


if __name__ == "__main__":
    main()

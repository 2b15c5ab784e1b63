"""How long the history takes to answer when it is long.

    python tests/benchmarks/history.py [--sessions 10000]

Fills a history with made-up sessions of one to five sets and times what the user waits for, the
start of Python included: the least of five runs.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from training import SQUAT, hold_of, rep, session, set_of

from fitcoach.session.history import History

_TITLES = ("Squat", "Push-up", "Lunge", "Biceps curl")


def made_up(number: int):
    sets = []
    for _ in range(random.randint(1, 4)):
        title = random.choice(_TITLES)
        exercise = SQUAT.model_copy(update={"name": title.lower(), "title": title})
        grades = random.choices(["good", "fair", "fault"], [8, 1, 1], k=random.randint(6, 12))
        reps = [rep(i, random.uniform(70, 100), grade) for i, grade in enumerate(grades, 1)]
        sets.append(set_of(*reps, exercise=exercise))
    if random.random() < 0.2:
        sets.append(hold_of(random.uniform(20, 60)))
    return session(*sets, days=-0.4 * number)


def seconds(folder: str, *words: str) -> float:
    command = [sys.executable, "-m", "fitcoach", *words]
    if "--help" not in words:
        command += ["--data-dir", folder]
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=10_000)
    given = parser.parse_args()
    random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder))
        history.add(*(made_up(number) for number in range(given.sessions)))
        print(f"{given.sessions} sessions, {history.path.stat().st_size / 1e6:.0f} MB")
        for words in (
            ["--help"],
            ["sessions"],
            ["sessions", "--exercise", "squat", "--since", "2020-01-01"],
            ["sessions", "stats"],
            ["sessions", "stats", "--exercise", "squat"],
            ["sessions", "show", "last"],
        ):
            print(f"{seconds(folder, *words):6.2f} s  fitcoach {' '.join(words)}")


if __name__ == "__main__":
    main()

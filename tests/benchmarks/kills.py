"""Kills sessions at random moments and looks whether all that was told is found again.

    python tests/benchmarks/kills.py [--times 100] [--seed 1]

One history for all of them; each start takes over what the one before left. Stops at the first
session of which anything is missing. Takes some twenty minutes.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "functional"))

from killing import kill_and_recover, many_squats

_SECONDS = 15.0
"""As long as the session goes on after its first rep, and a little longer."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "many-squats.npz")
        many_squats(source)
        counts = kill_and_recover(source, Path(folder, "data"), given.times, _SECONDS, given.seed)
    print(
        f"{given.times} sessions killed after {min(counts)} to {max(counts)} reps; none is missing."
    )


if __name__ == "__main__":
    main()

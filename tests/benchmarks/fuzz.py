"""Gives fitcoach thousands of damaged and hostile files, and looks how it bears them.

    python tests/benchmarks/fuzz.py [--cases 10000] [--minutes 20] [--seed 1]
    python tests/benchmarks/fuzz.py --seed 1 --case 1234 [--keep DIR]

Exercises, workouts, rigs, calibrations, sample poses, recordings, classifiers, sessions, journals,
databases, label files, pose models, pictures and videos are spoiled in their structure or their
bytes and given to the commands that read them. Each command must end by itself with what it was
asked for or with a sentence: without a traceback, a crash, a hang, much memory, a file outside its
folder, or what would make a terminal do things. A seed and a number give the same case again;
--keep leaves its files in a folder. Ends with exit code 1 if there was anything to complain of.
"""

import argparse
import json
import queue
import secrets
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzzing.cases import Outcome, chosen, run_case

PATIENCE = 120.0
"""Seconds after which a case is given up."""
_MEMORY = 12 * 2**30
"""Bytes of address space, most of which native libraries only reserve."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", default=None, help="a number or any text; else a new one")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--case", type=int, help="only this one")
    parser.add_argument("--keep", type=Path, help="where its files are to be left")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    seed = given.seed or secrets.token_hex(4)
    if given.worker:
        work(seed, given.first)
    elif given.case is not None:
        show(run_case(seed, given.case, keep=given.keep))
    else:
        sys.exit(fuzz(seed, given.first, given.cases, given.minutes))


def fuzz(seed, first, cases, minutes):
    print(f"seed {seed}", flush=True)
    begun, outcomes = time.monotonic(), []
    while len(outcomes) < cases and time.monotonic() - begun < 60 * minutes:
        left = cases - len(outcomes)
        for outcome in worked(seed, first + len(outcomes), left, begun + 60 * minutes):
            outcomes.append(outcome)
            if outcome.faults:
                show(outcome)
    tell(outcomes, time.monotonic() - begun)
    return any(outcome.faults for outcome in outcomes)


def worked(seed, first, cases, until):
    """Outcomes from a worker, until there are enough, time is up, or the worker perishes."""
    command = [sys.executable, __file__, "--worker", "--seed", seed, "--first", str(first)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    lines = queue.Queue()
    errors = []
    threading.Thread(target=lambda: errors.extend(process.stderr), daemon=True).start()

    def read():
        for line in process.stdout:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    try:
        for number in range(first, first + cases):
            try:
                line = lines.get(timeout=PATIENCE)
            except queue.Empty:
                yield Outcome(number, chosen(seed, number)[1].__name__, ["hangs"])
                return
            if line is None:
                last = b"".join(errors[-30:]).decode(errors="replace")
                fault = f"ended the process with {process.wait()}: {last}"
                yield Outcome(number, chosen(seed, number)[1].__name__, [fault])
                return
            yield Outcome(**json.loads(line))
            if time.monotonic() > until:
                return
    finally:
        process.kill()
        process.wait()


def work(seed, first):
    """Runs cases one after the other, and writes an outcome a line."""
    import faulthandler
    import resource

    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    pipe = sys.stdout
    number = first
    while True:
        print(json.dumps(asdict(run_case(seed, number))), file=pipe, flush=True)
        number += 1


def show(outcome):
    print(f"case {outcome.number}, {outcome.kind}, {outcome.codes}, {outcome.seconds:.1f} s")
    for fault in outcome.faults:
        print(f"    {fault}", flush=True)


def tell(outcomes, seconds):
    kinds = Counter(outcome.kind for outcome in outcomes)
    bad = Counter(outcome.kind for outcome in outcomes if outcome.faults)
    refused = Counter(outcome.kind for outcome in outcomes if any(outcome.codes))
    print(f"{len(outcomes)} cases in {seconds / 60:.1f} minutes")
    for kind, count in kinds.most_common():
        print(f"  {kind:10} {count:6} cases, {refused[kind]:6} refused, {bad[kind]:4} at fault")
    if outcomes:
        slowest = max(outcomes, key=lambda outcome: outcome.seconds)
        largest = max(outcomes, key=lambda outcome: outcome.megabytes)
        print(f"slowest: case {slowest.number}, {slowest.kind}, {slowest.seconds:.1f} s")
        print(f"largest: case {largest.number}, {largest.kind}, {largest.megabytes:.0f} MB more")


if __name__ == "__main__":
    main()

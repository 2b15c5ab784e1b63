"""Work in processes of their own."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from fitcoach.cli.parallel import in_processes
from fitcoach.errors import FitcoachError


def worker():
    made_by = os.getpid()

    def work(item):
        if item == "bad":
            raise FitcoachError("bad: cannot be counted.")
        if item == "crash":
            os.abort()
        time.sleep(0.2 if item == "slow" else 0.0)
        return item, made_by, os.getpid()

    return work


def cannot_begin():
    raise FitcoachError("There is no classifier.")


def test_results_come_in_the_order_of_the_items():
    items = ["slow", "a", "b", "slow", "c"]
    done = list(in_processes(worker, items, 2))
    assert [item for item, *_ in done] == items
    assert all(made_by == worked for _, made_by, worked in done)
    assert os.getpid() not in {worked for *_, worked in done}


def meeting(folder):
    def meet(name):
        (folder / name).touch()
        deadline = time.monotonic() + 60
        while len(list(folder.iterdir())) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        return len(list(folder.iterdir()))

    return meet


def test_two_work_at_the_same_time(tmp_path):
    """Each waits for the other one, in vain if it came only afterwards."""
    assert list(in_processes(partial(meeting, tmp_path), ["a", "b"], 2)) == [2, 2]


@pytest.mark.parametrize(
    ("made", "item", "words"),
    [
        (worker, "bad", "cannot be counted"),
        (cannot_begin, "a", "There is no classifier"),
        (worker, "crash", "ended by the system"),
    ],
)
def test_what_goes_wrong_is_one_sentence(made, item, words):
    with pytest.raises(FitcoachError, match=words):
        list(in_processes(made, ["a", item], 2))


def _sleeper(folder):
    def work(_):
        (folder / str(os.getpid())).touch()
        time.sleep(60)

    return work


def _sleep(folder):
    list(in_processes(partial(_sleeper, folder), [1, 2], 2))


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_nobody_stays_behind(tmp_path, number):
    code = f"import test_parallel as t, pathlib; t._sleep(pathlib.Path({str(tmp_path)!r}))"
    process = subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": _python_path()}
    )
    deadline = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    workers = [int(path.name) for path in tmp_path.iterdir()]
    assert len(workers) == 2
    process.send_signal(number)
    process.wait()
    while any(map(_lives, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_lives, workers))


def _python_path():
    here = Path(__file__).parent
    return os.pathsep.join(map(str, (here, here.parents[1])))


def _lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]

"""Work on several things at once, in processes of their own."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from fitcoach.errors import FitcoachError

T = TypeVar("T")
R = TypeVar("R")

_here: dict[str, Callable[..., Any]] = {}
"""What works on an item in this process, once the first one has come, and what makes it."""


def in_processes(
    made: Callable[[], Callable[[T], R]], items: Sequence[T], jobs: int
) -> Iterator[R]:
    """Works on items, some at the same time.

    Args:
        made: Called once in each process; returns what works on an item. This, the items and the
            results go from process to process, so they must be picklable.
        items: What to work on.
        jobs: How many processes.

    Yields:
        The results in the order of the items.

    Raises:
        FitcoachError: A process ended in the middle of its work. What the work raises comes, too.
    """
    # Forked processes would have mediapipe's locks, but not its threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(items)), context, _begin, (made,)) as pool:
        waiting = [pool.submit(_do, item) for item in items]
        try:
            for one in waiting:
                yield one.result()
        except BrokenProcessPool:
            raise FitcoachError(
                "One of the processes was ended by the system (out of memory?) or by a clip that "
                "the landmarker cannot stand; leave out --jobs to see which."
            ) from None
        finally:
            if not all(one.done() for one in waiting):
                for process in multiprocessing.active_children():
                    process.terminate()  # nobody waits for the rest


def _begin(made: Callable[[], Callable[[T], R]]) -> None:
    _here["made"] = made
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches us all; one need say so
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(item: T) -> Any:  # noqa: ANN401 - what the work returns
    if "work" not in _here:
        _here["work"] = _here["made"]()
    return _here["work"](item)

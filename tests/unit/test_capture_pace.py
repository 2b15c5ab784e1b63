"""Playing a source at its own pace; how late it may get is the machine's affair, not tested."""

import threading
import time
from collections.abc import Callable

import pytest

from fitcoach.capture import Observation, Pace


class Waiting(threading.Thread):
    """Waits for a moment in a thread of its own."""

    def __init__(self, pace: Pace, timestamp: float) -> None:
        super().__init__(daemon=True)
        self.due: float | None = None
        self._wait: Callable[[], float] = lambda: pace.wait(timestamp)
        self.start()

    def run(self) -> None:
        self.due = self._wait()

    def over(self) -> float:
        self.join(10)
        assert self.due is not None
        return self.due


def test_the_first_moment_is_due_at_once_whatever_its_time() -> None:
    before = time.monotonic()
    due = Pace().wait(3600.0)
    assert before <= due <= time.monotonic()


def test_a_moment_is_waited_for_until_it_is_due() -> None:
    pace = Pace()
    start = pace.wait(5.0)
    due = pace.wait(5.2)
    assert due == pytest.approx(start + 0.2)
    assert time.monotonic() >= due


def test_what_comes_late_is_not_waited_for_and_was_due_when_it_was() -> None:
    pace = Pace()
    start = pace.wait(0.0)
    time.sleep(0.1)
    assert pace.wait(0.05) == pytest.approx(start + 0.05)


def test_a_pause_prolongs_the_wait_in_progress() -> None:
    pace = Pace()
    start = pace.wait(0.0)
    waiting = Waiting(pace, 0.2)
    pace.pause()
    paused = time.monotonic()
    time.sleep(0.4)
    assert waiting.is_alive()
    resumed = time.monotonic()
    pace.resume()
    due = waiting.over()
    assert due >= start + 0.2 + resumed - paused
    assert time.monotonic() >= due
    assert pace.wait(0.3) == pytest.approx(due + 0.1)


def test_nothing_is_let_through_in_a_pause_not_even_what_is_late() -> None:
    pace = Pace()
    pace.wait(0.0)
    time.sleep(0.05)
    pace.pause()
    waiting = Waiting(pace, 0.01)
    time.sleep(0.1)
    assert waiting.is_alive()
    pace.resume()
    waiting.over()


def test_a_pause_before_the_start_is_one_too() -> None:
    pace = Pace()
    pace.pause()
    waiting = Waiting(pace, 0.0)
    time.sleep(0.1)
    assert waiting.is_alive()
    resumed = time.monotonic()
    pace.resume()
    assert waiting.over() >= resumed


def test_pausing_twice_is_pausing_once_and_resuming_twice_resuming_once() -> None:
    pace = Pace()
    start = pace.wait(0.0)
    pace.pause()
    time.sleep(0.1)
    pace.pause()
    pace.resume()
    shifted = pace.wait(0.0)
    assert shifted >= start + 0.1
    pace.resume()
    assert pace.wait(0.0) == shifted


@pytest.mark.parametrize("paused", [False, True])
def test_stop_ends_all_waits(paused: bool) -> None:
    pace = Pace()
    pace.wait(0.0)
    if paused:
        pace.pause()
    waits = [Waiting(pace, 3600.0), Waiting(pace, 7200.0)]
    time.sleep(0.05)
    assert all(waiting.is_alive() for waiting in waits)
    pace.stop()
    for waiting in waits:
        waiting.over()
    pace.wait(3600.0)


def test_moments_are_played_when_due_and_none_is_left_out() -> None:
    times = [0.0, 0.04, 0.05, 0.2]
    played = []
    for moment in Pace().play(Observation(i, t, None) for i, t in enumerate(times)):
        assert time.monotonic() >= moment.arrived
        if moment.index == 0:
            time.sleep(0.1)  # two moments are late now
        played.append(moment)
    assert [moment.index for moment in played] == [0, 1, 2, 3]
    assert [moment.arrived - played[0].arrived for moment in played] == pytest.approx(times)


def test_stopping_ends_the_play() -> None:
    pace = Pace()
    moments = pace.play(Observation(i, 3600.0 * i, None) for i in range(9))
    assert next(moments).index == 0
    threading.Timer(0.05, pace.stop).start()
    assert list(moments) == []

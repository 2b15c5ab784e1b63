"""Opening a live source again, with sources that break off as told."""

import time
from collections.abc import Iterator

import numpy as np
import pytest

from fitcoach.capture import Frame, Observation
from fitcoach.capture.reconnect import Reconnection, lost_since
from fitcoach.errors import FitcoachError

PIXELS = np.zeros((2, 2, 3), np.uint8)


class Breaking:
    """A live source that breaks off after some frames, of which it skips every other."""

    name = "camera 7"
    live = True
    stills = False
    frame_rate = None
    frame_count = None

    def __init__(self, count: int) -> None:
        self._count = count

    def frames(self) -> Iterator[Frame]:
        start = time.monotonic()
        for i in range(self._count):
            now = time.monotonic()
            yield Frame(2 * i, now - start, PIXELS, arrived=now)
        raise FitcoachError("it broke off")


def test_frames_go_on_counting_and_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitcoach.capture.reconnect._RETRY", 0.05)
    left = iter([None, Breaking(0), None, Breaking(3)])

    def reopen() -> Breaking:
        source = next(left, None)
        if source is None:
            raise FitcoachError("nobody is there")
        return source

    reconnection = Reconnection(Breaking(2), reopen)
    frames = reconnection.frames()
    seen = [next(frames) for _ in range(5)]
    assert [frame.index for frame in seen] == [0, 2, 3, 5, 7]
    for frame in seen:
        assert frame.timestamp == pytest.approx(frame.arrived - seen[0].arrived)
    assert seen[2].timestamp > seen[1].timestamp + 4 * 0.05
    reconnection.stop()
    assert list(frames) == []


def test_a_source_that_never_sends_a_picture_is_not_waited_for() -> None:
    frames = Reconnection(Breaking(0), lambda: pytest.fail("it is opened again")).frames()
    with pytest.raises(FitcoachError, match="it broke off"):
        next(frames)


def test_a_lost_moment_lies_on_the_axis_of_those_before_it() -> None:
    last = Observation(41, 12.0, None, arrived=time.monotonic() - 3.0)
    lost = lost_since(last, "camera 7")
    assert lost.index == 41
    assert lost.timestamp - lost.arrived == pytest.approx(last.timestamp - last.arrived)
    assert lost.timestamp >= 15.0
    assert lost.lost == "camera 7: no more pictures come; check the cable or the connection."

"""The feed: capture and trainer in a thread of their own."""

import json
import os
import signal
import threading
import time
from datetime import UTC, datetime

import pytest
from scripted import FRAME, squat_panel, squatting

from fitcoach.capture import Observation, ObservationStream
from fitcoach.cli.announcer import Announcer
from fitcoach.cli.feed import Feed
from fitcoach.session.journal import Journal
from fitcoach.sound import Sound
from fitcoach.workout import Trainer, single


def squats(seconds_each):
    """One squat every 1.8 s for ever, a picture every so many seconds of real time."""
    index = 0
    while True:
        t = index * FRAME
        depth = 1.0 if 0.6 <= t % 1.8 < 1.2 else 0.0
        yield Observation(index, t, squatting(t, depth), arrived=time.monotonic())
        index += 1
        time.sleep(seconds_each)


def test_ctrl_c_while_waiting_leaves_no_thread_behind(tmp_path):
    """The set that is in progress is written down before the session is done."""
    stream = ObservationStream("scripted", squats(0.005), live=True)
    with stream, Sound(muted=True) as sound:
        trainer = Trainer(single("squat"), squat_panel, guarded=False)
        journal = Journal(tmp_path, datetime.now(UTC), "squat", "scripted", "normal")
        feed = Feed(stream, trainer, journal, Announcer(sound))
        close = stream.close
        feed.start(lambda *_: None)
        while not journal.path.exists():
            time.sleep(0.01)
        stream.close = lambda: (close(), time.sleep(0.2))  # a camera that is slow to let go
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            feed.wait()
        feed.stop()
        journal.close(keep=True)
    events = [json.loads(line)["event"] for line in journal.path.read_text().splitlines()]
    assert events[-2:] == ["set-done", "session-done"]

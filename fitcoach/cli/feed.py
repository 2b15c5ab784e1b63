"""The feed: capture and trainer at work in a thread of their own, beside the dashboard."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from fitcoach.capture import Observation, ObservationStream, Pace
from fitcoach.capture.recorder import Recorder
from fitcoach.cli.announcer import Announcer
from fitcoach.cli.viewing import Watch
from fitcoach.dashboard.controls import Show, Traffic
from fitcoach.session.journal import Journal
from fitcoach.workout import Moment, Sight, Trainer

_SETTLING: Final = 0.1
"""How much a new frame counts in the frame rate that is shown: it is an average of about ten."""


def sight_of(observation: Observation) -> Sight:
    """What the trainer is told of an observation."""
    return Sight(
        observation.timestamp,
        observation.pose,
        observation.people,
        observation.brightness,
        observation.lost,
    )


class Feed:
    """Takes observations to the trainer, and its moments to journal, sound and screen.

    The journal comes first: a finished rep is on disk before it is shown.
    """

    def __init__(
        self,
        stream: ObservationStream,
        trainer: Trainer,
        journal: Journal,
        announcer: Announcer,
        *,
        pace: Pace | None = None,
        recorders: Sequence[Recorder] = (),
        watch: Watch | None = None,
    ) -> None:
        """Takes over stream and recorders, to close them; the stream is played by the pace."""
        self.source = stream.name
        self.mirrored = stream.live
        self.ring: Callable[[], None] = lambda: None
        self.error: BaseException | None = None
        """Why the source could not be read to its end."""
        self._stream = stream
        self._trainer = trainer
        self._journal = journal
        self._announcer = announcer
        self._pace = pace
        self._recorders = recorders
        self._watch = watch
        self._show: Show = lambda *_: None
        self._lock = threading.Lock()  # of the trainer, who hears two threads
        self._going = threading.Event()
        self._going.set()
        # Not `Thread.join`: in Python 3.11, once Ctrl-C has broken into it, the thread is taken
        # for ended while it still runs.
        self._ended = threading.Event()
        self._interval = 0.0
        self._traffic = Traffic(time.monotonic(), 0.0, 0)
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)

    @property
    def muted(self) -> bool:
        """See `Controls.muted`."""
        return self._announcer.sound.muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._announcer.sound.muted = muted

    @property
    def trouble(self) -> str | None:
        """See `Controls.trouble`."""
        recording = next((r.trouble for r in self._recorders if r.trouble), None)
        error = str(self.error) if self.error is not None else None
        viewing = self._watch.trouble if self._watch is not None else None
        return (
            error or self._journal.trouble or recording or viewing or self._announcer.sound.trouble
        )

    def start(self, show: Show) -> None:
        """See `Controls.start`."""
        self._show = show
        self._thread.start()

    def wait(self) -> None:
        """Waits until the source or the workout is at its end."""
        self._ended.wait()

    def ask(self, request: Callable[[Trainer], None]) -> None:
        """See `Controls.ask`."""
        with self._lock:
            request(self._trainer)
            moment = self._publish(self._trainer.moment())
            if self._watch is not None:
                self._watch.note(moment)
        if not self._stream.live:
            self._halt(paused=moment.paused == "asked")

    def stop(self) -> None:
        """See `Controls.stop`."""
        self._stream.close()
        self._going.set()
        if self._thread.ident is not None:  # it was started
            self.wait()
        # Not sooner: until then the user may correct the last set.
        self._journal.finish(self._trainer.moment().timestamp)

    def _halt(self, *, paused: bool) -> None:
        """A recording waits while it is paused; a camera goes on."""
        if paused != self._going.is_set():
            return
        if paused:
            self._going.clear()
        else:
            self._going.set()
        if self._pace is not None:
            (self._pace.pause if paused else self._pace.resume)()

    def _run(self) -> None:
        try:
            self._follow()
        finally:
            self._ended.set()

    def _follow(self) -> None:
        try:
            for observation in self._stream:
                self._going.wait()
                if self._take(observation).stage == "done":
                    break
        except BaseException as error:  # the command raises it when the screen is gone
            self.error = error
        finally:
            self._stream.close()
            for recorder in self._recorders:
                recorder.close()
            with self._lock:
                self._trainer.finish()
                self._publish(self._trainer.moment())

    def _take(self, observation: Observation) -> Moment:
        passed = observation.arrived - self._traffic.arrived
        self._interval += _SETTLING * (passed - self._interval)
        rate = 1 / self._interval if self._interval > 0 else 0.0
        self._traffic = Traffic(observation.arrived, rate, self._stream.dropped)
        for recorder in self._recorders:
            recorder.take(observation)
        with self._lock:
            moment = self._publish(self._trainer.update(sight_of(observation)))
        if self._watch is not None:
            self._watch.take(observation, moment)
        self._stream.count_people(moment.stage == "setup" and self._stream.live)
        return moment

    def _publish(self, moment: Moment) -> Moment:
        self._journal.write(moment)
        self._announcer.follow(moment)
        self._show(moment, self._traffic)
        return moment

"""A session as Rerun logs it: what is to be written for each moment."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

import rerun as rr

from fitcoach.classify.model import PoseModel
from fitcoach.rig import Rig
from fitcoach.session.log import SessionLog
from fitcoach.viewer import body
from fitcoach.viewer.columns import Columns
from fitcoach.viewer.curves import Curves
from fitcoach.viewer.ghosts import Ghosts
from fitcoach.viewer.glimpse import Glimpse
from fitcoach.viewer.ground import Ground
from fitcoach.viewer.layout import layout
from fitcoach.viewer.pictures import Masks, Stills, pictures_of
from fitcoach.viewer.schema import APPLICATION, FRAME, OTHERS, TIME
from fitcoach.viewer.story import Story

_TOGETHER: Final = 500
"""Rows that are sent together at most: about a second of video."""

Sink = Callable[[], rr.FileSink | rr.GrpcSink]


def to_file(path: Path) -> Sink:
    """Keeps a recording in a file."""
    return lambda: rr.FileSink(path)


def to_viewer(url: str) -> Sink:
    """Shows a recording in a viewer that runs."""
    return lambda: rr.GrpcSink(url)


class Recording:
    """Writes the moments of one source. All of it may raise `RuntimeError` and `OSError`."""

    def __init__(
        self,
        sink: Sink,
        name: str,
        began: datetime,
        model: PoseModel,
        *,
        clip: Path | None,
        live: bool,
        rig: Rig | None = None,
    ) -> None:
        """Logs what stays.

        Args:
            sink: Where it goes.
            name: What the source is called.
            began: When.
            model: What was learned, for the ghosts.
            clip: The source's file, if it may be stored in place of single pictures.
            live: Whether the viewer is to follow what comes, rather than to play it from its start.
            rig: The cameras, where there are several.
        """
        recording = rr.RecordingStream(APPLICATION)
        recording.set_log_time_enabled(False)  # there is another timeline for time
        recording.set_log_tick_enabled(False)
        recording.set_sinks(sink(), default_blueprint=layout(live=live, rig=rig))
        recording.send_recording_name(name)
        recording.send_recording_start_time_nanos(round(began.timestamp() * 1e9))
        self._recording = recording
        self._live = live
        self._rig = rig
        self._laid_out = False
        self._columns = Columns()
        self._phases: tuple[str, ...] = ()
        body.set_the_scene(recording, cameras=1 if rig is None else len(rig.camera))
        body.annotate(recording, self._phases)
        self._pictures = pictures_of(recording, None if rig else clip)
        self._others = [Stills(f"{root}/picture") for root in OTHERS]
        self._ground = Ground(recording, rig)
        self._masks = Masks(recording)
        self._curves = Curves(recording)
        self._ghosts = Ghosts(recording, model, self._ground)
        self._story = Story(recording)
        self.needs_pixels = self._pictures.needs_pixels

    def add(self, glimpse: Glimpse) -> None:
        """Adds a moment."""
        moment, frame = glimpse.moment, glimpse.index
        time = moment.timestamp
        if not self._laid_out and glimpse.size is not None:
            self._lay_out(glimpse.size)
        recording, columns = self._recording, self._columns
        recording.reset_time()
        recording.set_time(TIME, duration=time)
        recording.set_time(FRAME, sequence=frame)
        if moment.exercise is not None and moment.exercise.phases != self._phases:
            self._phases = moment.exercise.phases
            body.annotate(recording, self._phases)
            self._story.introduce(moment.exercise)
        self._pictures.add(columns, time, frame, glimpse.pixels)
        if glimpse.mask is not None:
            self._masks.add(time, glimpse.mask, self._pictures.scale(glimpse.mask.shape))
        scale = 1.0 if moment.pose is None else self._pictures.scale(moment.pose.size)
        body.add_pose(columns, (time, frame), moment.pose, scale, self._ground)
        for root, stills, other in zip(OTHERS, self._others, glimpse.others, strict=False):
            stills.add(columns, time, frame, other.pixels)
            scale = 1.0 if other.pose is None else stills.scale(other.pose.size)
            body.add_flat(columns, root, (time, frame), other.pose, scale)
        self._curves.add(columns, frame, moment)
        self._ghosts.add(columns, frame, moment)
        self._story.add(glimpse)
        if columns.waiting >= _TOGETHER:
            self.send()

    def _lay_out(self, size: tuple[int, int]) -> None:
        self._laid_out = True
        scale = self._pictures.scale(size)
        height, width = (scale * side for side in size)
        self._recording.send_blueprint(layout(live=self._live, size=(height, width), rig=self._rig))

    def send(self) -> None:
        """Sends what waits."""
        if self._columns.waiting:
            self._columns.send(self._recording)

    def check(self, patience: float) -> None:
        """Waits until all is where it belongs, for so many seconds at most."""
        self.send()
        self._recording.flush(timeout_sec=patience)

    def end(self, log: SessionLog | None) -> None:
        """Adds what is known at the end only."""
        self._story.end(log)

    def close(self) -> None:
        """Completes the file, ends the connection."""
        self._recording.disconnect()

"""From the sources of a rig to observations with poses in space."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Final

from fitcoach.capture.observation import Observation
from fitcoach.capture.observe import frames_of, observe
from fitcoach.capture.options import LandmarkerOptions
from fitcoach.capture.pace import Pace
from fitcoach.capture.prefetch import Prefetch
from fitcoach.capture.stereo.check import (
    Report,
    Views,
    check_alike,
    check_exchanged,
    check_fit,
    misfit,
)
from fitcoach.capture.stereo.fuse import Fusion
from fitcoach.capture.stereo.offset import Track, likely_offsets
from fitcoach.capture.stereo.pairing import Clock, paired, poses_of
from fitcoach.capture.stream import ObservationStream
from fitcoach.errors import FitcoachError
from fitcoach.rig import Rig
from fitcoach.words import many

_LOOK: Final = 15.0
"""Seconds of the clips that are looked at before anything is told: a few reps."""

_ROOM: Final = 500_000_000
"""Bytes that masks may take meanwhile."""

_AHEAD: Final = 4
"""Observations of each camera that may wait for those of the others."""

_VIEWS: Final = 60
"""Moments by which it is told whether rig and sources belong together."""

_SURE: Final = 10
"""Moments, twice a second, after which it is told of cameras whether they are exchanged."""

_BETTER: Final = 0.97
"""That the clips did not begin together is believed if the views then agree better by this."""


@dataclass(slots=True, eq=False)
class _Camera:
    """One of the sources.

    Attributes:
        source: As the user named it.
        stream: What it shows.
        ahead: The same, from a thread of its own, so that all landmarkers work at once.
        begun: What was looked at already, without its pictures.
        error: Why nothing comes after that.
    """

    source: str
    stream: ObservationStream
    ahead: Prefetch[Observation]
    begun: list[Observation] = field(default_factory=list)
    error: FitcoachError | None = None
    over: bool = False

    @property
    def seconds(self) -> float:
        """How far it was looked at."""
        return self.begun[-1].timestamp if self.begun else 0.0

    def look(self) -> Observation | None:
        """The next observation; `None` at the end."""
        try:
            return next(self.ahead)
        except StopIteration:
            pass
        except FitcoachError as error:
            self.error = error
        self.over = True
        return None

    def observations(self, *, pictures: bool) -> Iterator[Observation]:
        """All of them from the first one on, of what was looked at already with pictures if asked.

        Raises:
            FitcoachError: The source broke off.
        """
        yield from self._with_pictures() if pictures else self.begun
        self.begun = []
        if self.error is not None:
            raise self.error
        yield from self.ahead

    def _with_pictures(self) -> Iterator[Observation]:
        frames = frames_of(self.source)
        for observation in self.begun:
            frame = next((f for f in frames if f.index >= observation.index), None)
            yield replace(observation, frame=frame)


def observe_rig(
    rig: Rig,
    sources: Sequence[str],
    options: Callable[[], LandmarkerOptions],
    *,
    offsets: Sequence[float] = (),
    pace: Pace | None = None,
    keep: bool = False,
    pictures: bool = True,
) -> ObservationStream:
    """Opens several sources that show the same person.

    Args:
        rig: The cameras they were taken with, in that order.
        sources: As many of what `observe` takes, all live or none.
        options: See `observe`.
        offsets: Seconds by which each clip after the first began later. Without any they are told
            from the movement; live sources share a clock.
        pace: See `observe`.
        keep: See `observe`.
        pictures: Whether the pictures are wanted; clips are then read twice in part.

    Returns:
        The observations of the first camera, with poses in space, and with those of the others.

    Raises:
        FitcoachError: Their number is wrong, a source or the landmarker cannot be opened, a
            picture's shape is not the rig's, the sources are exchanged, or do not fit the rig.
    """
    if len(sources) != len(rig.camera):
        raise FitcoachError(
            f"The rig has {len(rig.camera)} cameras, but {many(len(sources), 'source')} "
            f"{'is' if len(sources) == 1 else 'are'} named; give --source once for each camera, in "
            "the order of the rig."
        )
    if offsets and len(offsets) != len(sources) - 1:
        raise FitcoachError(
            f"The rig has {len(rig.camera)} cameras, but --offset is given "
            f"{many(len(offsets), 'time')}; give it once for each source after the first, or leave "
            "it out."
        )
    with ExitStack() as resources:
        streams = [resources.enter_context(observe(s, options, keep=keep)) for s in sources]
        live = streams[0].live
        check_alike(streams)
        cameras = [
            _Camera(s, stream, Prefetch(stream, _AHEAD, latest=live, stop=stream.close))
            for s, stream in zip(sources, streams, strict=True)
        ]
        for camera in cameras:
            resources.callback(camera.ahead.close)
        names = [stream.name for stream in streams]
        fitted = rig.fitted(names, [_size(camera) for camera in cameras])
        report = Report(fitted, names, offsets or [0.0] * (len(names) - 1))
        if not live:
            _look_ahead(cameras)
            if not offsets:
                report.offsets, report.found = _offsets(fitted, cameras), True
            check_fit(fitted, names, _views(cameras, report.offsets))
        shown = _fused(cameras, report, live=live, pictures=pictures or live)

        def interrupt() -> None:
            if pace is not None:
                pace.stop()
            for camera in cameras:
                camera.ahead.close()

        return ObservationStream(
            " + ".join(names),
            pace.play(shown) if pace and not live else shown,
            live=live,
            frame_rate=streams[0].frame_rate,
            frame_count=streams[0].frame_count,
            report=report,
            interrupt=interrupt,
            resources=resources.pop_all(),
        )


def _size(camera: _Camera) -> tuple[int, int]:
    """Height and width of the pictures, which takes a first look."""
    while (observation := camera.look()) is not None:
        camera.begun.append(observation)
        if observation.frame is not None:
            height, width = observation.frame.pixels.shape[:2]
            return height, width
        if observation.pose is not None:
            return observation.pose.size
    raise camera.error or FitcoachError(
        f"{camera.stream.name}: nobody is seen in it, so that there is nothing to measure."
    )


def _look_ahead(cameras: Sequence[_Camera]) -> None:
    """Looks at the beginning of the clips, in turns, so that all landmarkers are busy."""
    room = _ROOM
    for camera in cameras:
        camera.begun = [replace(observation, frame=None) for observation in camera.begun]
    while room > 0:
        going = [camera for camera in cameras if not camera.over and camera.seconds < _LOOK]
        if not going:
            return
        camera = min(going, key=lambda camera: camera.seconds)
        if (observation := camera.look()) is not None:
            room -= 0 if observation.mask is None else observation.mask.nbytes
            camera.begun.append(replace(observation, frame=None))


def _offsets(rig: Rig, cameras: Sequence[_Camera]) -> list[float]:
    """By how much each later clip began after the first one.

    The offset at which the views agree best, of those at which the movements do, and of none.
    """
    tracks = [Track.of_poses([(o.timestamp, o.pose) for o in c.begun]) for c in cameras]
    found = []
    for number in range(1, len(cameras)):
        both, seen = (rig.camera[0], rig.camera[number]), (cameras[0], cameras[number])
        best, least = 0.0, misfit(both, _views(seen, [0.0]))
        for offset in likely_offsets(tracks[0], tracks[number]):
            apart = misfit(both, _views(seen, [offset]))
            if apart < (_BETTER if best == 0.0 else 1.0) * least:
                best, least = offset, apart
        found.append(best)
    return found


def _views(cameras: Sequence[_Camera], offsets: Sequence[float]) -> list[Views]:
    """Moments at which two saw somebody, evenly from what was looked at already."""
    begun = [iter(camera.begun) for camera in cameras]
    moments = paired(begun, _clocks(offsets, live=False))
    views: list[Views] = [poses_of((first, *others)) for first, others in moments]
    useful = [each for each in views if sum(pose is not None for pose in each) > 1]
    return useful[:: max(1, len(useful) // _VIEWS)]


def _clocks(offsets: Sequence[float], *, live: bool) -> list[Clock]:
    """Of cameras that of this machine, of clips their own."""

    def clock(later: float) -> Clock:
        return lambda o: (o.arrived if live else o.timestamp) + later

    return [clock(offset) for offset in (0.0, *offsets)]


def _fused(
    cameras: Sequence[_Camera], report: Report, *, live: bool, pictures: bool
) -> Iterator[Observation]:
    fusion = Fusion(report.rig)
    streams = [camera.observations(pictures=pictures and not live) for camera in cameras]
    clocks = _clocks(report.offsets, live=live)
    checked = not live
    for first, others in paired(streams, clocks):
        seen = [each for each in (first, *others) if each is not None]
        pose = fusion.fuse(*poses_of((first, *others)))
        report.take(first, others, pose)
        if not checked and len(report.views) >= _SURE:
            check_exchanged(report.rig, report.names, report.views)
            checked = True
        people = max(each.people for each in seen)
        yield replace(first, pose=pose, people=people, others=tuple(others))

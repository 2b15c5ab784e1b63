"""From two sources and a rig to observations with poses in space."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Final

from fitcoach.capture.observation import Observation
from fitcoach.capture.observe import frames_of, observe
from fitcoach.capture.options import LandmarkerOptions
from fitcoach.capture.pace import Pace
from fitcoach.capture.prefetch import Prefetch
from fitcoach.capture.stereo.check import Pair, Report, check_exchanged, check_fit, misfit
from fitcoach.capture.stereo.fuse import Fusion
from fitcoach.capture.stereo.offset import Track, offsets
from fitcoach.capture.stereo.pairing import Clock, paired
from fitcoach.capture.stream import ObservationStream
from fitcoach.errors import FitcoachError
from fitcoach.rig import Rig

_LOOK: Final = 15.0
"""Seconds of both clips that are looked at before anything is told: a few reps."""

_ROOM: Final = 500_000_000
"""Bytes that masks may take meanwhile."""

_AHEAD: Final = 4
"""Observations of each camera that may wait for the other one's."""

_PAIRS: Final = 60
"""Moments by which it is told whether rig and sources belong together."""

_SURE: Final = 10
"""Moments, twice a second, after which it is told of cameras whether they are exchanged."""

_BETTER: Final = 0.97
"""That the clips did not begin together is believed if the views then agree better by this."""


@dataclass(slots=True, eq=False)
class _Camera:
    """One of the two sources.

    Attributes:
        source: As the user named it.
        stream: What it shows.
        ahead: The same, from a thread of its own, so that both landmarkers work at once.
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
    offset: float | None = None,
    pace: Pace | None = None,
    keep: bool = False,
    pictures: bool = True,
) -> ObservationStream:
    """Opens two sources that show the same person.

    Args:
        rig: The cameras they were taken with, in that order.
        sources: Two of what `observe` takes, both live or neither.
        options: See `observe`.
        offset: Seconds by which the second clip began later. `None` has it told from the movement;
            live sources share a clock.
        pace: See `observe`.
        keep: See `observe`.
        pictures: Whether the pictures are wanted; clips are then read twice in part.

    Returns:
        The observations of the first camera, with poses in space, and with those of the second.

    Raises:
        FitcoachError: A source or the landmarker cannot be opened, a picture's shape is not the
            rig's, the sources are exchanged, or do not fit the rig.
    """
    if len(sources) != 2:  # noqa: PLR2004
        raise FitcoachError(
            f"A rig has two cameras, but {len(sources)} source(s) are named; "
            "give --source twice, in the order of the rig."
        )
    with ExitStack() as resources:
        streams = [resources.enter_context(observe(s, options, keep=keep)) for s in sources]
        live = streams[0].live
        if streams[1].live != live:
            raise FitcoachError(
                f"{streams[0].name} and {streams[1].name}: one comes from a camera and the other "
                "is a recording; both must be the one or the other."
            )
        cameras = [
            _Camera(s, stream, Prefetch(stream, _AHEAD, latest=live, stop=stream.close))
            for s, stream in zip(sources, streams, strict=True)
        ]
        for camera in cameras:
            resources.callback(camera.ahead.close)
        names = (streams[0].name, streams[1].name)
        fitted = rig.fitted(names, [_size(camera) for camera in cameras])
        report = Report(fitted, names, offset or 0.0)
        if not live:
            _look_ahead(cameras)
            if offset is None:
                report.offset, report.found = _offset(fitted, cameras), True
            check_fit(fitted, names, _pairs(cameras, report.offset))
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
    """Looks at the beginning of both clips, in turns, so that both landmarkers are busy."""
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


def _offset(rig: Rig, cameras: Sequence[_Camera]) -> float:
    """The offset at which the views agree best, of those at which the movements do, and of none."""
    tracks = [Track.of_poses([(o.timestamp, o.pose) for o in c.begun]) for c in cameras]
    best, least = 0.0, misfit(rig.camera, _pairs(cameras, 0.0))
    for offset in offsets(*tracks):
        apart = misfit(rig.camera, _pairs(cameras, offset))
        if apart < (_BETTER if best == 0.0 else 1.0) * least:
            best, least = offset, apart
    return best


def _pairs(cameras: Sequence[_Camera], offset: float) -> list[Pair]:
    """Moments at which both cameras saw somebody, evenly from what was looked at already."""
    first, second = cameras
    both = [
        (here.pose, there.pose)
        for here, there in paired(iter(first.begun), iter(second.begun), _recorded(offset))
        if here.pose is not None and there is not None and there.pose is not None
    ]
    return both[:: max(1, len(both) // _PAIRS)]


def _recorded(offset: float) -> tuple[Clock, Clock]:
    """The clocks of two clips."""
    return (lambda o: o.timestamp), (lambda o: o.timestamp + offset)


def _live(offset: float) -> tuple[Clock, Clock]:
    """The clocks of two cameras, which this machine's clock is read for."""
    return (lambda o: o.arrived), (lambda o: o.arrived + offset)


def _fused(
    cameras: Sequence[_Camera], report: Report, *, live: bool, pictures: bool
) -> Iterator[Observation]:
    fusion = Fusion(report.rig)
    both = [camera.observations(pictures=pictures and not live) for camera in cameras]
    clocks = (_live if live else _recorded)(report.offset)
    checked = not live
    for first, second in paired(both[0], both[1], clocks):
        pose = fusion.fuse(first.pose, None if second is None else second.pose)
        report.take(first, second, pose)
        if not checked and len(report.pairs) >= _SURE:
            check_exchanged(report.rig, report.names, report.pairs)
            checked = True
        people = max(first.people, 0 if second is None else second.people)
        yield replace(first, pose=pose, people=people, second=second)

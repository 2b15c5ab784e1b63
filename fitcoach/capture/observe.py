"""From a source named by the user to observations."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from fitcoach import recording
from fitcoach.capture.follow import PersonFollower
from fitcoach.capture.observation import Frame, Observation
from fitcoach.capture.options import LandmarkerOptions
from fitcoach.capture.prefetch import Prefetch
from fitcoach.capture.source import Source
from fitcoach.recording import PoseRecording

if TYPE_CHECKING:
    from fitcoach.capture.landmarker import Person

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_AHEAD = 4  # frames; in full HD one takes 6 MB


class ObservationStream:
    """Observations in the order of time; a context manager, so that cameras are let go.

    Attributes:
        name: What the source is called.
        live: Whether it comes in its own time (camera, stream) and has no end.
        frame_rate: Frames a second as the source states it, `None` where it does not.
        frame_count: Number of frames as the source states it (containers estimate), or `None`.
    """

    def __init__(
        self,
        name: str,
        observations: Iterator[Observation],
        *,
        live: bool = False,
        frame_rate: float | None = None,
        frame_count: int | None = None,
        resources: ExitStack | None = None,
    ) -> None:
        """Takes over the resources, to close them."""
        self.name = name
        self.live = live
        self.frame_rate = frame_rate
        self.frame_count = frame_count
        self._observations = observations
        self._resources = resources or ExitStack()

    def __iter__(self) -> Iterator[Observation]:
        return self

    def __next__(self) -> Observation:
        """Returns the next observation.

        Raises:
            FitcoachError: The source broke off; everything readable came before.
        """
        return next(self._observations)

    def close(self) -> None:
        """Lets go of the source and the landmarker; twice does no harm."""
        self._resources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def observe(source: str, options: Callable[[], LandmarkerOptions]) -> ObservationStream:
    """Opens a source.

    Args:
        source: A camera's number, a URL, a folder of pictures, recorded poses (`.npz`), or a clip.
        options: Called if a landmarker is needed. Pictures of a folder are always looked at one by
            one, in image mode, since nothing moves from one to the next.

    Returns:
        The observations, to be iterated over once.

    Raises:
        FitcoachError: The source or the landmarker cannot be opened.
    """
    if not _URL.match(source) and source.endswith(recording.SUFFIX):
        return _replay(Path(source))
    opened = _open(source)
    asked = options()
    return _look(opened, replace(asked, mode="image") if opened.stills else asked)


# OpenCV and mediapipe take half a second each to load, and not every source needs them.


def _open(source: str) -> Source:
    from fitcoach.capture import images, live, video  # noqa: PLC0415

    if source.isdecimal():
        return live.open_camera(int(source))
    if _URL.match(source):
        return live.open_stream(source)
    path = Path(source)
    return images.Images(path) if path.is_dir() else video.open_video(path)


def _look(source: Source, options: LandmarkerOptions) -> ObservationStream:
    from fitcoach.capture.landmarker import Landmarker  # noqa: PLC0415

    with ExitStack() as resources:
        landmarker = resources.enter_context(Landmarker(options))
        # From a live source only the latest frame counts, from any other one all do.
        depth = 1 if source.live else _AHEAD
        frames = resources.enter_context(Prefetch(source.frames(), depth, latest=source.live))
        return ObservationStream(
            source.name,
            _observations(landmarker.watch(frames, lossless=not source.live)),
            live=source.live,
            frame_rate=source.frame_rate,
            frame_count=source.frame_count,
            resources=resources.pop_all(),
        )


def _observations(watched: Iterator[tuple[Frame, list["Person"]]]) -> Iterator[Observation]:
    follower = PersonFollower()
    for frame, people in watched:
        chosen = follower.pick([person.pose for person in people], frame.timestamp)
        pose, mask = (None, None) if chosen is None else (people[chosen].pose, people[chosen].mask)
        yield Observation(frame.index, frame.timestamp, pose, frame, mask)


def _replay(path: Path) -> ObservationStream:
    recorded = PoseRecording.load(path)
    return ObservationStream(
        str(path),
        (Observation(index, t, pose) for index, (t, pose) in enumerate(recorded)),
        frame_rate=1 / float(np.median(np.diff(recorded.t))) if len(recorded) > 1 else None,
        frame_count=len(recorded),
    )

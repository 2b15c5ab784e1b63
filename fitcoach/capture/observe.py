"""From a source named by the user to observations."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fitcoach import recording
from fitcoach.capture.follow import PersonFollower
from fitcoach.capture.observation import Frame, Observation
from fitcoach.capture.options import LandmarkerOptions
from fitcoach.capture.pace import Pace
from fitcoach.capture.prefetch import Prefetch
from fitcoach.capture.reconnect import Reconnection, lost_since, with_gaps
from fitcoach.capture.source import Source
from fitcoach.capture.stream import ObservationStream
from fitcoach.errors import FitcoachError
from fitcoach.recording import PoseRecording

if TYPE_CHECKING:
    from fitcoach.capture.heads import HeadCount
    from fitcoach.capture.landmarker import Person, Prepared

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_AHEAD = 2  # frames; in full HD one takes 12 MB, and what waits longer leaves the caches
_SHOWN = 80  # letters of a name that may be too long


def observe(
    source: str,
    options: Callable[[], LandmarkerOptions],
    *,
    pace: Pace | None = None,
    keep: bool = False,
) -> ObservationStream:
    """Opens a source.

    Args:
        source: A camera's number, a URL, a folder of pictures, recorded poses (`.npz`), or a clip.
        options: Called if a landmarker is needed. Pictures of a folder are always looked at one by
            one, in image mode, since nothing moves from one to the next.
        pace: Has what is not live come when it is due, else it comes as fast as it is taken. No
            frame is left out where the landmarker is slower than that. Closing the stream stops it.
        keep: Whether to go on when a live source breaks off: it is opened again and again, and
            until pictures come there is an observation with `lost` twice a second.

    Returns:
        The observations, to be iterated over once.

    Raises:
        FitcoachError: The source or the landmarker cannot be opened.
    """
    if not _URL.match(source) and source.endswith(recording.SUFFIX):
        return _replay(Path(source), pace)
    opened = open_source(source)
    asked = options()
    looking = replace(asked, mode="image") if opened.stills else asked
    if keep and opened.live:
        again = Reconnection(opened, partial(open_source, source))
        return _look(opened, looking, again.frames(), again.stop, gaps=True)
    if pace and not opened.live:
        return _look(opened, looking, pace.play(opened.frames()), pace.stop)
    return _look(opened, looking, opened.frames())


def frames_of(source: str) -> Iterator[Frame]:
    """The pictures of a source that is not live; none of recorded poses.

    Raises:
        FitcoachError: The source cannot be opened, or breaks off.
    """
    if not _URL.match(source) and source.endswith(recording.SUFFIX):
        return
    yield from open_source(source).frames()


# OpenCV and mediapipe take half a second each to load, and not every source needs them.


def open_source(source: str) -> Source:
    """Opens a camera by its number, a URL, a folder of pictures or a clip.

    Raises:
        FitcoachError: It cannot be opened.
    """
    from fitcoach.capture import images, live, video  # noqa: PLC0415

    if source.isdecimal():
        return live.open_camera(int(source))
    if _URL.match(source):
        return live.open_stream(source)
    path = Path(source)
    try:
        folder = path.is_dir()
    except OSError as error:  # too long, or in a folder that one may not enter
        raise FitcoachError(
            f"{source[:_SHOWN]}: this cannot be opened ({error.strerror})."
        ) from None
    return images.Images(path) if folder else video.open_video(path)


def _look(
    source: Source,
    options: LandmarkerOptions,
    frames: Iterator[Frame],
    stop: Callable[[], None] = lambda: None,
    *,
    gaps: bool = False,
) -> ObservationStream:
    """Shows the source's frames to a landmarker; `stop` is to end all waiting in `frames`."""
    from fitcoach.capture.heads import HeadCount  # noqa: PLC0415
    from fitcoach.capture.landmarker import Landmarker  # noqa: PLC0415

    landmarker = Landmarker(options)

    def watched(ahead: Prefetch["Prepared"]) -> Iterator[tuple[Frame, list["Person"]] | None]:
        with landmarker:  # mediapipe crashes when another thread closes it while it looks
            prepared = with_gaps(ahead) if gaps else ahead
            yield from landmarker.watch(prepared, lossless=not source.live)

    with ExitStack() as resources:
        heads = HeadCount(options)
        resources.callback(heads.close)
        # From a live source only the latest frame counts, from any other one all do.
        depth = 1 if source.live else _AHEAD
        ahead = Prefetch(landmarker.prepare(frames), depth, latest=source.live, stop=stop)
        # So the landmarker does not wait for what is done with its poses.
        seen = Prefetch(watched(ahead), 1, latest=source.live, patience=None)
        resources.enter_context(seen)
        return ObservationStream(
            source.name,
            _observations(seen, heads, source.name),
            live=source.live,
            frame_rate=source.frame_rate,
            frame_count=source.frame_count,
            heads=heads,
            interrupt=ahead.close,
            resources=resources.pop_all(),
        )


def _observations(
    watched: Iterator[tuple[Frame, list["Person"]] | None], heads: "HeadCount", name: str
) -> Iterator[Observation]:
    follower = PersonFollower()
    last: Observation | None = None
    for seen in watched:
        if seen is None:
            if last is not None:
                last = lost_since(last, name)
                yield last
            continue
        frame, people = seen
        if last is not None and frame.timestamp <= last.timestamp:
            continue  # it was on its way when the source was said to be lost
        poses = [person.pose for person in people]
        chosen = follower.pick(poses, frame.timestamp)
        pose, mask = (None, None) if chosen is None else (people[chosen].pose, people[chosen].mask)
        last = Observation(
            frame.index,
            frame.timestamp,
            pose,
            frame,
            mask,
            arrived=frame.arrived,
            people=heads.look(frame, poses),
        )
        yield last


def _replay(path: Path, pace: Pace | None) -> ObservationStream:
    recorded = PoseRecording.load(path)
    moments = (
        Observation(index, t, pose, people=int(pose is not None))
        for index, (t, pose) in enumerate(recorded)
    )
    return ObservationStream(
        str(path),
        pace.play(moments) if pace else moments,
        frame_rate=1 / float(np.median(np.diff(recorded.t))) if len(recorded) > 1 else None,
        frame_count=len(recorded),
        interrupt=pace.stop if pace else lambda: None,
    )

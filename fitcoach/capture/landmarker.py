"""MediaPipe's pose landmarker: from a frame to the people in it."""

import queue
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Self

import mediapipe
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from mediapipe.tasks.python.components.containers import landmark
from mediapipe.tasks.python.vision import PoseLandmarkerResult as Result
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.capture.observation import Frame
from fitcoach.capture.options import LandmarkerOptions
from fitcoach.capture.quiet import native_silence
from fitcoach.errors import FitcoachError
from fitcoach.pose import Pose

_MODES: Final = {
    "image": vision.RunningMode.IMAGE,
    "video": vision.RunningMode.VIDEO,
    "live-stream": vision.RunningMode.LIVE_STREAM,
}
# mediapipe 0.10.31 ends the process when asked for a mask whose rows are not of whole 16 bytes.
_MASK_WIDTH_STEP: Final = 4
_BLANK: Final = Frame(0, 0.0, np.zeros((64, 64, 3), np.uint8))
_TIMEOUT: Final = 10.0  # seconds; a frame without a result by then was dropped by mediapipe


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Somebody in a frame.

    Attributes:
        pose: The landmarks.
        mask: (height, width) share of the person in each pixel, 0..1, if asked for.
    """

    pose: Pose
    mask: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A frame with its copy for mediapipe."""

    frame: Frame
    image: mediapipe.Image


class Landmarker:
    """Finds people in frames; a context manager, since mediapipe must be closed."""

    def __init__(self, options: LandmarkerOptions) -> None:
        """Loads the model.

        Raises:
            FitcoachError: The model cannot be loaded.
        """
        self._live = options.mode == "live-stream"
        self._still = options.mode == "image"
        self._segmentation = options.segmentation
        self._clock = -1
        self._pending: dict[int, Frame] = {}
        self._results: queue.SimpleQueue[tuple[int, Result]] = queue.SimpleQueue()
        try:
            # mediapipe complains at its first frame, and in a process at its first pose.
            with native_silence():
                _get_complaint_over(options.model)
                self._landmarker = _create(options, self._take if self._live else None)
                self._warm_up()
        except (OSError, RuntimeError, ValueError, queue.Empty) as error:
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise FitcoachError(
                f"{options.model}: the pose landmarker cannot start with this model ({reason}); "
                "name another one or fetch it again with `fitcoach models fetch`."
            ) from None

    def _warm_up(self) -> None:
        if self._live:
            self._submit(self._prepared(_BLANK))
            self._results.get(timeout=_TIMEOUT)
            self._pending.clear()
        else:
            self.detect(_BLANK)

    def prepare(self, frames: Iterable[Frame]) -> Iterator[Prepared]:
        """Copies frames for mediapipe, as `watch` takes them.

        In full HD that takes a millisecond, so it is best done in the thread that reads them.
        """
        for frame in frames:
            yield self._prepared(frame)

    def watch(
        self, frames: Iterable[Prepared | None], *, lossless: bool
    ) -> Iterator[tuple[Frame, list[Person]] | None]:
        """Finds people in one frame after the other.

        Args:
            frames: From `prepare`, by strictly increasing timestamp; `None` where one is missing.
            lossless: In live-stream mode, whether to wait for the landmarker so that it need not
                drop frames. In the other modes no frame is dropped anyway.

        Yields:
            Each frame with the people in it, in the order of the frames, and `None` for `None`; a
            frame that mediapipe dropped is left out.
        """
        if not self._live:
            for frame in frames:
                yield None if frame is None else (frame.frame, self._detect(frame))
            return
        for frame in frames:
            if frame is not None:
                self._submit(frame)
            yield from self._arrived(wait_for_all_but=1 if lossless else None)
            if frame is None:
                yield None
        self.close()  # waits for the frames on their way
        yield from self._arrived(wait_for_all_but=None)

    def detect(self, frame: Frame) -> list[Person]:
        """Finds the people in a frame, at once; not in live-stream mode.

        Args:
            frame: In video mode, later than the one before.

        Returns:
            Everybody found, at most as many as were asked for.
        """
        return self._detect(self._prepared(frame))

    def _detect(self, prepared: Prepared) -> list[Person]:
        frame, image = prepared.frame, prepared.image
        if self._still:
            result = self._landmarker.detect(image)
        else:
            result = self._landmarker.detect_for_video(image, self._milliseconds(frame))
        return _people(result, frame)

    def _submit(self, prepared: Prepared) -> None:
        milliseconds = self._milliseconds(prepared.frame)
        self._pending[milliseconds] = prepared.frame
        self._landmarker.detect_async(prepared.image, milliseconds)

    def _take(self, result: Result, _: mediapipe.Image, milliseconds: int) -> None:
        self._results.put((milliseconds, result))

    def _arrived(self, wait_for_all_but: int | None) -> Iterator[tuple[Frame, list[Person]]]:
        while True:
            wait = wait_for_all_but is not None and len(self._pending) > wait_for_all_but
            try:
                milliseconds, result = self._results.get(timeout=_TIMEOUT if wait else 0)
            except queue.Empty:
                return
            frame = self._pending[milliseconds]
            # Results come in order: a frame before this one that has none was dropped.
            self._pending = {m: f for m, f in self._pending.items() if m > milliseconds}
            yield frame, _people(result, frame)

    def _milliseconds(self, frame: Frame) -> int:
        """Time for mediapipe: whole and strictly increasing, also above 1000 frames a second."""
        # One is added since 0 went to the blank frame.
        wanted = 0 if frame is _BLANK else round(frame.timestamp * 1000) + 1
        self._clock = max(self._clock + 1, wanted)
        return self._clock

    def _prepared(self, frame: Frame) -> Prepared:
        pixels = frame.pixels
        missing = -pixels.shape[1] % _MASK_WIDTH_STEP
        if self._segmentation and missing:
            pixels = np.pad(pixels, ((0, 0), (0, missing), (0, 0)), mode="edge")
        image = mediapipe.Image(mediapipe.ImageFormat.SRGB, np.ascontiguousarray(pixels))
        return Prepared(frame, image)

    def close(self) -> None:
        """Waits for what is on its way and lets go of the model."""
        self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@cache
def _get_complaint_over(model: Path) -> None:
    """Has mediapipe "find" somebody in a blank frame, while it is silenced."""
    with _create(LandmarkerOptions(model, "image", min_detection=0, min_presence=0)) as credulous:
        credulous.detect(mediapipe.Image(mediapipe.ImageFormat.SRGB, _BLANK.pixels))


def _create(
    options: LandmarkerOptions, callback: Callable[..., None] | None = None
) -> vision.PoseLandmarker:
    return vision.PoseLandmarker.create_from_options(
        vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(options.model)),
            running_mode=_MODES[options.mode],
            num_poses=options.poses,
            min_pose_detection_confidence=options.min_detection,
            min_pose_presence_confidence=options.min_presence,
            min_tracking_confidence=options.min_tracking,
            output_segmentation_masks=options.segmentation,
            result_callback=callback,
        )
    )


def _people(result: Result, frame: Frame) -> list[Person]:
    height, width = frame.pixels.shape[:2]
    masks = result.segmentation_masks or [None] * len(result.pose_landmarks)
    people = []
    for landmarks, world, mask in zip(
        result.pose_landmarks, result.pose_world_landmarks, masks, strict=True
    ):
        image = _points(landmarks)
        if mask is not None:
            view = mask.numpy_view()[:height, :, 0]
            # Where the frame was widened for the mask's sake, shares of its width have shrunk.
            image[:, [0, 2]] *= view.shape[1] / width
            mask = view[:, :width].copy()  # noqa: PLW2901 - the view dies with mediapipe's image
        visibility = np.array([point.visibility for point in landmarks], dtype=np.float64)
        pose = Pose(frame.timestamp, image, _points(world), visibility, (height, width))
        people.append(Person(pose, mask))
    return people


def _points(landmarks: list[landmark.NormalizedLandmark] | list[landmark.Landmark]) -> Array:
    return np.array([(point.x, point.y, point.z) for point in landmarks], dtype=np.float64)

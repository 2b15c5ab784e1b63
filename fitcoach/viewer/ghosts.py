"""Ghosts: the sample poses nearest to the person, so that one sees what the classifier goes by."""

from typing import Final

import numpy as np
import rerun as rr
from numpy.typing import NDArray

from fitcoach.body import LANDMARK_COUNT
from fitcoach.classify.embedding import aligned
from fitcoach.classify.knn import PoseClassifier
from fitcoach.classify.model import PoseModel
from fitcoach.exercise import Exercise
from fitcoach.pose import Pose
from fitcoach.viewer.columns import Columns
from fitcoach.viewer.ground import Ground
from fitcoach.viewer.schema import GHOSTS, Part
from fitcoach.workout import Moment

_COUNT: Final = 3
_EVERY: Final = 0.1
"""Seconds between two looks: they do not change faster than one can see."""

_NOTHING: Final = np.zeros((0, 3), dtype=np.float32)
_NO_CLASS: Final = np.zeros(0, dtype=np.uint16)


class Ghosts:
    """Adds the nearest samples, turned and sized to lie over the person."""

    def __init__(self, recording: rr.RecordingStream, model: PoseModel, ground: Ground) -> None:
        """Takes the recording, where they get their form, what was learned, and the ground."""
        self._model = model
        self._ground = ground
        self._classifiers: dict[str, PoseClassifier] = {}
        self._next = 0.0
        for number in range(_COUNT):
            recording.log(
                _path(number),
                rr.Points3D.from_fields(
                    keypoint_ids=np.arange(LANDMARK_COUNT), radii=0.004, show_labels=False
                ),
                static=True,
            )

    def add(self, columns: Columns, frame: int, moment: Moment) -> None:
        """Adds them, where there is something to compare, a few times a second."""
        if moment.timestamp < self._next:
            return
        self._next = moment.timestamp + _EVERY
        pose, exercise = moment.pose, moment.exercise
        shown = pose is not None and exercise is not None and moment.update is not None
        near = self._near(pose, exercise) if shown and pose and exercise else []
        for number in range(_COUNT):
            points, classes = near[number] if number < len(near) else (_NOTHING, _NO_CLASS)
            columns.add(
                _path(number),
                rr.Points3D,
                moment.timestamp,
                frame,
                positions=points,
                class_ids=classes,
            )

    def _near(
        self, pose: Pose, exercise: Exercise
    ) -> list[tuple[NDArray[np.float32], NDArray[np.uint16]]]:
        """Landmarks (33, 3) in space and classes (33,) of the samples that have a vote."""
        classifier = self._classifiers.get(exercise.name)
        if classifier is None:
            classifier = self._model.within(exercise.name)
            self._classifiers[exercise.name] = classifier
        found = []
        for sample in classifier.nearest(pose, _COUNT):
            if sample.distance <= classifier.reject and sample.label in exercise.phases:
                over = aligned(sample.landmarks, pose.world)
                points = self._ground.stand(over, pose).astype(np.float32)
                number = Part.SAMPLE + exercise.phases.index(sample.label)
                found.append((points, np.full(LANDMARK_COUNT, number, dtype=np.uint16)))
        return found


def _path(number: int) -> str:
    return f"{GHOSTS}/{number + 1}"

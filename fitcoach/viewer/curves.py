"""Curves over time: the angle of the joint, the probabilities of the phases, visibility."""

from typing import Final

import numpy as np
import rerun as rr
from numpy.typing import NDArray

from fitcoach.body import JOINT_ANGLES
from fitcoach.exercise import Exercise
from fitcoach.pose import Pose
from fitcoach.viewer.columns import Columns
from fitcoach.viewer.schema import (
    ANGLE,
    NONE_COLOR,
    PHASES,
    THRESHOLD_COLOR,
    VISIBILITY,
    Color,
    phase_color,
)
from fitcoach.workout import Moment

_ANGLE_COLOR: Final[Color] = (45, 125, 210)
_BODY_COLOR: Final[Color] = (150, 150, 150)
_NONE: Final = "none"
_WIDE, _THIN = 2.0, 1.0

_Style = tuple[str, Color, float]


class Curves:
    """Adds the values of a moment to the curves of its exercise."""

    def __init__(self, recording: rr.RecordingStream) -> None:
        """Takes the recording, where each curve gets its name and colour."""
        self._recording = recording
        self._known: set[str] = set()

    def add(self, columns: Columns, frame: int, moment: Moment) -> None:
        """Adds a moment; what cannot be told is a gap (NaN)."""
        exercise, update, time = moment.exercise, moment.update, moment.timestamp
        if exercise is None:
            return
        if exercise.name not in self._known:
            self._known.add(exercise.name)
            self._introduce(exercise)
        angle = None if update is None else update.angle
        columns.add(
            f"{ANGLE}/{exercise.name}",
            rr.Scalars,
            time,
            frame,
            scalars=np.array([np.nan if angle is None else angle, *_marks(exercise).values()]),
        )
        told = {} if update is None else update.probabilities
        values = [told.get(name, np.nan) for name in (*exercise.phases, _NONE)]
        columns.add(
            f"{PHASES}/{exercise.name}",
            rr.Scalars,
            time,
            frame,
            scalars=np.array([*values, *_thresholds(exercise).values()]),
        )
        columns.add(
            VISIBILITY, rr.Scalars, time, frame, scalars=_visibility(moment.pose, exercise.joint)
        )

    def _introduce(self, exercise: Exercise) -> None:
        self._style(
            f"{ANGLE}/{exercise.name}",
            (f"{exercise.joint} angle", _ANGLE_COLOR, _WIDE),
            *((name, THRESHOLD_COLOR, _THIN) for name in _marks(exercise)),
        )
        self._style(
            f"{PHASES}/{exercise.name}",
            *((name, phase_color(i), _WIDE) for i, name in enumerate(exercise.phases)),
            (_NONE, NONE_COLOR, _WIDE),
            *((name, THRESHOLD_COLOR, _THIN) for name in _thresholds(exercise)),
        )
        self._style(
            VISIBILITY,
            ("whole body", _BODY_COLOR, _WIDE),
            ("joint, the side seen better", phase_color(0), _WIDE),
        )

    def _style(self, path: str, *styles: _Style) -> None:
        names, colors, widths = zip(*styles, strict=True)
        self._recording.log(
            path, rr.SeriesLines(names=names, colors=colors, widths=widths), static=True
        )


def _marks(exercise: Exercise) -> dict[str, float]:
    """Angles that matter, in degrees."""
    movement = exercise.movement
    return {} if movement is None else {"at rest": movement.rest, "turn-around": movement.turn}


def _thresholds(exercise: Exercise) -> dict[str, float]:
    """Probabilities above which a phase is entered, below which it is left, and so on."""
    rule = exercise.count or exercise.hold
    if rule is None:
        return {}
    found = {"enter above": rule.enter, "leave below": rule.exit}
    return found if exercise.count is None else {**found, "reach": exercise.count.reach}


def _visibility(pose: Pose | None, joint: str) -> NDArray[np.float64]:
    """(2,): mean of all landmarks; the least of the joint's, on the side that is seen better."""
    if pose is None:
        return np.full(2, np.nan)
    sides = [pose.visibility[list(landmarks)].min() for landmarks in JOINT_ANGLES[joint]]
    return np.array([pose.visibility.mean(), max(sides)])

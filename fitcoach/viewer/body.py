"""The person: landmarks and bones in the picture and in space."""

from typing import Final

import numpy as np
import rerun as rr
from numpy.typing import NDArray

from fitcoach.body import EDGES, LANDMARK_COUNT, Landmark
from fitcoach.pose import SEEN, Pose
from fitcoach.viewer.columns import Columns
from fitcoach.viewer.ground import Ground
from fitcoach.viewer.schema import (
    BONES,
    CAMERA,
    LANDMARKS,
    OTHERS,
    PART_COLORS,
    SPACE,
    Color,
    Part,
    phase_color,
    side_color,
)

_SHADE: Final = 0.6

_NOBODY: Final[dict[int, NDArray[np.float32]]] = {
    dimensions: np.zeros((0, dimensions), dtype=np.float32) for dimensions in (2, 3)
}
When = tuple[float, int]
"""Seconds from the start of the source, and the number of the frame."""

_NO_CLASSES: Final = np.zeros(0, dtype=np.uint16)


def annotate(recording: rr.RecordingStream, phases: tuple[str, ...]) -> None:
    """Says what classes and landmarks are called, how they are coloured, and what is connected.

    Args:
        recording: Where to.
        phases: Of the exercise, whose sample poses are shown.
    """
    edges = [(int(a), int(b)) for a, b in EDGES]
    described = [
        _class(Part.BACKGROUND, "background", (0, 0, 0, 0)),
        _class(Part.PERSON, "person", (*PART_COLORS[Part.PERSON], 110)),
        _class(Part.SEEN, "seen", PART_COLORS[Part.SEEN], points=_points()),
        _class(
            Part.UNSEEN,
            "not seen",
            PART_COLORS[Part.UNSEEN],
            points=_points(PART_COLORS[Part.UNSEEN]),
        ),
        _class(Part.BONE, "bones", PART_COLORS[Part.BONE], points=_points(), edges=edges),
        *(
            _class(
                Part.SAMPLE + number,
                f"sample: {phase}",
                _faint(phase_color(number)),
                points=_points(_faint(phase_color(number))),
                edges=edges,
            )
            for number, phase in enumerate(phases)
        ),
    ]
    recording.log("/", rr.AnnotationContext(described), static=True)


def set_the_scene(recording: rr.RecordingStream, *, cameras: int) -> None:
    """Logs what stays: which way is up, and how thick everything is."""
    recording.log(SPACE, rr.ViewCoordinates.RDF, static=True)
    numbers = np.arange(LANDMARK_COUNT)
    for root in (*(CAMERA, *OTHERS)[:cameras], SPACE):
        kind = rr.Points3D if root == SPACE else rr.Points2D
        radius, thin = (
            (0.025, 0.015)
            if root == SPACE
            else (rr.Radius.ui_points(4.0), rr.Radius.ui_points(1.0))
        )
        recording.log(
            f"{root}/{LANDMARKS}",
            kind.from_fields(keypoint_ids=numbers, radii=radius, show_labels=False),
            static=True,
        )
        recording.log(
            f"{root}/{BONES}",
            kind.from_fields(
                keypoint_ids=numbers, class_ids=Part.BONE, radii=thin, show_labels=False
            ),
            static=True,
        )


def add_pose(columns: Columns, when: When, pose: Pose | None, scale: float, ground: Ground) -> None:
    """Adds the person, or that nobody is seen.

    Args:
        columns: Where to.
        when: Seconds, and number of the frame.
        pose: The person.
        scale: Size of the picture that is shown, as a share of that of the frame.
        ground: What the person stands on.
    """
    add_flat(columns, CAMERA, when, pose, scale)
    deep, classes = _NOBODY[3], _NO_CLASSES
    if pose is not None:
        deep = ground.stand(pose.world, pose).astype(np.float32)
        classes = _classes(pose)
    _add(columns, SPACE, when, deep, classes)


def add_flat(columns: Columns, root: str, when: When, pose: Pose | None, scale: float) -> None:
    """Adds the person in the picture of the camera `root`; see `add_pose`."""
    flat, classes = _NOBODY[2], _NO_CLASSES
    if pose is not None:
        flat = (pose.pixels[:, :2] * scale).astype(np.float32)
        classes = _classes(pose)
    _add(columns, root, when, flat, classes)


def _add(
    columns: Columns,
    root: str,
    when: When,
    points: NDArray[np.float32],
    classes: NDArray[np.uint16],
) -> None:
    kind = rr.Points2D if points.shape[1] == 2 else rr.Points3D  # noqa: PLR2004
    columns.add(f"{root}/{BONES}", kind, *when, positions=points)
    columns.add(f"{root}/{LANDMARKS}", kind, *when, positions=points, class_ids=classes)


def _classes(pose: Pose) -> NDArray[np.uint16]:
    return np.where(pose.visibility >= SEEN, Part.SEEN, Part.UNSEEN).astype(np.uint16)


def _faint(color: Color) -> Color:
    """A darker shade, so that the person stands out from the samples."""
    red, green, blue = (round(_SHADE * part) for part in color)
    return red, green, blue


def _class(
    number: int,
    name: str,
    color: Color | tuple[int, int, int, int],
    *,
    points: list[rr.AnnotationInfo] | None = None,
    edges: list[tuple[int, int]] | None = None,
) -> rr.ClassDescription:
    return rr.ClassDescription(
        info=rr.AnnotationInfo(id=int(number), label=name, color=color),
        keypoint_annotations=points or [],
        keypoint_connections=edges or [],
    )


def _points(color: Color | None = None) -> list[rr.AnnotationInfo]:
    """The landmarks by name, in one colour or in those of their sides."""
    return [
        rr.AnnotationInfo(
            id=int(landmark),
            label=landmark.name.replace("_", " ").lower(),
            color=color or side_color(landmark),
        )
        for landmark in Landmark
    ]

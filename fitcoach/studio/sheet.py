"""A contact sheet for an exercise's author: every phase and variant, from four sides."""

from pathlib import Path
from typing import Final

import numpy as np

from fitcoach.errors import FitcoachError
from fitcoach.exercise import Exercise, Phase, Variant
from fitcoach.files import whole_file
from fitcoach.studio.camera import aimed_camera
from fitcoach.studio.contact import settle
from fitcoach.studio.figure import build_mesh
from fitcoach.studio.look import sample_look, sample_room
from fitcoach.studio.poses import Take, pose_at
from fitcoach.studio.proportions import sample_proportions
from fitcoach.studio.render import Picture, Stage

_VIEWS: Final = {"front": 0.0, "oblique": 45.0, "side": 90.0, "back": 180.0}
_TILE: Final = 224
_TEXT: Final = 0.38
_LINE: Final = 13


def contact_sheet(exercise: Exercise, seed: int, path: Path) -> None:
    """Writes the sheet as PNG: a row for each phase and variant, `from` left and `to` right.

    Args:
        exercise: Gives the key poses.
        seed: Decides on the people and rooms.
        path: The file to write, `.png`.

    Raises:
        FitcoachError: The file cannot be written.
    """
    import cv2  # noqa: PLC0415 - the rest of the studio does without it

    if path.suffix.lower() != ".png":
        raise FitcoachError(f"{path}: a sheet is a PNG picture; give it a name that ends in .png.")
    rng = np.random.default_rng(seed)
    with Stage((_TILE, _TILE), smooth_edges=True) as stage:
        rows = [
            _row(exercise, phase, variant, stage, rng)
            for phase in exercise.phase
            for variant in exercise.variant
        ]
    sheet = cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR)
    _, content = cv2.imencode(".png", sheet)
    with whole_file(path) as part:
        part.write_bytes(content.tobytes())


def _row(
    exercise: Exercise, phase: Phase, variant: Variant, stage: Stage, rng: np.random.Generator
) -> Picture:
    person, room = sample_proportions(rng), sample_room(rng)
    look = sample_look(rng, room)
    tiles = []
    for end, depth in (("from", 0.0), ("to", 1.0)):
        angles = pose_at(phase, variant, depth, depth)
        take = Take(0, phase, variant, depth, 0.0)
        body = settle(person, angles, phase.posture, take.contacts, take.supports)
        mesh = build_mesh(body, look, exercise.props)
        for view, yaw in _VIEWS.items():
            camera = aimed_camera(body.landmarks, yaw, stage.size, fill=0.8)
            tiles.append(
                _labelled(
                    stage.draw(mesh, camera, room), (phase.name, variant.name, f"{end}, {view}")
                )
            )
    return np.hstack(tiles)


def _labelled(picture: Picture, lines: tuple[str, ...]) -> Picture:
    import cv2  # noqa: PLC0415 - see above

    label = np.full((_LINE * len(lines) + 5, picture.shape[1], 3), 255, dtype=np.uint8)
    for number, line in enumerate(lines):
        place = (4, _LINE * (number + 1))
        cv2.putText(label, line, place, cv2.FONT_HERSHEY_SIMPLEX, _TEXT, (0, 0, 0), 1, cv2.LINE_AA)
    return np.vstack([label, picture])

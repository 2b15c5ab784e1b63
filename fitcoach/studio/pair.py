"""Films the mannequin with two cameras at once, and says where they stand."""

from pathlib import Path
from typing import Final

from fitcoach.errors import FitcoachError
from fitcoach.exercise import Exercise
from fitcoach.rig import Camera as RigCamera
from fitcoach.rig import Rig, as_rows, write_rig
from fitcoach.studio.camera import Camera
from fitcoach.studio.film import Shot, clip_file, film_together

NAMES: Final = ("first", "second")


def film_pair(
    exercise: Exercise, reps: int, seed: int, shots: tuple[Shot, Shot], folder: Path
) -> None:
    """Writes `first.mp4`, `second.mp4` and `rig.toml`.

    Args:
        exercise: Gives the key poses.
        reps: See `film`.
        seed: See `film`.
        shots: From where it is filmed.
        folder: Where to; made if it is not there.

    Raises:
        FitcoachError: A file cannot be written, or the cameras stand in the same place.
    """
    if shots[0] == shots[1]:
        raise FitcoachError("Both cameras stand in the same place; have them some degrees apart.")
    folder.mkdir(parents=True, exist_ok=True)
    rig = None
    first, second = (folder / f"{name}.mp4" for name in NAMES)
    with clip_file(first) as write_first, clip_file(second) as write_second:
        for here, there in film_together(exercise, reps, seed, shots):
            rig = rig or rig_of(here.camera, there.camera)
            write_first(here.picture)
            write_second(there.picture)
    assert rig is not None  # there is no film without a frame
    write_rig(rig, folder / "rig.toml")


def rig_of(first: Camera, second: Camera) -> Rig:
    """The rig of two of the studio's cameras; its frame is that of the floor, with z up."""
    cameras = (_as_calibrated(first, NAMES[0]), _as_calibrated(second, NAMES[1]))
    return Rig(up=(0.0, 0.0, 1.0), floor=0.0, camera=cameras)


def _as_calibrated(camera: Camera, name: str) -> RigCamera:
    height, width = camera.size
    x, y, z = (-camera.rotation @ camera.position).tolist()
    return RigCamera(
        name=name,
        width=width,
        height=height,
        focal=(camera.focal, camera.focal),
        # The studio counts pixels from the corner of the picture.
        centre=(0.5 * width - 0.5, 0.5 * height - 0.5),
        rotation=as_rows(camera.rotation),
        translation=(x, y, z),
    )

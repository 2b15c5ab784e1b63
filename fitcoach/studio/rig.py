"""Films the mannequin with several cameras at once, and says where they stand."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from fitcoach.exercise import Exercise
from fitcoach.rig import FIELDS, ORDINALS, Rig, as_rows, write_rig
from fitcoach.rig import Camera as RigCamera
from fitcoach.schema import checked
from fitcoach.studio.camera import Camera
from fitcoach.studio.film import Shot, clip_file, film_together


def film_rig(
    exercise: Exercise, reps: int, seed: int, shots: Sequence[Shot], folder: Path
) -> list[str]:
    """Writes `first.mp4`, `second.mp4` and so on, and `rig.toml`.

    Args:
        exercise: Gives the key poses.
        reps: See `film`.
        seed: See `film`.
        shots: From where it is filmed.
        folder: Where to; made if it is not there.

    Returns:
        The names of the clips.

    Raises:
        FitcoachError: A file cannot be written, or two cameras stand in the same place.
    """
    rig = None
    clips = [folder / f"{name}.mp4" for _, name in zip(shots, ORDINALS, strict=False)]
    with ExitStack() as files:
        writers = [files.enter_context(clip_file(clip)) for clip in clips]
        for frames in film_together(exercise, reps, seed, shots):
            rig = rig or rig_of(*(frame.camera for frame in frames))
            for write, frame in zip(writers, frames, strict=True):
                write(frame.picture)
    assert rig is not None  # there is no film without a frame
    write_rig(rig, folder / "rig.toml")
    return [clip.name for clip in clips]


def rig_of(*cameras: Camera) -> Rig:
    """The rig of some of the studio's cameras; its frame is that of the floor, with z up."""
    placed = (_as_calibrated(camera, name) for camera, name in zip(cameras, ORDINALS, strict=False))
    made = {"up": (0.0, 0.0, 1.0), "floor": 0.0, "camera": tuple(placed)}
    return checked("The studio", made, Rig, FIELDS)


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

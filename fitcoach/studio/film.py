"""Films the mannequin while it exercises: a clip whose reps, angles and camera are known."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from fitcoach.body import Array
from fitcoach.errors import FitcoachError
from fitcoach.exercise import Exercise
from fitcoach.studio.camera import Camera, aimed_camera
from fitcoach.studio.contact import Body, settle
from fitcoach.studio.figure import build_mesh
from fitcoach.studio.look import sample_look, sample_room
from fitcoach.studio.poses import Take, pose_at, sample_pose
from fitcoach.studio.proportions import Proportions, sample_proportions
from fitcoach.studio.render import Picture, Stage

SIZE: Final = (480, 480)
"""Height and width of a clip."""
FPS: Final = 25

# Seconds.
_REST: Final = 1.0
_MOVE: Final = 1.0
_HOLD: Final = 0.25

_REST_DEPTH: Final = 0.08
_TURN_DEPTH: Final = 0.6
_SLACK: Final = 0.4
"""Share of the usual slack; it stays the same throughout the clip."""
_GIVE: Final = 3.0
"""Planted hands and feet bend the joints this much more than in a single picture."""


@dataclass(frozen=True, slots=True, eq=False)
class FilmFrame:
    """One frame with all that is known about it.

    Attributes:
        timestamp: Seconds from the start of the clip.
    """

    timestamp: float
    body: Body
    camera: Camera
    picture: Picture


@dataclass(frozen=True, slots=True, eq=False)
class _Pose:
    """A pose to stop at, and for how long in seconds."""

    take: Take
    angles: Array
    hold: float


def film(exercise: Exercise, reps: int, seed: int, yaw: float, path: Path) -> None:
    """Writes a clip as MP4.

    Args:
        exercise: Gives the key poses; its first variant is shown.
        reps: How many full repetitions.
        seed: Decides on person, room and small differences between the reps.
        yaw: Where the camera stands, in degrees; 0 is in front, 90 at the person's left.
        path: The file to write, `.mp4`.

    Raises:
        FitcoachError: The file cannot be written.
    """
    import cv2  # noqa: PLC0415 - the rest of the studio does without it

    if path.suffix.lower() != ".mp4":
        raise FitcoachError(f"{path}: a clip is an MP4 video; give it a name that ends in .mp4.")
    if not path.parent.is_dir():
        raise FitcoachError(f"{path}: the folder {path.parent} does not exist.")
    height, width = SIZE
    # OpenCV chooses the container by the name's ending, so the unfinished file keeps it.
    part = path.with_name(f".{path.stem}.part{path.suffix}")
    # MPEG-4 part 2: OpenCV's wheels write and read it on all systems; VP9 came out twice as large.
    writer = cv2.VideoWriter(str(part), cv2.VideoWriter.fourcc(*"mp4v"), FPS, (width, height))
    if not writer.isOpened():
        raise FitcoachError(
            f"{path}: cannot be written; name a file in a folder that you may write to."
        )
    try:
        for frame in film_frames(exercise, reps, seed, yaw):
            writer.write(cv2.cvtColor(frame.picture, cv2.COLOR_RGB2BGR))
    except BaseException:
        writer.release()
        part.unlink(missing_ok=True)
        raise
    writer.release()
    part.replace(path)


def film_frames(exercise: Exercise, reps: int, seed: int, yaw: float) -> Iterator[FilmFrame]:
    """Draws the frames of a clip; see `film`."""
    rng = np.random.default_rng(seed)
    person = sample_proportions(rng)
    room = sample_room(rng)
    look = sample_look(rng, room)
    stops = _stops(exercise, reps, rng)
    spots = _spots(person, stops[0], stops[1])
    turns = [
        _planted(person, stop.take, stop.angles, spots) for stop in stops[: len(exercise.phase)]
    ]
    camera = aimed_camera(np.stack([body.landmarks for body in turns]), yaw, SIZE, fill=0.78)
    with Stage(SIZE, smooth_edges=True) as stage:
        for number, (take, angles) in enumerate(_motion(stops)):
            body = _planted(person, take, angles, spots)
            picture = stage.draw(build_mesh(body, look), camera, room)
            yield FilmFrame(number / FPS, body, camera, picture)


def _stops(exercise: Exercise, reps: int, rng: np.random.Generator) -> list[_Pose]:
    variant = exercise.variant[0]
    cycle = [next(p for p in exercise.phase if p.name == name) for name in exercise.count.cycle]
    slack = _SLACK * (sample_pose(cycle[0], variant, 0.5, rng) - pose_at(cycle[0], variant, 0.5))
    stops: list[_Pose] = []
    for rep in range(reps + 1):
        for place, phase in enumerate(cycle if rep < reps else cycle[:1]):
            depth = (_TURN_DEPTH if place else _REST_DEPTH) + rng.uniform(-0.08, 0.08)
            hold = _HOLD * rng.uniform(0.7, 1.5)
            if place == 0 and rep in (0, reps):
                hold = _REST
            take = Take(len(stops), phase, variant, depth, 0.0)
            stops.append(_Pose(take, pose_at(phase, variant, depth) + slack, hold))
    return stops


def _spots(person: Proportions, rest: _Pose, turn: _Pose) -> Array | None:
    """Where hands and feet stay: where half-way between two poses they are most at ease."""
    if rest.take.contacts != turn.take.contacts:
        return None
    middle = 0.5 * (rest.angles + turn.angles)
    take = rest.take
    return settle(person, middle, take.phase.posture, take.contacts, take.supports).spots


def _planted(person: Proportions, take: Take, angles: Array, spots: Array | None) -> Body:
    return settle(
        person, angles, take.phase.posture, take.contacts, take.supports,
        spots=spots, give=1.0 if spots is None else _GIVE,
    )  # fmt: skip


def _motion(stops: list[_Pose]) -> Iterator[tuple[Take, Array]]:
    """The angles of every frame: from stop to stop with a soft start and end."""
    for here, there in zip(stops, [*stops[1:], None], strict=True):
        for _ in range(round(here.hold * FPS)):
            yield here.take, here.angles
        if there is None:
            return
        count = round(_MOVE * FPS)
        for step in range(1, count):
            share = step / count
            eased = share * share * (3.0 - 2.0 * share)
            take = here.take if share < 0.5 else there.take  # noqa: PLR2004 - the nearer one
            yield take, (1.0 - eased) * here.angles + eased * there.angles

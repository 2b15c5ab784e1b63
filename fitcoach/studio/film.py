"""Films the mannequin while it exercises: a clip whose reps, angles and camera are known."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, pairwise, repeat
from pathlib import Path
from typing import Final

import numpy as np

from fitcoach.body import Array
from fitcoach.errors import FitcoachError
from fitcoach.exercise import Exercise, Fault, Phase, Variant
from fitcoach.files import plain_name, whole_file
from fitcoach.studio.camera import Camera, aimed_camera
from fitcoach.studio.contact import Body, settle
from fitcoach.studio.figure import build_mesh
from fitcoach.studio.look import sample_look, sample_room
from fitcoach.studio.passage import between, follow
from fitcoach.studio.poses import Take, is_sided, pose_at, sample_pose
from fitcoach.studio.proportions import Proportions, sample_proportions
from fitcoach.studio.render import Picture, Stage
from fitcoach.studio.skeleton import mirror_angles
from fitcoach.studio.surface import one_sided

SIZE: Final = (480, 480)
"""Height and width of a clip."""
FPS: Final = 25

# Seconds.
_REST: Final = 1.0
_MOVE: Final = 1.0
_HOLD: Final = 0.25
_HELD: Final = 2.5
"""For so long an exercise that is held is held in place of each rep."""

_REST_DEPTH: Final = 0.08
_TURN_DEPTH: Final = 0.75
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


@dataclass(frozen=True, slots=True)
class Shot:
    """From where it is filmed.

    Attributes:
        yaw: Where the camera stands, in degrees; 0 is in front, 90 at the person's left.
        height: Of the camera above the floor, in metres.
    """

    yaw: float
    height: float = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class _Pose:
    """A pose to stop at, and for how long in seconds."""

    take: Take
    angles: Array
    hold: float

    @property
    def rests_on(self) -> tuple[object, ...]:
        """What has to be the same for the contacts to stay planted."""
        take = self.take
        return take.phase.posture, take.contacts, tuple(take.supports.items())


@dataclass(frozen=True, slots=True, eq=False)
class _Stop:
    """A pose in its place.

    Attributes:
        spots: Where the contacts stay on the way to neighbours with the same `spots`, or None.
    """

    pose: _Pose
    body: Body
    spots: Array | None


def film(exercise: Exercise, reps: int, seed: int, yaw: float, path: Path) -> None:
    """Writes a clip as MP4.

    Args:
        exercise: Gives the key poses; its first variant is shown.
        reps: How many full repetitions; of an exercise that is held, how many times 2.5 s.
        seed: Decides on person, room and small differences between the reps.
        yaw: Where the camera stands, in degrees; 0 is in front, 90 at the person's left.
        path: The file to write, `.mp4`.

    Raises:
        FitcoachError: The file cannot be written.
    """
    with clip_file(path) as write:
        for frame in film_frames(exercise, reps, seed, yaw):
            write(frame.picture)


@contextmanager
def clip_file(path: Path) -> Iterator[Callable[[Picture], object]]:
    """Opens a clip to write pictures of `SIZE` to, `FPS` a second; it is whole or not there.

    Raises:
        FitcoachError: The file cannot be written.
    """
    import cv2  # noqa: PLC0415 - the rest of the studio does without it

    if path.suffix.lower() != ".mp4":
        raise FitcoachError(f"{path}: a clip is an MP4 video; give it a name that ends in .mp4.")
    height, width = SIZE
    # MPEG-4 part 2: OpenCV's wheels write and read it on all systems; VP9 came out twice as large.
    code = cv2.VideoWriter.fourcc(*"mp4v")
    with whole_file(path, ".part.mp4") as part:  # OpenCV chooses the container by the ending
        writer = cv2.VideoWriter(plain_name(part), code, FPS, (width, height))
        if not writer.isOpened():
            raise FitcoachError(
                f"{path}: cannot be written; name a file in a folder that you may write to."
            )
        try:
            yield lambda picture: writer.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
        finally:
            writer.release()


def film_frames(
    exercise: Exercise, reps: int, seed: int, yaw: float, fault: Fault | None = None
) -> Iterator[FilmFrame]:
    """Draws the frames of a clip; see `film`.

    Args:
        exercise: Likewise.
        reps: Likewise; of an exercise that is held, how many times as long as a rep lasts.
        seed: Likewise.
        yaw: Likewise.
        fault: What is done wrong in every rep; of a hold in a second half, after it was done right.
    """
    for (frame,) in film_together(exercise, reps, seed, [Shot(yaw)], fault):
        yield frame


def film_together(
    exercise: Exercise, reps: int, seed: int, shots: Sequence[Shot], fault: Fault | None = None
) -> Iterator[tuple[FilmFrame, ...]]:
    """Draws the frames of several cameras that film the same movement; see `film_frames`.

    Args:
        exercise: Likewise.
        reps: Likewise.
        seed: Likewise.
        shots: From where it is filmed.
        fault: Likewise.
    """
    rng = np.random.default_rng(seed)
    person = sample_proportions(rng)
    room = sample_room(rng)
    look = sample_look(rng, room)
    shown = [_variant(exercise, fault)]
    if fault is not None:
        shown.append(shown[0].with_fault(fault))
    seconds = (fault and fault.seconds) or _MOVE
    poses = (_held if exercise.hold is not None else _repeated)(exercise, shown, reps, rng)
    # In a jump, and on the way from one hold to the other, nothing stays in its place.
    free = exercise.gate.spread is not None or exercise.hold is not None
    stops = _placed(person, poses, free=free)
    in_view = np.stack([stop.body.landmarks for stop in stops])
    cameras = [
        aimed_camera(in_view, shot.yaw, SIZE, height=shot.height, fill=0.78) for shot in shots
    ]
    with Stage(SIZE, smooth_edges=True) as stage:
        for number, body in enumerate(_motion(stops, seconds)):
            mesh = build_mesh(body, look, exercise.props)
            yield tuple(
                FilmFrame(number / FPS, body, camera, stage.draw(mesh, camera, room))
                for camera in cameras
            )


def _alternates(cycle: list[Phase], variant: Variant) -> bool:
    """Whether people do every second rep with the other side: where rest has no sides."""
    rest, *others = cycle
    # What the variant asks in every phase, such as arms that pump, changes sides with the rest.
    at_rest = variant.model_copy(update={"pose": {}})
    return any(is_sided(phase, variant) for phase in others) and not is_sided(rest, at_rest)


def _variant(exercise: Exercise, fault: Fault | None) -> Variant:
    """The variant to show: the first unless the fault asks for another."""
    if fault is None or fault.variant is None:
        return exercise.variant[0]
    return next(variant for variant in exercise.variant if variant.name == fault.variant)


def _cycle(exercise: Exercise) -> list[Phase]:
    return [next(p for p in exercise.phase if p.name == name) for name in exercise.done_phases]


def _slack(phase: Phase, variant: Variant, rng: np.random.Generator) -> Array:
    return _SLACK * (sample_pose(phase, variant, 0.5, rng) - pose_at(phase, variant, 0.5))


def _held(
    exercise: Exercise, shown: list[Variant], reps: int, rng: np.random.Generator
) -> list[_Pose]:
    """Each of the variants for as long as so many reps last."""
    phase, *_ = _cycle(exercise)
    slack = _slack(phase, shown[0], rng)
    return [
        _Pose(Take(0, phase, each, 0.5, 0.0), pose_at(phase, each, 0.5) + slack, reps * _HELD)
        for each in shown
    ]


def _repeated(
    exercise: Exercise, shown: list[Variant], reps: int, rng: np.random.Generator
) -> list[_Pose]:
    """Where reps begin, turn around and end, in the last of the variants."""
    cycle, variant = _cycle(exercise), shown[-1]
    slack = _slack(cycle[0], variant, rng)
    alternates = _alternates(cycle, variant)
    stops: list[_Pose] = []
    for rep in range(reps + 1):
        for place, phase in enumerate(cycle if rep < reps else cycle[:1]):
            depth = (_TURN_DEPTH if place else _REST_DEPTH) + rng.uniform(-0.08, 0.08)
            hold = _HOLD * rng.uniform(0.7, 1.5)
            if place == 0 and rep in (0, reps):
                hold = _REST
            mirrored = alternates and rep % 2 == 1
            angles = pose_at(phase, variant, depth) + slack
            take = Take(len(stops), phase, variant, depth, 0.0, mirrored)
            stops.append(_Pose(take, mirror_angles(angles) if mirrored else angles, hold))
    return stops


def _placed(person: Proportions, poses: list[_Pose], *, free: bool) -> list[_Stop]:
    """Puts all poses on the floor. What rests there throughout keeps its place unless free."""
    always = set.intersection(*(_resting(pose) for pose in poses))
    stops: list[_Stop] = []
    for _, same in groupby(poses, key=lambda pose: pose.rests_on):
        run = list(same)
        spots = None if free else _spots(person, run)
        body = _settled(person, run[0], run[0].angles, spots)
        if stops:
            at = follow(stops[-1].body, body, always)
            spots = None if spots is None else spots + (at.spots - body.spots)
            body = at
        stops.append(_Stop(run[0], body, spots))
        stops += [_Stop(p, _settled(person, p, p.angles, spots), spots) for p in run[1:]]
    return stops


def _spots(person: Proportions, run: list[_Pose]) -> Array | None:
    """Where hands and feet stay: where half-way between the poses they are most at ease."""
    if len(run) == 1:
        return None
    angles = np.stack([pose.angles for pose in run])
    middle = 0.5 * (angles.min(axis=0) + angles.max(axis=0))
    return _settled(person, run[0], middle, None).spots


def _resting(pose: _Pose) -> set[str]:
    return one_sided({*pose.take.contacts, *pose.take.supports})


def _settled(person: Proportions, pose: _Pose, angles: Array, spots: Array | None) -> Body:
    take = pose.take
    return settle(
        person, angles, take.phase.posture, take.contacts, take.supports,
        spots=spots, give=1.0 if spots is None else _GIVE,
    )  # fmt: skip


def _motion(stops: list[_Stop], seconds: float) -> Iterator[Body]:
    """The body in every frame: from stop to stop with a soft start and end."""
    steps = round(seconds * FPS)
    yield from repeat(stops[0].body, round(stops[0].pose.hold * FPS))
    for here, there in pairwise(stops):
        for step in range(1, steps):
            share = step / steps
            eased = share * share * (3.0 - 2.0 * share)
            yield _on_the_way(here, there, eased)
        yield from repeat(there.body, round(there.pose.hold * FPS))


def _on_the_way(here: _Stop, there: _Stop, share: float) -> Body:
    if here.spots is None or here.spots is not there.spots:
        return between(here.body, there.body, share)
    angles = (1.0 - share) * here.pose.angles + share * there.pose.angles
    return _settled(here.body.proportions, here.pose, angles, here.spots)

"""Takes sample pictures of an exercise and keeps the poses that the landmarker saw rightly."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from fitcoach.body import MIRROR, Array, L, joint_angle
from fitcoach.exercise import Exercise, Movement
from fitcoach.pose import Pose
from fitcoach.studio.camera import Camera, sample_camera
from fitcoach.studio.contact import Body, settle
from fitcoach.studio.figure import build_mesh
from fitcoach.studio.look import sample_look, sample_room
from fitcoach.studio.poses import Take, plan_takes, sample_pose
from fitcoach.studio.proportions import sample_proportions
from fitcoach.studio.render import Picture, Stage
from fitcoach.studio.skeleton import mirror_angles

Detect = Callable[[Picture], Pose | None]
Outcome = Literal["kept", "wrong", "missed"]
Progress = Callable[[Take, Outcome], None]

SIZE: Final = (512, 512)
"""Height and width of a sample picture."""

_JUDGED: Final = [
    L.LEFT_SHOULDER,
    L.RIGHT_SHOULDER,
    L.LEFT_ELBOW,
    L.RIGHT_ELBOW,
    L.LEFT_WRIST,
    L.RIGHT_WRIST,
    L.LEFT_HIP,
    L.RIGHT_HIP,
    L.LEFT_KNEE,
    L.RIGHT_KNEE,
    L.LEFT_ANKLE,
    L.RIGHT_ANKLE,
]
_TOLERANCE: Final = 0.06
"""Median error of a good pose, as a share of the body's size in the picture."""
_MISREAD: Final = 30.0
"""Degrees by which the joint that moves may be seen in the wrong half of the movement."""
_SWAPPED: Final = 0.6
"""Left and right are taken for each other if that makes the error this much smaller."""


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A picture's pose that was seen rightly.

    Attributes:
        phase: Name of the phase.
        variant: Name of the variant.
        index: The picture's number among its phase's.
        yaw: Where the camera stood, in degrees; 0 is in front, 90 at the person's left.
        pose: What the landmarker saw.
    """

    phase: str
    variant: str
    index: int
    yaw: float
    pose: Pose


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One picture with all that is known about it."""

    take: Take
    body: Body
    camera: Camera
    picture: Picture


def shoot(
    exercise: Exercise,
    per_phase: int,
    seed: int,
    detect: Detect,
    progress: Progress | None = None,
) -> Iterator[Kept]:
    """Takes sample pictures and yields those that the landmarker saw rightly.

    Args:
        exercise: Gives the key poses.
        per_phase: How many pictures to take of each phase.
        seed: The same seed gives the same pictures.
        detect: The landmarker, for single pictures.
        progress: Hears how each picture came out.
    """
    # One picture is drawn while the landmarker, in a thread of its own, looks at the one before.
    with Stage(SIZE) as stage, ThreadPoolExecutor(max_workers=1) as looking:
        before: tuple[Scene, Future[Pose | None]] | None = None
        movement = exercise.movement
        for scene in _scenes(exercise, per_phase, seed, stage):
            now = scene, looking.submit(detect, scene.picture)
            if before is not None:
                yield from _judged(*before, movement, progress)
            before = now
        if before is not None:
            yield from _judged(*before, movement, progress)


def _scenes(exercise: Exercise, per_phase: int, seed: int, stage: Stage) -> Iterator[Scene]:
    for phase in exercise.phase:
        for take in plan_takes(exercise, phase, per_phase, seed):
            rng = np.random.default_rng([seed, exercise.phases.index(phase.name), take.index])
            yield _take_picture(exercise, take, stage, rng)


def _take_picture(exercise: Exercise, take: Take, stage: Stage, rng: np.random.Generator) -> Scene:
    """Poses a random person in a random room and takes the picture."""
    angles = sample_pose(take.phase, take.variant, take.depth, rng)
    if take.mirrored:
        angles = mirror_angles(angles)
    body = settle(sample_proportions(rng), angles, take.phase.posture, take.contacts, take.supports)
    room = sample_room(rng)
    look = sample_look(rng, room)
    camera = sample_camera(body.landmarks, take.yaw, stage.size, rng)
    return Scene(
        take, body, camera, stage.draw(build_mesh(body, look, exercise.props), camera, room)
    )


def _judged(
    scene: Scene, looked: Future[Pose | None], movement: Movement | None, progress: Progress | None
) -> Iterator[Kept]:
    pose, take = looked.result(), scene.take
    truth = scene.body.landmarks
    outcome: Outcome = "missed"
    if pose is not None:
        right = agrees(pose, scene.camera.project(truth)) and (
            movement is None or reads(pose, truth, movement)
        )
        outcome = "kept" if right else "wrong"
    if progress is not None:
        progress(take, outcome)
    if pose is not None and outcome == "kept":
        yield Kept(take.phase.name, take.variant.name, take.index, take.yaw, pose)


def agrees(pose: Pose, truth: Array) -> bool:
    """Whether the landmarker saw the joints where they are, and left and right for what they are.

    Args:
        pose: What it saw.
        truth: (33, 2) where the landmarks are, in pixels; what is out of view is not judged.
    """
    size = float(np.linalg.norm(np.ptp(truth, axis=0)))
    in_view = np.all((truth > 0.0) & (truth < np.array(pose.size[::-1])), axis=1)
    judged = [landmark for landmark in _JUDGED if in_view[landmark]]

    def errors(seen: Array) -> Array:
        return np.asarray(np.linalg.norm((seen - truth)[judged], axis=1) / size)

    seen = pose.pixels[:, :2]
    right, swapped = errors(seen), errors(seen[MIRROR])
    return bool(np.median(right) < _TOLERANCE and swapped.mean() > _SWAPPED * right.mean())


def reads(pose: Pose, truth: Array, movement: Movement) -> bool:
    """Whether the landmarker saw how far the rep has gone, on average of both sides.

    It sees bent joints 10 to 30 degrees straighter than they are, of mannequins as of people, most
    from the front and from behind. That is for the classifier to learn; a bent joint that is seen
    as a straight one would teach it nonsense.

    Args:
        pose: What it saw.
        truth: (33, 3) where the landmarks are, in metres.
        movement: Of the exercise.
    """
    seen, true = (float(joint_angle(p, movement.joint).mean()) for p in (pose.world, truth))
    middle = 0.5 * (movement.rest + movement.turn)
    return (seen < middle) == (true < middle) or abs(seen - true) < _MISREAD

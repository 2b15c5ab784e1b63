"""Fusion: one pose in space from what two cameras see at the same moment."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import MIRROR, PARTS, Array, L
from fitcoach.capture.stereo.limbs import Limbs
from fitcoach.capture.stereo.triangulate import Points, Triangulation, rays_of
from fitcoach.pose import SEEN, Pose
from fitcoach.rig import Camera, Rig

_HIPS: Final = list(PARTS["hips"])

_TOLERANCE: Final = 0.04
"""Reprojection error as a share of the body's height in the picture above which the cameras do not
mean the same point: usually it is 1 %."""

_NEIGHBOURHOOD: Final = 0.15
"""Metres within which the landmarks lie that one is hung up on: about half of a limb."""

_CORNER: Final = 0.5
"""Pixels from the corner of a picture, where the landmarker counts from, to the middle of the first
pixel, where calibrations do."""

_TRUNK: Final = [*PARTS["shoulders"], *PARTS["hips"]]
_BODY: Final = list(range(L.LEFT_SHOULDER, L.LEFT_PINKY)) + list(range(L.LEFT_HIP, L.LEFT_HEEL))

_MOST: Final = 26
"""Landmarks of which two cameras that see a body rightly agree: all but an arm and a foot."""

_CLEARLY: Final = 5
_NEARER: Final = 0.6
"""Left and right were exchanged if the cameras then agree on so many landmarks more, or else on no
fewer and with errors this much smaller: where left and right lie on a level, so do the lines on
which the other camera sees them, and much that is wrong seems to fit."""


@dataclass(frozen=True, slots=True, eq=False)
class _Both:
    """Two poses of the same moment, and what was made of them."""

    poses: tuple[Pose, Pose]
    points: Points
    measured: NDArray[np.bool_]

    @property
    def apart(self) -> float:
        """Median reprojection error of trunk and limbs, in pixels."""
        return float(np.median(self.points.errors[:, _BODY].mean(axis=0)))


class Fusion:
    """Makes one pose of two, of one person.

    A landmark that both cameras see is triangulated. One that only one of them sees, or about which
    they disagree, is put where the landmarker of the one that sees it better guesses it beside its
    neighbours; it is seen then, but not measured.
    """

    def __init__(self, rig: Rig) -> None:
        """Takes the rig, made for the size of the pictures."""
        self._triangulation = Triangulation(rig.camera)
        self._cameras = rig.camera
        self._rig = rig
        self._limbs = Limbs()
        self._last: Pose | None = None
        self._scale = 1.0

    def fuse(self, first: Pose | None, second: Pose | None) -> Pose | None:
        """Makes one pose.

        Args:
            first: The person as the first camera sees them.
            second: The same moment as the second camera sees it.

        Returns:
            A pose at the time and in the picture of the first camera. With one camera alone it is
            that camera's guess, turned to where the first one looks; `None` if neither sees anyone.
        """
        if first is None or second is None:
            pose = self._from_first(first) if first else self._from_second(second)
        else:
            pose = self._of_both(first, second)
        self._last = pose or self._last
        return pose

    def _of_both(self, first: Pose, second: Pose) -> Pose | None:
        both = self._uncrossed(self._read(first, second))
        if both.measured[_TRUNK].sum() < len(_TRUNK) - 1:
            # They do not agree about the body as a whole: one of them is wrong.
            return self._likelier(self._from_first(first), self._from_second(second))
        points, measured = both.points, both.measured
        height = max(body_height(pose) for pose in both.poses)
        self._limbs.learn(points.places, measured)
        places = self._limbs.settle(points.places, measured, points.certainty, height)
        weights = np.stack([pose.visibility for pose in both.poses])
        visibility, better = weights.min(axis=0), weights.argmax(axis=0)
        if measured.sum() >= _MOST:
            self._scale = self._size_of(places, measured, both.poses)
        for number, pose in enumerate(both.poses):
            wanted = ~measured & (better == number)
            if wanted.any():
                places[wanted] = self._filled(number, pose, places, measured)[wanted]
                visibility[wanted] = pose.visibility[wanted]
        return self._in_room(both.poses[0], places, visibility, measured)

    def _read(self, first: Pose, second: Pose) -> _Both:
        both = (first, second)
        pixels = np.stack([pixels_of(pose) for pose in both])
        points = self._triangulation.points(pixels, np.stack([pose.visibility for pose in both]))
        measured = agreed(points, both)
        return _Both(both, points, measured & ~self._limbs.misread(points.places, measured))

    def _uncrossed(self, both: _Both) -> _Both:
        """With left and right as both cameras see them, where one took the one for the other.

        A back is taken for a front, above all with raised arms. Which of the two was wrong is told
        by how the body stood before.
        """
        first, second = both.poses
        crossed = self._read(first, exchanged(second))
        more = int(crossed.measured.sum()) - int(both.measured.sum())
        nearer = crossed.apart < _NEARER * both.apart
        if more < _CLEARLY and not (nearer and more >= 0):
            return both
        other = self._read(exchanged(first), second)
        return min(crossed, other, key=lambda each: self._away(self._hung(each.points.places)))

    def _away(self, world: Array) -> float:
        """How far a body (33, 3) is from how it was before, on average, in metres."""
        if self._last is None:
            return 0.0
        return float(np.linalg.norm(world - self._last.world, axis=1)[_BODY].mean())

    def _hung(self, places: Array) -> Array:
        """Places (33, 3) as `Pose.world` has them."""
        room = self._rig.in_room(places)
        return np.asarray(room - room[_HIPS].mean(axis=0))

    def _likelier(self, *poses: Pose | None) -> Pose | None:
        """The pose nearest to the last one, of equals the first."""
        known = [pose for pose in poses if pose is not None]
        return min(known, key=lambda pose: self._away(pose.world), default=None)

    def _size_of(
        self, places: Array, measured: NDArray[np.bool_], poses: tuple[Pose, Pose]
    ) -> float:
        """How much larger the person is than the cameras guess, on average of both."""

        def spread(points: Array) -> float:
            return float(np.linalg.norm(points[measured] - points[measured].mean(axis=0)))

        return spread(places) / float(np.mean([spread(pose.world) for pose in poses]))

    def _filled(self, number: int, pose: Pose, places: Array, measured: NDArray[np.bool_]) -> Array:
        """Places (33, 3) as one camera guesses them, hung up on what is measured around them.

        The guess is not moved onto the line on which the camera sees a landmark: where it is wrong
        about the depth, that would pull hands off their arms.
        """
        guess = self._scale * pose.world @ self._cameras[number].turn
        squares = ((guess[:, None] - guess[None, measured]) ** 2).sum(axis=-1)
        nearest = squares.min(axis=1, keepdims=True)
        weights = np.exp((nearest - squares) / _NEIGHBOURHOOD**2)
        weights /= weights.sum(axis=1, keepdims=True)
        return np.asarray(guess + weights @ (places[measured] - guess[measured]))

    def _from_first(self, pose: Pose) -> Pose:
        camera = self._cameras[0]
        hips = (_hips_of(camera, pose) - camera.shift) @ camera.turn
        world = pose.world @ camera.turn @ self._rig.level.T
        return replace(pose, world=world, place=self._rig.in_room(hips))

    def _from_second(self, pose: Pose | None) -> Pose | None:
        if pose is None:
            return None
        here, there = self._cameras
        places = (pose.world + _hips_of(there, pose) - there.shift) @ there.turn
        if here.seen(places)[:, 2].min() <= 0.0:
            return None  # behind the first camera, in whose picture nothing would have a place
        height, width = here.size
        pixels = here.project(places) + _CORNER
        image = np.column_stack([pixels / [width, height], np.zeros(len(places))])
        nothing = np.zeros(len(places), dtype=np.bool_)
        shown = replace(pose, image=image, size=here.size)
        return self._in_room(shown, places, pose.visibility, nothing)

    def _in_room(
        self, pose: Pose, places: Array, visibility: Array, measured: NDArray[np.bool_]
    ) -> Pose:
        room = self._rig.in_room(places)
        hips = room[_HIPS].mean(axis=0)
        return replace(
            pose, world=room - hips, visibility=visibility, measured=measured, place=hips
        )


def exchanged(pose: Pose) -> Pose:
    """The same pose with left taken for right."""
    return replace(
        pose,
        image=pose.image[MIRROR],
        world=pose.world[MIRROR],
        visibility=pose.visibility[MIRROR],
    )


def pixels_of(pose: Pose) -> Array:
    """The landmarks (33, 2) in the pixels that calibrations count in."""
    return pose.pixels[:, :2] - _CORNER


def agreed(points: Points, poses: tuple[Pose, Pose]) -> NDArray[np.bool_]:
    """Which landmarks (33,) both cameras see, in front of them and in the same place."""
    seen = np.array([pose.visibility >= SEEN for pose in poses])
    allowed = np.array([[_TOLERANCE * body_height(pose)] for pose in poses])
    near = (points.errors <= allowed) & (points.depths > 0.0)
    return np.asarray((seen & near).all(axis=0))


def body_height(pose: Pose) -> float:
    """Of the body in the picture, in pixels; of a body lying down its length."""
    return float(np.ptp(pose.pixels[:, :2], axis=0).max())


def _hips_of(camera: Camera, pose: Pose) -> Array:
    """Where a camera's guess of a body would be seen as it is: the hips' (3,) in its frame."""
    rays = rays_of(camera, pixels_of(pose))
    # (world + hips)[:2] = ray * (world + hips)[2] for each landmark, all of it linear in the hips.
    rows = np.zeros((*rays.shape, 3))
    rows[:, 0, 0] = rows[:, 1, 1] = -1.0
    rows[..., 2] = rays
    right = pose.world[:, :2] - rays * pose.world[:, 2:]
    trust = pose.visibility[:, None]
    hips, *_ = np.linalg.lstsq(
        (trust[..., None] * rows).reshape(-1, 3), (trust * right).ravel(), rcond=None
    )
    return np.asarray(hips)

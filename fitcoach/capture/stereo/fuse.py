"""Fusion: one pose in space from what several cameras see at the same moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fitcoach.body import PARTS, Array, L
from fitcoach.capture.stereo.agree import CORNER, Mask, agreed, body_height, pixels_of
from fitcoach.capture.stereo.limbs import Limbs
from fitcoach.capture.stereo.triangulate import Points, Triangulation, rays_of
from fitcoach.pose import Pose
from fitcoach.rig import Camera, Rig

_HIPS: Final = list(PARTS["hips"])

_NEIGHBOURHOOD: Final = 0.15
"""Metres within which the landmarks lie that one is hung up on: about half of a limb."""

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
class _Reading:
    """What several cameras saw of the same moment, and what was made of it.

    Attributes:
        poses: By the number of the camera.
        points: The landmarks, triangulated.
        used: (cameras, 33) which of these poses they were measured from.
    """

    poses: Mapping[int, Pose]
    points: Points
    used: Mask

    @property
    def measured(self) -> Mask:
        """(33,) which landmarks were."""
        return np.asarray(self.used.any(axis=0))

    @property
    def agreement(self) -> int:
        """How often a camera saw a landmark where another one did."""
        return int(self.used.sum() - self.measured.sum())

    @property
    def apart(self) -> float:
        """Median reprojection error of trunk and limbs, in pixels."""
        return float(np.median(self.points.errors[:, _BODY].mean(axis=0)))


class Fusion:
    """Makes one pose of several, of one person.

    A landmark about which two cameras or more agree is triangulated. One that only one of them
    sees, or about which they disagree, is put where the landmarker of the one that sees it best
    guesses it beside its neighbours; it is seen then, but not measured.
    """

    def __init__(self, rig: Rig) -> None:
        """Takes the rig, made for the size of the pictures."""
        self._cameras = rig.camera
        self._rig = rig
        self._limbs = Limbs()
        self._last: Pose | None = None
        self._scale = 1.0

    def fuse(self, *seen: Pose | None) -> Pose | None:
        """Makes one pose.

        Args:
            seen: The person as each camera sees them at the same moment.

        Returns:
            A pose at that time and in the picture of the first camera. With one camera alone it is
            that camera's guess, turned to where the first one looks; `None` if none sees anyone.
        """
        poses = {number: pose for number, pose in enumerate(seen) if pose is not None}
        pose = self._measured(poses) if len(poses) > 1 else self._guessed(poses)
        self._last = pose or self._last
        return pose

    def _measured(self, poses: Mapping[int, Pose]) -> Pose | None:
        reading = self._uncrossed(self._read(poses))
        points, measured = reading.points, reading.measured
        if measured[_TRUNK].sum() < len(_TRUNK) - 1:
            # They do not agree about the body as a whole: one of them is wrong.
            return self._guessed(poses)
        poses = reading.poses
        height = max(body_height(pose) for pose in poses.values())
        self._limbs.learn(points.places, measured)
        places = self._limbs.settle(points, reading.used, height)
        weights = np.stack([pose.visibility for pose in poses.values()])
        best = weights.argmax(axis=0)
        visibility = np.where(reading.used | ~measured, weights, np.inf).min(axis=0)
        if measured.sum() >= _MOST:
            self._scale = self._size_of(places, measured, poses.values())
        for place, (number, pose) in enumerate(poses.items()):
            wanted = ~measured & (best == place)
            if wanted.any():
                places[wanted] = self._filled(number, pose, places, measured)[wanted]
                visibility[wanted] = pose.visibility[wanted]
        shown = poses[0] if 0 in poses else self._projected(poses[min(poses)], places)
        return shown and self._in_room(shown, places, visibility, measured)

    def _read(self, poses: Mapping[int, Pose]) -> _Reading:
        triangulation = Triangulation([self._cameras[number] for number in poses])
        points, used = agreed(triangulation, list(poses.values()))
        wrong = self._limbs.misread(points.places, np.asarray(used.any(axis=0)))
        return _Reading(poses, points, used & ~wrong)

    def _uncrossed(self, reading: _Reading) -> _Reading:
        """With left and right as all cameras see them, where one took the one for the other.

        A back is taken for a front, above all with raised arms. Which of them were wrong is told by
        how the body stood before.
        """
        poses, found = reading.poses, reading
        # Of two cameras it is the same to exchange the sides of the one or of the other.
        tried = list(poses)[1:] if len(poses) == 2 else list(poses)  # noqa: PLR2004
        while True:
            readings = [
                self._read({**found.poses, number: found.poses[number].exchanged})
                for number in tried
            ]
            best = max(readings, key=lambda each: each.agreement)
            more = best.agreement - found.agreement
            nearer = best.apart < _NEARER * found.apart
            if more < _CLEARLY and not (nearer and more >= 0):
                break
            found = best
        if found is reading:
            return reading
        other = self._read({number: pose.exchanged for number, pose in found.poses.items()})
        return min(found, other, key=lambda each: self._away(self._hung(each.points.places)))

    def _away(self, world: Array) -> float:
        """How far a body (33, 3) is from how it was before, on average, in metres."""
        if self._last is None:
            return 0.0
        return float(np.linalg.norm(world - self._last.world, axis=1)[_BODY].mean())

    def _hung(self, places: Array) -> Array:
        """Places (33, 3) as `Pose.world` has them."""
        room = self._rig.in_room(places)
        return np.asarray(room - room[_HIPS].mean(axis=0))

    def _guessed(self, poses: Mapping[int, Pose]) -> Pose | None:
        """What one camera guesses: the pose nearest to the last one, of equals the first."""
        guesses = [self._guess(number, pose) for number, pose in poses.items()]
        known = [pose for pose in guesses if pose is not None]
        return min(known, key=lambda pose: self._away(pose.world), default=None)

    def _size_of(self, places: Array, measured: Mask, poses: Iterable[Pose]) -> float:
        """How much larger the person is than the cameras guess, on average of them."""

        def spread(points: Array) -> float:
            return float(np.linalg.norm(points[measured] - points[measured].mean(axis=0)))

        return spread(places) / float(np.mean([spread(pose.world) for pose in poses]))

    def _filled(self, number: int, pose: Pose, places: Array, measured: Mask) -> Array:
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

    def _guess(self, number: int, pose: Pose) -> Pose | None:
        camera = self._cameras[number]
        hips = _hips_of(camera, pose)
        if number == 0:
            world = pose.world @ camera.turn @ self._rig.level.T
            place = self._rig.in_room((hips - camera.shift) @ camera.turn)
            return replace(pose, world=world, place=place)
        places = (pose.world + hips - camera.shift) @ camera.turn
        nothing = np.zeros(len(places), dtype=np.bool_)
        shown = self._projected(pose, places)
        return shown and self._in_room(shown, places, pose.visibility, nothing)

    def _projected(self, pose: Pose, places: Array) -> Pose | None:
        """A pose in the picture of the first camera, which did not see it; `None` behind it."""
        first = self._cameras[0]
        if first.seen(places)[:, 2].min() <= 0.0:
            return None
        height, width = first.size
        pixels = first.project(places) + CORNER
        image = np.column_stack([pixels / [width, height], np.zeros(len(places))])
        return replace(pose, image=image, size=first.size)

    def _in_room(self, pose: Pose, places: Array, visibility: Array, measured: Mask) -> Pose:
        room = self._rig.in_room(places)
        hips = room[_HIPS].mean(axis=0)
        return replace(
            pose, world=room - hips, visibility=visibility, measured=measured, place=hips
        )


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

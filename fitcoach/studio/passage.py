"""The way from one pose to another that rests on other parts of the body.

While the contacts change nothing is known to stay where it is, so there is nothing to solve: pelvis
and joints go straight from one pose to the other, and the lowest point keeps to the floor.
"""

from dataclasses import replace

import numpy as np

from fitcoach.body import Array
from fitcoach.studio.contact import Body
from fitcoach.studio.proportions import Proportions
from fitcoach.studio.skeleton import Frames, Root, Segment, pose_segments, root_of
from fitcoach.studio.surface import Spheres, one_sided, outline, touching


def follow(before: Body, after: Body, common: set[str]) -> Body:
    """Moves a body over the floor to where another one is.

    Args:
        before: Stays.
        after: Is moved.
        common: Contacts of both, which are to come to lie in the same place, on average; if there
            are none, the pelvis is.
    """
    shift = _place(before, common) - _place(after, common)
    return after.moved(shift * [1.0, 1.0, 0.0])


def _place(body: Body, contacts: set[str]) -> Array:
    if not contacts:
        return np.asarray(body.frames.origins[Segment.PELVIS])
    spheres = [s for name in sorted(one_sided(contacts)) for s in touching(body.proportions, name)]
    return np.asarray(body.frames.locate(Spheres.of(spheres).points).mean(axis=0))


def between(before: Body, after: Body, share: float) -> Body:
    """A body on its way.

    Args:
        before: Where it comes from.
        after: Where it goes.
        share: How far it has come, 0..1.
    """
    p, nearer = before.proportions, before if share < 0.5 else after  # noqa: PLR2004

    def mixed(a: Array, b: Array) -> Array:
        return np.asarray((1.0 - share) * a + share * b)

    start, end = root_of(before.frames), root_of(after.frames)
    angles = mixed(before.angles, after.angles)
    frames = pose_segments(
        p,
        angles[None],
        Root(mixed(start.position, end.position), mixed(start.tilt, end.tilt)),
        "standing",
        planted=nearer.planted,
        gripping=nearer.gripping,
    )
    one = Frames(frames.origins[0], frames.rotations[0])
    height = (1.0 - share) * _lowest(p, before.frames) + share * _lowest(p, after.frames)
    body = replace(nearer, angles=angles, frames=one)
    return body.moved(np.array([0.0, 0.0, height - _lowest(p, one)]))


def _lowest(p: Proportions, frames: Frames) -> float:
    """Height of the body's lowest point above the floor in metres."""
    surface = outline(p, without_hands=())
    return float((frames.locate(surface.points)[:, 2] - surface.radii).min())

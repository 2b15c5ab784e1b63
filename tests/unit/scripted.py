"""A body that does what a test says, and a classifier that reads it off the pose."""

import numpy as np

from fitcoach.body import Landmark as Lm
from fitcoach.coach import Coach, Panel
from fitcoach.exercise import find_exercise
from fitcoach.pose import Pose
from fitcoach.workout import Sight, Trainer

FRAME = 0.04


class Oracle:
    """Knows how deep the pose is, since the test wrote it into the nose's depth."""

    classes = ("up", "down", "none")

    def probabilities(self, pose):
        depth = pose.world[Lm.NOSE, 2]
        return np.array([1 - depth, depth, 0.0])


def squatting(t, depth, *, seen=1.0, shift=(0.0, 0.0), size=0.2):
    """Somebody side-on, knees at 180 degrees for depth 0 and 90 degrees for depth 1.

    Args:
        t: Seconds.
        depth: How deep, 0..1.
        seen: Visibility of all landmarks.
        shift: In the picture, as shares of it.
        size: Length of the trunk as a share of the picture's height.
    """
    world = np.zeros((33, 3))
    bend = np.radians(90 * depth)
    for side, z in (("LEFT", 0.15), ("RIGHT", -0.15)):
        world[Lm[f"{side}_SHOULDER"]] = [0, -0.5, z]
        world[Lm[f"{side}_ELBOW"]] = world[Lm[f"{side}_WRIST"]] = [0, -0.2, z]
        world[Lm[f"{side}_HIP"]] = [0, 0, z]
        world[Lm[f"{side}_KNEE"]] = [0, 0.4, z]
        foot = np.array([0.4 * np.sin(bend), 0.4 + 0.4 * np.cos(bend), z])
        for part in ("ANKLE", "HEEL", "FOOT_INDEX"):
            world[Lm[f"{side}_{part}"]] = foot
    for landmark in range(Lm.LEFT_SHOULDER):
        world[landmark] = [0.05 if "EAR" in Lm(landmark).name else -0.05, -0.7, 0]
    world[Lm.NOSE, 2] = depth
    image = np.zeros((33, 3))
    image[:, :2] = 0.5 + world[:, :2] * size / 0.5 + shift
    return Pose(t, image, world, np.full(33, seen), (480, 480))


def squat_panel(_="squat"):
    """Somebody who squats in no time is not told off for it."""
    squat = find_exercise("squat")
    rules = tuple(rule for rule in squat.form if rule.measure != "eccentric")
    return Panel([Coach(squat.model_copy(update={"form": rules}), Oracle())])


REP = [(0.6, 0.0), (0.6, 1.0), (0.6, 0.0)]
"""(seconds, depth) of one squat."""


class Gym:
    """Runs stretches of (seconds, depth) past a trainer; depth `None` is nobody in view."""

    def __init__(self, plan, *, guarded=False, panel=squat_panel):
        self.trainer = Trainer(plan, panel, guarded=guarded)
        self.t = 0.0
        self.moments = []

    def see(self, pose, **sight):
        self.moments.append(self.trainer.update(Sight(self.t, pose, **sight)))
        self.t += FRAME
        return self.moments[-1]

    def do(self, stretches, **sight):
        """Returns the last moment."""
        for seconds, depth in stretches:
            for _ in range(round(seconds / FRAME)):
                self.see(None if depth is None else squatting(self.t, depth), **sight)
        return self.moments[-1]

    @property
    def events(self):
        """Of all moments so far, and of what was asked for since."""
        self.moments.append(self.trainer.moment())
        return [event for moment in self.moments for event in moment.events]

    def kinds(self):
        return [type(event).__name__ for event in self.events]

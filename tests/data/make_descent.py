"""Makes squat-descent.npz: one slow squat of the mannequin, seen by the real landmarker.

    python tests/data/make_descent.py

Poses from standing to the bottom, one a degree or two of the knee, with the true interior angle of
each. The tests play them forwards and backwards, to any depth and at any speed.
"""

from pathlib import Path

import numpy as np

import fitcoach.studio.film as studio
from fitcoach.body import joint_angle
from fitcoach.capture import Frame, LandmarkerOptions
from fitcoach.capture.landmarker import Landmarker
from fitcoach.exercise import Fault, find_exercise
from fitcoach.models import pose_model

FOLDER = Path(__file__).parent
DEEP = Fault(
    phase={"down": {"knee_flexion": 138, "hip_flexion": 128, "ankle_dorsiflexion": 34}}, seconds=4
)


def main() -> None:
    poses, knees = [], []
    with Landmarker(LandmarkerOptions(pose_model("full"))) as landmarker:
        frames = studio.film_frames(find_exercise("squat"), 1, seed=5, yaw=75.0, fault=DEEP)
        for number, frame in enumerate(frames):
            (person,) = landmarker.detect(Frame(number, frame.timestamp, frame.picture))
            poses.append(person.pose)
            knees.append(float(joint_angle(frame.body.landmarks, "knee").mean()))
            if len(knees) > 1 and knees[-1] > knees[-2] + 1.0:
                break  # on the way up
    np.savez_compressed(
        FOLDER / "squat-descent.npz",
        image=np.array([pose.image for pose in poses], dtype=np.float32),
        world=np.array([pose.world for pose in poses], dtype=np.float32),
        visibility=np.array([pose.visibility for pose in poses], dtype=np.float32),
        size=np.array(poses[0].size),
        knee=np.array(knees, dtype=np.float32),
    )


if __name__ == "__main__":
    main()

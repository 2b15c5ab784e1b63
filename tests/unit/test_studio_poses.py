"""Drawing poses and planning the pictures."""

import numpy as np
import pytest
from mannequin import angle_array, as_world

from fitcoach.body import L, joint_angle
from fitcoach.exercise import KeyPose, Phase, find_exercise
from fitcoach.pose import Pose
from fitcoach.studio.camera import aimed_camera, sample_camera
from fitcoach.studio.contact import settle
from fitcoach.studio.poses import Take, is_sided, plan_takes, pose_at, sample_pose
from fitcoach.studio.proportions import average
from fitcoach.studio.shoot import agrees, reads
from fitcoach.studio.skeleton import JOINT, LIMITS

SQUAT = find_exercise("squat")
UP, DOWN = SQUAT.phase
_OTHER = {"left": "right", "right": "left"}
BODY = settle(average(), angle_array({"hip_abduction": 8.0}), "standing", ("heels", "toes"))


def test_all_ranges_are_walked_together() -> None:
    variant = SQUAT.variant[0]
    for depth in (0.0, 0.25, 1.0):
        angles = pose_at(DOWN, variant, depth)
        for joint in ("hip_flexion", "knee_flexion", "ankle_dorsiflexion"):
            low, high = DOWN.pose[joint]
            assert angles[JOINT[f"left_{joint}"]] == pytest.approx(low + depth * (high - low))


def test_variants_replace_the_phase() -> None:
    variant = SQUAT.variant[0].model_copy(update={"pose": {"knee_flexion": (70.0, 70.0)}})
    angles = pose_at(DOWN, variant, 1.0)
    assert angles[JOINT["right_knee_flexion"]] == 70.0


def test_a_variant_replaces_contacts_and_supports() -> None:
    phase = UP.model_copy(update={"supports": {"hands": 1.2}})
    variant = SQUAT.variant[0]
    assert Take(0, phase, variant, 0.0, 0.0).supports == {"hands": 1.2}
    bench = variant.model_copy(update={"contacts": ("heels",), "supports": {"left_hands": 0.45}})
    take = Take(0, phase, bench, 0.0, 0.0, mirrored=True)
    assert (take.contacts, take.supports) == (("heels",), {"right_hands": 0.45})
    assert is_sided(phase, bench)


def test_slack_is_moderate_nearly_symmetric_and_within_limits() -> None:
    rng = np.random.default_rng(1)
    variant = SQUAT.variant[0]
    poses = np.array([sample_pose(DOWN, variant, 0.5, rng) for _ in range(400)])
    left, right = (poses[:, JOINT[f"{side}_knee_flexion"]] for side in ("left", "right"))
    assert 4.0 < left.std() < 6.5
    assert 2.0 < (left - right).std() < 5.0
    assert (poses >= LIMITS[:, 0]).all()
    assert (poses <= LIMITS[:, 1]).all()


def test_the_phases_of_a_squat_stay_apart() -> None:
    rng = np.random.default_rng(1)
    knees = {
        phase.name: [
            sample_pose(phase, SQUAT.variant[0], depth, rng)[JOINT["left_knee_flexion"]]
            for depth in np.linspace(0.0, 1.0, 200)
        ]
        for phase in (UP, DOWN)
    }
    assert max(knees["up"]) < min(knees["down"])


def test_takes_cover_depth_yaw_and_variants_evenly() -> None:
    takes = list(plan_takes(SQUAT, DOWN, 120, seed=3))
    yaws = np.histogram([take.yaw for take in takes], bins=12, range=(0, 360))[0]
    depths = np.histogram([take.depth for take in takes], bins=10, range=(0, 1))[0]
    variants = [sum(t.variant is v for t in takes) for v in SQUAT.variant]
    even = 120 / len(SQUAT.variant)
    assert yaws.min() >= 8
    assert depths.min() >= 9
    assert max(abs(count - even) for count in variants) < 0.3 * even


def test_takes_follow_shares() -> None:
    half = SQUAT.variant[0].model_copy(update={"share": 4.0})
    exercise = SQUAT.model_copy(update={"variant": (half, SQUAT.variant[1])})
    takes = list(plan_takes(exercise, DOWN, 100, seed=3))
    assert sum(take.variant is half for take in takes) == pytest.approx(80, abs=4)


def _lunging(side: str) -> Phase:
    pose: KeyPose = {f"{side}_hip_flexion": (80.0, 80.0), f"{side}_knee_flexion": (90.0, 90.0)}
    contacts = (f"{side}_heels", f"{side}_toes", f"{_OTHER[side]}_toes")
    return DOWN.model_copy(update={"pose": pose, "contacts": contacts})


def test_only_exercises_with_sides_are_mirrored_every_second_time() -> None:
    assert not any(take.mirrored for take in plan_takes(SQUAT, DOWN, 9, 5))
    lunge = SQUAT.model_copy(update={"phase": (UP, _lunging("left"))})
    for phase in lunge.phase:
        takes = list(plan_takes(lunge, phase, 4, 5))
        assert [take.mirrored for take in takes] == [False, True, False, True]
    assert takes[0].contacts == ("left_heels", "left_toes", "right_toes")
    assert takes[1].contacts == ("right_heels", "right_toes", "left_toes")
    assert is_sided(lunge.phase[1], SQUAT.variant[0])
    assert not is_sided(UP, SQUAT.variant[0])


def test_supports_are_mirrored_too() -> None:
    phase = DOWN.model_copy(update={"supports": {"right_toes": 0.45, "back": 0.3}})
    mirrored = Take(0, phase, SQUAT.variant[0], 0.5, 0.0, mirrored=True)
    assert mirrored.supports == {"left_toes": 0.45, "back": 0.3}


def test_same_seed_same_takes() -> None:
    assert list(plan_takes(SQUAT, UP, 9, 5)) == list(plan_takes(SQUAT, UP, 9, 5))
    assert list(plan_takes(SQUAT, UP, 9, 5)) != list(plan_takes(SQUAT, UP, 9, 6))


def test_yaw_ninety_sees_the_left_side() -> None:
    camera = aimed_camera(BODY.landmarks, 90.0, (512, 512))
    world = as_world(camera, BODY.landmarks)
    assert world[L.LEFT_SHOULDER, 2] < world[L.RIGHT_SHOULDER, 2] - 0.2
    # Facing left in the picture, head up.
    assert world[L.NOSE, 0] < -0.05
    assert world[L.NOSE, 1] < -0.5


def test_from_the_front_left_is_on_the_right() -> None:
    camera = aimed_camera(BODY.landmarks, 0.0, (512, 512))
    pixels = camera.project(BODY.landmarks)
    assert pixels[L.LEFT_SHOULDER, 0] > pixels[L.RIGHT_SHOULDER, 0] + 20
    assert pixels[L.NOSE, 1] < pixels[L.LEFT_ANKLE, 1]


def test_random_cameras_see_most_people_whole_and_all_of_them_to_the_hips() -> None:
    rng = np.random.default_rng(2)
    whole = 0
    for yaw in np.linspace(0.0, 350.0, 80):
        camera = sample_camera(BODY.landmarks, float(yaw), (512, 512), rng)
        pixels = camera.project(BODY.landmarks)
        in_view = np.all((pixels > 0) & (pixels < 512), axis=1)
        assert in_view[: L.LEFT_KNEE].all()
        whole += in_view.all()
    assert 50 <= whole < 80


def test_what_is_out_of_view_is_not_judged() -> None:
    camera = aimed_camera(BODY.landmarks[: L.LEFT_KNEE], 30.0, (512, 512))
    truth = camera.project(BODY.landmarks)
    assert truth[L.LEFT_KNEE, 1] > 512
    guessed = truth.copy()
    guessed[L.LEFT_KNEE :] -= 200.0
    image = np.column_stack([guessed, np.zeros(33)]) / 512
    pose = Pose(0.0, image, as_world(camera, BODY.landmarks), np.ones(33), (512, 512))
    assert agrees(pose, truth)


def _seen(points: np.ndarray) -> Pose:
    camera = aimed_camera(BODY.landmarks, 30.0, (512, 512))
    pixels = np.column_stack([camera.project(points), np.zeros(33)])
    return Pose(0.0, pixels / 512, as_world(camera, points), np.ones(33), (512, 512))


def test_a_right_pose_agrees_and_a_wrong_or_swapped_one_does_not() -> None:
    truth = _seen(BODY.landmarks).pixels[:, :2]
    assert agrees(_seen(BODY.landmarks), truth)
    assert not agrees(_seen(BODY.landmarks + np.array([0.0, 0.0, 0.5])), truth)
    crossed = BODY.landmarks * [1.0, -1.0, 1.0]
    assert not agrees(_seen(crossed), truth)


def test_a_bent_knee_seen_as_straight_is_misread() -> None:
    bent = settle(average(), pose_at(DOWN, SQUAT.variant[0], 0.5), "standing", ("heels", "toes"))
    assert joint_angle(bent.landmarks, "knee").mean() < 90
    assert reads(_seen(bent.landmarks), bent.landmarks, SQUAT.movement)
    assert not reads(_seen(BODY.landmarks), bent.landmarks, SQUAT.movement)

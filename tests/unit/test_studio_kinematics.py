"""The jointed skeleton, the person's measures and the floor."""

import numpy as np
import pytest
from mannequin import angle_array, angle_of, centre_of_mass

from fitcoach.anatomy import JOINT_LIMITS
from fitcoach.body import MIRROR, L, joint_angle
from fitcoach.exercise import exercise_files, find_exercise
from fitcoach.studio.contact import Body, settle
from fitcoach.studio.poses import Take, pose_at, sample_pose
from fitcoach.studio.proportions import average, sample_proportions
from fitcoach.studio.skeleton import (
    JOINTS,
    LIMITS,
    Root,
    landmark_points,
    mirror_angles,
    pose_segments,
)
from fitcoach.studio.surface import Spheres, touching

PERSON = average(1.73)


def landmarks(pose: dict[str, float]) -> np.ndarray:
    """Landmarks of a pose with the pelvis at the origin, upright."""
    root = Root(np.zeros((1, 3)), np.zeros((1, 3)))
    frames = pose_segments(PERSON, angle_array(pose)[None], root, "standing")
    return frames.locate(landmark_points(PERSON))[0]


def standing(pose: dict[str, float]) -> Body:
    return settle(PERSON, angle_array(pose), "standing", ("heels", "toes"))


def test_upright_heights_are_sums_of_segments() -> None:
    body = standing({})
    p, height = PERSON, body.landmarks[:, 2]
    knee = p.ankle_height + p.shank
    hip = knee + p.thigh
    shoulder = hip + p.pelvis + p.lumbar + p.abdomen + p.thorax
    assert height[L.LEFT_ANKLE] == pytest.approx(p.ankle_height, abs=1e-3)
    assert height[L.LEFT_KNEE] == pytest.approx(knee, abs=1e-3)
    assert height[L.LEFT_HIP] == pytest.approx(hip, abs=1e-3)
    assert height[L.LEFT_SHOULDER] == pytest.approx(shoulder, abs=1e-3)
    assert height[L.LEFT_WRIST] == pytest.approx(shoulder - p.upper_arm - p.forearm, abs=1e-3)


def test_eyes_are_at_eye_height() -> None:
    # Drillis and Contini: .936 of stature.
    assert standing({}).landmarks[L.LEFT_EYE, 2] == pytest.approx(0.936 * 1.73, abs=0.02)


@pytest.mark.parametrize("angle", [0.0, 35.0, 90.0, 140.0])
@pytest.mark.parametrize("joint", ["knee", "elbow"])
def test_flexion_is_exact_between_true_landmarks(joint: str, angle: float) -> None:
    others = {"hip_flexion": 80.0, "hip_abduction": 15.0, "shoulder_flexion": 40.0}
    points = landmarks({f"{joint}_flexion": angle, **others})
    # Near 180 degrees the arc cosine keeps half the digits.
    assert joint_angle(points, joint) == pytest.approx([180.0 - angle] * 2, abs=1e-4)


@pytest.mark.parametrize(
    ("pose", "a", "b", "direction"),
    [
        ({"shoulder_flexion": 90.0}, L.LEFT_SHOULDER, L.LEFT_WRIST, (1, 0, 0)),
        ({"shoulder_abduction": 90.0}, L.LEFT_SHOULDER, L.LEFT_WRIST, (0, 1, 0)),
        ({"shoulder_abduction": 90.0}, L.RIGHT_SHOULDER, L.RIGHT_WRIST, (0, -1, 0)),
        ({"shoulder_flexion": 180.0}, L.LEFT_SHOULDER, L.LEFT_ELBOW, (0, 0, 1)),
        ({"elbow_flexion": 90.0}, L.LEFT_ELBOW, L.LEFT_WRIST, (1, 0, 0)),
        (
            {"elbow_flexion": 90.0, "shoulder_rotation": 90.0},
            L.LEFT_ELBOW, L.LEFT_WRIST, (0, 1, 0),
        ),
        ({"hip_flexion": 90.0}, L.LEFT_HIP, L.LEFT_KNEE, (1, 0, 0)),
        ({"knee_flexion": 90.0}, L.LEFT_KNEE, L.LEFT_ANKLE, (-1, 0, 0)),
        ({"hip_abduction": 30.0}, L.RIGHT_HIP, L.RIGHT_KNEE, (0, -0.5, -np.sqrt(0.75))),
        ({"spine_side_bend": 30.0}, L.RIGHT_SHOULDER, L.LEFT_SHOULDER, (0, np.sqrt(0.75), -0.5)),
        ({"spine_rotation": 30.0}, L.RIGHT_SHOULDER, L.LEFT_SHOULDER, (-0.5, np.sqrt(0.75), 0)),
        ({"neck_rotation": 30.0}, L.RIGHT_EAR, L.LEFT_EAR, (-0.5, np.sqrt(0.75), 0)),
    ],
)  # fmt: skip
def test_joints_turn_the_way_their_names_say(
    pose: dict[str, float], a: L, b: L, direction: tuple[float, float, float]
) -> None:
    points = landmarks(pose)
    limb = points[b] - points[a]
    assert limb / np.linalg.norm(limb) == pytest.approx(np.array(direction, float), abs=1e-6)


def test_external_hip_rotation_turns_the_feet_out() -> None:
    points = landmarks({"hip_rotation": 30.0})
    assert points[L.LEFT_FOOT_INDEX, 1] > points[L.LEFT_HEEL, 1] + 0.05
    assert points[L.RIGHT_FOOT_INDEX, 1] < points[L.RIGHT_HEEL, 1] - 0.05


def test_trunk_flexion_leans_forward() -> None:
    points = landmarks({"spine_flexion": 60.0})
    assert points[L.NOSE, 0] > 0.3


def test_mirrored_angles_give_the_mirrored_body() -> None:
    rng = np.random.default_rng(4)
    angles = rng.uniform(0.3 * LIMITS[:, 0], 0.3 * LIMITS[:, 1])
    pose = dict(zip(JOINTS, angles.tolist(), strict=True))
    swap = {"left": "right", "right": "left"}
    mirrored = {}
    for name, value in pose.items():
        side, _, rest = name.partition("_")
        sideways = name in ("spine_side_bend", "spine_rotation", "neck_rotation")
        mirrored[f"{swap[side]}_{rest}" if side in swap else name] = -value if sideways else value
    reflected = landmarks(mirrored)[MIRROR] * [1.0, -1.0, 1.0]
    assert reflected == pytest.approx(landmarks(pose), abs=1e-9)


def test_unsided_names_bend_both_sides() -> None:
    angles = dict(
        zip(JOINTS, angle_array({"knee_flexion": 50.0, "left_hip_flexion": 9.0}), strict=True)
    )
    assert angles["left_knee_flexion"] == angles["right_knee_flexion"] == 50.0
    assert (angles["left_hip_flexion"], angles["right_hip_flexion"]) == (9.0, 0.0)
    assert all(np.any(angle_array({joint: 1.0})) for joint in JOINT_LIMITS)


def _takes() -> list[Take]:
    return [
        Take(index, phase, variant, depth, 0.0)
        for name in ("squat", "push-up")
        for exercise in [find_exercise(name)]
        for phase in exercise.phase
        for index, variant in enumerate(exercise.variant)
        for depth in (0.0, 1.0)
    ]


ON_FLOOR = {
    "heels": [L.LEFT_HEEL, L.RIGHT_HEEL],
    "toes": [L.LEFT_FOOT_INDEX, L.RIGHT_FOOT_INDEX],
    "hands": [L.LEFT_INDEX, L.RIGHT_INDEX],
}


@pytest.mark.parametrize(
    "take", _takes(), ids=lambda take: f"{take.phase.name}-{take.variant.name}-{take.depth:g}"
)
def test_sampled_bodies_lie_on_the_floor(take: Take) -> None:
    rng = np.random.default_rng(take.index)
    for _ in range(4):
        angles = sample_pose(take.phase, take.variant, take.depth, rng)
        body = settle(sample_proportions(rng), angles, take.phase.posture, take.contacts)
        height = body.landmarks[:, 2]
        assert height.min() > -0.005
        for contact in set(take.contacts) & set(ON_FLOOR):
            assert height[ON_FLOOR[contact]] == pytest.approx(0.015, abs=0.015)
        if "heels" in take.contacts:
            assert body.spots[:, 2] == pytest.approx(0.0, abs=0.005)
            heels, toes = (body.landmarks[ON_FLOOR[c], 0].mean() for c in ("heels", "toes"))
            assert heels < centre_of_mass(body)[0] < toes


@pytest.mark.parametrize("name", exercise_files())
def test_contacts_of_every_shipped_exercise_can_be_met(name: str) -> None:
    exercise = find_exercise(name)
    for phase in exercise.phase:
        take = Take(0, phase, exercise.variant[0], 0.5, 0.0)
        body = settle(
            PERSON,
            pose_at(phase, exercise.variant[0], 0.5),
            phase.posture,
            take.contacts,
            take.supports,
        )
        assert body.landmarks[:, 2].min() > -0.01
        heights = dict.fromkeys(take.contacts, 0.0) | take.supports
        for contact, height in heights.items():
            if contact == "back" and phase.posture == "standing" and not height:
                continue  # leans on a wall
            gripping = contact.endswith("hands") and bool(body.gripping)
            spheres = Spheres.of(touching(PERSON, contact, gripping=gripping))
            bottom = body.frames.locate(spheres.points)[:, 2] - spheres.radii
            assert bottom == pytest.approx(height, abs=0.02)


def test_push_up_body_is_straight_with_the_hands_below_the_shoulders() -> None:
    exercise = find_exercise("push-up")
    up = exercise.phase[0]
    body = settle(PERSON, pose_at(up, exercise.variant[0], 0.2), up.posture, up.contacts)
    points = body.landmarks
    assert joint_angle(points, "hip").min() > 165.0
    assert np.abs(points[[L.LEFT_WRIST, L.RIGHT_WRIST], 0] - points[L.LEFT_SHOULDER, 0]).max() < 0.2


def test_with_one_foot_on_the_floor_the_other_stays_up() -> None:
    pose = angle_array({"left_hip_flexion": 90.0, "left_knee_flexion": 90.0})
    body = settle(PERSON, pose, "standing", ("right_heels", "right_toes"))
    height = body.landmarks[:, 2]
    assert height[[L.RIGHT_HEEL, L.RIGHT_FOOT_INDEX]] == pytest.approx(0.015, abs=0.01)
    assert height[L.LEFT_HEEL] > 0.3
    right_foot = body.landmarks[[L.RIGHT_HEEL, L.RIGHT_FOOT_INDEX]]
    assert right_foot[0, 0] < centre_of_mass(body)[0] < right_foot[1, 0]
    assert centre_of_mass(body)[1] == pytest.approx(right_foot[:, 1].mean(), abs=0.03)


def test_a_lunge_stands_on_the_front_foot_and_the_rear_toes() -> None:
    legs = {"left_hip_flexion": 80.0, "left_knee_flexion": 90.0, "right_knee_flexion": 80.0}
    pose = angle_array({**legs, "right_hip_flexion": -10.0})
    body = settle(PERSON, pose, "standing", ("left_heels", "left_toes", "right_toes"))
    points = body.landmarks
    assert points[[L.LEFT_HEEL, L.RIGHT_FOOT_INDEX], 2] == pytest.approx(0.015, abs=0.015)
    assert points[L.RIGHT_HEEL, 2] > 0.08
    assert points[L.RIGHT_KNEE, 2] > 0.0
    assert points[L.RIGHT_FOOT_INDEX, 0] < centre_of_mass(body)[0] < points[L.LEFT_HEEL, 0]


@pytest.mark.parametrize(
    "pose",
    [
        {"shoulder_flexion": 175.0, "knee_flexion": 30.0},
        {"shoulder_flexion": 50.0, "shoulder_abduction": 40.0, "elbow_flexion": 130.0},
    ],
)
def test_a_body_hangs_from_the_bar(pose: dict[str, float]) -> None:
    body = settle(PERSON, angle_array(pose), "standing", (), {"hands": 2.2})
    assert body.gripping == {"left", "right"}
    assert body.spots[:, 2] == pytest.approx(2.2, abs=0.005)
    assert body.spots[:, :2].mean(axis=0) == pytest.approx(centre_of_mass(body)[:2], abs=0.02)
    assert np.ptp(body.spots[:, 0]) < 0.005
    # Fingers beyond the wrist, in line with the forearm: the hands are not laid flat.
    elbow, wrist, index = (body.landmarks[i] for i in (L.LEFT_ELBOW, L.LEFT_WRIST, L.LEFT_INDEX))
    along = (wrist - elbow) @ (index - wrist)
    assert along > 0.9 * np.linalg.norm(wrist - elbow) * np.linalg.norm(index - wrist)


def test_thumbs_point_inwards_in_a_pull_up_and_outwards_in_a_chin_up() -> None:
    for turned, sign in ((0.0, -1.0), (85.0, 1.0)):
        pose = angle_array({"shoulder_flexion": 175.0, "forearm_rotation": turned})
        points = settle(PERSON, pose, "standing", (), {"hands": 2.2}).landmarks
        assert sign * (points[L.LEFT_THUMB, 1] - points[L.LEFT_WRIST, 1]) > 0.02
        assert sign * (points[L.RIGHT_THUMB, 1] - points[L.RIGHT_WRIST, 1]) < -0.02


def test_a_body_lies_on_a_bench_with_the_feet_on_the_floor() -> None:
    pose = angle_array({"knee_flexion": 85.0, "hip_abduction": 15.0})
    body = settle(PERSON, pose, "supine", ("heels", "toes"), {"back": 0.45, "seat": 0.45})
    height = body.landmarks[:, 2]
    assert height[[L.LEFT_HEEL, L.RIGHT_FOOT_INDEX]] == pytest.approx(0.015, abs=0.015)
    chest = 0.45 + PERSON.trunk_girth["chest"][0]
    assert height[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]] == pytest.approx(chest, abs=0.03)


def test_hands_on_a_chair_are_planted_at_its_height() -> None:
    pose = angle_array({"shoulder_flexion": -30.0, "hip_flexion": 75.0, "elbow_flexion": 10.0})
    body = settle(PERSON, pose, "standing", ("heels",), {"hands": 0.5})
    palm = PERSON.limb_radius["wrist"]
    assert body.planted == {"left", "right"}
    assert body.landmarks[[L.LEFT_WRIST, L.RIGHT_WRIST], 2] == pytest.approx(0.5 + palm, abs=0.005)
    assert body.landmarks[L.LEFT_HEEL, 2] == pytest.approx(0.01, abs=0.02)


def test_who_leans_on_the_hands_alone_stays_upright_above_them() -> None:
    pose = angle_array({"shoulder_flexion": -50.0, "elbow_flexion": 90.0, "knee_flexion": 70.0})
    body = settle(PERSON, pose, "standing", (), {"hands": 1.1})
    points = body.landmarks
    assert points[L.LEFT_SHOULDER, 2] > points[L.LEFT_HIP, 2] + 0.4
    assert centre_of_mass(body)[0] == pytest.approx(points[L.LEFT_WRIST, 0], abs=0.2)
    assert angle_of(body, "left_elbow_flexion") == pytest.approx(90.0, abs=5.0)


def test_a_wall_holds_who_leans_on_it() -> None:
    pose = angle_array({"hip_flexion": 85.0, "knee_flexion": 90.0})
    body = settle(PERSON, pose, "standing", ("heels", "toes", "back"))
    points = body.landmarks
    hips, shoulders = (
        points[[L[f"LEFT_{name}"], L[f"RIGHT_{name}"]]].mean(axis=0) for name in ("HIP", "SHOULDER")
    )
    assert abs(shoulders[0] - hips[0]) < 0.05
    assert centre_of_mass(body)[0] < points[L.LEFT_HEEL, 0]
    assert points[L.LEFT_HEEL, 2] == pytest.approx(0.01, abs=0.01)


def test_forearms_lie_on_the_floor_in_a_plank() -> None:
    pose = {"shoulder_flexion": 85.0, "elbow_flexion": 85.0, "ankle_dorsiflexion": 15.0}
    body = settle(PERSON, angle_array(pose), "prone", ("elbows", "toes"))
    assert body.landmarks[[L.LEFT_ELBOW, L.LEFT_WRIST], 2].max() < 0.06


@pytest.mark.parametrize("stature", [1.6, 1.73, 1.85])
def test_a_level_trunk_is_found_from_an_upright_start(stature: float) -> None:
    pose = angle_array({"hip_flexion": 105.0, "knee_flexion": 15.0, "shoulder_flexion": 40.0})
    body = settle(average(stature), pose, "standing", ("heels", "toes"))
    assert angle_of(body, "left_hip_abduction") == pytest.approx(0.0, abs=8.0)
    assert angle_of(body, "left_hip_flexion") == pytest.approx(105.0, abs=8.0)
    assert body.landmarks[L.NOSE, 0] > body.landmarks[L.LEFT_HIP, 0] + 0.3


def test_mirror_angles_swaps_sides_and_turns_the_trunk_the_other_way() -> None:
    angles = angle_array({"left_knee_flexion": 40.0, "spine_rotation": 10.0, "neck_flexion": 5.0})
    wanted = {"right_knee_flexion": 40.0, "spine_rotation": -10.0, "neck_flexion": 5.0}
    assert mirror_angles(angles) == pytest.approx(angle_array(wanted))


def test_planted_feet_stay_where_they_are() -> None:
    first = standing({"hip_abduction": 10.0})
    low = {"hip_flexion": 90.0, "knee_flexion": 90.0, "ankle_dorsiflexion": 20.0}
    angles = angle_array({**low, "hip_abduction": 15.0})
    second = settle(PERSON, angles, "standing", ("heels", "toes"), spots=first.spots, give=3.0)
    assert second.spots == pytest.approx(first.spots, abs=0.01)
    assert angle_of(second, "left_knee_flexion") == pytest.approx(90.0, abs=8.0)


def test_people_differ_and_the_seed_decides() -> None:
    people = [sample_proportions(np.random.default_rng(seed)) for seed in range(200)]
    assert people[7] == sample_proportions(np.random.default_rng(7))
    statures = [p.stature for p in people]
    assert 1.5 <= min(statures) < 1.6
    assert 1.8 < max(statures) <= 1.95
    assert 0.02 < np.std([p.thigh / p.stature for p in people]) / 0.245 < 0.06
    assert min(p.build for p in people) < 0.85
    assert max(p.build for p in people) > 1.25

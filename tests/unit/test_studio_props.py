"""What the mannequin holds or rests on."""

import numpy as np
import pytest
from mannequin import angle_array

from fitcoach.body import L
from fitcoach.studio.contact import Body, settle
from fitcoach.studio.mesh import Mesh, merged
from fitcoach.studio.proportions import average
from fitcoach.studio.props import holding_sides, prop_meshes

PERSON = average(1.73)


def standing(pose: dict[str, float]) -> Body:
    return settle(PERSON, angle_array(pose), "standing", ("heels", "toes"))


def drawn(body: Body, *props: str) -> Mesh:
    return merged(list(prop_meshes(body, props)))


def knuckles(body: Body, side: str) -> np.ndarray:
    return body.landmarks[[L[f"{side}_INDEX"], L[f"{side}_PINKY"]]].mean(axis=0)


@pytest.mark.parametrize(
    "pose", [{}, {"shoulder_abduction": 90.0}, {"shoulder_flexion": 170.0, "elbow_flexion": 20.0}]
)
def test_dumbbells_are_in_the_hands_wherever_they_are(pose: dict[str, float]) -> None:
    body = standing(pose)
    points = drawn(body, "dumbbells").points
    for half, side in zip(np.split(points, 2), ("LEFT", "RIGHT"), strict=True):
        distances = [
            np.linalg.norm(half.mean(axis=0) - knuckles(body, s)) for s in ("LEFT", "RIGHT")
        ]
        assert min(distances) < 0.05, side


def test_a_barbell_lies_across_both_hands() -> None:
    body = standing({"shoulder_flexion": 90.0, "forearm_rotation": -80.0})
    points = drawn(body, "barbell").points
    assert points.mean(axis=0) == pytest.approx(
        0.5 * (knuckles(body, "LEFT") + knuckles(body, "RIGHT")), abs=0.05
    )
    assert np.ptp(points[:, 1]) > 1.2
    assert np.ptp(points[:, 1]) > 3 * max(np.ptp(points[:, 0]), np.ptp(points[:, 2]))


def test_the_barbell_of_clasped_hands_lies_along_the_shoulders() -> None:
    arms = {"shoulder_flexion": 40.0, "elbow_flexion": 120.0, "shoulder_rotation": -35.0}
    points = drawn(standing(arms), "barbell").points
    assert np.ptp(points[:, 1]) > 1.2


def test_plates_stay_above_the_floor() -> None:
    low = {"hip_flexion": 110.0, "knee_flexion": 80.0, "shoulder_flexion": 70.0}
    assert drawn(standing(low), "barbell").points[:, 2].min() > -0.02


def test_the_bar_is_where_the_hands_are() -> None:
    body = settle(PERSON, angle_array({"shoulder_flexion": 175.0}), "standing", (), {"hands": 2.2})
    bar = drawn(body, "bar").points
    assert bar[:, 2].min() == pytest.approx(2.2, abs=0.03)
    assert holding_sides(body, ("bar",)) == {"left", "right"}


def test_who_leans_on_bars_has_one_under_each_hand() -> None:
    body = settle(PERSON, angle_array({"knee_flexion": 70.0}), "standing", (), {"hands": 1.1})
    bars = drawn(body, "bar").points
    wrists = body.landmarks[[L.LEFT_WRIST, L.RIGHT_WRIST]]
    assert bars[:, 2].max() == pytest.approx(1.1, abs=0.005)
    assert (bars[:, 1].max(), bars[:, 1].min()) == pytest.approx(wrists[:, 1], abs=0.03)
    assert holding_sides(body, ("bar",)) == set()


def test_a_bench_fills_the_space_below_the_back_and_nothing_above() -> None:
    body = settle(
        PERSON,
        angle_array({"knee_flexion": 85.0, "hip_abduction": 15.0}),
        "supine",
        ("heels", "toes"),
        {"back": 0.45, "seat": 0.45},
    )
    bench = drawn(body, "bench").points
    assert bench[:, 2].max() == pytest.approx(0.45)
    assert bench[:, 2].min() == pytest.approx(0.0, abs=1e-6)
    shoulders = body.landmarks[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(axis=0)
    assert bench[:, 0].min() < shoulders[0] < bench[:, 0].max()


def test_planted_hands_hold_nothing() -> None:
    body = settle(PERSON, angle_array({"shoulder_flexion": 80.0}), "prone", ("toes", "hands"))
    assert holding_sides(body, ("dumbbells",)) == set()
    assert not list(prop_meshes(body, ("dumbbells",)))


def test_props_face_outwards() -> None:
    body = settle(
        PERSON,
        angle_array({"hip_flexion": 90.0, "knee_flexion": 90.0}),
        "standing",
        ("heels", "toes"),
        {"seat": 0.45},
    )
    for mesh in prop_meshes(body, ("chair", "dumbbells")):
        quads = mesh.points[mesh.faces[:, 1:]]
        across = np.cross(quads[:, 2] - quads[:, 0], quads[:, 3] - quads[:, 1])
        size = np.linalg.norm(across, axis=1)
        normals = mesh.normals[mesh.faces[:, 1:]].mean(axis=1)
        along = np.sum(across * normals, axis=1)[size > 1e-9]
        assert (along > 0).all()

"""Pictures of the mannequin: small ones, without the landmarker."""

import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from mannequin import angle_array, angle_of

from fitcoach.body import L, joint_angle
from fitcoach.cli.studio import studio
from fitcoach.errors import FitcoachError
from fitcoach.exercise import Fault, Variant, find_exercise
from fitcoach.studio.camera import aimed_camera
from fitcoach.studio.contact import settle
from fitcoach.studio.figure import build_mesh
from fitcoach.studio.film import FPS, Shot, film, film_frames
from fitcoach.studio.look import sample_look, sample_room
from fitcoach.studio.proportions import average
from fitcoach.studio.render import Stage, require_pyvista
from fitcoach.studio.rig import film_rig
from fitcoach.studio.sheet import contact_sheet
from fitcoach.studio.shoot import shoot

SQUAT = find_exercise("squat")
BODY = settle(average(), angle_array({"hip_abduction": 8.0}), "standing", ("heels", "toes"))
ONE_VARIANT = SQUAT.model_copy(update={"variant": SQUAT.variant[:1]})


def _draw(size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    room = sample_room(rng)
    look = sample_look(rng, room)
    camera = aimed_camera(BODY.landmarks, 0.0, size)
    with Stage(size) as stage:
        picture = stage.draw(build_mesh(BODY, look), camera, room)
    return picture, camera.project(BODY.landmarks), 255 * look.shirt


def test_the_person_is_where_the_camera_says() -> None:
    picture, pixels, shirt = _draw((160, 200))
    assert picture.shape == (160, 200, 3)
    assert picture.dtype == np.uint8
    chest = 0.25 * pixels[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP]].sum(axis=0)
    x, y = np.round(chest).astype(int)
    colour = picture[y - 8, x].astype(float)
    cosine = colour @ shirt / np.linalg.norm(colour) / np.linalg.norm(shirt)
    assert cosine > 0.95


def test_pictures_are_the_same_every_time() -> None:
    assert np.array_equal(_draw((96, 96))[0], _draw((96, 96))[0])


def test_the_mesh_stands_on_the_floor_with_normals_outwards() -> None:
    rng = np.random.default_rng(3)
    mesh = build_mesh(BODY, sample_look(rng, sample_room(rng)))
    assert mesh.points[:, 2].min() == pytest.approx(0.0, abs=0.01)
    assert mesh.points[:, 2].max() == pytest.approx(1.73, abs=0.03)
    middle = mesh.points.mean(axis=0)
    outwards = np.sum((mesh.points - middle) * mesh.normals, axis=1)
    assert np.mean(outwards > 0) > 0.5


def test_shots_need_a_landmarker_that_sees_and_say_how_it_went() -> None:
    heard = []
    shots = list(
        shoot(ONE_VARIANT, 2, 1, lambda _: None, lambda take, how: heard.append((take.index, how)))
    )
    assert shots == []
    assert heard == [(0, "missed"), (1, "missed")] * 2


def test_a_film_goes_through_the_reps_with_planted_feet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitcoach.studio.film.SIZE", (48, 64))
    frames = list(film_frames(ONE_VARIANT, 2, seed=1, yaw=60.0))
    knees = np.array([angle_of(frame.body, "left_knee_flexion") for frame in frames])
    feet = np.array([frame.body.landmarks[[L.LEFT_HEEL, L.RIGHT_HEEL]] for frame in frames])
    assert np.ptp(feet, axis=0).max() < 0.02
    assert frames[1].timestamp == pytest.approx(1 / FPS)
    assert (knees[0] < 30, knees[-1] < 30) == (True, True)
    deep = knees > 90
    assert np.count_nonzero(np.diff(deep.astype(int)) == 1) == 2
    assert np.abs(np.diff(knees)).max() < 12


LUNGE_DOWN = SQUAT.phase[1].model_copy(
    update={
        "pose": {
            "left_hip_flexion": (80.0, 80.0),
            "left_knee_flexion": (90.0, 90.0),
            "right_hip_flexion": (-10.0, -10.0),
            "right_knee_flexion": (80.0, 80.0),
        },
        "contacts": ("left_heels", "left_toes", "right_toes"),
    }
)
HANDS_ON_HIPS = Variant(name="plain")


def test_a_film_of_a_sided_exercise_alternates_without_jumps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("fitcoach.studio.film.SIZE", (48, 64))
    lunge = SQUAT.model_copy(
        update={"phase": (SQUAT.phase[0], LUNGE_DOWN), "variant": (HANDS_ON_HIPS,)}
    )
    frames = list(film_frames(lunge, 3, seed=1, yaw=60.0))
    hips = {
        side: np.array([angle_of(frame.body, f"{side}_hip_flexion") for frame in frames])
        for side in ("left", "right")
    }
    ahead = hips["left"] - hips["right"]
    swaps = np.sign(ahead[np.abs(ahead) > 45])
    assert np.count_nonzero(np.diff(swaps)) == 2
    assert swaps[0] == swaps[-1] == 1
    points = np.array([frame.body.landmarks for frame in frames])
    assert np.linalg.norm(np.diff(points, axis=0), axis=2).max() < 0.1
    assert points[..., 2].min() > -0.01
    # One foot at least is on the floor all the time.
    feet = [L.LEFT_FOOT_INDEX, L.RIGHT_FOOT_INDEX]
    assert points[:, feet, 2].min(axis=1).max() < 0.04


def test_a_hold_is_filmed_as_long_as_so_many_reps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitcoach.studio.film.SIZE", (48, 64))
    frames = list(film_frames(find_exercise("plank"), 2, seed=1, yaw=60.0))
    assert frames[-1].timestamp == pytest.approx(5.0, abs=0.1)
    assert np.ptp([frame.body.landmarks for frame in frames], axis=0).max() == 0.0


def test_a_fault_shows_in_every_rep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitcoach.studio.film.SIZE", (48, 64))
    shallow = Fault(phase={"down": {"knee_flexion": 60, "hip_flexion": 60}}, seconds=0.5)
    knees = []
    for fault in (None, shallow):
        frames = list(film_frames(SQUAT, 1, seed=1, yaw=60.0, fault=fault))
        knees.append(min(joint_angle(frame.body.landmarks, "knee").mean() for frame in frames))
    assert knees[0] < 80
    assert knees[1] > 105


def test_a_fault_of_a_hold_shows_in_the_second_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitcoach.studio.film.SIZE", (48, 64))
    pike = Fault(pose={"hip_flexion": 50})
    frames = list(film_frames(find_exercise("plank"), 1, seed=1, yaw=60.0, fault=pike))
    hips = [joint_angle(frame.body.landmarks, "hip").mean() for frame in frames]
    assert frames[-1].timestamp == pytest.approx(6.0, abs=0.15)
    assert min(hips[: 2 * FPS]) > 160
    assert max(hips[-2 * FPS :]) < 135


def test_a_fault_is_shown_in_the_variant_that_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitcoach.studio.film.SIZE", (48, 64))
    second = SQUAT.variant[1]
    clasped = [
        joint_angle(frame.body.landmarks, "elbow").mean()
        for frame in film_frames(SQUAT, 1, seed=1, yaw=60.0, fault=Fault(variant=second.name))
    ]
    assert max(clasped) < 90  # the arms of the first are straight


def test_a_film_goes_through_all_phases_of_a_longer_cycle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fitcoach.studio.film.SIZE", (48, 64))
    plank = find_exercise("push-up").phase[0]
    burpee = SQUAT.model_copy(
        update={
            "phase": (*SQUAT.phase, plank),
            "count": SQUAT.count.model_copy(update={"cycle": ("up", "down", plank.name + "-2")}),
            "variant": (Variant(name="plain"),),
        }
    )
    named = plank.model_copy(update={"name": plank.name + "-2"})
    burpee = burpee.model_copy(update={"phase": (*SQUAT.phase, named)})
    frames = list(film_frames(burpee, 2, seed=1, yaw=60.0))
    noses = np.array([frame.body.landmarks[L.NOSE, 2] for frame in frames])
    hips = np.array([frame.body.landmarks[L.LEFT_HIP, 2] for frame in frames])
    lying = (hips < 0.7) & (noses < hips + 0.3)  # metres; in a squat the head is higher
    assert np.count_nonzero(np.diff(lying.astype(int)) == 1) == 2
    assert noses[0] > 1.3
    assert noses[-1] > 1.3
    trunk = np.array([frame.body.landmarks[[L.NOSE, L.LEFT_HIP, L.LEFT_KNEE]] for frame in frames])
    assert np.linalg.norm(np.diff(trunk, axis=0), axis=2).max() < 0.15
    assert min(frame.body.landmarks[:, 2].min() for frame in frames) > -0.03


def test_a_film_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cv2 = pytest.importorskip("cv2")
    monkeypatch.setattr("fitcoach.studio.film.SIZE", (48, 64))
    film(ONE_VARIANT, 1, 1, 0.0, tmp_path / "one.mp4")
    clip = cv2.VideoCapture(str(tmp_path / "one.mp4"))
    assert clip.get(cv2.CAP_PROP_FPS) == pytest.approx(FPS)
    assert clip.get(cv2.CAP_PROP_FRAME_COUNT) > 2 * FPS
    clip.release()
    assert [path.name for path in tmp_path.iterdir()] == ["one.mp4"]
    with pytest.raises(FitcoachError, match=r"ends in \.mp4"):
        film(ONE_VARIANT, 1, 1, 0.0, tmp_path / "one.gif")
    (tmp_path / "two.mp4").mkdir()
    for name in ("one.mp4/two.mp4", "two.mp4"):
        with pytest.raises(FitcoachError, match="cannot be written"):
            film(ONE_VARIANT, 1, 1, 0.0, tmp_path / name)
    assert {path.name for path in tmp_path.iterdir()} == {"one.mp4", "two.mp4"}


def test_the_folder_of_films_may_be_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FitcoachError, match="cannot be written"):
        film_rig(ONE_VARIANT, 1, 1, [Shot(0.0), Shot(60.0)], tmp_path / "file")


def test_a_contact_sheet_has_a_row_for_each_phase_and_variant(tmp_path: Path) -> None:
    cv2 = pytest.importorskip("cv2")
    path = tmp_path / "sheet.png"
    contact_sheet(ONE_VARIANT, 1, path)
    height, width, _ = cv2.imread(str(path)).shape
    assert width == 8 * 224
    assert height > 2 * 224
    with pytest.raises(FitcoachError, match=r"ends in \.png"):
        contact_sheet(ONE_VARIANT, 1, tmp_path / "sheet.gif")
    with pytest.raises(FitcoachError, match="cannot be written"):
        contact_sheet(ONE_VARIANT, 1, path / "sheet.png")


def test_without_pyvista_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyvista", None)
    with pytest.raises(FitcoachError, match=r"pip install 'fitcoach\[studio\]'"):
        require_pyvista()


def test_help_needs_no_heavy_package() -> None:
    result = CliRunner().invoke(studio, ["--help"])
    assert result.exit_code == 0
    assert "samples" in result.output

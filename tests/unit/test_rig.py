"""The rig: a file that people may write, and where its cameras see what."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from rigs import around, camera, rig
from scipy.spatial.transform import Rotation

from fitcoach.errors import FitcoachError
from fitcoach.rig import Camera, Rig, as_rows, read_rig, write_rig

numbers = st.floats(-10, 10)
names = st.text(min_size=1, max_size=20)


@st.composite
def cameras(draw, name):
    turn = Rotation.from_rotvec(draw(st.tuples(*[st.floats(-1.0, 1.0)] * 3))).as_matrix()
    return Camera(
        name=name,
        width=draw(st.integers(16, 4000)),
        height=draw(st.integers(16, 4000)),
        focal=draw(st.tuples(*[st.floats(1, 5000)] * 2)),
        centre=draw(st.tuples(numbers, numbers)),
        distortion=draw(st.tuples(*[numbers] * 5)),
        rotation=as_rows(turn),
        translation=draw(st.tuples(numbers, numbers, numbers)),
    )


@st.composite
def rigs(draw):
    called = draw(st.lists(names, min_size=2, max_size=8, unique=True))
    placed = [draw(cameras(name)) for name in called]
    for number, each in enumerate(placed):  # none where another one is
        far = -each.turn @ np.add(each.position, (0.0, 100.0 * number, 0.0))
        placed[number] = Camera(**{**each.model_dump(), "translation": tuple(far.tolist())})
    level = {"up": None, "floor": None}
    if draw(st.booleans()):
        level = {"up": tuple((-placed[0].turn[1]).tolist()), "floor": draw(numbers)}
    return Rig(error=draw(st.none() | st.floats(0, 5)), camera=placed, **level)


@given(rigs())
def test_a_rig_is_read_as_it_was_written(tmp_path_factory, any_rig):
    path = tmp_path_factory.mktemp("rig") / "rig.toml"
    write_rig(any_rig, path)
    assert read_rig(path) == any_rig


def test_projecting_agrees_with_opencv():
    first, _ = rig().camera
    points = np.random.default_rng(1).uniform(-1, 1, (50, 3))
    turned, _ = cv2.Rodrigues(first.turn)
    expected, _ = cv2.projectPoints(
        points, turned, first.shift, first.matrix, np.array(first.distortion)
    )
    assert np.allclose(first.project(points), expected[:, 0], atol=1e-9)


def test_the_room_is_level_and_on_the_floor():
    known = rig()
    first = known.camera[0]
    x, y, z = known.in_room(first.position)
    assert (x, z) == pytest.approx((0.0, 0.0), abs=1e-9)
    assert y == pytest.approx(-1.0)  # up is negative
    ahead = known.in_room(first.position + first.axis)
    assert ahead[0] == pytest.approx(0.0, abs=1e-9)
    assert ahead[2] > 0.9


def test_without_the_floor_the_first_camera_is_level():
    known = rig(up=None, floor=None)
    assert np.allclose(known.level, known.camera[0].turn)
    assert np.allclose(known.in_room(known.camera[0].position), 0.0)


@pytest.mark.parametrize("factor", [0.5, 2.0, 1.5])
def test_smaller_pictures_of_the_same_shape_are_the_same_camera(factor):
    first, second = rig().camera
    size = (round(480 * factor), round(640 * factor))
    fitted = rig().fitted(("a", "b"), (size, second.size))
    points = np.random.default_rng(2).uniform(-0.5, 0.5, (20, 3))
    here, there = first.project(points), fitted.camera[0].project(points)
    assert np.allclose((here + 0.5) * factor, there + 0.5)
    assert fitted.camera[1] == second


def test_pictures_of_another_shape_are_refused():
    with pytest.raises(FitcoachError) as refused:
        rig().fitted(("a.mp4", "b.mp4"), ((480, 640), (720, 1280)))
    assert str(refused.value) == (
        "b.mp4: its pictures are 1280x720, but camera 'right' of the rig was calibrated with "
        "640x480, which has another shape; record in that shape, or calibrate with what you record."
    )


def test_there_are_two_cameras_to_eight():
    with pytest.raises(ValidationError, match="a rig has 2 to 8 cameras, not 9"):
        rig(camera=[camera(str(n), (n, -1, -4)) for n in range(9)])


def test_exchanged_shapes_are_told():
    first, second = rig().camera
    tall = Camera(**{**second.model_dump(), "width": 480, "height": 640})
    with pytest.raises(FitcoachError, match="name the sources in the order of the rig"):
        rig(camera=(first, tall)).fitted(("a", "b"), ((640, 480), (480, 640)))


GOOD = """
[[camera]]
name = "a"
width = 640
height = 480
focal = [600, 600]
centre = [320, 240]
rotation = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
translation = [0, 0, 0]

[[camera]]
name = "b"
width = 640
height = 480
focal = [600, 600]
centre = [320, 240]
rotation = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
translation = [1, 0, 0]
"""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("[[camera]]", "[[camera]"), "not valid TOML: "),
        (('name = "a"', ""), "camera[1].name is missing."),
        (('name = "b"', 'name = "a"'), "two cameras are called 'a'; give them different names."),
        (("focal = [600, 600]", "focal = [0, 600]"),
         "camera[1].focal: the focal length [0.0, 600.0] must be more than 0 pixels."),
        (("[1, 0, 0], [0, 1, 0]", "[1, 0, 0], [1, 0, 0]"),
         "camera[1].rotation: these three rows are no rotation; each must be of length 1 and at "
         "right angles to the others."),
        (("translation = [1, 0, 0]", "translation = [0, 0, 0]"),
         "the cameras 'a' and 'b' stand in the same place; from there nothing can be "
         "triangulated."),
        (("translation = [1, 0, 0]", "translation = [nan, 0, 0]"),
         "camera[2].translation[1] is nan: Input should be a finite number."),
        (("width = 640", "width = 6.5"), "camera[1].width is 6.5: "),
        (("[[camera]]", "up = [0, 0, 0]\n[[camera]]"),
         "up: [0.0, 0.0, 0.0] has no direction; up is a vector of length 1."),
        (("[[camera]]", "floor = 1.0\n[[camera]]"), "floor has no meaning without up."),
        (("[[camera]]", "up = [0, 0, 1]\n[[camera]]"),
         "camera 'a' looks straight up or down, so that nobody knows which way is ahead; put "
         "another camera first."),
        (("[[camera]]", "version = 2\n[[camera]]"), "version is 2: "),
        (("[[camera]]", "colour = 1\n[[camera]]"),
         "colour is not a known field; docs/stereo.md lists those there are."),
        ((GOOD[GOOD.rindex("[[camera]]"):], ""), "camera: a rig has 2 to 8 cameras, not 1."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rig_is_said_in_a_sentence(tmp_path, change, sentence):
    path = tmp_path / "rig.toml"
    path.write_text(GOOD.replace(*change, 1))
    with pytest.raises(FitcoachError) as refused:
        read_rig(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: {sentence}")
    assert "\n" not in message
    assert message.endswith((".", ".)"))


def test_there_is_no_rig(tmp_path):
    with pytest.raises(FitcoachError, match="there is no such rig"):
        read_rig(tmp_path / "no.toml")


@pytest.mark.parametrize("known", [rig(), around(-60, 10, 50, 170)])
def test_where_all_cameras_look(known):
    assert np.allclose(known.middle, (0.0, -0.9, 0.0), atol=0.02)
    assert camera("c", (0, -1, -3)).fits((240, 320))

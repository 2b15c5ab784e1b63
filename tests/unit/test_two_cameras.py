"""Several cameras: triangulation, fusion, pairing, offset, floor."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rigs import around, camera, rig, seen_by, standing
from scipy.spatial.transform import Rotation

from fitcoach.body import L, joint_angle
from fitcoach.capture import Frame, Observation
from fitcoach.capture.stereo import calibrate
from fitcoach.capture.stereo.agree import agreed
from fitcoach.capture.stereo.board import Board, Sighting
from fitcoach.capture.stereo.check import Report, check_exchanged, check_fit, misfit
from fitcoach.capture.stereo.floor import find_floor
from fitcoach.capture.stereo.fuse import Fusion
from fitcoach.capture.stereo.limbs import Limbs
from fitcoach.capture.stereo.look import Seen, look
from fitcoach.capture.stereo.offset import Track, likely_offsets
from fitcoach.capture.stereo.pairing import paired
from fitcoach.capture.stereo.place import place
from fitcoach.capture.stereo.triangulate import Triangulation
from fitcoach.errors import FitcoachError
from fitcoach.rig import Rig

RIG = rig()
RING = around(-35, 35, 100, 170, -100, 0, 140, -140)
THREE = around(-60, 10, 80)
FIRST, SECOND = RIG.camera
CHEST = np.array([0.0, -0.9, 0.0])
places = arrays(float, (20, 3), elements=st.floats(-0.75, 0.75))


def turned(body, degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return body @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]).T


def crouching(depth):
    """The body, lower by so many metres; the feet stay."""
    body = standing()
    body[: L.LEFT_KNEE, 1] += depth
    body[[L.LEFT_KNEE, L.RIGHT_KNEE]] += [0, 0.5 * depth, -0.5 * depth]
    return body


@given(places, st.integers(2, 8))
@settings(max_examples=30)
def test_projected_points_are_triangulated_where_they_were(points, count):
    points, cameras = points + CHEST, RING.camera[:count]
    pixels = np.stack([camera.project(points) for camera in cameras])
    found = Triangulation(cameras).points(pixels, np.ones((count, 20)))
    assert np.allclose(found.places, points, atol=1e-6)
    assert found.errors.max() < 1e-3
    assert found.depths.min() > 0


@given(st.integers(0, 1000))
@settings(max_examples=20)
def test_what_is_found_is_nearer_to_the_pictures_than_what_lies_beside_it(seed):
    rng = np.random.default_rng(seed)
    points = rng.uniform(-0.5, 0.5, (10, 3)) + CHEST
    straight = [c.model_copy(update={"distortion": (0.0,) * 5, "focal": (600.0, 600.0)})
                for c in RIG.camera]  # fmt: skip
    pixels = np.stack([camera.project(points) for camera in straight])
    pixels = pixels + rng.normal(0, 3.0, pixels.shape)
    weights = rng.uniform(0.2, 1.0, (2, 10))
    found = Triangulation(straight).points(pixels, weights)

    def cost(at):
        errors = [np.linalg.norm(c.project(at) - p, axis=1) for c, p in
                  zip(straight, pixels, strict=True)]  # fmt: skip
        return ((weights * np.array(errors)) ** 2).sum(axis=0)

    for beside in rng.normal(0, 0.01, (10, 3)):
        assert (cost(found.places) <= cost(found.places + beside) + 1e-6).all()


def test_a_flawless_pair_gives_the_body_as_it_is_level_and_in_its_place():
    body = standing()
    pose = Fusion(RIG).fuse(*(seen_by(camera, body) for camera in RIG.camera))
    assert pose.measured.all()
    assert np.allclose(pose.world + pose.place, RIG.in_room(body), atol=1e-3)
    assert pose.world[L.NOSE, 1] < -0.6  # up
    assert np.allclose(joint_angle(pose.world, "knee"), joint_angle(body, "knee"), atol=0.2)


@pytest.mark.parametrize("landmark", [L.LEFT_WRIST, L.RIGHT_KNEE])
def test_what_the_cameras_disagree_about_is_filled_in_and_not_measured(landmark):
    body = standing()
    first, second = (seen_by(camera, body) for camera in RIG.camera)
    image = second.image.copy()
    image[landmark, 1] += 0.15
    second = replace(second, image=image, visibility=np.where(np.arange(33) == landmark, 0.6, 1.0))
    pose = Fusion(RIG).fuse(first, second)
    assert np.flatnonzero(~pose.measured).tolist() == [landmark]
    assert pose.visibility[landmark] == 1.0  # as the better camera says
    off = pose.world[landmark] + pose.place - RIG.in_room(body)[landmark]
    assert np.linalg.norm(off) < 0.03


def test_what_one_camera_sees_is_filled_in_and_what_none_sees_stays_unseen():
    body = standing()
    hidden, far = np.ones(33), np.ones(33)
    hidden[[L.LEFT_WRIST, L.NOSE]] = 0.1
    far[L.NOSE] = 0.2
    first = seen_by(FIRST, body, visibility=hidden)
    pose = Fusion(RIG).fuse(first, seen_by(SECOND, body, visibility=far))
    assert not pose.measured[[L.LEFT_WRIST, L.NOSE]].any()
    assert pose.visibility[L.LEFT_WRIST] == 1.0
    assert pose.visibility[L.NOSE] < 0.5


def test_one_camera_alone_guesses_in_the_room():
    body = standing()
    fusion = Fusion(RIG)
    first, second = (seen_by(camera, body) for camera in RIG.camera)
    alone, other = fusion.fuse(first, None), fusion.fuse(None, second)
    assert alone.measured is None
    assert not other.measured.any()
    for pose in (alone, other):
        assert np.allclose(pose.world + pose.place, RIG.in_room(body), atol=0.02)
    assert np.allclose(other.pixels[:, :2], first.pixels[:, :2], atol=2.0)
    assert other.size == FIRST.size
    assert fusion.fuse(None, None) is None


@pytest.mark.parametrize("which", [0, 1])
def test_left_and_right_are_put_right_by_how_the_body_stood_before(which):
    body, fusion = standing(), Fusion(RIG)
    poses = [seen_by(camera, body) for camera in RIG.camera]
    before = fusion.fuse(*poses)
    poses[which] = poses[which].exchanged
    after = fusion.fuse(*poses)
    assert after.measured.sum() >= 30
    assert np.allclose(after.world, before.world, atol=0.02)


bodies = st.builds(lambda depth, yaw: turned(crouching(depth), yaw), st.floats(0, 0.5),
                   st.floats(-180, 180))  # fmt: skip


def strayed(pose, landmarks, off):
    """The pose with these landmarks elsewhere in the picture, by shares of it."""
    image = pose.image.copy()
    image[landmarks, :2] += off
    return replace(pose, image=image)


# Straight across it would stay on the line on which another camera sees it: nobody could tell.
strays = st.tuples(st.floats(-0.1, 0.1), st.sampled_from([-0.2, 0.2]))
some = st.sets(st.sampled_from(list(L)), min_size=1, max_size=20)


@given(bodies, st.integers(0, 2), some, strays, st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_two_cameras_that_are_right_outvote_one_that_is_wrong(body, wrong, landmarks, off, seed):
    rng = np.random.default_rng(seed)
    poses = [
        strayed(seen_by(camera, body), list(L), rng.normal(0, 0.002, (33, 2)))
        for camera in THREE.camera
    ]
    rest = [number for number in range(3) if number != wrong]
    right, _ = agreed(Triangulation([THREE.camera[k] for k in rest]), [poses[k] for k in rest])
    poses[wrong] = strayed(poses[wrong], list(landmarks), np.array(off))
    found, used = agreed(Triangulation(THREE.camera), poses)
    errors = [np.linalg.norm(points.places - body, axis=1) for points in (found, right)]
    strayed_off = list(landmarks)
    assert not used[wrong, strayed_off].any()
    assert used[rest][:, strayed_off].all()
    assert np.allclose(errors[0][strayed_off], errors[1][strayed_off], atol=1e-9)


def test_what_one_of_three_cameras_does_not_see_is_measured_by_the_others():
    body = standing()
    visibility = np.where(np.isin(np.arange(33), [L.LEFT_WRIST, L.LEFT_KNEE]), 0.1, 1.0)
    first, second, third = (seen_by(camera, body) for camera in THREE.camera)
    hidden = replace(strayed(second, [L.LEFT_WRIST, L.LEFT_KNEE], 0.1), visibility=visibility)
    pose = Fusion(THREE).fuse(first, hidden, third)
    assert pose.measured.all()
    assert (pose.visibility == 1.0).all()
    assert np.allclose(pose.world + pose.place, THREE.in_room(body), atol=1e-3)


@pytest.mark.parametrize("blind", [0, 1, 2])
def test_two_of_three_cameras_are_enough(blind):
    body = standing()
    poses = [seen_by(camera, body) for camera in THREE.camera]
    expected = poses[0].pixels[:, :2]
    poses[blind] = None
    pose = Fusion(THREE).fuse(*poses)
    assert pose.measured.all()
    assert np.allclose(pose.world + pose.place, THREE.in_room(body), atol=1e-3)
    assert np.allclose(pose.pixels[:, :2], expected, atol=0.1)
    assert pose.size == THREE.camera[0].size


@pytest.mark.parametrize("wrong", [[0], [1], [2], [0, 2], [0, 1, 2]])
def test_left_and_right_are_put_right_by_the_majority_or_by_what_was_before(wrong):
    body, fusion = turned(standing(), 20), Fusion(THREE)
    poses = [seen_by(camera, body) for camera in THREE.camera]
    before = fusion.fuse(*poses) if len(wrong) == 2 else None
    for number in wrong:
        poses[number] = poses[number].exchanged
    after = fusion.fuse(*poses)
    assert after.measured.all()
    right = after.exchanged.world if len(wrong) == 3 else after.world
    assert before is None or np.allclose(after.world, before.world, atol=0.02)
    assert np.allclose(right + after.place, THREE.in_room(body), atol=0.02)


def test_limbs_keep_their_length():
    rng, limbs, body = np.random.default_rng(1), Limbs(), standing()
    known = np.ones(33, bool)
    triangulation = Triangulation(RIG.camera)
    errors = []
    for _ in range(80):
        pixels = np.stack([camera.project(body) for camera in RIG.camera])
        found = triangulation.points(pixels + rng.normal(0, 3, pixels.shape), np.ones((2, 33)))
        limbs.learn(found.places, known)
        settled = limbs.settle(found, np.ones((2, 33), bool), 300.0)
        errors.append([np.linalg.norm(at[L.LEFT_KNEE] - body[L.LEFT_KNEE]) for at in
                       (found.places, settled)])  # fmt: skip
    free, held = np.mean(errors[40:], axis=0)
    assert held < 0.95 * free
    far = body.copy()
    far[L.LEFT_WRIST] += [0.3, 0.3, 0]
    assert np.flatnonzero(limbs.misread(far, known)).tolist() == [L.LEFT_WRIST]


def recorded(camera, times, depths):
    return [
        Observation(i, t, seen_by(camera, crouching(d), t))
        for i, (t, d) in enumerate(zip(times, depths, strict=True))
    ]


def test_the_second_camera_is_read_between_its_frames():
    first = recorded(FIRST, np.arange(0, 1, 1 / 25), np.arange(0, 1, 1 / 25) * 0.3)
    late = np.arange(0, 0.8, 1 / 30) + 0.004
    second = recorded(SECOND, late - 0.1, late * 0.3)  # its clock shows 0.1 s less
    clocks = (lambda o: o.timestamp), (lambda o: o.timestamp + 0.1)
    pairs = [(here, there) for here, (there,) in paired([iter(first), iter(second)], clocks)]
    assert len(pairs) == 25
    for here, there in pairs[1:19]:
        at_once = seen_by(SECOND, crouching(0.3 * here.timestamp))
        assert np.allclose(there.pose.pixels, at_once.pixels, atol=0.3)
        assert there.pose.timestamp == here.timestamp
    assert pairs[-1][1] is None  # it had ended


def test_every_camera_has_its_own_clock():
    streams = [
        recorded(camera, np.arange(0, 1, 0.04) - late, np.arange(0, 1, 0.04) * 0.3)
        for camera, late in zip(THREE.camera, (0.0, 0.1, -0.2), strict=True)
    ]
    clocks = [lambda o, late=late: o.timestamp + late for late in (0.0, 0.1, -0.2)]
    moments = list(paired([iter(each) for each in streams], clocks))
    assert len(moments) == 25
    for first, (second, third) in moments:
        assert second.index == third.index == first.index
        assert second.pose.timestamp == third.pose.timestamp == first.timestamp


def squats(times):
    return 0.25 - 0.25 * np.cos(2 * np.pi * times / 2.0) + 0.1 * np.sin(2 * np.pi * times / 3.7)


@pytest.mark.parametrize("offset", [0.0, 0.213, -0.48, 1.1])
@pytest.mark.parametrize("rate", [25, 30])
def test_the_movement_tells_the_offset(offset, rate):
    a, b = np.arange(0, 9, 1 / 25), np.arange(0, 8, 1 / rate)
    rng = np.random.default_rng(3)

    def track(camera, times, at):
        poses = []
        for time, moment in zip(times, at, strict=True):
            pose = seen_by(camera, crouching(squats(np.array([moment]))[0]), time)
            image = pose.image + rng.normal(0, 0.002, pose.image.shape)
            poses.append((time, replace(pose, image=image)))
        return Track.of_poses(poses)

    found = likely_offsets(track(FIRST, a, a), track(SECOND, b, b + offset))
    assert found[0] == pytest.approx(offset, abs=0.015)


def test_who_stands_still_tells_no_offset():
    times = np.arange(0, 5, 0.04)
    still = [(time, seen_by(FIRST, standing(), time)) for time in times]
    assert likely_offsets(Track.of_poses(still), Track.of_poses(still)) == []
    assert likely_offsets(Track.of_poses([]), Track.of_poses(still)) == []


def test_a_leap_of_years_does_not_hide_the_offset():
    """As the times of damaged clips may have it; to compare what is between would take years."""
    times = np.arange(0, 9, 0.04)
    track = Track(times, squats(times)[:, None])
    leap = Track(np.append(times - 0.5, 1e9), np.append(squats(times), 0.0)[:, None])
    assert likely_offsets(track, leap)[0] == pytest.approx(0.5, abs=0.015)


PAIRS = [
    tuple(seen_by(camera, turned(crouching(depth), yaw)) for camera in RIG.camera)
    for depth, yaw in [(0.0, 0), (0.1, 20), (0.3, -30), (0.4, 60)]
]


def test_sources_in_their_order_are_taken():
    assert misfit(RIG.camera, PAIRS) < 0.001
    check_fit(RIG, ("a", "b"), PAIRS)
    check_fit(RIG, ("a", "b"), [])


def test_exchanged_sources_are_refused():
    with pytest.raises(FitcoachError) as refused:
        check_exchanged(RIG, ("a.mp4", "b.mp4"), [pair[::-1] for pair in PAIRS])
    assert str(refused.value) == (
        "a.mp4 was taken by camera 'right' of the rig and b.mp4 was taken by camera 'left' of the "
        "rig, as far as the poses tell: name them in the order b.mp4, a.mp4."
    )


def test_sources_in_any_order_but_the_right_one_are_refused():
    moments = [[seen_by(camera, turned(crouching(depth), yaw)) for camera in THREE.camera]
               for depth, yaw in [(0.0, 0), (0.1, 20), (0.3, -30), (0.4, 60)]]  # fmt: skip
    check_fit(THREE, "abc", moments)
    for order in permutations(range(3)):
        if order != (0, 1, 2):
            right = ", ".join("abc"[order.index(k)] for k in range(3))
            with pytest.raises(FitcoachError, match=f"name them in the order {right}"):
                check_exchanged(THREE, "abc", [[views[k] for k in order] for views in moments])


def test_the_camera_that_was_moved_is_named():
    *others, last = THREE.camera
    known = THREE.of(*others, last.placed(last.turn, np.add(last.shift, (0.0, 0.5, 0.0))))
    moments = [[seen_by(camera, turned(standing(), yaw)) for camera in THREE.camera]
               for yaw in (0, 30, 60)]  # fmt: skip
    with pytest.raises(FitcoachError, match=r"^c does not go with a and b by this rig"):
        check_fit(known, "abc", moments)
    check_fit(known, "abc", [[first, second, None] for first, second, _ in moments])


def test_sources_that_do_not_fit_are_refused():
    other = standing() + np.array([0.4, 0.4, 0.0])
    pairs = [(first, seen_by(SECOND, other)) for first, _ in PAIRS]
    with pytest.raises(FitcoachError, match=r"a does not go with b by this rig: what .* is apart"):
        check_fit(RIG, ("a", "b"), pairs)


def test_the_report_says_what_went_wrong():
    report = Report(RIG, ("a.mp4", "b.mp4"), [-0.5], found=True)
    fusion = Fusion(RIG)
    for i in range(10):
        first, second = (
            Observation(i, i / 10, seen_by(camera, standing(), i / 10)) for camera in RIG.camera
        )
        shown = second if i < 5 else None
        report.take(first, [shown], fusion.fuse(first.pose, shown and shown.pose))
    began, ended, seen = report.lines()
    assert began == "a.mp4 began 0.50 s later than b.mp4."
    assert ended.startswith("b.mp4 shows only 50% of what a.mp4 does")
    assert seen.startswith("Both cameras saw somebody at 50% of the moments, and 100% of the land")


@pytest.mark.parametrize("plain", [False, True])
def test_corners_of_a_board_are_told_apart_upside_down_too(plain):
    board = Board(8, 5, 0.03, plain)
    picture = cv2.resize(board.draw(), (8 * 48, 5 * 48), interpolation=cv2.INTER_AREA)
    picture = np.pad(picture, 60, constant_values=255)
    height, width = picture.shape
    found, turned_round = board.find(picture), board.find(picture[::-1, ::-1].copy())
    assert found.numbers.tolist() == turned_round.numbers.tolist() == list(range(28))
    expected = board.corners[:, :2] / 0.03 * 48 + 59.5
    assert np.allclose(found.pixels, expected, atol=0.6)
    assert np.allclose(turned_round.pixels, [width - 1, height - 1] - expected, atol=0.6)
    assert board.find(np.full((100, 100), 90, np.uint8)) is None


def test_corners_along_a_line_tell_nothing_of_the_board():
    board = Board()  # 6 corners in each of 4 rows
    assert not board.suffices(np.arange(6))
    assert not board.suffices(np.arange(7))
    assert not board.suffices(np.arange(0, 24, 6))
    assert board.suffices(np.array([0, 1, 2, 3, 6, 7]))
    assert board.suffices(np.array([0, 1, 6, 7, 12, 13]))


@pytest.mark.parametrize("path", [None, Path("a/2.jpg")])
def test_pictures_of_several_sizes_calibrate_no_camera(path):
    frames = [Frame(0, 0.0, np.zeros((48, 64, 3), np.uint8), Path("a/1.jpg")),
              Frame(1, 1.0, np.zeros((64, 48, 3), np.uint8), path)]  # fmt: skip
    with pytest.raises(FitcoachError) as refused:
        look("a.mp4", frames, Board())
    assert str(refused.value) == (
        f"{path or 'a.mp4'}: a picture of 48x64 pixels after others of 64x48; a camera is "
        "calibrated with pictures of one size."
    )


@pytest.mark.parametrize(
    ("board", "sentence"),
    [
        ((2, 5), "A board of 2x5 squares cannot be used: it needs 3 each way at least"),
        ((9, 5, 0.03, True), "A plain chessboard of 9x5 squares looks the same upside down"),
        ((7, 5, 35.0), "Squares of 35000 mm cannot be right"),
    ],
)
def test_boards_that_cannot_be(board, sentence):
    with pytest.raises(FitcoachError, match=sentence):
        Board(*board)


def seen_of_board(shared):
    """What the three cameras see of a board that is held, for each two, in so many places."""
    rng, board = np.random.default_rng(5), Board()
    views = [[], [], []]
    for number, pair in enumerate(pair for pair, count in shared.items() for _ in range(count)):
        ahead = np.mean([THREE.camera[k].axis for k in pair], axis=0)
        facing, _ = Rotation.align_vectors([ahead], [[0.0, 0.0, 1.0]])
        turn = facing * Rotation.from_rotvec(rng.uniform(-0.4, 0.4, 3))
        at = turn.apply(board.corners - [0.12, 0.09, 0.0]) + CHEST + rng.uniform(-0.3, 0.3, 3)
        for k in pair:
            pixels = THREE.camera[k].project(at) + rng.normal(0, 0.1, (24, 2))
            views[k].append((float(number), Sighting(np.arange(24), pixels)))
    return [
        Seen(name, camera.size, np.array([time for time, _ in each]), [None] * len(each),
             [sighting for _, sighting in each],
             np.array([[*sighting.pixels.mean(axis=0), 30.0] for _, sighting in each]))
        for name, camera, each in zip("abc", THREE.camera, views, strict=True)
    ]  # fmt: skip


UNPLACED = [camera.placed(np.eye(3), np.zeros(3)) for camera in THREE.camera]


def test_cameras_are_placed_by_those_that_see_the_board_with_them():
    first = THREE.camera[0]
    for shared in ({(0, 1): 12, (1, 2): 12}, {(0, 2): 12, (1, 2): 15}, {(0, 1, 2): 12}):
        found = place(seen_of_board(shared), UNPLACED, Board())
        assert found.views == sum(shared.values())
        assert found.error < 0.2
        for got, true in zip(found.cameras, THREE.camera, strict=True):
            assert np.allclose(got.position, first.seen(true.position), atol=0.03)


def test_cameras_that_never_see_the_board_together_are_named():
    with pytest.raises(FitcoachError) as refused:
        place(seen_of_board({(0, 1): 12, (1, 2): 5, (2,): 9}), UNPLACED, Board())
    assert str(refused.value) == (
        "a and b on the one side and c on the other see the board together in 5 places only, 8 are "
        "needed; hold it where a camera of each side sees it, turned half-way between them."
    )


def walking(floor_tilt=0.0):
    """Poses of somebody who walks in a circle on a floor, in the rig's frame."""
    tilt = np.radians(floor_tilt)
    tip = np.array([[np.cos(tilt), -np.sin(tilt), 0], [np.sin(tilt), np.cos(tilt), 0], [0, 0, 1]])
    fusion = Fusion(RIG)
    for step in range(120):
        at = turned(np.array([[0.8, 0.0, 0.0]]), 3 * (step // 4))
        body = (turned(standing(), 30 * (step // 4)) + at) @ tip.T
        yield fusion.fuse(*(seen_by(camera, body, step / 25) for camera in RIG.camera))


@pytest.mark.parametrize("tilt", [0.0, 8.0])
def test_the_floor_is_found_under_the_feet(tilt):
    unknown = Rig.model_validate({**dict(RIG), "up": None, "floor": None})
    poses = list(walking(tilt))
    found = find_floor(RIG, poses)
    up = (np.sin(np.radians(tilt)), -np.cos(np.radians(tilt)), 0.0)
    assert np.degrees(np.arccos(np.clip(np.dot(found.up, up), -1, 1))) < 2.0
    assert found.floor == pytest.approx(0.0, abs=0.03)
    assert unknown.floor is None


def test_a_floor_that_no_rig_can_have_is_refused():
    """The first camera looks straight down at somebody who walks about."""
    above = camera("above", (0.01, -4.0, 0.0))
    looking_down = Rig(camera=(above, RIG.camera[1]))
    fusion = Fusion(looking_down)
    poses = []
    for step in range(120):
        at = turned(np.array([[0.8, 0.0, 0.0]]), 3 * (step // 4))
        body = turned(standing(), 30 * (step // 4)) + at
        views = [seen_by(each, body, step / 25) for each in looking_down.camera]
        poses.append(fusion.fuse(*views))
    with pytest.raises(FitcoachError, match="'above' looks straight up or down"):
        find_floor(looking_down, poses)


def test_a_source_that_is_given_twice_is_no_rig(monkeypatch):
    seen, *_ = seen_of_board({(0, 1): 12, (0, 2): 12})
    monkeypatch.setattr(calibrate, "look", lambda *_: seen)
    with pytest.raises(FitcoachError, match="a and b: the cameras 'first' and 'second' stand in"):
        calibrate.calibrate("ab", [[], []], Board())


def test_feet_in_one_place_tell_no_floor():
    fusion = Fusion(RIG)
    poses = [
        fusion.fuse(*(seen_by(camera, standing(), i / 25) for camera in RIG.camera))
        for i in range(30)
    ]
    with pytest.raises(FitcoachError, match="walk about in a circle"):
        find_floor(RIG, poses)
    with pytest.raises(FitcoachError, match="0 times only"):
        find_floor(RIG, poses[:1])

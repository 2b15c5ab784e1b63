"""Rules of form, on bodies of which the angles are known."""

import numpy as np
import pytest
from scripted import FRAME, squatting

from fitcoach.body import MIRROR
from fitcoach.body import Landmark as Lm
from fitcoach.coach import Coach, Level
from fitcoach.coach.form import judged, limits, of_side
from fitcoach.coach.watch import FormWatch
from fitcoach.exercise import find_exercise
from fitcoach.signals import SIGNALS, read_pose, read_signal

SQUAT, CURL, PLANK = (find_exercise(name) for name in ("squat", "biceps-curl", "plank"))
DEPTH = next(rule for rule in SQUAT.form if rule.id == "depth")
KNEES_IN = next(rule for rule in SQUAT.form if rule.id == "knees-in")


class Any:
    """Takes half of the way for the phase down."""

    classes = ("up", "down", "none")

    def probabilities(self, pose):
        down = float(pose.world[Lm.NOSE, 2] >= 0.5)
        return np.array([1 - down, down, 0.0])


def graded(depth, strictness="normal", change=lambda _: None):
    """One slow squat; of depth 1 the knee is at 90 degrees, of 0 at 180."""
    course = 0.5 - 0.5 * np.cos(np.linspace(0, 2 * np.pi, 75))
    coach = Coach(SQUAT, Any(), strictness)
    depths = [*np.zeros(25), *(depth * course), *np.zeros(25)]
    for i, deep in enumerate(depths):
        pose = squatting(i * FRAME, deep)
        change(pose)
        update = coach.update(i * FRAME, pose)
        if update.graded is not None:
            return update.graded
    raise AssertionError


def squat(*arguments, **options):
    """The form of one slow squat."""
    return graded(*arguments, **options).form


def by_rule(form):
    return {judgement.rule.id: judgement for judgement in form.judgements}


@pytest.mark.parametrize(
    ("depth", "strictness", "level"),
    [
        (1.0, "normal", Level.GOOD),  # knee at 90 degrees, of 95 and 110
        (0.9, "normal", Level.FAIR),  # 99
        (0.75, "normal", Level.FAULT),  # 112
        (0.9, "relaxed", Level.GOOD),
        (0.9, "strict", Level.FAIR),
        (1.0, "strict", Level.FAIR),
        (0.75, "relaxed", Level.FAIR),
    ],
)
def test_depth(depth, strictness, level):
    form = squat(depth, strictness)
    judgement = by_rule(form)["depth"]
    assert judgement.level == level
    assert judgement.value == pytest.approx(180 - 90 * depth, abs=1.5)
    assert form.grade >= level


def test_rules_of_other_views_are_silent():
    form = squat(1.0)
    assert form.view == "side"
    silent = by_rule(form)["knees-in"]
    assert (silent.level, silent.value, silent.silent) == (None, None, "view")


def turn(pose):
    """Faces the camera."""
    deep = pose.world[Lm.NOSE, 2]
    pose.world[:] = pose.world[:, [2, 1, 0]]
    pose.world[Lm.NOSE, 2] = deep
    pose.image[:, :2] = 0.5 + pose.world[:, :2] * 0.4


def test_a_rep_is_measured_only_where_its_joint_bends_in_the_picture():
    assert graded(1.0).measures.turn == pytest.approx(90, abs=1.5)
    assert graded(1.0, change=turn).measures is None


def test_turned_to_the_camera_depth_is_not_judged_but_the_knees_are():
    form = squat(1.0, change=turn)
    assert form.view == "front"
    assert by_rule(form)["depth"].silent == "view"
    assert by_rule(form)["knees-in"].level == Level.GOOD


def test_a_body_that_is_taken_for_turned_round_is_judged_as_it_faces():
    def exchange(pose):
        turn(pose)
        if 1.5 < pose.timestamp < 2.5:
            for landmarks in (pose.image, pose.world):
                landmarks[:] = landmarks[MIRROR]

    form = squat(1.0, change=exchange)
    assert form == squat(1.0, change=turn)
    assert by_rule(form)["knees-in"].level == Level.GOOD


def test_what_is_hidden_is_not_judged():
    def hide(pose):
        pose.visibility[[Lm.LEFT_HEEL, Lm.RIGHT_HEEL]] = 0.2

    judgement = by_rule(squat(1.0, change=hide))["heels"]
    assert (judgement.level, judgement.silent) == (None, "unseen")


def reps(exercise, depths, change=lambda _: None):
    """The reps of somebody who is so deep at each frame, as they were graded."""
    coach = Coach(exercise, Any())
    poses = [squatting(i * FRAME, deep) for i, deep in enumerate(depths)]
    for pose in poses:
        change(pose)
    updates = [coach.update(pose.timestamp, pose) for pose in poses]
    return [update.graded for update in updates if update.graded is not None]


def one_squat(seconds):
    return 0.5 - 0.5 * np.cos(np.linspace(0, 2 * np.pi, round(seconds / FRAME)))


def test_a_rep_that_takes_as_long_as_it_may_is_measured_from_its_beginning():
    seconds = SQUAT.count.slowest - 2
    (rep,) = reps(SQUAT, [*np.zeros(25), *one_squat(seconds), *np.zeros(50)])
    assert rep.measures.rest == pytest.approx(180, abs=2)
    assert rep.measures.under_tension == pytest.approx(seconds, rel=0.2)


def test_a_pause_of_which_the_beginning_is_forgotten_is_not_told():
    squat = one_squat(3)
    second, third = reps(
        SQUAT, [*squat, *np.zeros(75), *squat, *np.zeros(400), *squat, *np.zeros(50)]
    )[1:]
    assert second.measures.pause == pytest.approx(3, abs=0.5)
    assert third.measures.pause is None


def test_a_rule_of_a_phase_is_about_the_phase_of_this_rep():
    leaning = DEPTH.model_copy(
        update={"measure": "trunk_lean", "when": "down", "good": 30, "warn": 40}
    )
    exercise = SQUAT.model_copy(update={"form": (leaning,)})

    def lean(pose):
        if pose.timestamp < 3.5:  # in the first rep
            pose.image[[Lm.LEFT_SHOULDER, Lm.RIGHT_SHOULDER], 0] += 0.2

    squat = one_squat(3)
    first, second = reps(exercise, [*squat, *np.zeros(50), *squat, *np.zeros(50)], lean)
    assert first.form.grade == Level.FAULT
    assert second.form.grade == Level.GOOD


def test_time_that_leaps_while_a_rep_comes_to_rest_does_no_harm():
    coach = Coach(SQUAT, Any())
    for i, deep in enumerate(one_squat(3)):
        update = coach.update(i * FRAME, squatting(i * FRAME, deep))
        if update.rep is not None:
            break
    leapt = coach.update(1e9, squatting(1e9, 0.0))
    assert leapt.graded.measures is not None


def test_the_worst_judgement_makes_the_grade():
    form = squat(0.7)
    assert form.worst.rule.id == "depth"
    assert form.grade == Level.FAULT
    assert Lm.LEFT_KNEE in form.worst.parts


def test_strictness_moves_the_limits_by_half_of_their_distance():
    assert limits(DEPTH, "normal") == (95, 110)
    assert limits(DEPTH, "relaxed") == (102.5, 117.5)
    assert limits(DEPTH, "strict") == (87.5, 102.5)
    assert limits(KNEES_IN, "relaxed") == pytest.approx((0.6, 0.4))  # more is better


@pytest.mark.parametrize(
    ("rule", "value", "level"),
    [
        (DEPTH, 95.0, Level.GOOD), (DEPTH, 95.1, Level.FAIR), (DEPTH, 110.1, Level.FAULT),
        (KNEES_IN, 0.7, Level.GOOD), (KNEES_IN, 0.6, Level.FAIR), (KNEES_IN, 0.4, Level.FAULT),
        (DEPTH, float("nan"), None), (DEPTH, None, None),
    ],
)  # fmt: skip
def test_levels(rule, value, level):
    assert judged(rule, value, "normal").level == level


def test_sides():
    values = np.array([[100.0, 120.0], [np.nan, 110.0]])
    top = CURL.form[0]
    assert of_side(top, values, "left")[0] == 100.0
    assert of_side(top, values, None).tolist() == [110.0, 110.0]
    worst = top.model_copy(update={"side": "worst"})
    assert of_side(worst, values, "left").tolist() == [120.0, 110.0]


def test_the_trunk_belongs_to_no_side():
    values = np.array([[10.0, 30.0], [np.nan, 20.0]])
    swing = next(rule for rule in CURL.form if rule.measure == "trunk_lean")
    assert swing.side == "working"
    assert of_side(swing, values, "left").tolist() == [20.0, 20.0]


def pixels(**places):
    points = np.zeros((1, 33, 2))
    for name, (x, y) in places.items():
        for side in ("LEFT", "RIGHT"):
            points[0, Lm[f"{side}_{name}"]] = x, y
    return points


@pytest.mark.parametrize(
    ("signal", "places", "value"),
    [
        ("trunk_lean", {"HIP": (0, 100), "SHOULDER": (0, 0)}, 0),
        ("trunk_lean", {"HIP": (0, 100), "SHOULDER": (100, 0)}, 45),
        ("trunk_lean", {"HIP": (0, 100), "SHOULDER": (-100, 200)}, 135),
        ("sag", {"SHOULDER": (0, 0), "HIP": (100, 0), "KNEE": (200, 0)}, 0),
        ("sag", {"SHOULDER": (0, 0), "HIP": (100, 100), "KNEE": (200, 0)}, 90),
        ("sag", {"SHOULDER": (0, 0), "HIP": (100, -100), "KNEE": (200, 0)}, -90),
        ("heel_lift", {"HEEL": (0, 0), "FOOT_INDEX": (-100, 0)}, 0),
        ("heel_lift", {"HEEL": (0, 0), "FOOT_INDEX": (-100, 100)}, 45),
        ("hand_height", {"HIP": (0, 100), "SHOULDER": (0, 0), "WRIST": (0, -50)}, 0.5),
    ],
)  # fmt: skip
def test_signals_by_hand(signal, places, value):
    assert SIGNALS[signal].read(pixels(**places)) == pytest.approx(value)


def test_signals_that_compare_the_sides():
    points = np.zeros((1, 33, 2))
    places = {
        "SHOULDER": [(0, 0), (40, 0)], "HIP": [(0, 100), (40, 100)], "KNEE": [(0, 150), (20, 150)],
        "ANKLE": [(-20, 200), (60, 200)], "WRIST": [(0, -20), (40, -60)],
    }  # fmt: skip
    for name, (left, right) in places.items():
        points[0, Lm[f"LEFT_{name}"]], points[0, Lm[f"RIGHT_{name}"]] = left, right
    seen = np.ones((1, 33), dtype=bool)
    for name, value in [("knee_width", 0.25), ("foot_width", 2.0), ("hand_tilt", 0.4)]:
        assert read_signal(name, points, seen)[0] == pytest.approx(value)
    seen[0, Lm.LEFT_ANKLE] = False
    assert np.isnan(read_signal("knee_width", points, seen)).all()


def planking(t, sag, knee=180.0):
    """Side-on on the elbows, the hips so far below the line from shoulders to knees; degrees."""
    pose = squatting(t, 0.0)
    drop = 100 * np.tan(np.radians(sag / 2))
    along = np.arctan2(-drop, 100) + np.radians(180 - knee)
    places = {
        "SHOULDER": (100, 240), "ELBOW": (100, 300), "WRIST": (40, 300),
        "HIP": (200, 240 + drop), "KNEE": (300, 240),
        "ANKLE": (300 + 100 * np.cos(along), 240 + 100 * np.sin(along)),
    }  # fmt: skip
    for name, place in places.items():
        for side in ("LEFT", "RIGHT"):
            pose.image[Lm[f"{side}_{name}"], :2] = np.array(place) / 480
    return pose


def test_a_hold_is_watched_moment_by_moment():
    watch = FormWatch(PLANK.form, "normal")
    levels = [watch.update(planking(i * 0.04, 0.0), held=True)[0].level for i in range(50)]
    levels += [watch.update(planking(2 + i * 0.04, 40.0), held=True)[0].level for i in range(50)]
    assert set(levels[:50]) == {Level.GOOD}
    assert set(levels[65:]) == {Level.FAULT}
    (lapse,) = watch.finish()
    assert lapse.rule.id == "sag"
    assert lapse.seconds == pytest.approx(2.0 - 0.25, abs=0.1)  # the usual of half a second
    assert lapse.worst == pytest.approx(40, abs=1)
    assert watch.finish() == ()


def test_a_twitch_is_no_lapse():
    watch = FormWatch(PLANK.form, "normal")
    for i in range(60):
        watch.update(planking(i * 0.04, 40.0 if 30 <= i < 35 else 0.0), held=True)
    assert watch.finish() == ()


def test_what_is_not_seen_of_a_hold_is_not_judged():
    watch = FormWatch(PLANK.form, "normal")
    pose = planking(0.0, 40.0)
    pose.visibility[[Lm.LEFT_KNEE, Lm.RIGHT_KNEE]] = 0.2
    assert watch.update(pose, held=True)[0].silent == "unseen"


class Lies:
    """Takes hips that hang by 20 degrees for a body that lies, as the trained classifier does."""

    classes = ("elbows", "hands", "lie", "none")

    def probabilities(self, pose):
        lies = float(read_pose("sag", pose)[0].mean() > 20)
        return np.array([1 - lies, 0.0, lies, 0.0])


def plank(course):
    """What a coach says from moment to moment: (seconds, sag, knee), degrees."""
    coach = Coach(PLANK, Lies())
    updates, i = [], 0
    for seconds, sag, knee in course:
        for _ in range(round(seconds / FRAME)):
            updates.append(coach.update(i * FRAME, planking(i * FRAME, sag, knee)))
            i += 1
    return updates


def told(updates):
    """The rules that were broken, by the second in which they were said to be."""
    return {
        (int(update.timestamp), judgement.rule.id)
        for update in updates
        for judgement in update.live
        if judgement.level == Level.FAULT
    }


def test_it_is_said_why_a_hold_that_sags_is_not_one_any_more():
    updates = plank([(4, 0, 180), (10, 40, 180)])
    assert updates[-1].held == pytest.approx(4.0, abs=0.5)
    (hold,) = (update.hold for update in updates if update.hold)
    assert [lapse.rule.id for lapse in hold.lapses] == ["sag"]
    # As long as it may yet be mended.
    assert told(updates) == {(second, "sag") for second in range(4, 10)}


def test_who_puts_the_knees_down_is_told_nothing():
    updates = plank([(4, 0, 180), (10, 40, 120)])
    (hold,) = (update.hold for update in updates if update.hold)
    assert (hold.lapses, told(updates)) == ((), set())


def test_what_broke_one_hold_is_not_held_against_the_next():
    updates = plank([(4, 0, 180), (3, 40, 180), (4, 0, 180), (4, 40, 120)])
    assert [len(update.hold.lapses) for update in updates if update.hold] == [1, 0]

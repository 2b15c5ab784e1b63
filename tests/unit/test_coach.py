"""The coach, with a classifier that reads the phase off the pose directly."""

import numpy as np
import pytest
from scripted import FRAME, Oracle, squatting

from fitcoach.body import Landmark as Lm
from fitcoach.coach import Coach, Hold, Panel, Rep
from fitcoach.coach.coach import PATIENCE, Ending, seen_angle
from fitcoach.coach.recognition import Recogniser
from fitcoach.exercise import Gate, find_exercise


def follow(moments, strictness="normal"):
    """Runs (seconds, depth) stretches past a coach; depth `None` is nobody in view."""
    coach = Coach(find_exercise("squat"), Oracle(), strictness)
    updates, t = [], 0.0
    for seconds, depth in moments:
        for _ in range(round(seconds / FRAME)):
            updates.append(coach.update(t, None if depth is None else squatting(t, depth)))
            t += FRAME
    return updates


def test_a_rep_with_its_times():
    updates = follow([(1.0, 0.0), (0.5, 0.9), (0.2, 1.0), (0.6, 0.9), (1.0, 0.0)])
    (rep,) = [update.rep for update in updates if update.rep]
    assert rep.number == updates[-1].count == 1
    assert 0.9 < rep.start < 1.2
    assert rep.turn == pytest.approx(1.5, abs=FRAME)
    assert 2.3 < rep.end < 2.5
    assert updates[0].phase == "up"
    assert updates[40].phase == "down"
    assert updates[40].probabilities["down"] > 0.8
    assert updates[0].angle == pytest.approx(180)


def test_a_rep_is_graded_when_the_joint_has_come_to_rest():
    updates = follow([(1.0, 0.0), (0.5, 0.9), (0.2, 1.0), (0.6, 0.9), (1.0, 0.0)])
    (counted,) = [i for i, update in enumerate(updates) if update.rep]
    (at,) = [i for i, update in enumerate(updates) if update.graded]
    assert 0 < (at - counted) * FRAME <= 0.5
    rep, graded = updates[counted].rep, updates[at].graded
    assert rep.measures is None
    assert (graded.number, graded.start, graded.end) == (rep.number, rep.start, rep.end)
    assert graded.measures.turn == pytest.approx(90, abs=10)
    assert graded.form.view == "side"


def test_at_the_end_of_the_source_the_last_rep_is_graded_by_what_was_seen():
    coach = Coach(find_exercise("squat"), Oracle())
    t, counted = 0.0, None
    while counted is None:
        counted = coach.update(t, squatting(t, float(0.5 <= t < 1.2))).rep
        t += FRAME
    graded = coach.finish().graded
    assert graded.number == counted.number
    assert graded.form is not None
    assert coach.finish() == Ending(None, None)


def test_nobody_seen_any_more_grades_the_last_rep():
    updates = follow([(1.0, 0.0), (0.7, 1.0), (0.28, 0.0), (1.0, None)])
    assert updates[-1].count == 1
    (graded,) = [update.graded for update in updates if update.graded]
    assert graded.number == 1


@pytest.mark.parametrize(
    ("depth", "strictness", "reason"),
    [
        (0.6, "normal", "not far enough: 126°, needs 110°"),
        (0.73, "relaxed", "not far enough: 114°, needs 102°"),  # fair, but not counted
        (0.3, "normal", None),
    ],
)
def test_what_falls_short_is_an_attempt(depth, strictness, reason):
    """The oracle takes only what is deeper for the phase down."""
    down = [depth * i / 20 for i in range(20)]
    course = [*down, *[depth] * 10, *reversed(down)]
    updates = follow([(1.0, 0.0), *[(FRAME, d) for d in course], (1.5, 0.0)], strictness)
    assert updates[-1].count == 0
    attempts = [update.attempt.reason for update in updates if update.attempt]
    assert attempts == ([reason] if reason else [])


def test_what_falls_short_matters_only_in_the_exercise_that_is_done():
    squat = find_exercise("squat")
    twin = squat.model_copy(update={"name": "twin"})
    told = []
    for exercises in ([squat], [squat, twin]):
        panel = Panel([Coach(exercise, Oracle()) for exercise in exercises])
        down = [0.6 * i / 20 for i in range(20)]
        course = [0.0] * 25 + [*down, *[0.6] * 10, *reversed(down)] + [0.0] * 40
        moments = [panel.update(i * FRAME, squatting(i * FRAME, d)) for i, d in enumerate(course)]
        told.append([each.attempt for updates in moments for each in updates.values()])
    assert any(told[0])
    assert not any(told[1])


def test_a_short_gap_does_not_drop_the_rep():
    gap = PATIENCE - 2 * FRAME
    updates = follow([(1.0, 0.0), (0.5, 1.0), (gap, None), (0.5, 1.0), (1.0, 0.0)])
    assert updates[-1].count == 1


def test_a_long_gap_drops_the_rep_and_rest_must_be_seen_again():
    gap = PATIENCE + 2 * FRAME
    moments = [(1.0, 0.0), (0.5, 1.0), (gap, None), (0.5, 1.0), (1.0, 0.0)]
    assert follow(moments)[-1].count == 0
    assert follow([*moments, (0.5, 1.0), (1.0, 0.0)])[-1].count == 1


def test_nobody_in_view_is_no_reading():
    update = follow([(0.1, None)])[-1]
    assert update.pose is None
    assert update.angle is None
    assert update.probabilities == {}


def test_a_joint_that_is_not_seen_is_no_reading():
    coach = Coach(find_exercise("squat"), Oracle())
    pose = squatting(0.0, 0.0)
    pose.visibility[[Lm.LEFT_KNEE, Lm.RIGHT_KNEE]] = 0.2
    update = coach.update(0.0, pose)
    assert update.pose is pose
    assert update.probabilities == {}
    assert update.phase is None


def test_the_seen_angle_is_of_the_sides_that_are_seen():
    def hiding(*landmarks):
        pose = squatting(0.0, 1.0)
        pose.world[Lm.LEFT_ANKLE] = [0, 0.8, 0.15]  # left straight, right bent
        pose.visibility[list(landmarks)] = 0.4
        return pose

    assert seen_angle(hiding(), "knee") == pytest.approx(135)
    assert seen_angle(hiding(Lm.LEFT_ANKLE), "knee") == pytest.approx(90)
    assert seen_angle(hiding(Lm.LEFT_ANKLE, Lm.RIGHT_HIP), "knee") is None


class TwoExercises:
    """Sees squats while the nose is up and push-ups while it is down."""

    classes = ("squat/up", "squat/down", "push-up/up", "none")

    def probabilities(self, pose):
        depth = pose.world[Lm.NOSE, 2]
        return np.array([0.5 - depth / 2, 0.3 - 0.3 * depth, depth, 0.2 - 0.2 * depth])


BOTH = [find_exercise("squat"), find_exercise("push-up")]


def test_the_exercise_with_most_votes_during_its_reps_is_recognised():
    recogniser = Recogniser(TwoExercises(), BOTH)
    for i in range(100):
        t = i * FRAME  # a second of squats, three of push-ups
        recogniser.update(t, squatting(t, 0.0 if t < 1 else 1.0))
    squats, push_ups = [Rep(1, 0.0, 0.5, 1.0)], [Rep(1, 1.0, 2.0, 4.0)]
    assert recogniser.recognise({"squat": squats, "push-up": push_ups}) == "push-up"
    assert recogniser.recognise({"squat": squats, "push-up": []}) == "squat"
    assert recogniser.recognise({"squat": [], "push-up": []}) is None
    recogniser.update(4.0, None)
    assert recogniser.recognise({"squat": push_ups, "push-up": []}) is None
    thirds = [Rep(i, 1.0 + i, 1.5 + i, 2.0 + i) for i in range(3)]
    assert recogniser.recognise({"squat": thirds, "push-up": squats}) is None


class Holder:
    """Sees a plank while the nose is down."""

    classes = ("elbows", "hands", "none")

    def probabilities(self, pose):
        depth = pose.world[Lm.NOSE, 2]
        return np.array([0.0, depth, 1 - depth])


def test_a_hold_is_timed_and_its_last_stretch_ends_with_the_source():
    coach = Coach(find_exercise("plank"), Holder())
    updates = [
        coach.update(i * FRAME, squatting(i * FRAME, float(not 100 <= i < 150))) for i in range(300)
    ]
    (first,) = [update.hold for update in updates if update.hold]
    assert first.number == 1
    assert first.seconds == pytest.approx(100 * FRAME, abs=0.3)
    assert updates[80].phase == "hands"
    assert updates[140].phase is None
    assert updates[-1].held == pytest.approx(250 * FRAME, abs=0.6)
    assert updates[-1].count == 0
    second = coach.finish().hold
    assert second.number == 2
    assert first.seconds + second.seconds == pytest.approx(updates[-1].held)
    assert coach.finish() == Ending(None, None)


def test_a_joint_that_is_not_seen_holds_nothing():
    coach = Coach(find_exercise("plank"), Holder())
    for i in range(300):
        pose = squatting(i * FRAME, 1.0)
        pose.visibility[[Lm.LEFT_HIP, Lm.RIGHT_HIP]] = 0.2
        assert coach.update(i * FRAME, pose).held == 0
    assert coach.finish() == Ending(None, None)


def test_votes_during_a_hold_recognise_it_too():
    recogniser = Recogniser(TwoExercises(), BOTH)
    for i in range(100):
        recogniser.update(i * FRAME, squatting(i * FRAME, 1.0))
    rep, hold = Rep(1, 0.0, 0.5, 1.0), Hold(1, 1.0, 4.0)
    assert recogniser.recognise({"squat": [rep], "push-up": [hold]}) == "push-up"


class Recognising:
    """Sees a squat while the knees bend and a plank while the nose is far down."""

    classes = ("squat/up", "squat/down", "plank/hands", "none")

    def probabilities(self, pose):
        depth = pose.world[Lm.NOSE, 2]
        return np.array([0.5, 0.3, 0.2, 0.0]) if depth < 2 else np.array([0.0, 0.0, 1.0, 0.0])


class Clipped(Oracle):
    """An oracle that takes poses beyond the turn-around for nothing."""

    def probabilities(self, pose):
        depth = pose.world[Lm.NOSE, 2]
        return super().probabilities(pose) if depth < 2 else np.array([0.0, 0.0, 1.0])


class DeepHolder(Holder):
    """Sees a plank while the nose is far down."""

    def probabilities(self, pose):
        far = float(pose.world[Lm.NOSE, 2] >= 2)
        return np.array([0.0, far, 1 - far])


def watch(panel, moments, start=0.0):
    t = start
    for seconds, depth in moments:
        for _ in range(round(seconds / FRAME)):
            panel.update(t, squatting(t, depth))
            t += FRAME
    return t


def test_a_panel_loses_nothing_of_what_was_done_before_the_exercise_was_recognised():
    coaches = [
        Coach(find_exercise("squat"), Clipped()),
        Coach(find_exercise("plank"), DeepHolder()),
    ]
    panel = Panel(
        coaches, Recogniser(Recognising(), [find_exercise("squat"), find_exercise("plank")])
    )
    t = watch(panel, [(1.0, 0.0), (1.0, 1.0)])
    assert panel.exercise is None
    t = watch(panel, [(1.0, 0.0), (1.0, 1.0), (1.0, 0.0)], t)
    assert panel.exercise.name == "squat"
    assert [rep.number for rep in panel.reps["squat"]] == [1, 2]
    watch(panel, [(10.0, 2.0)], t)  # still held: recognised before it is over
    assert panel.exercise.name == "plank"
    assert panel.holds["plank"] == []
    panel.finish()
    (hold,) = panel.holds["plank"]
    assert hold.seconds == pytest.approx(10, abs=0.5)


def test_a_panel_of_one_coach_knows_its_exercise():
    panel = Panel([Coach(find_exercise("squat"), Oracle())])
    watch(panel, [(1.0, 0.0), (1.0, 1.0), (1.0, 0.0)])
    assert panel.exercise.name == "squat"
    assert len(panel.reps["squat"]) == 1


def test_a_rep_that_breaks_the_gate_is_not_counted_and_says_why():
    gate = Gate(still={"hands": 0.4})
    exercise = find_exercise("squat").model_copy(update={"gate": gate})
    coach = Coach(exercise, Oracle())
    refused, t = [], 0.0
    for depth, place in [(0.0, 0.5), (1.0, 0.9), (0.0, 0.5), (1.0, 0.5), (0.0, 0.5)]:
        for _ in range(25):
            pose = squatting(t, depth)
            pose.image[[Lm.LEFT_SHOULDER, Lm.RIGHT_SHOULDER]] = 0.5, 0.4, 0
            pose.image[[Lm.LEFT_HIP, Lm.RIGHT_HIP]] = 0.5, 0.6, 0
            pose.image[[Lm.LEFT_WRIST, Lm.RIGHT_WRIST]] = place, 0.6, 0
            update = coach.update(t, pose)
            refused += [update.attempt.reason] if update.attempt else []
            t += FRAME
    assert refused == ["the hands did not keep their place"]
    assert update.count == 1


def test_votes_for_what_is_done_instead_recognise_nothing():
    class Crouching:
        classes = ("burpee/crouch", "burpee/plank", "none")

        def probabilities(self, _pose):
            return np.array([1.0, 0.0, 0.0])

    recogniser = Recogniser(Crouching(), [find_exercise("burpee")])
    for i in range(100):
        recogniser.update(i * FRAME, squatting(i * FRAME, 0.0))
    assert recogniser.recognise({"burpee": [Rep(1, 0.0, 1.0, 3.0)]}) is None

"""Ways to squat whose count is beyond dispute, on landmarks as the landmarker sees them.

The poses of one filmed squat are played to any depth and at any speed, so that all is known: how
deep each rep is and how long its parts take.
"""

from pathlib import Path

import numpy as np
import pytest

from fitcoach.classify.model import PoseModel
from fitcoach.coach import Coach
from fitcoach.exercise import find_exercise
from fitcoach.pose import Pose
from fitcoach.resources import pose_classifier

SQUAT = find_exercise("squat")
UP = 180.0
"""Interior degrees of the knee, as all depths here."""


@pytest.fixture(scope="module")
def descent():
    """The recorded poses, at each of them the true angle of the knee."""
    with np.load(Path(__file__).parents[1] / "data" / "squat-descent.npz") as data:
        return {name: data[name].astype(float) for name in data}


@pytest.fixture(scope="module")
def classifier():
    return PoseModel.load(pose_classifier()).for_exercise(SQUAT)


def stand(seconds=1.0):
    return [(UP, 0.0), (UP, seconds)]


def rep(depth, out=1.0, hold=0.2, back=1.0):
    """(knee, seconds) from standing to so deep and back."""
    return [(depth, out), (depth, hold), (UP, back), (UP, 0.5)]


def soft(share):
    return share * share * (3 - 2 * share)


def follow(descent, classifier, path, *, ease=soft, rate=30):
    """Walks the knee along (degrees, seconds to get there), usually with a soft start and end.

    Degrees `None`: nobody in view. Returns the graded reps and the attempts.
    """
    coach = Coach(SQUAT, classifier)
    order = np.argsort(descent["knee"])
    reps, attempts, t, here = [], [], 0.0, UP
    for there, seconds in path:
        for i in range(1, round(seconds * rate) + 1):
            pose = None
            if there is not None:
                knee = here + ease(i / round(seconds * rate)) * (there - here)
                place = np.interp(knee, descent["knee"][order], order)
                pose = mixed(descent, t, place)
            update = coach.update(t, pose)
            reps += [update.graded] if update.graded else []
            attempts += [update.attempt] if update.attempt else []
            t += 1 / rate
        here = UP if there is None else there
    graded = coach.finish().graded
    return [*reps, *([graded] if graded else [])], attempts


def mixed(descent, t, place):
    """Between two recorded poses, so that no frame is seen twice."""
    low = int(place)
    high, share = min(low + 1, len(descent["knee"]) - 1), place - low

    def between(name):
        return (1 - share) * descent[name][low] + share * descent[name][high]

    size = tuple(int(length) for length in descent["size"])
    return Pose(t, between("image"), between("world"), between("visibility"), size)


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ([*stand(), *rep(60) * 5], 5),
        ([*stand(), *rep(90) * 5], 5),
        ([*stand(), *rep(155) * 5], 0),
        ([*stand(), *[step for k in range(124, 142, 2) for step in rep(k)]], 0),
        ([*stand(), *rep(65, hold=2.0) * 3], 3),
        ([*stand(), (60, 1.0), (105, 0.5), (60, 0.5), (UP, 1.0), (UP, 0.5)], 1),
        ([(None, 2.0), *stand(0.5), *rep(70) * 4, *stand(0.5), (None, 2.0)], 4),
        ([*stand(), *rep(60, out=3.0, back=3.0) * 3], 3),
        ([*stand(), *rep(60, out=0.4, hold=0.1, back=0.4) * 3], 3),
    ],
    ids=["deep", "parallel", "tiny", "borderline", "paused", "double dip", "in and out of view",
         "slow", "quick"],
)  # fmt: skip
def test_the_count(descent, classifier, path, count):
    reps, _ = follow(descent, classifier, path)
    assert len(reps) == count


def test_descending_squats_are_counted_as_long_as_they_are_deep_enough(descent, classifier):
    depths = [51, 73, 87, 97, 113, 128]
    path = [*stand(), *[step for depth in depths for step in rep(depth)]]
    reps, attempts = follow(descent, classifier, path)
    assert [rep.measures.turn for rep in reps] == pytest.approx(depths[:5], abs=8)
    levels = [judgements(rep)["depth"].level.name for rep in reps]
    assert levels == ["GOOD", "GOOD", "GOOD", "FAIR", "FAULT"]
    assert [attempt.reason[:15] for attempt in attempts] == ["not far enough:"]


@pytest.mark.parametrize(
    "tempo", [(1.0, 0.2, 1.0), (1.5, 0.0, 1.0), (1.0, 2.0, 0.6), (0.6, 0.5, 1.5)]
)
def test_the_tempo(descent, classifier, tempo):
    """Within 3 % of its way from rest and turn-around the joint is there.

    Slower reps come out up to 0.3 s short: the last ten degrees to a straight knee are seen as
    straight.
    """
    depth, (out, hold, back) = 60, tempo
    reps, _ = follow(descent, classifier, [*stand(), *rep(depth, *tempo) * 2], ease=float)
    band = 0.03
    for done in reps:
        measured = done.measures
        assert measured.out == pytest.approx(out * (1 - 2 * band), abs=0.15)
        assert measured.hold == pytest.approx(hold + (out + back) * band, abs=0.15)
        assert measured.back == pytest.approx(back * (1 - 2 * band), abs=0.15)
    assert reps[0].measures.pause is None
    # Both of its edges are such last degrees.
    assert reps[1].measures.pause == pytest.approx(0.5 + (out + back) * band, abs=0.3)


def test_what_counts_and_what_is_good_does_not_depend_on_the_frame_rate(descent, classifier):
    path = [*stand(), *rep(60), *rep(100)]
    seen = []
    for rate in (15, 30, 60):
        reps, _ = follow(descent, classifier, path, rate=rate)
        seen.append([rep.measures.turn for rep in reps])
    assert np.ptp(seen, axis=0).max() < 3


def judgements(rep):
    return {judgement.rule.id: judgement for judgement in rep.form.judgements}

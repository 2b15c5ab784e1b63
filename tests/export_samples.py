"""Sessions to be exported: one that has everything, and any that can be."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from fitcoach.anatomy import SIDES
from fitcoach.coach import Measures
from fitcoach.coach.measures import JointTravel
from fitcoach.session.log import (
    AttemptLog,
    ExerciseLog,
    HoldLog,
    Judged,
    LapseLog,
    RepLog,
    RuleLog,
    SessionLog,
    SetLog,
    Unjudged,
)

SQUAT = ExerciseLog(
    name="squat",
    title="Squat",
    held=False,
    joint="knee",
    concentric="back",
    rules={
        "depth": RuleLog(cue="Lower your hips", unit="degrees", good=95.0, warn=110.0),
        "knees-in": RuleLog(cue="Knees out", unit="ratio", good=0.7, warn=0.5),
        "lowering": RuleLog(cue="Lower more slowly", unit="seconds", good=0.45, warn=0.15),
    },
    fit="squat/squat",
)
PLANK = ExerciseLog(
    name="plank",
    title="Plank",
    held=True,
    joint=None,
    concentric=None,
    rules={"sag": RuleLog(cue="Lift your hips", unit="degrees", good=12.0, warn=27.0)},
    fit="plank/plank",
)


def squat(number, turn=80.0, grade="good", sides=()):
    """A rep; `sides` are the ranges of motion of left and right."""
    start = 5.0 * number
    joints = tuple(
        JointTravel("knee", side, 170.0, 170.0 - degrees, 170.0 - degrees, 170.0)
        for side, degrees in zip(SIDES, sides, strict=False)
    )
    return RepLog(
        number=number, start=start, turn=start + 1.5, end=start + 2.5, side=None, by_hand=False,
        measures=Measures(170.0, turn, 0.5, 1.25, 0.25, 0.75, 60.0, 90.0, joints),
        view="side", grade=grade,
        form={
            "depth": Judged(level=grade, value=turn, good=95.0),
            "knees-in": Unjudged(silent="view"),
            "lowering": Judged(level="good", value=1.25, good=0.45),
        },
    )  # fmt: skip


BY_HAND = RepLog(
    number=4, start=25.0, turn=25.0, end=25.0, side=None, by_hand=True, measures=None, view=None,
    grade=None, form={},
)  # fmt: skip
SQUATS = SetLog(
    exercise=SQUAT, number=1, goal_reps=5, goal_seconds=None, start=2.0, end=30.25,
    reps=(
        squat(1, sides=(80.0, 92.0)),
        squat(2, turn=102.0, grade="fair"),
        squat(3, turn=118.0, grade="fault"),
        BY_HAND,
    ),
    attempts=(AttemptLog(end=28.0, reason="not far enough: 131°, needs 110°"),),
)  # fmt: skip
HOLDS = SetLog(
    exercise=PLANK, number=1, goal_reps=None, goal_seconds=30.0, start=60.5, end=95.0,
    holds=(
        HoldLog(number=1, start=61.0, end=81.0, lapses=(
            LapseLog(rule="sag", seconds=9.0, worst=30.0, good=12.0),
        )),
        HoldLog(number=2, start=84.0, end=94.0, lapses=()),
    ),
)  # fmt: skip
UNKNOWN = SetLog(
    exercise=None, number=1, goal_reps=None, goal_seconds=None, start=100.0, end=104.0,
    attempts=(AttemptLog(end=103.0, reason="out of view"),),
)  # fmt: skip
RICH = SessionLog(
    id="0123456789abcdef" * 2, began=datetime(2026, 11, 21, 7, 30, tzinfo=UTC), title="Monday",
    source="camera 0", strictness="normal", version="1.2.3", seconds=110.0,
    sets=(SQUATS, HOLDS, UNKNOWN),
)  # fmt: skip
"""4 squats (good, fair, fault, by hand), 1 attempt, 2 holds, and 1 attempt at nobody knows what."""


def spoken(text):
    """The session with a text of the user's, or of another program's, wherever one can be."""
    squat = SQUAT.model_copy(update={"title": text, "rules": {
        rule: known.model_copy(update={"cue": text}) for rule, known in SQUAT.rules.items()
    }})  # fmt: skip
    attempts = (AttemptLog(end=28.0, reason=text),)
    squats = SQUATS.model_copy(update={"exercise": squat, "attempts": attempts})
    return RICH.model_copy(update={"title": text, "source": text, "sets": (squats, HOLDS)})


_text = st.text(max_size=12)
_real = st.floats(-1e6, 1e6)
_angle = st.floats(0.0, 180.0)
_moment = st.floats(0.0, 1e4)
_count = st.integers(1, 999)
_grade = st.sampled_from(["good", "fair", "fault"])
_side = st.sampled_from(SIDES)
_zone = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
_measures = st.builds(
    Measures,
    *(_angle, _angle, st.none() | _moment, _moment, _moment, _moment, _real, _real),
    st.lists(
        st.builds(JointTravel, st.sampled_from(["knee", "hip"]), _side, *[_angle] * 4), max_size=4
    ).map(tuple),
)
_rules = st.dictionaries(
    _text, st.builds(RuleLog, cue=_text, unit=_text, good=_real, warn=_real), max_size=3
)
_exercise = st.builds(
    ExerciseLog, name=_text, title=_text, held=st.booleans(), fit=st.none() | _text,
    joint=st.none() | st.sampled_from(["knee", "hip"]),
    concentric=st.sampled_from([None, "out", "back"]), rules=_rules,
)  # fmt: skip
_form = st.dictionaries(
    _text,
    st.builds(Judged, level=_grade, value=_real, good=_real)
    | st.builds(Unjudged, silent=st.sampled_from(["view", "unseen"])),
    max_size=3,
)
_rep = st.builds(
    RepLog, number=_count, start=_moment, turn=_moment, end=_moment, side=st.none() | _side,
    by_hand=st.booleans(), measures=st.none() | _measures, form=_form,
    view=st.none() | st.sampled_from(["front", "side", "back", "oblique"]),
    grade=st.none() | _grade,
)  # fmt: skip
_lapse = st.builds(LapseLog, rule=_text, seconds=_moment, worst=_real, good=_real)
_hold = st.builds(
    HoldLog, number=_count, start=_moment, end=_moment,
    lapses=st.lists(_lapse, max_size=2).map(tuple),
)  # fmt: skip
_attempt = st.builds(AttemptLog, end=_moment, reason=_text)
_set = st.builds(
    SetLog, exercise=st.none() | _exercise, number=_count, goal_reps=st.none() | _count,
    goal_seconds=st.none() | _moment, start=_moment, end=_moment,
    reps=st.lists(_rep, max_size=4).map(tuple),
    attempts=st.lists(_attempt, max_size=2).map(tuple),
    holds=st.lists(_hold, max_size=2).map(tuple),
)  # fmt: skip
session_logs = st.builds(
    SessionLog, id=st.text("0123456789abcdef", min_size=32, max_size=32),
    began=st.datetimes(datetime(1995, 1, 2), datetime(2090, 1, 1), timezones=_zone),
    title=_text, source=_text, strictness=st.sampled_from(["relaxed", "normal", "strict"]),
    version=_text, seconds=_moment, recovered=st.booleans(),
    sets=st.lists(_set, max_size=3).map(tuple),
)  # fmt: skip
"""Any session that the log can hold, whether or not anybody could train so."""

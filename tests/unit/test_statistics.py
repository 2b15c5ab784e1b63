"""Statistics over the history."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training import BEGAN, SQUAT, hold_of, rep, session, set_of

from fitcoach.session.history import History
from fitcoach.session.statistics import _runs, _streak, statistics

TODAY = BEGAN.date()
"""A Saturday."""
DAY = timedelta(days=1)
LUNGE = SQUAT.model_copy(update={"name": "lunge", "title": "Lunge"})


@pytest.fixture
def history(tmp_path):
    return History(tmp_path)


def squats(count, **fields):
    return set_of(*(rep(i + 1) for i in range(count)), **fields)


def test_of_nothing(history):
    found = statistics(history, TODAY)
    assert (found.sessions, found.exercises, found.weeks) == (0, (), ())
    assert found.days_in_row.longest == 0


def test_exercises_and_bests(history):
    history.add(
        session(squats(3), squats(7), hold_of(30.0), days=-2),
        session(set_of(*(rep(i + 1, turn=70.0, grade="fault") for i in range(5))), days=-1),
        session(hold_of(45.0)),
    )
    squat, plank = statistics(history, TODAY).exercises
    assert (squat.title, squat.sessions, squat.sets, squat.reps) == ("Squat", 2, 3, 15)
    assert (squat.good, squat.graded, squat.held) == (10, 15, 0.0)
    assert (squat.most_reps.value, squat.most_reps.day, squat.most_reps.session) == (
        7, TODAY - 2 * DAY, 1,
    )  # fmt: skip
    assert (squat.range.value, squat.range.session) == (100.0, 2)
    assert squat.last == TODAY - DAY
    assert squat.longest is None
    assert (plank.held, plank.longest.value, plank.longest.session) == (75.0, 45.0, 3)
    assert (plank.most_reps, plank.range) == (None, None)


def test_weeks_begin_on_monday_and_none_is_left_out(history):
    monday = TODAY - 5 * DAY
    history.add(session(squats(3), days=-5), session(squats(4)), session(squats(5), days=-6 - 14))
    weeks = statistics(history, TODAY).weeks
    assert [week.monday for week in weeks] == [monday - 21 * DAY + 7 * i * DAY for i in range(4)]
    assert [week.reps for week in weeks] == [5, 0, 0, 7]
    assert [week.sessions for week in weeks] == [1, 0, 0, 2]


def test_ranges_of_several_exercises_are_not_mixed(history):
    history.add(session(squats(3)), session(squats(3), squats(3, exercise=LUNGE), days=7))
    assert [week.range for week in statistics(history, TODAY).weeks] == [90.0, None]
    assert [week.range for week in statistics(history, TODAY, exercise="lunge").weeks] == [90.0]


def test_what_is_asked_for(history):
    history.add(session(squats(3), squats(2, exercise=LUNGE)), session(squats(4), days=-9))
    found = statistics(history, TODAY, exercise="squat", since=TODAY - DAY)
    assert found.sessions == 1
    assert [(each.title, each.reps) for each in found.exercises] == [("Squat", 3)]


@pytest.mark.parametrize(
    ("ago", "current", "longest"),
    [
        ([0], 1, 1),
        ([2, 1, 0], 3, 3),
        ([2, 1], 2, 2),  # today can still be gone on with
        ([3, 2], 0, 2),
        ([9, 8, 7, 1, 0], 2, 3),
        ([], 0, 0),
    ],
)
def test_streaks(ago, current, longest):
    streak = _streak([TODAY - days * DAY for days in ago], DAY, TODAY)
    assert (streak.current, streak.longest) == (current, longest)


@given(st.sets(st.dates(date(2020, 1, 1), date(2020, 3, 1))))
def test_runs_hold_all_days_and_are_as_long_as_can_be(days):
    days = sorted(days)
    runs = list(_runs(days, DAY))
    assert sum(runs) == len(days)
    gaps = sum(after - before > DAY for before, after in pairwise(days))
    assert len(runs) == (gaps + 1 if days else 0)

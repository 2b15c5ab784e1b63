"""Statistics over the history: how much, how regularly, how well, and the bests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from sqlite3 import Row

from fitcoach.session.database import real
from fitcoach.session.history import History

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Week:
    """A week in which something was done, or none between two such weeks.

    Attributes:
        monday: Its first day.
        sessions: How many.
        reps: Reps in all.
        held: Seconds held in all.
        range: The mean of the sets' ranges of motion in degrees, `None` where none was measured or
            exercises are mixed.
    """

    monday: date
    sessions: int
    reps: int
    held: float
    range: float | None


@dataclass(frozen=True, slots=True)
class Best:
    """A personal best.

    Attributes:
        value: How much.
        day: When it was first reached.
        session: In which session.
    """

    value: float
    day: date
    session: int


@dataclass(frozen=True, slots=True)
class ExerciseStatistics:
    """One exercise over time.

    Attributes:
        title: What it is called.
        sessions: In how many sessions it was done.
        sets: How many.
        reps: Reps in all.
        held: Seconds held in all.
        graded: Reps whose form was judged.
        good: Those of them that were good.
        last: The last day.
        most_reps: The most reps in a set; `None` where none were done.
        longest: The longest set in seconds held; `None` likewise.
        range: The largest range of motion of a set in degrees; `None` where none was measured.
    """

    title: str
    sessions: int
    sets: int
    reps: int
    held: float
    graded: int
    good: int
    last: date
    most_reps: Best | None
    longest: Best | None
    range: Best | None


@dataclass(frozen=True, slots=True)
class Streak:
    """How many days or weeks in a row had a session.

    Attributes:
        current: Up to now; one that can still be gone on with, though today or this week had none
            yet, counts.
        longest: The longest.
    """

    current: int
    longest: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the history tells as a whole.

    Attributes:
        sessions: How many.
        exercises: The exercises, the most frequent first.
        weeks: From the first to the last, without gaps.
        days_in_row: Days with a session.
        weeks_in_row: Weeks with a session.
    """

    sessions: int
    exercises: tuple[ExerciseStatistics, ...]
    weeks: tuple[Week, ...]
    days_in_row: Streak
    weeks_in_row: Streak


def statistics(
    history: History, today: date, *, exercise: str | None = None, since: date | None = None
) -> Statistics:
    """Looks at all sessions, or those with an exercise or since a day.

    Raises:
        FitcoachError: The history cannot be read.
    """
    asked = (exercise, exercise, since.isoformat() if since else "")
    days = history.database.read(
        lambda row: date.fromisoformat(row["day"]),
        f"SELECT DISTINCT day {_SETS} ORDER BY day",
        asked,
    )
    return Statistics(
        sessions=history.count(exercise=exercise, since=since),
        exercises=_exercises(history, asked),
        weeks=_weeks(history, asked),
        days_in_row=_streak(days, timedelta(days=1), today),
        weeks_in_row=_streak(sorted({_monday(day) for day in days}), _WEEK, _monday(today)),
    )


_Asked = tuple[str | None, str | None, str]

_SETS = "FROM sets WHERE (? IS NULL OR exercise = ?) AND day >= ?"


def _exercises(history: History, asked: _Asked) -> tuple[ExerciseStatistics, ...]:
    bests = {column: _bests(history, column, asked) for column in ("reps", "held", "range")}

    def made(row: Row) -> ExerciseStatistics:
        return ExerciseStatistics(
            title=str(row["title"]),
            sessions=int(row["sessions"]),
            sets=int(row["sets"]),
            reps=int(row["reps"]),
            held=real(row["held"]),
            graded=int(row["graded"]),
            good=int(row["good"]),
            last=date.fromisoformat(row["last"]),
            most_reps=bests["reps"].get(row["exercise"]),
            longest=bests["held"].get(row["exercise"]),
            range=bests["range"].get(row["exercise"]),
        )

    query = f"""
        SELECT exercise, title, count(DISTINCT session) AS sessions, count(*) AS sets,
               sum(reps) AS reps, sum(held) AS held, sum(good + fair + fault) AS graded,
               sum(good) AS good, max(day) AS last
        {_SETS} GROUP BY exercise ORDER BY sessions DESC, sets DESC
    """
    return tuple(history.database.read(made, query, asked))


def _bests(history: History, column: str, asked: _Asked) -> dict[str | None, Best]:
    """The best of each exercise, by its name."""
    # SQLite takes the other columns from the row of the maximum.
    query = f"""
        SELECT exercise, max({column}) AS value, day, session
        {_SETS} AND {column} > 0 GROUP BY exercise
    """

    def made(row: Row) -> tuple[str | None, Best]:
        best = Best(real(row["value"]), date.fromisoformat(row["day"]), int(row["session"]))
        return row["exercise"], best

    return dict(history.database.read(made, query, asked))


def _weeks(history: History, asked: _Asked) -> tuple[Week, ...]:
    query = f"""
        SELECT date(day, 'weekday 0', '-6 days') AS monday,
               count(DISTINCT session) AS sessions, sum(reps) AS reps, sum(held) AS held,
               avg(range) AS range, count(DISTINCT exercise) AS exercises
        {_SETS} GROUP BY monday ORDER BY monday
    """
    known = {week.monday: week for week in history.database.read(_week, query, asked)}
    if not known:
        return ()
    first, last = min(known), max(known)
    mondays = [first + i * _WEEK for i in range((last - first) // _WEEK + 1)]
    return tuple(known.get(monday, Week(monday, 0, 0, 0.0, None)) for monday in mondays)


def _week(row: Row) -> Week:
    mixed = row["exercises"] != 1 or row["range"] is None
    return Week(
        monday=date.fromisoformat(row["monday"]),
        sessions=int(row["sessions"]),
        reps=int(row["reps"]),
        held=real(row["held"]),
        range=None if mixed else real(row["range"]),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _streak(days: Sequence[date], step: timedelta, now: date) -> Streak:
    """Of days, or of weeks by their Mondays, in order."""
    lengths = list(_runs(days, step))
    if not lengths:
        return Streak(0, 0)
    goes_on = days[-1] >= now - step
    return Streak(lengths[-1] if goes_on else 0, max(lengths))


def _runs(days: Sequence[date], step: timedelta) -> Iterable[int]:
    """The lengths of all runs without a gap, in order."""
    if not days:
        return
    length = 1
    for before, after in pairwise(days):
        if after - before == step:
            length += 1
        else:
            yield length
            length = 1
    yield length

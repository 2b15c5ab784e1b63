"""The summary of a session: each exercise in figures, beside what was done of it before."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from fitcoach.coach import Measures
from fitcoach.session.log import ExerciseLog, Grade, RepLog, SessionLog, SetLog
from fitcoach.signals import NOISE

if TYPE_CHECKING:
    from fitcoach.session.history import Mark


@dataclass(frozen=True, slots=True)
class Tempo:
    """The parts of a rep in seconds.

    Attributes:
        eccentric: Giving way to the load.
        turn: At the turn-around.
        concentric: Against the load.
        rest: At rest before the rep; `None` where no rep went before.
    """

    eccentric: float
    turn: float
    concentric: float
    rest: float | None


@dataclass(frozen=True, slots=True)
class RepPlace:
    """A rep of a session.

    Attributes:
        set: Its set, by its place among the sets of the exercise, from 1.
        rep: Its number in the set.
        range: Its range of motion in degrees.
    """

    set: int
    rep: int
    range: float


@dataclass(frozen=True, slots=True)
class ExerciseSummary:
    """What was done of one exercise in a session.

    Attributes:
        exercise: Which; `None` where it was not recognised.
        title: What it is called.
        sets: How many sets.
        reps: How many reps in all.
        attempts: Movements that did not count.
        held: Seconds held in all.
        longest: Seconds of the longest hold.
        grades: Reps of each grade; those that could not be judged are in none.
        best: The rep with the largest range of motion; `None` where all are alike.
        worst: The one with the smallest.
        tempo: Medians; `None` where nothing was measured.
        range: The median range of motion in degrees; `None` likewise.
        under_tension: Seconds of all reps from leaving rest until back there.
        sides: Reps of the left and of the right side, where they take turns.
        difference: Median of the degrees by which the sides' ranges of motion differed.
        faults: What to do better, with the number of reps or the seconds, what matters most first.
        last: The session before in which it was done; `None` where there is none.
        record: The one before with the most of it.
    """

    exercise: ExerciseLog | None
    title: str
    sets: int
    reps: int
    attempts: int
    held: float
    longest: float
    grades: Counter[Grade]
    best: RepPlace | None
    worst: RepPlace | None
    tempo: Tempo | None
    range: float | None
    under_tension: float
    sides: tuple[int, int] | None
    difference: float | None
    faults: tuple[tuple[str, float], ...]
    last: "Mark | None" = None
    record: "Mark | None" = None


Before = Callable[[str], "tuple[Mark | None, Mark | None]"]
"""Of an exercise, by name, the last session before and the one with the most of it."""


def nothing_before(_: str) -> "tuple[Mark | None, Mark | None]":
    """The `Before` of somebody without a past."""
    return None, None


def summarise(log: SessionLog, before: Before) -> list[tuple[ExerciseSummary, list[SetLog]]]:
    """Sums up the exercises of a session, each with its sets, in the order they were begun in."""
    return [
        (_summary(sets, *(before if name else nothing_before)(name or "")), sets)
        for name, sets in sets_by_exercise(log).items()
    ]


def sets_by_exercise(log: SessionLog) -> dict[str | None, list[SetLog]]:
    """The sets of each exercise, by its name; in the order in which the exercises were begun."""
    groups: dict[str | None, list[SetLog]] = {}
    for each in log.sets:
        groups.setdefault(_name(each), []).append(each)
    return groups


def numbered_sets(log: SessionLog) -> Iterator[tuple[int, SetLog]]:
    """The sets in order, each with which one of its exercise it is, from 1."""
    counts: Counter[str | None] = Counter()
    for each in log.sets:
        counts[_name(each)] += 1
        yield counts[_name(each)], each


def _name(each: SetLog) -> str | None:
    return each.exercise.name if each.exercise else None


def _summary(sets: Sequence[SetLog], last: "Mark | None", record: "Mark | None") -> ExerciseSummary:
    exercise = sets[0].exercise
    reps = [rep for each in sets for rep in each.reps]
    measured = [rep.measures for rep in reps if rep.measures]
    holds = [hold for each in sets for hold in each.holds]
    best, worst = _extremes(sets)
    return ExerciseSummary(
        exercise=exercise,
        title=sets[0].title,
        sets=len(sets),
        reps=len(reps),
        attempts=sum(len(each.attempts) for each in sets),
        held=sum(each.held for each in sets),
        longest=max((hold.seconds for hold in holds), default=0.0),
        grades=Counter(rep.grade for rep in reps if rep.grade),
        best=best,
        worst=worst,
        tempo=_usual_tempo(measured, exercise),
        range=_median(measures.range for measures in measured),
        under_tension=sum(measures.under_tension for measures in measured),
        sides=_sides(reps),
        difference=_difference(measured, exercise),
        faults=_faults(sets),
        last=last,
        record=record,
    )


def _extremes(sets: Sequence[SetLog]) -> tuple[RepPlace | None, RepPlace | None]:
    places = [
        RepPlace(number, rep.number, rep.measures.range)
        for number, each in enumerate(sets, 1)
        for rep in each.reps
        if rep.measures
    ]
    best = max(places, key=lambda place: place.range, default=None)
    worst = min(places, key=lambda place: place.range, default=None)
    if best is None or worst is None or best.range - worst.range < NOISE["degrees"]:
        return None, None
    return best, worst


def tempo(measures: Measures, exercise: ExerciseLog) -> Tempo:
    """The parts of a rep by what the load does."""
    out, back = measures.out, measures.back
    eccentric, concentric = (back, out) if exercise.concentric == "out" else (out, back)
    return Tempo(eccentric, measures.hold, concentric, measures.pause)


def _usual_tempo(measured: Sequence[Measures], exercise: ExerciseLog | None) -> Tempo | None:
    if not measured or exercise is None:
        return None
    tempos = [tempo(measures, exercise) for measures in measured]
    return Tempo(
        eccentric=median(each.eccentric for each in tempos),
        turn=median(each.turn for each in tempos),
        concentric=median(each.concentric for each in tempos),
        rest=_median(each.rest for each in tempos if each.rest is not None),
    )


def _sides(reps: Sequence[RepLog]) -> tuple[int, int] | None:
    counts = Counter(rep.side for rep in reps if rep.side)
    return (counts["left"], counts["right"]) if counts else None


def _difference(measured: Sequence[Measures], exercise: ExerciseLog | None) -> float | None:
    joint = exercise.joint if exercise else None
    differences = [measures.difference(joint) for measures in measured if joint]
    return _median(value for value in differences if value is not None)


def _faults(sets: Sequence[SetLog]) -> tuple[tuple[str, float], ...]:
    """Of what is repeated by the number of reps, of what is held by seconds."""
    counts: Counter[str] = Counter()
    for each in sets:
        counts.update({each.cue(rule): count for rule, count in each.faults.items()})
        for lapse in (lapse for hold in each.holds for lapse in hold.lapses):
            counts[each.cue(lapse.rule)] += lapse.seconds  # type: ignore[assignment]
    return tuple(counts.most_common())


def _median(values: Iterable[float]) -> float | None:
    known = list(values)
    return median(known) if known else None

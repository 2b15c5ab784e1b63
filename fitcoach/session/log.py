"""The training log: what remains of a session, as journals, the history and exports hold it.

It stands by itself: an exercise whose definition has changed since, or is gone, is still told in
full. All times within a session are seconds from the start of the source, angles interior degrees.
`rep_log` and its like make it from what the workout knows.
"""

from collections import Counter
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Final, Literal, TypeVar
from uuid import uuid4

from pydantic import AfterValidator, AwareDatetime, Field

from fitcoach.body import Side
from fitcoach.coach import Attempt, Hold, Judgement, Level, Measures, Rep, Strictness
from fitcoach.exercise import Exercise, View
from fitcoach.schema import Table
from fitcoach.workout import SetRecord

Grade = Literal["good", "fair", "fault"]

Json = dict[str, "Json"] | list["Json"] | str | float | None

GRADES: Final[dict[Level, Grade]] = {
    Level.GOOD: "good",
    Level.FAIR: "fair",
    Level.FAULT: "fault",
}

DIGITS: Final = 3
"""Decimals that are kept: milliseconds and thousandths of a degree."""

T = TypeVar("T", bound=Table)

_YEARS: Final = range(1900, 2200)


def _check_year(moment: datetime) -> datetime:
    """Near the ends of the calendar no week or day can be told any more."""
    if moment.year not in _YEARS:
        raise ValueError(f"the year must be from {_YEARS[0]} to {_YEARS[-1]}")
    return moment


Began = Annotated[AwareDatetime, AfterValidator(_check_year)]


class RuleLog(Table):
    """A rule of form as it was then, with the limits of normal strictness."""

    cue: str
    """What it tells the person to do."""
    unit: str
    """Of its limits and of what is measured: degrees, seconds, trunk lengths or ratio."""
    good: float
    """Up to here form is good."""
    warn: float
    """Up to here it is fair. Where it is less than `good`, more is better."""


class ExerciseLog(Table):
    """An exercise as it was then."""

    name: str
    """By which fitcoach knows it, such as `push-up`."""
    title: str
    """As people call it."""
    held: bool
    """Whether it is held and timed, not repeated and counted."""
    joint: str | None
    """The joint that moves; none of what is held."""
    concentric: Literal["out", "back"] | None
    """Which way is against the load: from rest to the turn-around, or back."""
    rules: dict[str, RuleLog]
    """By their ids, the most important first."""
    fit: str | None = None
    """What FIT files call it, as category or as category/name."""


class Judged(Table):
    """What a rule says of a rep."""

    level: Grade
    """How good it was."""
    value: float
    """What was measured, in the rule's unit."""
    good: float
    """Up to where it is good, as strictly as was asked for."""


class Unjudged(Table):
    """A rule that could not be applied."""

    silent: Literal["view", "unseen"]
    """It does not hold from this view, or what it is about was not seen well enough."""


class RepLog(Table):
    """A repetition."""

    number: int = Field(ge=1)
    """In its set, from 1."""
    start: float
    """The last moment at rest before it, in seconds."""
    turn: float
    """The turn-around, in seconds."""
    end: float
    """Back at rest, in seconds."""
    side: Side | None
    """The side that did it; none if both did, or where it is not known."""
    by_hand: bool
    """Whether the user added it; its times are then all that of the moment."""
    measures: Measures | None
    """None where the joint was not seen well enough, or from where it cannot be measured."""
    view: View | None
    """From where the camera saw it."""
    grade: Grade | None
    """As good as the worst that a rule said; none where nothing could be judged."""
    form: dict[str, Judged | Unjudged]
    """By the id of each rule; empty where nothing was measured."""

    @property
    def judged(self) -> dict[str, Judged]:
        """What could be judged, by the id of each rule."""
        return {rule: said for rule, said in self.form.items() if isinstance(said, Judged)}

    @property
    def faults(self) -> list[str]:
        """The ids of the rules by which it was not good, the worst first."""
        order: list[Grade] = ["fault", "fair"]
        return [
            rule for grade in order for rule, said in self.judged.items() if said.level == grade
        ]


class AttemptLog(Table):
    """A movement that did not count."""

    end: float
    """When it was over, in seconds."""
    reason: str
    """Why it did not count."""


class LapseLog(Table):
    """Form that was not good for a part of a hold."""

    rule: str
    """Its id."""
    seconds: float
    """For how long in all."""
    worst: float
    """The worst value, in the rule's unit."""
    good: float
    """Up to where it would have been good."""


class HoldLog(Table):
    """A stretch of holding."""

    number: int = Field(ge=1)
    """In its set, from 1."""
    start: float
    """In seconds."""
    end: float
    """In seconds."""
    lapses: tuple[LapseLog, ...]
    """What was not good about it."""

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.end - self.start


class SetLog(Table):
    """A set."""

    exercise: ExerciseLog | None
    """None where it was never recognised."""
    number: int = Field(ge=1)
    """Which set of this exercise it was to be."""
    goal_reps: int | None
    """How many reps it was to have; none if that was open."""
    goal_seconds: float | None
    """How many seconds were to be held; none if that was open."""
    start: float
    """In seconds."""
    end: float
    """In seconds."""
    reps: tuple[RepLog, ...] = ()
    """In order."""
    attempts: tuple[AttemptLog, ...] = ()
    """Movements that did not count."""
    holds: tuple[HoldLog, ...] = ()
    """In order."""

    @property
    def held(self) -> float:
        """Seconds held in all."""
        return sum(hold.seconds for hold in self.holds)

    @property
    def ranges(self) -> list[float | None]:
        """The range of motion of each rep in degrees; `None` where it was not measured."""
        return [rep.measures.range if rep.measures else None for rep in self.reps]

    @property
    def by_hand(self) -> list[int]:
        """The places in `reps` of those that the user added."""
        return [place for place, rep in enumerate(self.reps) if rep.by_hand]

    @property
    def faults(self) -> Counter[str]:
        """In how many reps each rule was broken, by its id; of equals the more important first."""
        rules = self.exercise.rules if self.exercise else ()
        counts = {rule: sum(rule in rep.faults for rep in self.reps) for rule in rules}
        return Counter({rule: count for rule, count in counts.items() if count})

    def cue(self, rule: str) -> str:
        """What a rule tells the person to do."""
        known = self.exercise.rules if self.exercise else {}
        return known[rule].cue if rule in known else rule

    @property
    def title(self) -> str:
        """What the exercise is called."""
        return self.exercise.title if self.exercise else "No exercise recognised"

    @property
    def is_held(self) -> bool:
        """Whether it is held and timed, not repeated and counted."""
        return self.exercise is not None and self.exercise.held

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done."""
        return not (self.reps or self.attempts or self.holds)


class SessionLog(Table):
    """A session."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    """A number of its own among all sessions of all people, so that none is taken in twice."""
    began: Began
    """With the offset of the place from UTC; all other times count from here."""
    title: str
    """Of its plan."""
    source: str
    """The camera, clip or stream."""
    strictness: Strictness
    """How strictly form was judged: other than `normal`, all limits are moved."""
    version: str
    """Of the fitcoach that counted."""
    seconds: float = Field(ge=0.0)
    """How long it lasted, in seconds."""
    recovered: bool = False
    """Whether it broke off, and was put together from its journal."""
    sets: tuple[SetLog, ...] = ()
    """In order."""


def rep_log(rep: Rep) -> RepLog:
    """All that is known of a rep."""
    form = rep.form
    return _made(
        RepLog,
        {
            "number": rep.number,
            "start": rep.start,
            "turn": rep.turn,
            "end": rep.end,
            "side": rep.side,
            "by_hand": rep.by_hand,
            "measures": asdict(rep.measures) if rep.measures else None,
            "view": form.view if form else None,
            "grade": None if form is None or form.grade is None else GRADES[form.grade],
            "form": {j.rule.id: _judged(j) for j in form.judgements} if form else {},
        },
    )


def hold_log(hold: Hold) -> HoldLog:
    """All that is known of a hold."""
    lapses: list[Json] = [
        {
            "rule": lapse.rule.id,
            "seconds": lapse.seconds,
            "worst": lapse.worst,
            "good": lapse.good,
        }
        for lapse in hold.lapses
    ]
    return _made(
        HoldLog, {"number": hold.number, "start": hold.start, "end": hold.end, "lapses": lapses}
    )


def attempt_log(attempt: Attempt) -> AttemptLog:
    """All that is known of an attempt."""
    return AttemptLog(end=round(attempt.end, DIGITS), reason=attempt.reason)


def exercise_log(exercise: Exercise | None) -> ExerciseLog | None:
    """What is to be known of an exercise later."""
    if exercise is None:
        return None
    rules = {
        rule.id: RuleLog(cue=rule.cue, unit=rule.unit, good=rule.good, warn=rule.warn)
        for rule in exercise.form
    }
    movement = exercise.movement
    return ExerciseLog(
        name=exercise.name,
        title=exercise.title,
        held=exercise.hold is not None,
        joint=movement.joint if movement else None,
        concentric=movement.concentric if movement else None,
        rules=rules,
        fit=exercise.fit,
    )


def set_log(record: SetRecord) -> SetLog:
    """All that is known of a set."""
    return SetLog(
        exercise=exercise_log(record.exercise),
        number=record.goal.number,
        goal_reps=record.goal.reps,
        goal_seconds=record.goal.seconds,
        start=round(record.start, DIGITS),
        end=round(record.end, DIGITS),
        reps=tuple(map(rep_log, record.reps)),
        attempts=tuple(map(attempt_log, record.attempts)),
        holds=tuple(map(hold_log, record.holds)),
    )


def new_id() -> str:
    """An id for a session; see `SessionLog.id`."""
    return uuid4().hex


def _judged(judgement: Judgement) -> dict[str, Json]:
    if judgement.level is None:
        return {"silent": judgement.silent}
    return {"level": GRADES[judgement.level], "value": judgement.value, "good": judgement.good}


def _made(kind: type[T], fields: dict[str, Json]) -> T:
    """With all numbers rounded to what is measured."""
    return kind.model_validate(_rounded(fields))


def _rounded(value: Json) -> Json:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, list | tuple) else value

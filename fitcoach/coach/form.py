"""Form: the rules of an exercise, judged on a finished rep.

Counted is loosely, graded strictly: what passes as a rep need not be a good one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from fitcoach.anatomy import SIDES
from fitcoach.body import Array, Landmark, Side
from fitcoach.coach.measures import Measures, Parts, mean_of_seen
from fitcoach.coach.trajectory import Trajectory
from fitcoach.exercise import Exercise, FormRule, View
from fitcoach.signals import SIGNALS

Strictness = Literal["relaxed", "normal", "strict"]

_SHIFT: Final[dict[Strictness, float]] = {"relaxed": 0.5, "normal": 0.0, "strict": -0.5}
"""How far the limits move outwards, as a share of what lies between good and fault."""

_WORST: Final = 95.0
"""Percentile of a rep's values that is taken for the worst: all but single misreadings."""

_ENOUGH: Final = 0.5
"""Share of the moments in question that must have been seen."""


class Level(IntEnum):
    """How good form is."""

    GOOD = 0
    FAIR = 1
    FAULT = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says of a rep.

    Attributes:
        rule: The rule.
        level: How good it was; `None` if it cannot be told.
        value: What was measured, in `FormRule.unit`; `None` likewise.
        good: Up to where it is good, as strictly as was asked for; `None` likewise.
        silent: Why it cannot be told: the rule does not hold from this view, or what it is about
            was not seen well enough.
    """

    rule: FormRule
    level: Level | None = None
    value: float | None = None
    good: float | None = None
    silent: Literal["view", "unseen"] | None = None

    @property
    def parts(self) -> tuple[Landmark, ...]:
        """The landmarks it is about."""
        signal = SIGNALS.get(self.rule.measure)
        return () if signal is None else tuple(sum(signal.columns, ()))


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a rep.

    Attributes:
        view: From where it was seen.
        judgements: One for each rule, in the order of the exercise.
    """

    view: View
    judgements: tuple[Judgement, ...]

    @property
    def worst(self) -> Judgement | None:
        """Of the judgements that could be made the worst, of equals the first."""
        made = [judgement for judgement in self.judgements if judgement.level is not None]
        return max(made, key=lambda judgement: judgement.level or Level.GOOD, default=None)

    @property
    def grade(self) -> Level | None:
        """As good as the worst of it; `None` if nothing could be judged."""
        return self.worst.level if self.worst else None


@dataclass(frozen=True, slots=True, eq=False)
class Rested:
    """A rep that is over, with all that is known of it.

    Attributes:
        trajectory: From the turn-around of the rep before until rest after this one.
        phases: (n,) names of the phases held meanwhile, "" where none was.
        parts: Where its parts begin; `None` where the joint's way does not show them.
        measures: Of the rep as a whole; `None` likewise.
        side: The side that did it; `None` if both did, or where it is not known.
        sure: Whether left and right could be told apart throughout.
    """

    trajectory: Trajectory
    phases: Sequence[str]
    parts: Parts | None
    measures: Measures | None
    side: Side | None
    sure: bool


def judge(exercise: Exercise, rep: Rested, strictness: Strictness) -> Form:
    """Judges a rep by all rules of the exercise."""
    judgements = []
    for rule in exercise.form:
        if not rep.trajectory.tells(rule.views):
            judgements.append(Judgement(rule, silent="view"))
            continue
        if not rep.sure:
            value = None
        elif _is_of_side(rule) and rep.side is None and _takes_turns(exercise):
            value = None  # who knows whose it would be
        elif rule.measure in SIGNALS:
            value = _signal_value(rule, rep)
        else:
            value = _rep_measure(exercise, rule.measure, rep.measures)
        judgements.append(judged(rule, value, strictness))
    return Form(rep.trajectory.view, tuple(judgements))


def _is_of_side(rule: FormRule) -> bool:
    """Whether a rule is about the side that did the rep."""
    signal = SIGNALS.get(rule.measure)
    return rule.side == "working" and not (signal is not None and signal.central)


def _takes_turns(exercise: Exercise) -> bool:
    """Whether each rep is done by one side."""
    return exercise.sides is not None and not exercise.sides.together


def judged(rule: FormRule, value: float | None, strictness: Strictness) -> Judgement:
    """What a rule says of a value; `None` was not seen."""
    if value is None or not np.isfinite(value):
        return Judgement(rule, silent="unseen")
    good, _ = both = limits(rule, strictness)
    beyond = np.subtract(value, both) if rule.less_is_better else np.subtract(both, value)
    return Judgement(rule, Level(int((beyond > 0.0).sum())), float(value), good)


def limits(rule: FormRule, strictness: Strictness) -> tuple[float, float]:
    """Where good and where fair ends."""
    shift = _SHIFT[strictness] * (rule.warn - rule.good)
    return rule.good + shift, rule.warn + shift


def _rep_measure(exercise: Exercise, name: str, measures: Measures | None) -> float | None:
    movement = exercise.movement
    if movement is None or measures is None:
        return None
    concentric, eccentric = measures.back, measures.out
    if movement.concentric == "out":
        concentric, eccentric = eccentric, concentric
    return {
        "range": measures.range,
        "hold": measures.hold,
        "difference": measures.difference(movement.joint),
        "concentric": concentric,
        "eccentric": eccentric,
    }[name]


def _signal_value(rule: FormRule, rep: Rested) -> float | None:
    values = of_side(rule, rep.trajectory.signal(rule.measure, rule.views), rep.side)
    if rule.from_rest:
        rest = usual(values[_at("rest", rep)])
        if rest is None:
            return None
        values = np.abs(values - rest)
    meant = values[_at(rule.when, rep)]
    if rule.when in {"rest", "turn"}:
        return usual(meant)
    seen = _seen(meant)
    if seen is None:
        return None
    return float(np.percentile(seen, _WORST if rule.less_is_better else 100.0 - _WORST))


def of_side(rule: FormRule, values: Array, side: Side | None) -> Array:
    """What the rule is about of a signal, (n,).

    Args:
        rule: The rule.
        values: (n, columns), NaN where it cannot be seen.
        side: The side that works; `None` if both do.
    """
    if values.shape[1] == 1:
        return np.asarray(values[:, 0])
    if rule.side == "worst":
        worst = np.fmax if rule.less_is_better else np.fmin
        return np.asarray(worst(values[:, 0], values[:, 1]))
    if side is None or not _is_of_side(rule):
        return mean_of_seen(values)
    return np.asarray(values[:, SIDES.index(side)])


def _at(when: str, rep: Rested) -> NDArray[np.bool_]:
    """The moments (n,) that a rule is about."""
    parts, between = rep.parts, rep.trajectory.between
    if when not in {"rep", "rest", "turn"}:
        return np.asarray([phase == when for phase in rep.phases])
    if parts is None:
        return np.zeros(len(rep.phases), dtype=bool)
    spans = {
        "rep": (parts.leave, parts.arrive),
        "rest": (parts.rest, parts.leave),
        "turn": (parts.reach, parts.turn),
    }
    return between(*spans[when])


def usual(values: Array) -> float | None:
    """The median of what was seen; `None` if too little was."""
    seen = _seen(values)
    if seen is None:
        return None
    ordered = np.sort(seen)  # np.median takes five times as long where there are few
    return float(ordered[[(seen.size - 1) // 2, seen.size // 2]].mean())


def _seen(values: Array) -> Array | None:
    """Those of the values that were seen; `None` if too few were."""
    seen = values[np.isfinite(values)]
    return seen if seen.size and seen.size >= _ENOUGH * values.size else None

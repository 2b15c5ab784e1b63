"""Watches the form of a hold, moment by moment."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from fitcoach.coach.form import Judgement, Strictness, judged, of_side, usual
from fitcoach.coach.view import seen_from
from fitcoach.exercise import FormRule
from fitcoach.pose import Pose
from fitcoach.signals import read_pose

_WINDOW: Final = 0.5
"""Seconds of which the usual value counts: a misreading is no fault, and nor is a twitch."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """Form that was not good for a while.

    Attributes:
        rule: The rule that was broken.
        seconds: For how long in all.
        worst: The worst value, in the rule's unit.
        good: Up to where it would have been good.
    """

    rule: FormRule
    seconds: float
    worst: float
    good: float


class FormWatch:
    """Judges a hold by the rules of its exercise while it lasts."""

    def __init__(self, rules: Sequence[FormRule], strictness: Strictness) -> None:
        self._rules = rules
        self._strictness = strictness
        self._values: deque[tuple[float, list[float]]] = deque()
        self._lapses: dict[str, Lapse] = {}

    def update(self, pose: Pose) -> tuple[Judgement, ...]:
        """Takes the next pose of the hold; returns what all rules say now."""
        values = self._values
        passed = pose.timestamp - values[-1][0] if values else 0.0
        values.append((pose.timestamp, [_value(rule, pose) for rule in self._rules]))
        while values[0][0] < pose.timestamp - _WINDOW:
            values.popleft()
        recent = np.array([each for _, each in values])
        judgements = tuple(
            judged(rule, usual(column), self._strictness)
            for rule, column in zip(self._rules, recent.T, strict=True)
        )
        for judgement in judgements:
            if judgement.level:
                self._note(judgement, passed)
        return judgements

    def finish(self) -> tuple[Lapse, ...]:
        """Ends the hold; returns what was not good about it, the longest first."""
        lapses = sorted(self._lapses.values(), key=lambda lapse: -lapse.seconds)
        self._values.clear()
        self._lapses.clear()
        return tuple(lapses)

    def _note(self, judgement: Judgement, seconds: float) -> None:
        rule, value, good = judgement.rule, judgement.value, judgement.good
        if value is None or good is None:
            return
        before = self._lapses.get(rule.id, Lapse(rule, 0.0, value, good))
        worse = max if rule.good < rule.warn else min
        worst = worse(before.worst, value)
        self._lapses[rule.id] = Lapse(rule, before.seconds + seconds, worst, good)


def _value(rule: FormRule, pose: Pose) -> float:
    """NaN where it cannot be seen, or not from this view."""
    if seen_from(pose) not in rule.views:
        return float("nan")
    return float(of_side(rule, read_pose(rule.measure, pose), None)[0])

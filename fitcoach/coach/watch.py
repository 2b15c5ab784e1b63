"""Watches the form of a hold, moment by moment."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from fitcoach.coach.form import Judgement, Strictness, judged, of_side, usual
from fitcoach.coach.measured import read_told
from fitcoach.coach.measures import angle_told
from fitcoach.coach.view import tells
from fitcoach.exercise import FormRule
from fitcoach.pose import Pose
from fitcoach.signals import NOISE

Readings = deque[tuple[float, list[float]]]
"""What was read lately, each with its time in seconds."""

_WINDOW: Final = 0.5
"""Seconds of which the usual value counts: a misreading is no fault, and nor is a twitch."""

_AFTERWARDS: Final = 5.0
"""Seconds after the pose was last held for which it is still said what is wrong with it: hips that
tire sink for a while longer, and who is not back by then has given up."""

_LIMBS: Final = ("elbow", "knee")
"""The joints that stay as they are when the line of a body breaks at the hips and the spine. Who
gets up, or puts the knees down, bends them."""

_ALIKE: Final = 2 * NOISE["degrees"]
"""Degrees by which they may seem to differ and be the same: both readings err."""


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
    """Judges a hold by the rules of its exercise while it lasts, and for a moment longer.

    A body that sags is taken for one that lies, and the clock stops: it should be said why. So the
    rules are asked on as long as only that may have changed.
    """

    def __init__(self, rules: Sequence[FormRule], strictness: Strictness) -> None:
        self._rules = rules
        self._strictness = strictness
        self._measures = {rule.measure for rule in rules}
        self._limbs = [joint for joint in _LIMBS if joint not in self._measures]
        self._bent: Readings = deque()  # the limbs when it was last held
        self._values: Readings = deque()
        self._over = True
        self._lapses: dict[str, Lapse] = {}

    def update(self, pose: Pose, *, held: bool) -> tuple[Judgement, ...]:
        """Takes the next pose, and whether it is the one to hold; returns what all rules say now.

        They say nothing of a pose that is not held unless it was a moment ago, and the limbs are
        still bent as they were.
        """
        lately = bool(self._bent) and pose.timestamp - self._bent[-1][0] <= _AFTERWARDS
        if not (held or lately):
            return ()
        bent = [angle_told(pose, joint) for joint in self._limbs]
        if held:
            if self._over:  # a new hold has nothing to do with what broke the one before
                self._values.clear()
            self._over = False
            _remember(self._bent, pose.timestamp, bent)
        elif not self._is_bent_as_before(bent):
            return ()
        values = [
            float(of_side(rule, read_told(rule.measure, pose, rule.views), None)[0])
            if tells(pose, rule.views)
            else np.nan
            for rule in self._rules
        ]
        passed = _remember(self._values, pose.timestamp, values)
        recent = np.array([each for _, each in self._values])
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
        self._lapses.clear()
        self._over = True
        return tuple(lapses)

    def _is_bent_as_before(self, bent: list[float]) -> bool:
        """Whether the limbs are bent as they were when the pose was last held, in degrees."""
        before = [usual(column) for column in np.transpose([each for _, each in self._bent])]
        pairs = zip(bent, before, strict=True)
        apart = [abs(now - then) for now, then in pairs if then is not None and np.isfinite(now)]
        return bool(apart) and max(apart) <= _ALIKE

    def _note(self, judgement: Judgement, seconds: float) -> None:
        rule, value, good = judgement.rule, judgement.value, judgement.good
        if value is None or good is None:
            return
        before = self._lapses.get(rule.id, Lapse(rule, 0.0, value, good))
        worse = max if rule.less_is_better else min
        worst = worse(before.worst, value)
        self._lapses[rule.id] = Lapse(rule, before.seconds + seconds, worst, good)


def _remember(recent: Readings, timestamp: float, now: list[float]) -> float:
    """Adds what is read at a moment and drops what is out of the window.

    Returns:
        Seconds since what was read last, 0 where that is out of the window.
    """
    while recent and recent[0][0] < timestamp - _WINDOW:
        recent.popleft()
    passed = timestamp - recent[-1][0] if recent else 0.0
    recent.append((timestamp, now))
    return passed

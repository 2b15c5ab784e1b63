"""What was done in a set, and what there is to say about it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fitcoach.coach import Attempt, Hold, Rep
from fitcoach.exercise import Exercise
from fitcoach.signals import NOISE
from fitcoach.workout.plan import Goal
from fitcoach.workout.trends import FEW, Trends, trends

SLOWER: Final = 0.25
"""Share of the speed that is lost in a set near the limit: between the losses that strength
training aims for (10 to 20 %) and those of exhaustion (40 %)."""

_BRIEF: Final = 0.25
"""Share of the reps, or of the time held, below which a fault is none to work on."""


@dataclass(frozen=True, slots=True)
class SetRecord:
    """A set, finished or in progress. Times are seconds from the start of the source.

    Attributes:
        exercise: What was done; `None` while it is not recognised.
        goal: What was to be done.
        start: When counting began.
        end: When the set was over, or the last moment of it so far.
        reps: The repetitions, numbered from 1, those added by hand among them.
        attempts: What passed through the phases and did not count.
        holds: The stretches of holding that are over.
        held: Seconds held in all, in an exercise that is held.
    """

    exercise: Exercise | None
    goal: Goal
    start: float
    end: float
    reps: tuple[Rep, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    holds: tuple[Hold, ...] = ()
    held: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done."""
        return not (self.reps or self.attempts or self.held)

    @property
    def is_complete(self) -> bool:
        """Whether the goal is reached; never where it was left open."""
        if self.exercise is None:
            return False
        if self.exercise.hold is not None:
            return self.goal.seconds is not None and self.held >= self.goal.seconds
        return self.goal.reps is not None and len(self.reps) >= self.goal.reps

    @property
    def ranges(self) -> list[float | None]:
        """The range of motion of each rep in degrees; `None` where it was not measured."""
        return [rep.measures.range if rep.measures else None for rep in self.reps]


@dataclass(frozen=True, slots=True)
class Review:
    """A look back at a set.

    Attributes:
        best: Index of the rep with the largest range of motion; `None` where all are alike.
        worst: Index of the one with the smallest.
        work_on: The one thing to work on, or what was good, in a sentence.
        trends: How the reps changed over the set.
    """

    best: int | None
    worst: int | None
    work_on: str
    trends: Trends


def review(record: SetRecord) -> Review:
    """Looks back at a set; ranges are judged only where they differ by more than is noise."""
    joint = record.exercise.joint if record.exercise else ""
    change = trends(record.reps, joint)
    ranges = [(value, i) for i, value in enumerate(record.ranges) if value is not None]
    best, worst = max(ranges, default=None), min(ranges, default=None)
    if best is None or worst is None or best[0] - worst[0] < NOISE["degrees"]:
        return Review(None, None, _work_on(record, change), change)
    return Review(best[1], worst[1], _work_on(record, change), change)


def _work_on(record: SetRecord, change: Trends) -> str:
    if record.exercise is not None and record.exercise.hold is not None:
        return _on_hold(record)
    return (
        _on_attempts(record)
        or _on_form(record)
        or _on_fatigue(change)
        or _on_sides(record.reps)
        or _steady(record)
    )


def _on_hold(record: SetRecord) -> str:
    lapses = [lapse for hold in record.holds for lapse in hold.lapses]
    worst = max(lapses, key=lambda lapse: lapse.seconds, default=None)
    if worst is not None and worst.seconds >= _BRIEF * record.held:
        return f"{worst.rule.cue}: {worst.seconds:.0f} of {record.held:.0f} s."
    breaks = len(record.holds) - 1
    if breaks > 0:
        return f"You let go {'once' if breaks == 1 else f'{breaks} times'}: hold in one stretch."
    return "Held without a break."


def _on_attempts(record: SetRecord) -> str | None:
    if not record.attempts:
        return None
    # What was measured differs from one attempt to the next; the reason does not.
    reasons = Counter(attempt.reason.partition(":")[0] for attempt in record.attempts)
    reason, count = reasons.most_common(1)[0]
    times = "One attempt" if count == 1 else f"{count} attempts"
    return f"{times} did not count: {reason}."


def _on_form(record: SetRecord) -> str | None:
    """The rule that was broken most, if it was in more than a few reps."""
    rules = record.exercise.form if record.exercise else ()
    counts = [sum(_is_broken(rep, rule.id) for rep in record.reps) for rule in rules]
    count = max(counts, default=0)
    if count < max(1, _BRIEF * len(record.reps)):
        return None
    return f"{rules[counts.index(count)].cue}: {count} of {len(record.reps)} reps."


def _is_broken(rep: Rep, rule: str) -> bool:
    judgements = rep.form.judgements if rep.form else ()
    return any(judgement.rule.id == rule and bool(judgement.level) for judgement in judgements)


def _on_fatigue(change: Trends) -> str | None:
    if change.range_lost is not None and change.range_lost >= NOISE["degrees"]:
        lost = change.range_lost
        return f"The last reps went {lost:.0f}° less far: stop earlier or take less weight."
    if change.speed_lost is not None and change.speed_lost >= SLOWER:
        return f"You lost {100 * change.speed_lost:.0f} % of your speed: you are near your limit."
    return None


def _on_sides(reps: Sequence[Rep]) -> str | None:
    sides = Counter(rep.side for rep in reps if rep.side is not None)
    left, right = sides["left"], sides["right"]
    if abs(left - right) <= 1 or not (left and right):
        return None
    weaker = "left" if left < right else "right"
    return f"{left} left, {right} right: do more with the {weaker}."


def _steady(record: SetRecord) -> str:
    ranges = [value for value in record.ranges if value is not None]
    if len(ranges) < FEW:
        return "Well done."
    return f"Steady: all reps within {max(ranges) - min(ranges):.0f}° of each other."

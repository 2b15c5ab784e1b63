"""A look back at a set: what there is to say about it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fitcoach.session.log import RepLog, SetLog
from fitcoach.session.trends import FEW, Trends, trends
from fitcoach.signals import NOISE

SLOWER: Final = 0.25
"""Share of the speed that is lost in a set near the limit: between the losses that strength
training aims for (10 to 20 %) and those of exhaustion (40 %)."""

_BRIEF: Final = 0.25
"""Share of the reps, or of the time held, below which a fault is none to work on."""


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


def review(record: SetLog) -> Review:
    """Looks back at a set; ranges are judged only where they differ by more than is noise."""
    change = trends(record.reps, record.exercise.joint if record.exercise else None)
    ranges = [(value, i) for i, value in enumerate(record.ranges) if value is not None]
    best, worst = max(ranges, default=None), min(ranges, default=None)
    if best is None or worst is None or best[0] - worst[0] < NOISE["degrees"]:
        return Review(None, None, _work_on(record, change), change)
    return Review(best[1], worst[1], _work_on(record, change), change)


def _work_on(record: SetLog, change: Trends) -> str:
    if record.is_held:
        return _on_hold(record)
    return (
        _on_attempts(record)
        or _on_form(record)
        or _on_fatigue(change)
        or _on_sides(record.reps)
        or _steady(record)
    )


def _on_hold(record: SetLog) -> str:
    lapses = [lapse for hold in record.holds for lapse in hold.lapses]
    worst = max(lapses, key=lambda lapse: lapse.seconds, default=None)
    if worst is not None and worst.seconds >= _BRIEF * record.held:
        return f"{record.cue(worst.rule)}: {worst.seconds:.0f} of {record.held:.0f} s."
    breaks = len(record.holds) - 1
    if breaks > 0:
        return f"You let go {'once' if breaks == 1 else f'{breaks} times'}: hold in one stretch."
    return "Held without a break."


def _on_attempts(record: SetLog) -> str | None:
    if not record.attempts:
        return None
    # What was measured differs from one attempt to the next; the reason does not.
    reasons = Counter(attempt.reason.partition(":")[0] for attempt in record.attempts)
    reason, count = reasons.most_common(1)[0]
    times = "One attempt" if count == 1 else f"{count} attempts"
    return f"{times} did not count: {reason}."


def _on_form(record: SetLog) -> str | None:
    """The rule that was broken most, if it was in more than a few reps."""
    for rule, count in record.faults.most_common(1):
        if count >= max(1, _BRIEF * len(record.reps)):
            return f"{record.cue(rule)}: {count} of {len(record.reps)} reps."
    return None


def _on_fatigue(change: Trends) -> str | None:
    if change.range_lost is not None and change.range_lost >= NOISE["degrees"]:
        lost = change.range_lost
        return f"The last reps went {lost:.0f}° less far: stop earlier or take less weight."
    if change.speed_lost is not None and change.speed_lost >= SLOWER:
        return f"You lost {100 * change.speed_lost:.0f} % of your speed: you are near your limit."
    return None


def _on_sides(reps: Sequence[RepLog]) -> str | None:
    sides = Counter(rep.side for rep in reps if rep.side is not None)
    left, right = sides["left"], sides["right"]
    if abs(left - right) <= 1 or not (left and right):
        return None
    weaker = "left" if left < right else "right"
    return f"{left} left, {right} right: do more with the {weaker}."


def _steady(record: SetLog) -> str:
    ranges = [value for value in record.ranges if value is not None]
    if len(ranges) < FEW:
        return "Well done."
    return f"Steady: all reps within {max(ranges) - min(ranges):.0f}° of each other."

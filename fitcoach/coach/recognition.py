"""Which exercise was it? Judged afterwards, from what was counted in each."""

from collections.abc import Mapping, Sequence

from fitcoach.coach.counter import Rep


def recognise(reps: Mapping[str, Sequence[Rep]]) -> str:
    """The exercise in whose repetitions the most time was spent.

    Args:
        reps: What was counted in each exercise, at least one exercise.
    """

    def seconds(name: str) -> float:
        return sum(rep.end - rep.start for rep in reps[name])

    return max(reps, key=seconds)

"""What was done, in words."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fitcoach.words import many

if TYPE_CHECKING:
    from fitcoach.coach import Rep
    from fitcoach.exercise import Exercise, View
    from fitcoach.session.log import RepLog


def total(reps: "Sequence[Rep | RepLog]") -> str:
    """The number of reps, and of each side where the sides took turns."""
    text = many(len(reps), "rep")
    sides = Counter(rep.side for rep in reps if rep.side is not None)
    if sides:
        text += f" ({', '.join(f'{sides[side]} {side}' for side in sorted(sides))})"
    return text


def seconds_held(seconds: float) -> str:
    """How long was held in all."""
    return f"held {seconds:.1f} s"


def wrong_view(exercise: "Exercise", view: "View | None") -> str | None:
    """A warning where an exercise is seen from a side it cannot be counted from."""
    if view is None or view in exercise.camera.views:
        return None
    from fitcoach.session.verdicts import SEEN_FROM

    better = " or ".join(SEEN_FROM[view] for view in exercise.camera.views)
    return f"seen {SEEN_FROM[view]}; {exercise.title} should be seen {better}, or counts go wrong."

"""What was done, in words."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fitcoach.coach import Form, Hold, Lapse, Rep
    from fitcoach.exercise import Exercise, FormRule, View

_FROM: Final[dict["View", str]] = {
    "front": "from the front",
    "side": "from the side",
    "back": "from behind",
    "oblique": "obliquely",
}


def total(reps: "Sequence[Rep]") -> str:
    """The number of reps, and of each side where the sides took turns."""
    text = f"{len(reps)} {'rep' if len(reps) == 1 else 'reps'}"
    sides = Counter(rep.side for rep in reps if rep.side is not None)
    if sides:
        text += f" ({', '.join(f'{sides[side]} {side}' for side in sorted(sides))})"
    return text


def seconds_held(holds: "Sequence[Hold]") -> str:
    """How long was held in all."""
    return f"held {sum(hold.seconds for hold in holds):.1f} s"


def verdict(form: "Form | None") -> str:
    """How good a rep was, and the one thing to do better."""
    if form is None:
        return ""
    worst = form.worst
    if worst is None or worst.level is None:
        silent = {judgement.silent for judgement in form.judgements}
        return "form not judged from this view" if "view" in silent else "form not judged"
    if not worst.level:
        return "good"
    measured = _measured(worst.rule, worst.value, worst.good)
    return f"{worst.level.name.lower()}: {worst.rule.cue} ({measured})"


def lapse_words(lapse: "Lapse") -> str:
    """What was not good about a hold."""
    measured = _measured(lapse.rule, lapse.worst, lapse.good)
    return f"{lapse.seconds:.1f} s: {lapse.rule.cue} ({measured})"


def _measured(rule: "FormRule", value: float | None, good: float | None) -> str:
    """What was measured and how much is good."""
    if value is None or good is None:
        return ""
    bound = "at most" if rule.good < rule.warn else "at least"
    return f"{_amount(rule, value)}, good is {bound} {_amount(rule, good)}"


def _amount(rule: "FormRule", value: float) -> str:
    match rule.unit:
        case "degrees":
            return f"{value:.0f}°"
        case "seconds":
            return f"{value:.1f} s"
        case "trunk lengths":
            return f"{value:.2f} trunk lengths"
    return f"{value:.2f}"


def wrong_view(exercise: "Exercise", view: "View | None") -> str | None:
    """A warning where an exercise is seen from a side it cannot be counted from."""
    if view is None or view in exercise.camera.views:
        return None
    better = " or ".join(_FROM[view] for view in exercise.camera.views)
    return f"seen {_FROM[view]}; {exercise.title} should be seen {better}, or counts go wrong."

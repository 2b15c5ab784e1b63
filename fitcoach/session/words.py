"""A session in words, as every summary of it has them."""

from collections.abc import Iterator

from fitcoach.session.history import Mark
from fitcoach.session.log import (
    ExerciseLog,
    LapseLog,
    RepLog,
    RuleLog,
    SetLog,
    Unjudged,
)
from fitcoach.session.summary import ExerciseSummary, RepPlace, Tempo
from fitcoach.signals import NOISE
from fitcoach.words import duration, many, share


def amount(reps: int, held: float) -> str:
    """How much was done: `12 reps`, `30 s held`, `12 reps, 30 s held`."""
    parts = [many(reps, "rep")] if reps or not held else []
    return ", ".join([*parts, *([f"{duration(held)} held"] if held else [])])


def set_amount(each: SetLog) -> str:
    """How much was done in a set, and of what it was to be: `12 of 15 reps in 40 s`."""
    if each.is_held:
        goal = f" of {duration(each.goal_seconds)}" if each.goal_seconds else ""
        return f"{duration(each.held)}{goal} held"
    goal = f" of {each.goal_reps}" if each.goal_reps else ""
    thing = "rep" if len(each.reps) == 1 and not goal else "reps"
    return f"{len(each.reps)}{goal} {thing} in {duration(each.end - each.start)}"


def headline(summary: ExerciseSummary) -> str:
    """What was done of what: `Squat: 24 reps in 2 sets, 1 attempt not counted`."""
    return f"{summary.title}: {done(summary)}"


def done(summary: ExerciseSummary) -> str:
    """What was done: `24 reps in 2 sets, 1 attempt not counted`."""
    text = amount(summary.reps, summary.held)
    if summary.sets > 1:
        text += f" in {summary.sets} sets"
    if summary.attempts:
        text += f", {many(summary.attempts, 'attempt')} not counted"
    return text


def facts(summary: ExerciseSummary) -> Iterator[tuple[str, str]]:
    """What is known of an exercise beyond that, as labels and texts."""
    if summary.grades:
        graded = [f"{summary.grades[grade]} {grade}" for grade in ("good", "fair", "fault")]
        unjudged = summary.reps - summary.grades.total()
        yield "form", ", ".join([*graded, *([f"{unjudged} not judged"] if unjudged else [])])
    if summary.faults:
        yield (
            "work on",
            ", ".join(
                f"{cue} ({duration(count) if summary.held else many(int(count), 'rep')})"
                for cue, count in summary.faults
            ),
        )
    if summary.range is not None:
        yield "range of motion", f"{summary.range:.0f}°{_extremes(summary)}"
    if summary.tempo is not None:
        yield "tempo", _tempo(summary.tempo)
        yield "under tension", duration(summary.under_tension)
    if summary.sides is not None:
        left, right = summary.sides
        yield "sides", f"{left} left, {right} right{_apart(summary.difference)}"
    elif summary.difference is not None and summary.difference >= NOISE["degrees"]:
        yield "sides", f"{summary.difference:.0f}° apart"
    if summary.held:
        yield "longest hold", duration(summary.longest)
    if summary.last is not None:
        yield "last time", _mark(summary.last, summary)
    if summary.record is not None and summary.record != summary.last:
        yield "best before", _mark(summary.record, summary)


def verdict(rep: RepLog, exercise: ExerciseLog | None) -> str:
    """How good a rep was, and the one thing to do better."""
    if not rep.form or exercise is None:
        return ""
    if rep.grade is None:
        silent = [judged.silent for judged in rep.form.values() if isinstance(judged, Unjudged)]
        return "form not judged from this view" if "view" in silent else "form not judged"
    if not rep.faults:
        return rep.grade
    worst = rep.judged[rep.faults[0]]
    return f"{rep.grade}: {advice(exercise, rep.faults[0], worst.value, worst.good)}"


def lapse_words(lapse: LapseLog, exercise: ExerciseLog | None) -> str:
    """What was not good about a hold."""
    return f"{lapse.seconds:.1f} s: {advice(exercise, lapse.rule, lapse.worst, lapse.good)}"


def advice(exercise: ExerciseLog | None, rule: str, value: float, good: float) -> str:
    """What to do, and what was measured: `Go deeper (111°, good is at most 95°)`."""
    known = exercise.rules.get(rule) if exercise else None
    return rule if known is None else f"{known.cue} ({measured(known, value, good)})"


def measured(rule: RuleLog, value: float, good: float) -> str:
    """What was measured and how much is good: `118°, good is at most 95°`."""
    bound = "at most" if rule.good < rule.warn else "at least"
    return f"{_quantity(rule, value)}, good is {bound} {_quantity(rule, good)}"


def _quantity(rule: RuleLog, value: float) -> str:
    match rule.unit:
        case "degrees":
            return f"{value:.0f}°"
        case "seconds":
            return f"{value:.1f} s"
        case "trunk lengths":
            return f"{value:.2f} trunk lengths"
    return f"{value:.2f}"


def _extremes(summary: ExerciseSummary) -> str:
    if summary.best is None or summary.worst is None:
        return ""
    return f", most {_place(summary.best, summary)}, least {_place(summary.worst, summary)}"


def _place(place: RepPlace, summary: ExerciseSummary) -> str:
    where = f"set {place.set} rep {place.rep}" if summary.sets > 1 else f"rep {place.rep}"
    return f"{place.range:.0f}° in {where}"


def _tempo(tempo: Tempo) -> str:
    parts = [
        f"{tempo.eccentric:.1f} s eccentric",
        f"{tempo.turn:.1f} s turn-around",
        f"{tempo.concentric:.1f} s concentric",
        "" if tempo.rest is None else f"{tempo.rest:.1f} s rest",
    ]
    return ", ".join(part for part in parts if part)


def _apart(difference: float | None) -> str:
    return "" if difference is None else f", {difference:.0f}° apart"


def _mark(mark: Mark, now: ExerciseSummary) -> str:
    """What was done then, and how much more it is now."""
    more = now.held - mark.held if now.held else now.reps - mark.reps
    change = f"{more:+.0f}{' s' if now.held else ''} now" if round(more) else "as many now"
    form = f", {share(mark.good, mark.graded)} good" if mark.graded else ""
    return f"{amount(mark.reps, mark.held)} on {mark.began:%Y-%m-%d} ({change}){form}"

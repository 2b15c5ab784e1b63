"""Reps and holds as plain figures, for journals and exports.

A rep: number, start, turn, end, side, by_hand; once it has come to rest also measures (degrees and
seconds), view, grade, and form: by the id of each rule its level and value, and where there is none
why ("view": not judged from this view, "unseen"). Levels are "good", "fair" and "fault".
"""

from dataclasses import asdict

from fitcoach.coach import Hold, Judgement, Level, Rep

Json = dict[str, "Json"] | list["Json"] | str | float | None

_DIGITS = 3  # milliseconds and thousandths of a degree


def rep_figures(rep: Rep) -> dict[str, Json]:
    """All that is known of a rep."""
    figures: dict[str, Json] = {
        "number": rep.number,
        "start": rep.start,
        "turn": rep.turn,
        "end": rep.end,
        "side": rep.side,
        "by_hand": rep.by_hand,
    }
    return rounded(figures) | graded_figures(rep)


def graded_figures(rep: Rep) -> dict[str, Json]:
    """What is known of a rep once it has come to rest."""
    form = rep.form
    if form is None:
        return {}
    return rounded(
        {
            "measures": asdict(rep.measures) if rep.measures else None,
            "view": form.view,
            "grade": level_name(form.grade),
            "form": {judgement.rule.id: _judgement(judgement) for judgement in form.judgements},
        }
    )


def hold_figures(hold: Hold) -> dict[str, Json]:
    """All that is known of a hold."""
    lapses: list[Json] = [
        {"rule": lapse.rule.id, "seconds": lapse.seconds, "worst": lapse.worst}
        for lapse in hold.lapses
    ]
    figures: dict[str, Json] = {
        "number": hold.number,
        "start": hold.start,
        "end": hold.end,
        "lapses": lapses,
    }
    return rounded(figures)


def level_name(level: Level | None) -> str | None:
    """How a level is written."""
    return None if level is None else level.name.lower()


def rounded(figures: dict[str, Json]) -> dict[str, Json]:
    """The same with all numbers rounded to what is measured."""
    return {name: _rounded(value) for name, value in figures.items()}


def _rounded(value: Json) -> Json:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return rounded(value)
    # asdict keeps tuples.
    return [_rounded(part) for part in value] if isinstance(value, list | tuple) else value


def _judgement(judgement: Judgement) -> Json:
    if judgement.level is None:
        return {"silent": judgement.silent}
    return {"level": level_name(judgement.level), "value": judgement.value}

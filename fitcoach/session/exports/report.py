"""Sessions as a web page for a coach or physiotherapist: one file that needs no network."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from fitcoach.session.exports.plots import MARKS, range_plot, sides_plot, tempo_plot
from fitcoach.session.exports.telling import circumstances, heads, rep_rows, title
from fitcoach.session.log import SessionLog, SetLog
from fitcoach.session.review import review
from fitcoach.session.summary import Before, summarise
from fitcoach.session.verdicts import lapses, unjudged
from fitcoach.session.words import done, facts, set_amount
from fitcoach.words import duration

_TEMPLATE: Final = "report.html.jinja"


def report(logs: Sequence[SessionLog], before: Callable[[SessionLog], Before]) -> bytes:
    """Writes sessions as HTML."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sessions = [_session(log, before(log), f"s{number}") for number, log in enumerate(logs, 1)]
    page = environment.get_template(_TEMPLATE).render(sessions=sessions, marks=MARKS)
    return page.encode()


def _session(log: SessionLog, before: Before, name: str) -> dict[str, Any]:
    exercises = []
    for place, (summary, sets) in enumerate(summarise(log, before), 1):
        exercises.append(
            {
                "name": f"{name}-{place}",
                "title": summary.title,
                "amount": done(summary),
                "facts": list(facts(summary)),
                "sets": [
                    _set(each, f"{name}-{place}-{number}") for number, each in enumerate(sets, 1)
                ],
            }
        )
    return {
        "log": log,
        "title": title(log),
        "circumstances": list(circumstances(log)),
        "exercises": exercises,
    }


def _set(each: SetLog, name: str) -> dict[str, Any]:
    rows = rep_rows(each)
    return {
        "amount": set_amount(each),
        "review": review(each),
        "rows": rows,
        "grades": [rep.grade for rep in each.reps],
        "drawn": {rep.grade for rep in each.reps if rep.measures},
        "heads": heads(rows),
        # Drawn from numbers alone: nothing in them needs escaping.
        "range": Markup(range_plot(each, f"{name}-range")),  # noqa: S704
        "tempo": Markup(tempo_plot(each, f"{name}-tempo")),  # noqa: S704
        "sides": Markup(sides_plot(each, f"{name}-sides")),  # noqa: S704
        "holds": [
            (hold.number, duration(hold.start), duration(hold.seconds), lapses(each, hold))
            for hold in each.holds
        ],
        "attempts": [(duration(attempt.end), attempt.reason) for attempt in each.attempts],
        "unjudged": unjudged(each),
    }

"""Sessions as CSV: a row for each rep, hold and attempt, for spreadsheets and statistics.

The file keeps to RFC 4180, in UTF-8; the columns name their units.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from fitcoach.session.log import DIGITS, RepLog, SessionLog, SetLog
from fitcoach.session.summary import sets_by_exercise, tempo
from fitcoach.session.verdicts import lapses, to_improve

Cell = str | float | bool | None
Row = dict[str, Cell]

COLUMNS: Final = (
    "session", "began", "plan", "exercise", "set", "kind", "number", "side", "by_hand", "view",
    "grade", "remark", "start_s", "turn_s", "end_s", "duration_s", "rest_deg", "turn_deg",
    "range_deg", "difference_deg", "eccentric_s", "turn_around_s", "concentric_s", "pause_s",
    "under_tension_s", "mean_speed_deg_per_s", "peak_speed_deg_per_s",
)  # fmt: skip
"""Of every file, in this order; after them one of what each rule of form measured. `remark` is what
to do better or, of an attempt, why it did not count."""

_UNITS: Final = {"degrees": "deg", "seconds": "s", "trunk lengths": "trunk_lengths"}

_FORMULA: Final = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""Text that begins like this, the last four in full width, is computed by spreadsheets."""


def table(logs: Sequence[SessionLog]) -> bytes:
    """Writes sessions as CSV."""
    rows = [row for log in logs for row in _rows(log)]
    measured = dict.fromkeys(name for row in rows for name in row if name not in COLUMNS)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, (*COLUMNS, *measured))
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode()


def _rows(log: SessionLog) -> Iterator[Row]:
    for sets in sets_by_exercise(log).values():
        for number, each in enumerate(sets, 1):
            head: Row = {
                "session": log.id,
                "began": log.began.isoformat(),
                "plan": log.title,
                "exercise": each.title,
                "set": number,
            }
            done = [*_reps(each), *_holds(each), *_attempts(each)]
            for row in sorted(done, key=lambda row: float(row["end_s"] or 0.0)):
                yield head | row


def _reps(each: SetLog) -> Iterator[Row]:
    for rep in each.reps:
        yield {
            "kind": "rep",
            "number": rep.number,
            "side": rep.side,
            "by_hand": rep.by_hand,
            "view": rep.view,
            "grade": rep.grade,
            "remark": "; ".join(to_improve(each, rep)),
            "start_s": rep.start,
            "turn_s": rep.turn,
            "end_s": rep.end,
            "duration_s": rep.end - rep.start,
            **_measures(each, rep),
            **_form(each, rep),
        }


def _measures(each: SetLog, rep: RepLog) -> Row:
    measures, exercise = rep.measures, each.exercise
    if measures is None or exercise is None:
        return {}
    parts = tempo(measures, exercise)
    return {
        "rest_deg": measures.rest,
        "turn_deg": measures.turn,
        "range_deg": measures.range,
        "difference_deg": measures.difference(exercise.joint) if exercise.joint else None,
        "eccentric_s": parts.eccentric,
        "turn_around_s": parts.turn,
        "concentric_s": parts.concentric,
        "pause_s": parts.rest,
        "under_tension_s": measures.under_tension,
        "mean_speed_deg_per_s": measures.speed,
        "peak_speed_deg_per_s": measures.peak_speed,
    }


def _form(each: SetLog, rep: RepLog) -> Row:
    """What each rule measured, such as `form_depth_deg`."""
    rules = each.exercise.rules if each.exercise else {}
    units = {rule: _UNITS.get(rules[rule].unit, rules[rule].unit) for rule in rules}
    return {
        f"form_{rule}_{units[rule]}": said.value
        for rule, said in rep.judged.items()
        if rule in units
    }


def _holds(each: SetLog) -> Iterator[Row]:
    for hold in each.holds:
        yield {
            "kind": "hold",
            "number": hold.number,
            "by_hand": False,
            "remark": "; ".join(lapses(each, hold)),
            "start_s": hold.start,
            "end_s": hold.end,
            "duration_s": hold.seconds,
        }


def _attempts(each: SetLog) -> Iterator[Row]:
    for number, attempt in enumerate(each.attempts, 1):
        yield {
            "kind": "attempt",
            "number": number,
            "by_hand": False,
            "remark": attempt.reason,
            "end_s": attempt.end,
        }


def _cell(value: Cell) -> Cell:
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return round(value, DIGITS) if isinstance(value, float) else value

"""Sessions as Markdown, to be kept among other notes."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from fitcoach.session.exports.telling import RepRow, circumstances, heads, rep_rows, title
from fitcoach.session.log import SessionLog, SetLog
from fitcoach.session.review import review
from fitcoach.session.summary import Before, summarise
from fitcoach.session.verdicts import lapses, unjudged
from fitcoach.session.words import facts, headline, set_amount
from fitcoach.words import duration

_MARKUP: Final = re.compile(r"[\\`*_\[\]<>|#~$&^]|(?<==)=|(?<=%)%")
"""What means something to Markdown or to programs for notes."""


def notes(logs: Sequence[SessionLog], before: Callable[[SessionLog], Before]) -> bytes:
    """Writes sessions as Markdown."""
    blocks = [block for log in logs for block in _session(log, before(log))]
    return ("\n\n".join(blocks) + "\n").encode()


def _session(log: SessionLog, before: Before) -> Iterator[str]:
    """Blocks, which blank lines are to stand between."""
    yield f"# {_plain(title(log))}"
    yield _plain(" · ".join(circumstances(log)))
    for summary, sets in summarise(log, before):
        yield f"## {_plain(headline(summary))}"
        yield _list(f"**{label}**: {_plain(text)}" for label, text in facts(summary))
        for number, each in enumerate(sets, 1):
            yield f"### Set {number}: {_plain(set_amount(each))}"
            yield from filter(None, _set(each))


def _set(each: SetLog) -> Iterator[str]:
    look = review(each)
    yield _list(_plain(text) for text in (look.work_on, look.trends.words) if text)
    if each.reps:
        yield _table(rep_rows(each))
    yield _list(_remarks(each))


def _table(rows: Sequence[RepRow]) -> str:
    measured = heads(rows)
    lines = [["rep", *measured, "form", "work on"], ["--:"] * (1 + len(measured)) + ["---"] * 2]
    for row in rows:
        cells = [row.cells[head] for head in measured]
        lines.append([row.rep, *cells, row.grade, _plain("; ".join(row.improve))])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _remarks(each: SetLog) -> Iterator[str]:
    for hold in each.holds:
        text = "; ".join([duration(hold.seconds), *lapses(each, hold)])
        yield f"Hold {hold.number}: {_plain(text)}"
    for attempt in each.attempts:
        yield f"Not counted at {duration(attempt.end)}: {_plain(attempt.reason)}"
    for text in unjudged(each):
        yield _plain(text)


def _list(items: Iterator[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _plain(text: str) -> str:
    """Text in one line that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))

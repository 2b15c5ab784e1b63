"""A session as tables for the terminal."""

from collections.abc import Iterator

from rich import box
from rich.table import Table
from rich.text import Text

from fitcoach.session.log import RepLog, SessionLog, SetLog
from fitcoach.session.review import review
from fitcoach.session.summary import Before, summarise, tempo
from fitcoach.session.words import facts, headline, set_amount, verdict
from fitcoach.words import printable


def summary_tables(log: SessionLog, before: Before) -> Iterator[Table]:
    """The summary of each exercise."""
    for summary, sets in summarise(log, before):
        table = Table(
            title=_title(headline(summary)),
            title_justify="left",
            box=None,
            show_header=False,
            padding=(0, 2, 0, 0),
        )
        table.add_column(no_wrap=True)
        table.add_column()
        for number, each in enumerate(sets, 1):
            table.add_row(f"set {number}", _plain(_set_text(each)))
        for label, text in facts(summary):
            table.add_row(label, _plain(text))
        yield table


def rep_table(number: int, each: SetLog) -> Table:
    """One rep a row: when, how far, how quickly, how good.

    Args:
        number: Which set of its exercise it is.
        each: The set.
    """
    table = Table(
        title=_title(f"{each.title}, set {number}: {set_amount(each)}"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    sided = any(rep.side for rep in each.reps)
    table.add_column("rep", justify="right")
    if sided:
        table.add_column("side")
    for heading in ("at", "range", "tempo"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("form")
    for rep in each.reps:
        side = [rep.side or ""] if sided else []
        table.add_row(
            str(rep.number), *side, *_measured(rep, each), _plain(verdict(rep, each.exercise))
        )
    return table


def _title(text: str) -> Text:
    return Text(printable(text), style="bold")


def _plain(text: str) -> Text:
    """A text as it is, whoever wrote it: nothing in it is taken for markup."""
    return Text(printable(text))


def _set_text(each: SetLog) -> str:
    judged = review(each)
    parts = [f"{set_amount(each)}.", judged.work_on, judged.trends.words]
    return " ".join(part for part in parts if part)


def _measured(rep: RepLog, each: SetLog) -> list[str]:
    if rep.by_hand:
        return ["by hand", "", ""]
    begun = f"{rep.start:.1f} s"
    if rep.measures is None or each.exercise is None:
        return [begun, "", ""]
    parts = tempo(rep.measures, each.exercise)
    # As trainers write it: eccentric, turn-around, concentric.
    seconds = "-".join(f"{part:.1f}" for part in (parts.eccentric, parts.turn, parts.concentric))
    return [begun, f"{rep.measures.range:.0f}°", f"{seconds} s"]

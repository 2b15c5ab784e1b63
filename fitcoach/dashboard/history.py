"""Past sessions and their reps."""

from typing import ClassVar, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import DataTable, Footer, Label, Static

from fitcoach.dashboard.bars import RepBars
from fitcoach.errors import FitcoachError
from fitcoach.session.history import Entry, History
from fitcoach.session.log import SessionLog, SetLog
from fitcoach.session.review import review
from fitcoach.session.summary import numbered_sets
from fitcoach.session.tables import rep_table, summary_tables
from fitcoach.session.words import amount
from fitcoach.words import printable, share

_LATEST: Final = 500
"""As many are listed; `fitcoach sessions` has them all."""


class HistoryScreen(ModalScreen[None]):
    """A list of sessions; beside it the one that is chosen."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar = [
        Binding("escape,h,q", "dismiss", "Back", key_display="esc"),
        Binding("tab", "app.focus_next", "List or session"),
    ]

    def __init__(self, history: History) -> None:
        """Takes the history."""
        super().__init__()
        self._history = history

    def compose(self) -> ComposeResult:
        """See `Widget.compose`."""
        with Horizontal(id="past"):
            yield DataTable[str | Text](id="sessions", cursor_type="row", zebra_stripes=True)
            yield VerticalScroll(id="session")
        yield Footer(compact=True, show_command_palette=False)

    async def on_mount(self) -> None:
        """Lists the sessions."""
        table = self.query_one("#sessions", DataTable)
        table.add_columns("", "began", "done", "exercises", "good")
        try:
            entries = self._history.entries(limit=_LATEST)
        except FitcoachError as error:
            await self._say(str(error))
            return
        for entry in entries:
            table.add_row(*_row(entry), key=str(entry.number))
        if not entries:
            await self._say("No sessions yet: the first is kept when this one is over.")
        table.focus()

    async def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Shows the session under the cursor."""
        if event.data_table.id != "sessions" or event.row_key.value is None:
            return
        try:
            log = self._history.load(int(event.row_key.value))
            tables = list(summary_tables(log, self._history.before(log)))
        except FitcoachError as error:
            await self._say(str(error))
            return
        panel = await self._emptied()
        await panel.mount(Label(_heading(log), classes="title", markup=False), *map(Static, tables))
        await panel.mount_all(
            _SetPanel(number, each) for number, each in numbered_sets(log) if each.reps
        )

    async def _say(self, words: str) -> None:
        panel = await self._emptied()
        await panel.mount(Static(printable(words), markup=False))

    async def _emptied(self) -> VerticalScroll:
        """The place beside the list, without what was shown there before."""
        panel = self.query_one("#session", VerticalScroll)
        await panel.remove_children()
        return panel


class _SetPanel(Vertical):
    """The reps of a set, as bars and in figures."""

    def __init__(self, number: int, each: SetLog) -> None:
        super().__init__(classes="past-set")
        self._number = number
        self._set = each

    def compose(self) -> ComposeResult:
        yield Static(rep_table(self._number, self._set))
        yield RepBars()

    def on_mount(self) -> None:
        judged = review(self._set)
        bars = self.query_one(RepBars)
        bars.show(self._set.ranges, judged.best, judged.worst, self._set.by_hand)


def _row(entry: Entry) -> tuple[str | Text, ...]:
    return (
        str(entry.number),
        f"{entry.began:%Y-%m-%d %H:%M}",
        amount(entry.reps, entry.held),
        Text(printable(", ".join(entry.exercises))),
        share(entry.good, entry.graded),
    )


def _heading(log: SessionLog) -> str:
    return printable(f"{log.title}, {log.began:%A %Y-%m-%d %H:%M}")

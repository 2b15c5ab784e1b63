"""The end: every set of the workout."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Label, Static

from fitcoach.dashboard.bars import RepBars
from fitcoach.dashboard.words import heading
from fitcoach.session.log import set_log
from fitcoach.session.review import review
from fitcoach.words import duration, many
from fitcoach.workout import Moment, SetRecord


class SummaryView(VerticalScroll):
    """A panel for each set."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__(id="summary")
        self._shown: tuple[SetRecord, ...] | None = None

    def show(self, moment: Moment) -> None:
        """Shows what was done."""
        if moment.finished == self._shown:
            return
        self._shown = moment.finished
        self.remove_children()
        self.mount(Label(_headline(moment), classes="headline"))
        self.mount_all(_SetPanel(record) for record in moment.finished)
        self.focus()


class _SetPanel(Vertical):
    """One set: how much, its reps as bars, the one thing to work on."""

    def __init__(self, record: SetRecord) -> None:
        super().__init__(classes="set")
        self._record = record
        self._log = set_log(record)
        self._review = review(self._log)

    def compose(self) -> ComposeResult:
        yield Label(heading(self._record), classes="title", markup=False)
        if self._log.reps:
            yield RepBars()
        yield Static(self._review.work_on, markup=False)
        if self._review.trends.words:
            yield Static(self._review.trends.words, classes="trends")

    def on_mount(self) -> None:
        if self._log.reps:
            log, judged = self._log, self._review
            self.query_one(RepBars).show(log.ranges, judged.best, judged.worst, log.by_hand)


def _headline(moment: Moment) -> str:
    if not moment.finished:
        return "Nothing was counted."
    sets = len(moment.finished)
    reps = sum(len(record.reps) for record in moment.finished)
    held = sum(record.held for record in moment.finished)
    parts = [
        many(sets, "set"),
        many(reps, "rep") if reps else "",
        f"{duration(held)} held" if held else "",
    ]
    done = ", ".join(part for part in parts if part)
    return f"Done: {done} in {duration(moment.timestamp)}"

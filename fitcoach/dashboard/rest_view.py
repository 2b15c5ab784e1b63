"""Between two sets: how long to rest, how the last set was, what comes next."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Label

from fitcoach.dashboard.bars import RepBars
from fitcoach.dashboard.cue_banner import CueBanner
from fitcoach.dashboard.letters import Banner
from fitcoach.dashboard.line import Line
from fitcoach.dashboard.number import BigNumber
from fitcoach.dashboard.words import clock, heading, place, target, title
from fitcoach.session.log import set_log
from fitcoach.session.review import review
from fitcoach.workout import Moment, SetRecord


class RestView(Vertical):
    """The countdown beside the last set."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__(id="rest")
        self._record: SetRecord | None = None

    def compose(self) -> ComposeResult:
        """See `Widget.compose`."""
        with Horizontal(classes="main"):
            with Vertical(classes="side"):
                yield Label("Rest", id="heading")
                yield BigNumber(id="left")
                yield Banner(id="next")
            with Vertical(id="last"):
                yield Line(id="done")
                yield RepBars()
                yield Banner(id="work-on")
        yield CueBanner()

    def show(self, moment: Moment) -> None:
        """Shows a moment of the rest."""
        self.query_one(BigNumber).value = clock(moment.seconds_left)
        parts = [f"Next: {title(moment)}", place(moment.goal), target(moment.goal)]
        self.query_one("#next", Banner).text = ", ".join(part for part in parts if part)
        self.query_one(CueBanner).show(moment)
        if moment.set is not None and moment.set != self._record:
            self._record = moment.set
            self._look_back(moment.set)

    def _look_back(self, record: SetRecord) -> None:
        log = set_log(record)
        judged = review(log)
        self.query_one("#done", Line).show(heading(record))
        bars = self.query_one(RepBars)
        bars.display = bool(record.reps)
        bars.show(log.ranges, judged.best, judged.worst, log.by_hand)
        self.query_one("#work-on", Banner).text = judged.work_on

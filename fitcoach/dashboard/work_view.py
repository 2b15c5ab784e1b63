"""While counting: the count, the movement, the cue."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from fitcoach.dashboard.cue_banner import CueBanner
from fitcoach.dashboard.gauge import Gauge
from fitcoach.dashboard.last_rep import LastRep
from fitcoach.dashboard.letters import Banner
from fitcoach.dashboard.number import BigNumber
from fitcoach.dashboard.probabilities import Probabilities
from fitcoach.dashboard.skeleton import Skeleton
from fitcoach.dashboard.words import clock, sides, target
from fitcoach.exercise import Exercise
from fitcoach.workout import Moment, SetRecord


class WorkView(Vertical):
    """The count in very large digits and all that belongs to it."""

    def __init__(self, *, mirror: bool) -> None:
        """Takes whether the user sees himself, as in a mirror."""
        super().__init__(id="work")
        self._mirror = mirror

    def compose(self) -> ComposeResult:
        """See `Widget.compose`."""
        with Horizontal(classes="main"):
            yield Skeleton(mirror=self._mirror)
            with Vertical(classes="side"):
                yield BigNumber(id="count")
                yield Banner(id="of")
        yield Gauge()
        yield CueBanner()
        with Horizontal(id="details"):
            yield Probabilities()
            yield LastRep()

    def show(self, moment: Moment) -> None:
        """Shows a moment of a set."""
        record, update, cue = moment.set, moment.update, moment.cue
        if record is None:
            return
        self.query_one(Skeleton).show(moment.pose, frozenset(cue.parts if cue else ()))
        self.set_class(moment.paused is not None, "-paused")
        self.query_one(BigNumber).value = _count(record)
        self.query_one("#of", Banner).text = _of(moment, record)
        self.query_one(CueBanner).show(moment)
        self.query_one(LastRep).show(record)
        exercise = moment.exercise
        self.set_class(exercise is None or exercise.count is None, "-held")
        if exercise is None or update is None:
            return
        self.query_one(Probabilities).show(
            moment.timestamp, exercise.done_phases, update.probabilities, update.phase
        )
        if exercise.count is not None:
            rest, *_, turn = exercise.count.cycle
            self.query_one(Gauge).show(
                (rest, turn), update.progress, _mark(exercise, record), update.phase
            )


def _count(record: SetRecord) -> str:
    if record.is_held:
        return clock(record.held)
    return str(len(record.reps))


def _of(moment: Moment, record: SetRecord) -> str:
    goal = target(moment.goal)
    parts = [f"of {goal}" if goal else "", sides(record)]
    return "   ".join(part for part in parts if part)


def _mark(exercise: Exercise, record: SetRecord) -> float | None:
    """Where the last rep turned around, on the gauge's scale."""
    movement = exercise.movement
    if movement is None or exercise.rise is not None or not record.reps:
        return None
    measures = record.reps[-1].measures
    if measures is None:
        return None
    return (measures.turn - movement.rest) / (movement.turn - movement.rest)

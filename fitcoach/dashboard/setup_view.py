"""Before counting: how to stand, what is wrong with the picture, three, two, one."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from fitcoach.dashboard.cue_banner import CueBanner
from fitcoach.dashboard.letters import Banner
from fitcoach.dashboard.number import BigNumber
from fitcoach.dashboard.skeleton import Skeleton
from fitcoach.workout import Moment

_UNKNOWN = "Begin with any exercise fitcoach knows: it finds out which one it is."


class SetupView(Vertical):
    """The person in the picture, advice, and the countdown."""

    def __init__(self, *, mirror: bool) -> None:
        """Takes whether the user sees himself, as in a mirror."""
        super().__init__(id="setup")
        self._mirror = mirror

    def compose(self) -> ComposeResult:
        """See `Widget.compose`."""
        with Horizontal(classes="main"):
            yield Skeleton(mirror=self._mirror)
            with Vertical(classes="side"):
                yield BigNumber(id="countdown")
                yield Banner(id="instruction")
                yield Banner(id="advice")
        yield CueBanner()

    def show(self, moment: Moment) -> None:
        """Shows a moment of the set-up."""
        cue = moment.cue
        counting = moment.stage == "countdown"
        self.query_one(Skeleton).show(moment.pose, frozenset(cue.parts if cue else ()))
        self.set_class(counting, "-counting")
        self.query_one(BigNumber).value = str(moment.seconds_left) if counting else ""
        exercise = moment.exercise
        instruction = exercise.instruction if exercise else _UNKNOWN
        self.query_one("#instruction", Banner).text = instruction
        self.query_one("#advice", Banner).text = exercise.camera.advice if exercise else ""
        ready = "Get ready" if counting else "Hold still"
        self.query_one(CueBanner).show(moment, otherwise=ready)

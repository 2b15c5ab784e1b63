"""The cue: one sentence, large, with a sign of how much it matters."""

from typing import Final

from fitcoach.dashboard.letters import Banner
from fitcoach.workout import Moment, Severity

_SIGNS: Final = {Severity.NOTE: "", Severity.HINT: "! ", Severity.STOP: "\N{MULTIPLICATION SIGN} "}
_PAUSED: Final = {
    "asked": "Paused: press space to go on",
    "out of view": "Paused: step back into view",
    "no camera": "Paused: the camera is gone",
}


class CueBanner(Banner):
    """What the user is told now."""

    def show(self, moment: Moment, otherwise: str = "") -> None:
        """Shows the cue of a moment, why it is paused, or else what is given."""
        cue = moment.cue
        severity = None if cue is None else cue.severity
        text = otherwise if cue is None else _SIGNS[cue.severity] + cue.text
        if moment.paused is not None and (moment.paused == "asked" or cue is None):
            severity, text = Severity.STOP, _PAUSED[moment.paused]
        for level in Severity:
            self.set_class(severity == level, f"-{level.name.lower()}")
        self.text = text

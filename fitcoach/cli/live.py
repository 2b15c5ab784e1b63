"""`fitcoach live`: counts and times while you exercise."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.options import classifier_option, exercise_option, landmarker_options
from fitcoach.cli.words import total, wrong_view
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from fitcoach.capture import LandmarkerOptions
    from fitcoach.coach import Hold, Panel, Rep, Update
    from fitcoach.exercise import Exercise
    from fitcoach.pose import Pose

_VIEW_SETTLED = 5.0
"""Seconds after which it is said if the camera stands wrong."""


@click.command()
@exercise_option
@click.option(
    "--source", default="0", show_default=True, metavar="SOURCE",
    help="Camera number, stream URL, video, folder of pictures, or recorded poses.",
)  # fmt: skip
@classifier_option
@landmarker_options
def live(
    exercise_name: str,
    source: str,
    classifier_path: Path,
    landmarker: "Callable[[], LandmarkerOptions]",
) -> None:
    """Counts repetitions and times holds as they happen; Ctrl-C ends the session with a summary.

    \b
    fitcoach live --exercise squat
    fitcoach live --exercise push-up --source clip.mp4
    fitcoach live --exercise auto
    """
    from rich.console import Console
    from rich.live import Live

    from fitcoach.capture import observe
    from fitcoach.classify.model import PoseModel
    from fitcoach.cli.run import AUTO, Coaching

    coaching = Coaching.of(exercise_name, PoseModel.load(classifier_path))
    panel = coaching.panel(recognise=exercise_name == AUTO)
    console = Console()
    commentary = _Commentary(console, panel)
    trouble: FitcoachError | None = None
    seconds = None
    try:
        commentary.begin()
        with observe(source, landmarker) as observations, Live(console=console) as line:
            for observation in observations:
                seconds = observation.timestamp
                updates = panel.update(seconds, observation.pose)
                line.update(commentary.follow(seconds, observation.pose, updates))
    except KeyboardInterrupt:
        pass  # the user's way to end a session
    except FitcoachError as error:
        trouble = error
    told = {name: len(holds) for name, holds in panel.holds.items()}
    panel.finish()
    if panel.exercise is not None:
        for hold in panel.holds[panel.exercise.name][told[panel.exercise.name] :]:
            console.print(_hold_line(hold))
    if seconds is not None:
        _summarise(console, panel, seconds)
    if trouble is not None:
        raise trouble


class _Commentary:
    """Says what happens as it happens, above the line that always shows where one is."""

    def __init__(self, console: "Console", panel: "Panel") -> None:
        from fitcoach.coach.view import ViewTally

        self._console = console
        self._panel = panel
        self._exercise: Exercise | None = None
        self._tally = ViewTally()
        self._view_settled = False

    def begin(self) -> None:
        """Introduces the exercise, where it is known."""
        self._exercise = self._panel.exercise
        if self._exercise is not None:
            _introduce(self._console, self._exercise)

    def follow(
        self, seconds: float, pose: "Pose | None", updates: "Mapping[str, Update]"
    ) -> "Text | str":
        """Says what ended at this moment; returns the line that shows where one is."""
        self._tally.update(pose)
        exercise = self._panel.exercise
        if exercise is None:
            return f"{seconds:6.1f} s   no exercise recognised yet"
        if exercise == self._exercise:
            _tell(self._console, updates[exercise.name])
        else:
            self._exercise = exercise
            _introduce(self._console, exercise)
            for rep in self._panel.reps[exercise.name]:
                self._console.print(_rep_line(rep))
        if seconds > _VIEW_SETTLED and not self._view_settled:
            self._view_settled = True
            if hint := wrong_view(exercise, self._tally.view):
                self._console.print(hint[0].upper() + hint[1:])
        return _status(exercise, updates[exercise.name])


def _introduce(console: "Console", exercise: "Exercise") -> None:
    console.print(exercise.title, style="bold", markup=False)
    console.print(exercise.instruction, exercise.camera.advice, sep="\n", markup=False)


def _tell(console: "Console", update: "Update") -> None:
    """Says what ended at this moment."""
    if update.rep is not None:
        console.print(_rep_line(update.rep))
    if update.hold is not None:
        console.print(_hold_line(update.hold))
    if update.refused is not None:
        console.print(f"not counted: {update.refused}")


def _rep_line(rep: "Rep") -> str:
    side = "" if rep.side is None else f" {rep.side}"
    return f"rep {rep.number}{side}: {rep.end - rep.start:.1f} s, ended at {rep.end:.1f} s"


def _hold_line(hold: "Hold") -> str:
    return f"hold {hold.number}: {hold.seconds:.1f} s, ended at {hold.end:.1f} s"


def _status(exercise: "Exercise", update: "Update") -> "Text":
    from rich.text import Text

    done = f"held {update.held:.1f} s" if exercise.hold else f"reps {update.count}"
    parts = [f"{update.timestamp:6.1f} s", done]
    if update.pose is None:
        parts.append("nobody in view")
    else:
        parts.append(update.phase or "-")
        parts.append(
            f"{exercise.joint} " + ("not seen" if update.angle is None else f"{update.angle:3.0f}°")
        )
    return Text("   ".join(parts))


def _summarise(console: "Console", panel: "Panel", seconds: float) -> None:
    exercise = panel.exercise
    if exercise is None:
        console.print(f"No exercise recognised in {seconds:.0f} s", style="bold")
    elif exercise.hold:
        _summarise_holds(console, exercise, panel.holds[exercise.name], seconds)
    else:
        _summarise_reps(console, exercise, panel.reps[exercise.name], seconds)


def _summarise_holds(
    console: "Console", exercise: "Exercise", holds: "list[Hold]", seconds: float
) -> None:
    held = sum(hold.seconds for hold in holds)
    console.print(f"{exercise.title}: held {held:.1f} s in {seconds:.0f} s", style="bold")
    if len(holds) > 1:
        longest = max(hold.seconds for hold in holds)
        console.print(f"in {len(holds)} stretches, the longest of {longest:.1f} s")


def _summarise_reps(
    console: "Console", exercise: "Exercise", reps: "list[Rep]", seconds: float
) -> None:
    console.print(f"{exercise.title}: {total(reps)} in {seconds:.0f} s", style="bold")
    if reps:
        durations = [rep.end - rep.start for rep in reps]
        console.print(
            f"a rep took {sum(durations) / len(durations):.1f} s on average, "
            f"{min(durations):.1f} s the quickest, {max(durations):.1f} s the slowest"
        )

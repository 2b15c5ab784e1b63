"""`fitcoach live`: counts and times while you exercise."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.options import classifier_option, exercise_option, landmarker_options
from fitcoach.cli.words import total
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from fitcoach.capture import LandmarkerOptions
    from fitcoach.coach import Hold, Rep, Update
    from fitcoach.exercise import Exercise


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
    """
    from rich.console import Console
    from rich.live import Live

    from fitcoach.capture import observe
    from fitcoach.classify.model import PoseModel
    from fitcoach.coach import Coach
    from fitcoach.exercise import find_exercise

    exercise = find_exercise(exercise_name)
    coach = Coach(exercise, PoseModel.load(classifier_path).for_exercise(exercise))
    console = Console()
    reps: list[Rep] = []
    holds: list[Hold] = []
    trouble: FitcoachError | None = None
    seconds = None
    console.print(exercise.title, style="bold", markup=False)
    console.print(exercise.instruction, exercise.camera.advice, sep="\n", markup=False)
    try:
        with observe(source, landmarker) as observations, Live(console=console) as line:
            for observation in observations:
                update = coach.update(observation.timestamp, observation.pose)
                seconds = update.timestamp
                if update.rep is not None:
                    reps.append(update.rep)
                    line.console.print(_rep_line(update.rep))
                if update.hold is not None:
                    holds.append(update.hold)
                    line.console.print(_hold_line(update.hold))
                if update.refused is not None:
                    line.console.print(f"not counted: {update.refused}")
                line.update(_status(exercise, update))
    except KeyboardInterrupt:
        pass  # the user's way to end a session
    except FitcoachError as error:
        trouble = error
    last = coach.finish()
    if last is not None:
        holds.append(last)
        console.print(_hold_line(last))
    if seconds is not None and exercise.hold:
        _summarise_holds(console, exercise, holds, seconds)
    elif seconds is not None:
        _summarise_reps(console, exercise, reps, seconds)
    if trouble is not None:
        raise trouble


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

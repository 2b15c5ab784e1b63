"""`fitcoach count`: counts repetitions in clips and times holds, without a screen."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fitcoach.cli.options import (
    classifier_option,
    json_option,
    landmarker_options,
)
from fitcoach.cli.words import total
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions
    from fitcoach.coach import Hold, Rep
    from fitcoach.exercise import Exercise

_AUTO = "auto"


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="VIDEO...")
@click.option(
    "-e", "--exercise", "exercise_name", required=True, metavar="NAME|auto",
    help="The exercise, by name or as path of a definition (.toml); `auto` recognises it.",
)  # fmt: skip
@json_option
@classifier_option
@landmarker_options
def count(
    sources: tuple[str, ...],
    exercise_name: str,
    as_json: bool,
    classifier_path: Path,
    landmarker: "Callable[[], LandmarkerOptions]",
) -> None:
    """Counts the repetitions in videos, folders of pictures or recorded poses, and times holds.

    \b
    fitcoach count squats.mp4 --exercise squat
    fitcoach count monday/*.mp4 --exercise push-up --json > monday.json
    fitcoach count monday/*.mp4 --exercise auto
    fitcoach count plank.mp4 --exercise plank

    A clip that cannot be read to its end is counted as far as it goes; the exit code is then 1.
    """
    from fitcoach.classify.model import PoseModel
    from fitcoach.cli.run import count_clip, learned
    from fitcoach.coach import Coach
    from fitcoach.coach.recognition import Recogniser
    from fitcoach.exercise import find_exercise

    auto = exercise_name == _AUTO
    given = None if auto else find_exercise(exercise_name)
    model = PoseModel.load(classifier_path)
    exercises = learned(model) if given is None else {given.name: given}
    classifiers = {name: model.for_exercise(exercise) for name, exercise in exercises.items()}
    overall = model.overall()
    results: list[dict[str, Any]] = []
    failed = False
    for source in sources:
        coaches = [Coach(exercise, classifiers[name]) for name, exercise in exercises.items()]
        recogniser = Recogniser(overall) if auto else None
        clip = count_clip(source, coaches, landmarker, recogniser)
        name = recogniser.recognise(clip.done) if recogniser else next(iter(exercises))
        exercise = None if name is None else exercises[name]
        reps = [] if name is None else clip.reps[name]
        holds = [] if name is None else clip.holds[name]
        failed = failed or clip.error is not None
        if as_json:
            results.append(
                {
                    "file": source,
                    "exercise": name,
                    "count": len(reps),
                    "seconds": clip.seconds and round(clip.seconds, 3),
                    "reps": [_rep_json(rep) for rep in reps],
                    **(_holds_json(holds) if exercise and exercise.hold else {}),
                    "error": None if clip.error is None else str(clip.error),
                }
            )
        elif clip.seconds is not None:
            _print_clip(source, exercise, reps, holds)
        if clip.error is not None:
            click.echo(f"fitcoach: {clip.error}", err=True)
    if as_json:
        click.echo(json.dumps(results, indent=2))
    if failed:
        sys.exit(FitcoachError.exit_code)


def _rep_json(rep: "Rep") -> dict[str, float | str | None]:
    return {
        "number": rep.number,
        "start": round(rep.start, 3),
        "turn": round(rep.turn, 3),
        "end": round(rep.end, 3),
        "side": rep.side,
    }


def _holds_json(holds: "Sequence[Hold]") -> dict[str, Any]:
    return {
        "held": round(sum(hold.seconds for hold in holds), 3),
        "holds": [
            {"number": hold.number, "start": round(hold.start, 3), "end": round(hold.end, 3)}
            for hold in holds
        ],
    }


def _print_clip(
    source: str, exercise: "Exercise | None", reps: "Sequence[Rep]", holds: "Sequence[Hold]"
) -> None:
    title = exercise.title if exercise else "no exercise"
    if exercise and exercise.hold:
        done = f"held {sum(hold.seconds for hold in holds):.1f} s"
    else:
        done = total(reps)
    click.echo(f"{source}: {title}, {done}")
    for hold in holds:
        click.echo(f"  {hold.number:3}  from {hold.start:7.2f} s  to {hold.end:7.2f} s")
    for rep in reps:
        click.echo(
            f"  {rep.number:3}  from {rep.start:7.2f} s  turn-around {rep.turn:7.2f} s"
            f"  to {rep.end:7.2f} s{'' if rep.side is None else '  ' + rep.side}"
        )

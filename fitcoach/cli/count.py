"""`fitcoach count`: counts repetitions in clips, without a screen."""

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
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions
    from fitcoach.coach import Rep


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
    """Counts the repetitions in videos, folders of pictures or recorded poses.

    \b
    fitcoach count squats.mp4 --exercise squat
    fitcoach count monday/*.mp4 --exercise push-up --json > monday.json
    fitcoach count monday/*.mp4 --exercise auto

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
        name = recogniser.recognise(clip.reps) if recogniser else next(iter(exercises))
        reps = () if name is None else clip.reps[name]
        failed = failed or clip.error is not None
        if as_json:
            results.append(
                {
                    "file": source,
                    "exercise": name,
                    "count": len(reps),
                    "seconds": clip.seconds and round(clip.seconds, 3),
                    "reps": [_rep_json(rep) for rep in reps],
                    "error": None if clip.error is None else str(clip.error),
                }
            )
        elif clip.seconds is not None:
            _print_clip(source, exercises[name].title if name else "no exercise", reps)
        if clip.error is not None:
            click.echo(f"fitcoach: {clip.error}", err=True)
    if as_json:
        click.echo(json.dumps(results, indent=2))
    if failed:
        sys.exit(FitcoachError.exit_code)


def _rep_json(rep: "Rep") -> dict[str, float | int]:
    return {
        "number": rep.number,
        "start": round(rep.start, 3),
        "turn": round(rep.turn, 3),
        "end": round(rep.end, 3),
    }


def _print_clip(source: str, title: str, reps: "Sequence[Rep]") -> None:
    word = "rep" if len(reps) == 1 else "reps"
    click.echo(f"{source}: {title}, {len(reps)} {word}")
    for rep in reps:
        click.echo(
            f"  {rep.number:3}  from {rep.start:7.2f} s  turn-around {rep.turn:7.2f} s"
            f"  to {rep.end:7.2f} s"
        )

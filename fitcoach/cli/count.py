"""`fitcoach count`: counts repetitions in clips and times holds, without a screen."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fitcoach.cli.options import (
    classifier_option,
    exercise_option,
    json_option,
    landmarker_options,
    strictness_option,
)
from fitcoach.cli.words import lapse_words, seconds_held, total, verdict, wrong_view
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions
    from fitcoach.coach import Hold, Rep, Strictness
    from fitcoach.exercise import Exercise


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="VIDEO...")
@exercise_option
@json_option
@strictness_option
@classifier_option
@landmarker_options
def count(
    *,
    sources: tuple[str, ...],
    exercise_name: str,
    as_json: bool,
    strictness: "Strictness",
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
    from fitcoach.cli.run import AUTO, Coaching, watch_clip
    from fitcoach.session.log import rep_log

    coaching = Coaching.of(exercise_name, PoseModel.load(classifier_path), strictness)
    results: list[dict[str, Any]] = []
    failed = False
    for source in sources:
        panel = coaching.panel(recognise=exercise_name == AUTO)
        clip = watch_clip(source, panel, landmarker)
        exercise = panel.exercise
        reps = panel.reps[exercise.name] if exercise else []
        holds = panel.holds[exercise.name] if exercise else []
        failed = failed or clip.error is not None
        if as_json:
            results.append(
                {
                    "file": source,
                    "exercise": exercise and exercise.name,
                    "count": len(reps),
                    "seconds": clip.seconds and round(clip.seconds, 3),
                    "view": clip.view,
                    "reps": [rep_log(rep).model_dump(mode="json") for rep in reps],
                    **(_holds_json(holds) if exercise and exercise.hold else {}),
                    "error": None if clip.error is None else str(clip.error),
                }
            )
        elif clip.seconds is not None:
            _print_clip(source, exercise, reps, holds)
            if exercise is not None and (hint := wrong_view(exercise, clip.view)):
                click.echo(f"{source}: {hint}", err=True)
        if clip.error is not None:
            click.echo(f"fitcoach: {clip.error}", err=True)
    if as_json:
        click.echo(json.dumps(results, indent=2))
    if failed:
        sys.exit(FitcoachError.exit_code)


def _holds_json(holds: "Sequence[Hold]") -> dict[str, Any]:
    from fitcoach.session.log import hold_log

    return {
        "held": round(sum(hold.seconds for hold in holds), 3),
        "holds": [hold_log(hold).model_dump(mode="json") for hold in holds],
    }


def _print_clip(
    source: str, exercise: "Exercise | None", reps: "Sequence[Rep]", holds: "Sequence[Hold]"
) -> None:
    title = exercise.title if exercise else "no exercise"
    done = seconds_held(holds) if exercise and exercise.hold else total(reps)
    click.echo(f"{source}: {title}, {done}")
    for hold in holds:
        click.echo(f"  {hold.number:3}  from {hold.start:7.2f} s  to {hold.end:7.2f} s")
        for lapse in hold.lapses:
            click.echo(f"       {lapse_words(lapse)}")
    for rep in reps:
        click.echo(
            f"  {rep.number:3}  from {rep.start:7.2f} s  turn-around {rep.turn:7.2f} s"
            f"  to {rep.end:7.2f} s{'' if rep.side is None else '  ' + rep.side}"
            f"  {verdict(rep.form)}"
        )

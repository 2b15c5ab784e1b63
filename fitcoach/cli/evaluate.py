"""`fitcoach evaluate`: measures counting on clips with known counts."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.echo import echo
from fitcoach.cli.options import classifier_option, json_option, landmarker_options
from fitcoach.errors import FitcoachError
from fitcoach.words import many

if TYPE_CHECKING:
    from rich.table import Table

    from fitcoach.capture import LandmarkerOptions
    from fitcoach.evaluation import Evaluation, Score


@click.command()
@click.argument("labels", type=click.Path(path_type=Path))
@click.option(
    "--mode", type=click.Choice(["given", "auto"]), default="given", show_default=True,
    help="Count in the exercise the label names, or in the one that fitcoach recognises.",
)  # fmt: skip
@json_option
@classifier_option
@landmarker_options
def evaluate(
    labels: Path,
    mode: str,
    as_json: bool,
    classifier_path: Path,
    landmarker: "Callable[[], LandmarkerOptions]",
) -> None:
    """Compares counts with those of a person, listed in LABELS.csv.

    The file has the columns file (a video or recorded poses, relative to the CSV), exercise, reps
    and reps_alt (another count that could be defended; the nearer is taken). Clips of an exercise
    that fitcoach has not learned are left out. A clip of the exercise "none" is counted in every
    exercise that is repeated, and each count is a false rep.

    \b
    fitcoach evaluate labels.csv
    fitcoach evaluate labels.csv --mode auto --json > report.json
    """
    from rich.console import Console
    from rich.progress import track

    from fitcoach.capture import observe
    from fitcoach.classify.model import PoseModel
    from fitcoach.counting import AUTO, Coaching, watch_clip
    from fitcoach.evaluation import NONE, CountedClip, Evaluation, read_labels

    coaching = Coaching.of(AUTO, PoseModel.load(classifier_path))
    exercises = coaching.exercises
    clips = [c for c in read_labels(labels) if c.exercise == NONE or c.exercise in exercises]
    if not clips:
        raise FitcoachError(f"{labels}: no clip is of an exercise that fitcoach has learned.")
    repeated = [name for name, exercise in exercises.items() if exercise.count]
    counted_clips = []
    console = Console(stderr=True)
    for clip in track(clips, "Counting", console=console, transient=True):
        if clip.exercise == NONE:
            panel = coaching.panel(*repeated)
        elif mode == AUTO:
            panel = coaching.panel(recognise=True)
        else:
            panel = coaching.panel(clip.exercise)
        source = str(clip.path.absolute())  # never a camera or URL
        end = watch_clip(partial(observe, source, landmarker), panel)
        if end.error is not None or end.seconds is None:
            raise end.error or FitcoachError(f"{clip.path}: there is nothing in this clip.")
        counts = {name: len(reps) for name, reps in panel.reps.items()}
        if clip.exercise != NONE:
            counts = {e.name: counts[e.name] for e in (panel.exercise,) if e is not None}
        counted_clips.append(CountedClip(clip, counts, end.seconds))
    evaluation = Evaluation(counted_clips)
    if as_json:
        echo(json.dumps(evaluation.as_json(), indent=2))
    else:
        _print(evaluation)


def _print(evaluation: "Evaluation") -> None:
    from fitcoach.cli import terminal

    console = terminal.console()
    for clip in evaluation.scored:
        truth = clip.clip.truth(clip.total)
        if clip.total != truth:
            console.print(f"{clip.clip.file}: counted {clip.total}, a person {truth}")
    console.print(_table(evaluation))
    if evaluation.idle:
        rates = evaluation.false_reps_per_minute
        false = ", ".join(
            f"{name} {reps}" + ("" if (rate := rates[name]) is None else f" ({rate:.2f} a minute)")
            for name, reps in evaluation.false_reps.items()
        )
        console.print(
            f"False reps in {many(len(evaluation.idle), 'clip')} without exercise: {false}"
        )


def _table(evaluation: "Evaluation") -> "Table":
    from rich.table import Table

    table = Table("exercise", "clips", "MAE", "OBO", "exact")
    for column in table.columns[1:]:
        column.justify = "right"
    rows = {
        **evaluation.exercises,
        "all": evaluation.overall,
        "all of 3+ reps": evaluation.three_plus,
    }
    for name, score in rows.items():
        table.add_row(name, str(score.clips), *_measures(score))
    return table


def _measures(score: "Score") -> list[str]:
    return [
        "" if value is None else f"{value:.3f}" for value in (score.mae, score.obo, score.exact)
    ]

"""`fitcoach record`: stores labelled sample poses of a real person."""

import math
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.completion import exercises, files
from fitcoach.cli.echo import echo
from fitcoach.cli.options import landmarker_options
from fitcoach.errors import FitcoachError
from fitcoach.resources import OWN_SAMPLES

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions, Observation, ObservationStream
    from fitcoach.classify.samples import Sample
    from fitcoach.exercise import Exercise

_RATE = 5
"""Poses stored a second at most: frames nearer to each other are nearly equal."""
_COUNTDOWN = 3
_SECONDS = 10.0


@click.command()
@click.option(
    "-e", "--exercise", "exercise_name", required=True, metavar="NAME",
    help="The exercise, by name or as path of a definition (.toml).", shell_complete=exercises,
)  # fmt: skip
@click.option(
    "-p", "--phase", required=True, metavar="PHASE", help="The phase that is shown throughout."
)
@click.option(
    "--source", default="0", show_default=True, metavar="SOURCE",
    help="Camera number, stream URL, video, folder of pictures, or recorded poses.",
    shell_complete=files,
)  # fmt: skip
@click.option(
    "--seconds", type=click.FloatRange(0, min_open=True), metavar="N",
    help=f"How long to record.  [default: {_SECONDS:g} from a camera, else to the end]",
)  # fmt: skip
@click.option(
    "--countdown", type=click.IntRange(0), metavar="N",
    help="Seconds to get into position first; of a clip, so many are skipped.  "
    f"[default: {_COUNTDOWN} from a camera, else 0]",
)  # fmt: skip
@click.option(
    "-o", "--output", default=OWN_SAMPLES, show_default=True, metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path), help="Folder for EXERCISE/PHASE.csv.",
)  # fmt: skip
@landmarker_options
def record(
    *,
    exercise_name: str,
    phase: str,
    source: str,
    seconds: float | None,
    countdown: int | None,
    output: Path,
    landmarker: "Callable[[], LandmarkerOptions]",
) -> None:
    """Records sample poses of one phase, to train on; Ctrl-C ends it and keeps what was recorded.

    Hold the phase and move a little in it, turn towards the camera and away. Five poses a second
    are stored at most; they are added to those that EXERCISE/PHASE.csv holds already.

    \b
    fitcoach record --exercise squat --phase down
    fitcoach record --exercise squat --phase up --source clip.mp4 --countdown 2 --seconds 4
    """
    from fitcoach.capture import observe
    from fitcoach.classify.samples import SUFFIX, append_samples, count_samples
    from fitcoach.exercise import find_exercise

    exercise = find_exercise(exercise_name)
    if phase not in exercise.phases:
        raise FitcoachError(
            f"{exercise.name} has no phase '{phase}'; its phases are {', '.join(exercise.phases)}."
        )
    path = output / exercise.name / f"{phase}{SUFFIX}"
    count_samples(path)  # a broken file is to be mended before anybody takes position
    samples: list[Sample] = []
    trouble: FitcoachError | None = None
    try:
        with observe(source, landmarker) as observations:
            start = countdown if countdown is not None else _COUNTDOWN * observations.live
            end = start + (seconds or (_SECONDS if observations.live else math.inf))
            shown = _after_countdown(observations, start, phase)
            # Camera sessions differ by when they were; the same clip gives the same names.
            name = f"{datetime.now():%Y%m%d-%H%M%S}" if observations.live else Path(source).stem
            for sample in _samples(shown, exercise, start, end, name):
                samples.append(sample)  # noqa: PERF402 - what came before Ctrl-C is kept
    except KeyboardInterrupt:
        pass  # the user's way to end it
    except FitcoachError as error:
        trouble = error
    if samples:
        before = append_samples(path, samples)
        echo(f"{path}: {len(samples)} poses stored, {before + len(samples)} in all.")
        _say_what_is_missing(exercise, path)
    elif trouble is None:
        raise FitcoachError(
            f"{source}: no pose was stored; nobody was seen in time, or not the {exercise.joint}."
        )
    if trouble is not None:
        raise trouble


def _after_countdown(
    observations: "ObservationStream", start: float, phase: str
) -> "Iterator[Observation]":
    """What comes from `start` on; the time until then is counted down aloud for who is filmed."""
    left = math.inf
    for observation in observations:
        if observation.timestamp >= start:
            if left:
                echo(f"Recording {phase}.")
            left = 0
            yield observation
        elif observations.live and math.ceil(start - observation.timestamp) < left:
            left = math.ceil(start - observation.timestamp)
            echo(f"{left} …")


def _samples(
    observations: "Iterator[Observation]", exercise: "Exercise", start: float, end: float, name: str
) -> "Iterator[Sample]":
    """One sample at most of each fifth of a second, where the joint that moves is seen."""
    from fitcoach.classify.samples import Sample
    from fitcoach.coach.coach import seen_angle

    last = -1
    for observation in observations:
        if observation.timestamp >= end:
            break
        # Rounded, since a frame's time may lie a hair before that of its fifth of a second.
        place = math.floor(round((observation.timestamp - start) * _RATE, 6))
        pose = observation.pose
        if place == last or pose is None or seen_angle(pose, exercise.joint) is None:
            continue
        last = place
        yield Sample(f"{name}-{observation.timestamp:.2f}s", pose)


def _say_what_is_missing(exercise: "Exercise", path: Path) -> None:
    """Says which phases are still without samples: an exercise is learned from one folder."""
    missing = [phase for phase in exercise.phases if not path.with_stem(phase).exists()]
    if missing:
        echo(f"Still to record: {', '.join(missing)}.")
    else:
        echo(f"Learn them with `fitcoach train {path.parent.parent}`.")

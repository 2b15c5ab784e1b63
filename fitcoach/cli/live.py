"""`fitcoach live` and `fitcoach demo`: counts and times while you exercise."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.completion import exercises_and_auto, files
from fitcoach.cli.options import (
    EXERCISE_HELP,
    classifier_option,
    data_option,
    export_option,
    landmarker_options,
    strictness_option,
)
from fitcoach.cli.taking import RigOptions, Taking, rig_options
from fitcoach.cli.viewing import Viewing, viewing_options

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions
    from fitcoach.coach import Strictness

_DEMO = "squat-5-reps.mp4"


@click.command()
@click.option(
    "-e", "--exercise", "exercise_name", metavar="NAME|auto", help=EXERCISE_HELP,
    shell_complete=exercises_and_auto,
)  # fmt: skip
@click.option(
    "--workout", "workout_path", metavar="FILE", type=click.Path(path_type=Path),
    help="A plan of exercises, sets, reps or seconds, and rests (.toml), in place of --exercise.",
)  # fmt: skip
@click.option("--sets", type=click.IntRange(1, 1000), help="How many sets.")
@click.option("--reps", type=click.IntRange(1, 1000), help="Repetitions of a set.")
@click.option("--seconds", type=click.FloatRange(1, 3600), help="Seconds of a set that is held.")
@click.option(
    "--rest", type=click.FloatRange(0, 3600), show_default="60",
    help="Seconds of rest between sets.",
)  # fmt: skip
@click.option(
    "--source", "sources", multiple=True, default=("0",), show_default="0", metavar="SOURCE",
    help="Camera number, stream URL, video, folder of pictures, or recorded poses.",
    shell_complete=files,
)  # fmt: skip
@rig_options
@click.option("--fast", is_flag=True, help="Play a video as quickly as the machine can.")
@click.option("--plain", is_flag=True, help="Plain lines in place of the dashboard.")
@click.option(
    "--sound/--no-sound", default=None,
    help="Beeps, and speech where the system has a voice. On for cameras and streams, but not "
    "over SSH.",
)  # fmt: skip
@click.option("--record-video", is_flag=True, help="Keep the pictures, too, with the session.")
@click.option("--record-poses", is_flag=True, help="Keep the poses, too, with the session.")
@click.option("--record-rrd", is_flag=True, help="Keep a Rerun recording, too, with the session.")
@export_option
@viewing_options
@strictness_option
@data_option
@classifier_option
@landmarker_options
def live(
    *,
    exercise_name: str | None,
    workout_path: Path | None,
    sets: int | None,
    reps: int | None,
    seconds: float | None,
    rest: float | None,
    sources: tuple[str, ...],
    rig: RigOptions,
    fast: bool,
    plain: bool,
    sound: bool | None,
    record_video: bool,
    record_poses: bool,
    record_rrd: bool,
    export_path: Path | None,
    viewing: Viewing,
    strictness: "Strictness",
    data_dir: Path,
    classifier_path: Path,
    landmarker: "Callable[[], LandmarkerOptions]",
) -> None:
    """Counts repetitions and times holds as they happen, in a dashboard in the terminal.

    \b
    fitcoach live --exercise squat
    fitcoach live --exercise squat --sets 3 --reps 12 --rest 60
    fitcoach live --workout monday.toml
    fitcoach live --exercise push-up --source clip.mp4
    fitcoach live --exercise auto
    fitcoach live --exercise squat --rig rig.toml --source 0 --source 1

    Without a terminal, as in a pipe, it prints plain lines. Ctrl-C ends it with a summary.
    """
    from fitcoach.classify.model import PoseModel
    from fitcoach.cli.workout import Manner, run_workout
    from fitcoach.workout import read_plan, single
    from fitcoach.workout.plan import REST

    if (exercise_name is None) == (workout_path is None):
        raise click.UsageError("Name either an exercise (--exercise) or a workout (--workout).")
    if workout_path is not None:
        if any(given is not None for given in (sets, reps, seconds, rest)):
            raise click.UsageError("--sets, --reps, --seconds and --rest do not go with --workout.")
        plan = read_plan(workout_path)
    else:
        assert exercise_name is not None
        rest = REST if rest is None else rest
        plan = single(exercise_name, sets=sets, reps=reps, seconds=seconds, rest=rest)
    manner = Manner(
        fast=fast,
        plain=plain,
        sound=sound,
        strictness=strictness,
        data_dir=data_dir,
        record_video=record_video,
        record_poses=record_poses,
        record_rrd=record_rrd,
        viewing=viewing,
        export_path=export_path,
    )
    taking = Taking.of(sources, landmarker, rig)
    run_workout(plan, taking, PoseModel.load(classifier_path), manner)


@click.command()
@click.option("--fast", is_flag=True, help="Play the clip as quickly as the machine can.")
@classifier_option
@landmarker_options
def demo(
    fast: bool,
    classifier_path: Path,
    landmarker: "Callable[[], LandmarkerOptions]",
) -> None:
    """Shows the dashboard on a clip that ships: two sets of squats with a short rest.

    \b
    fitcoach demo
    fitcoach demo --fast
    """
    from fitcoach.classify.model import PoseModel
    from fitcoach.cli.workout import Manner, run_workout
    from fitcoach.resources import SAMPLES
    from fitcoach.workout import single

    plan = single("squat", sets=2, reps=2, rest=2)
    manner = Manner(fast=fast, plain=False, sound=None, strictness="normal", data_dir=None)
    model = PoseModel.load(classifier_path)
    taking = Taking((str(SAMPLES / "clips" / _DEMO),), landmarker)
    run_workout(plan, taking, model, manner)

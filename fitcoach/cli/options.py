"""Options that several commands share."""

from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fitcoach.cli.completion import exercises_and_auto
from fitcoach.resources import DATA_DIR_VARIABLE, data_folder, pose_classifier

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions, Mode

Command = Callable[..., None]

EXERCISE_HELP = "The exercise, by name or as path of a definition (.toml); `auto` recognises it."

exercise_option = click.option(
    "-e", "--exercise", "exercise_name", required=True, metavar="NAME|auto", help=EXERCISE_HELP,
    shell_complete=exercises_and_auto,
)  # fmt: skip

data_option = click.option(
    "--data-dir", metavar="DIR", type=click.Path(file_okay=False, path_type=Path),
    envvar=DATA_DIR_VARIABLE, show_envvar=True, default=data_folder,
    show_default="the user's data folder", help="Where sessions are kept.",
)  # fmt: skip

classifier_option = click.option(
    "--classifier", "classifier_path", metavar="FILE", type=click.Path(path_type=Path),
    default=pose_classifier,
    show_default="models/pose_classifier.npz here, else in the config folder, else the shipped one",
    help="A classifier made by `fitcoach train`.",
)  # fmt: skip

export_option = click.option(
    "--export", "export_path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the session to a file: .json, .csv, .md, .html or .fit.",
)  # fmt: skip

strictness_option = click.option(
    "--strictness", default="normal", show_default=True,
    type=click.Choice(["relaxed", "normal", "strict"]), help="How strictly form is judged.",
)  # fmt: skip

pose_model_option = click.option(
    "--pose-model", default="full", show_default=True, metavar="lite|full|heavy|PATH",
    help="Pose landmarker bundle.",
)  # fmt: skip

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def landmarker_options(command: Command) -> Command:
    """Adds the landmarker's options; the command gets them as `landmarker`, a factory.

    A factory, since finding and checking the pose model costs time that recorded poses need not
    spend.
    """
    options = [
        pose_model_option,
        click.option(
            "--running-mode", default="video", show_default=True,
            type=click.Choice(["image", "video", "live-stream"]),
            help="How the landmarker sees the frames: each by itself, as a sequence, or as a "
            "sequence with frames dropped when it cannot keep up.",
        ),
        click.option(
            "--poses", "people", default=1, show_default=True, type=click.IntRange(1, 10),
            help="People to look for; one of them is followed.",
        ),
        click.option(
            "--min-detection-confidence", "min_detection", default=0.5, show_default=True,
            type=click.FloatRange(0, 1), help="Least confidence to find a person.",
        ),
        click.option(
            "--min-presence-confidence", "min_presence", default=0.5, show_default=True,
            type=click.FloatRange(0, 1), help="Least confidence that the landmarks are in view.",
        ),
        click.option(
            "--min-tracking-confidence", "min_tracking", default=0.5, show_default=True,
            type=click.FloatRange(0, 1), help="Least confidence to go on without a new search.",
        ),
        click.option(
            "--segmentation", is_flag=True, help="Also find which pixels show the person.",
        ),
    ]  # fmt: skip

    @wraps(command)
    def with_factory(
        *,
        pose_model: str,
        running_mode: "Mode",
        people: int,
        min_detection: float,
        min_presence: float,
        min_tracking: float,
        segmentation: bool,
        **others: object,
    ) -> None:
        landmarker = partial(
            _landmarker,
            pose_model,
            mode=running_mode,
            poses=people,
            min_detection=min_detection,
            min_presence=min_presence,
            min_tracking=min_tracking,
            segmentation=segmentation,
        )
        command(landmarker=landmarker, **others)

    for option in reversed(options):
        with_factory = option(with_factory)
    return with_factory


def _landmarker(pose_model: str, **others: Any) -> "LandmarkerOptions":  # noqa: ANN401 - its fields
    from fitcoach.capture import LandmarkerOptions
    from fitcoach.models import pose_model as find_pose_model

    return LandmarkerOptions(find_pose_model(pose_model), **others)

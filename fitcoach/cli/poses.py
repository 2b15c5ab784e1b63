"""`fitcoach poses`: records the poses of clips, to replay them in seconds."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.completion import files
from fitcoach.cli.echo import echo
from fitcoach.cli.options import landmarker_options
from fitcoach.cli.taking import RigOptions, Taking, by_camera_option, named_takings, rig_options
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions


@click.command()
@click.argument("sources", nargs=-1, metavar="VIDEO...", shell_complete=files)
@by_camera_option
@rig_options
@click.option(
    "-o", "--output", required=True, metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path), help="Folder for the recordings.",
)  # fmt: skip
@landmarker_options
def poses(
    *,
    sources: tuple[str, ...],
    by_camera: tuple[str, ...],
    rig: RigOptions,
    output: Path,
    landmarker: "Callable[[], LandmarkerOptions]",
) -> None:
    """Records the poses in videos as NAME.npz, one for each, or for all videos of a rig.

    `count`, `evaluate` and `live --source` take the recordings like videos.

    \b
    fitcoach poses monday/*.mp4 -o monday-poses
    fitcoach poses squats.mp4 -o poses --pose-model heavy
    fitcoach poses --rig rig.toml --source left.mp4 --source right.mp4 -o poses
    fitcoach count monday-poses/*.npz --exercise squat
    """
    takings = named_takings(sources, by_camera, landmarker, rig)
    names = [Path(taking.sources[0]).stem for taking in takings]
    twins = {name for name in names if names.count(name) > 1}
    if twins:
        raise FitcoachError(
            f"Several clips are called '{min(twins)}' and would overwrite each other's recording; "
            "record them to different folders."
        )
    failed = False
    for taking, name in zip(takings, names, strict=True):
        failed = not _record(taking, output / f"{name}.npz") or failed
    if failed:
        sys.exit(FitcoachError.exit_code)


def _record(taking: Taking, target: Path) -> bool:
    """Records what can be read; says so and returns False where that is not all."""
    from fitcoach.capture.recorder import PoseRecorder

    recorder = PoseRecorder(target)
    complete = True
    try:
        with taking.open(pictures=False) as observations:
            for observation in observations:
                recorder.take(observation)
        for line in observations.report.lines() if observations.report else ():
            echo(line, err=True)
    except FitcoachError as error:
        echo(f"fitcoach: {error}", err=True)
        complete = False
    recorder.close()
    if recorder.trouble is not None:
        raise FitcoachError(recorder.trouble)
    if recorder.seen:
        people = sum(pose is not None for _, pose in recorder.seen)
        echo(f"{target}: {len(recorder.seen)} frames, a person in {people}")
    return complete

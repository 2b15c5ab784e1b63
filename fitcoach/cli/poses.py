"""`fitcoach poses`: records the poses of clips, to replay them in seconds."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.echo import echo
from fitcoach.cli.options import landmarker_options
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="VIDEO...")
@click.option(
    "-o", "--output", required=True, metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path), help="Folder for the recordings.",
)  # fmt: skip
@landmarker_options
def poses(
    sources: tuple[str, ...], output: Path, landmarker: "Callable[[], LandmarkerOptions]"
) -> None:
    """Records the poses in videos as NAME.npz, one for each.

    `count`, `evaluate` and `live --source` take the recordings like videos.

    \b
    fitcoach poses monday/*.mp4 -o monday-poses
    """
    names = [Path(source).stem for source in sources]
    twins = {name for name in names if names.count(name) > 1}
    if twins:
        raise FitcoachError(
            f"Several clips are called '{min(twins)}' and would overwrite each other's recording; "
            "record them to different folders."
        )
    failed = False
    for source, name in zip(sources, names, strict=True):
        failed = not _record(source, output / f"{name}.npz", landmarker) or failed
    if failed:
        sys.exit(FitcoachError.exit_code)


def _record(source: str, target: Path, landmarker: "Callable[[], LandmarkerOptions]") -> bool:
    """Records what can be read; says so and returns False where that is not all."""
    from fitcoach.capture import observe
    from fitcoach.capture.recorder import PoseRecorder

    recorder = PoseRecorder(target)
    complete = True
    try:
        with observe(source, landmarker) as observations:
            for observation in observations:
                recorder.take(observation)
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

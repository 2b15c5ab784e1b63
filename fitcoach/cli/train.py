"""`fitcoach train`: makes the pose classifier from labelled samples."""

from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.echo import echo
from fitcoach.cli.options import landmarker_options
from fitcoach.errors import FitcoachError
from fitcoach.resources import TRAINED_CLASSIFIER, sample_folders

if TYPE_CHECKING:
    from rich.console import Console

    from fitcoach.capture import LandmarkerOptions
    from fitcoach.classify.samples import LabelledSample
    from fitcoach.classify.training import TrainingReport

_OUTLIERS_SHOWN = 10
_OTHERS_SHOWN = 2


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="SAMPLES")
@click.option(
    "-o", "--output", default=TRAINED_CLASSIFIER, show_default=True, metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path), help="The classifier to write.",
)  # fmt: skip
@click.option("--only", is_flag=True, help="Learn no exercises but those in SAMPLES.")
@landmarker_options
def train(
    folder: Path, output: Path, only: bool, landmarker: "Callable[[], LandmarkerOptions]"
) -> None:
    """Learns the sample poses in the folder SAMPLES and reports how well they can be told apart.

    Samples lie in SAMPLES/EXERCISE/PHASE.csv, or as pictures in SAMPLES/EXERCISE/PHASE/, or both.
    The exercises of which it has none are learned from samples/ in the working folder, from that in
    the user's config folder, or from what ships, whichever has some first.

    \b
    fitcoach train samples/
    fitcoach train my-samples/ -o my-classifier.npz
    fitcoach live --exercise squat --classifier my-classifier.npz
    """
    from rich.console import Console

    from fitcoach.classify.model import PoseModel
    from fitcoach.classify.training import examine, sample_sources

    if not folder.is_dir():
        raise FitcoachError(f"{folder}: there is no such folder of samples.")
    console = Console(stderr=True)
    model = PoseModel.train(_gather(folder, only, landmarker, console))
    with console.status("Judging every sample by the others"):
        report = examine(model)
    model.save(output)
    _print(report, sample_sources(folder))
    echo(f"\nWritten to {output}.")


def _gather(
    folder: Path, only: bool, landmarker: "Callable[[], LandmarkerOptions]", console: "Console"
) -> "list[LabelledSample]":
    from rich.progress import track

    from fitcoach.classify.training import labelled_samples, sample_sources

    own = sample_sources(folder)
    if not own:
        raise FitcoachError(
            f"{folder}: there are no samples; they belong into {folder}/EXERCISE/PHASE.csv "
            f"or as pictures into {folder}/EXERCISE/PHASE/."
        )
    sources = own if only else sample_sources(folder, *sample_folders())
    paths = [path for of_exercise in sources.values() for path in of_exercise]
    samples: list[LabelledSample] = []
    for path in track(paths, "Reading samples", console=console, transient=True):
        samples += _seen_in(path, landmarker) if path.is_dir() else labelled_samples(path)
    return samples


def _seen_in(
    folder: Path, landmarker: "Callable[[], LandmarkerOptions]"
) -> "Iterator[LabelledSample]":
    """The poses in a folder of pictures; says in how many of them nobody was found."""
    from fitcoach.capture import observe
    from fitcoach.classify.samples import LabelledSample, Sample

    missed = 0
    with observe(str(folder), landmarker) as observations:
        for observation in observations:
            if observation.pose is None:
                missed += 1
            elif observation.frame is not None:
                picture = observation.frame.path
                sample = Sample(str(picture), observation.pose)
                yield LabelledSample(folder.parent.name, folder.name, sample, str(picture))
    if missed:
        echo(f"{folder}: nobody was found in {missed} pictures.", err=True)


def _print(report: "TrainingReport", own: "Container[str]") -> None:
    """Prints the report; outliers only of the user's own exercises, which he can look at."""
    from rich.table import Table

    from fitcoach.cli import terminal

    console = terminal.console()
    table = Table("class", "samples", "mistaken for", "shared with")
    table.columns[1].justify = "right"
    for name, count in report.samples.items():
        pairs = (report.confusions, report.shared)
        table.add_row(name, str(count), *(_others(name, confused) for confused in pairs))
    console.print(table)
    console.print(f"Recognised within their exercise when left out: {report.accuracy:.1%}")
    for exercise, distance in report.reject.items():
        console.print(f"Reject distance of {exercise}: {distance:.2f}")
    for name, count in report.scarce.items():
        console.print(f"{name} has only {count} samples; 20 or more are advised.", style="bold")
    outliers = [o for o in report.outliers if o.label.partition("/")[0] in own]
    if outliers:
        console.print(f"{len(outliers)} outliers, look at them and delete the bad ones:")
        for outlier in outliers[:_OUTLIERS_SHOWN]:
            console.print(f"  {outlier.origin}: {outlier.label} looks like {outlier.looks_like}")
        if len(outliers) > _OUTLIERS_SHOWN:
            console.print(f"  and {len(outliers) - _OUTLIERS_SHOWN} more")


def _others(name: str, confused: Mapping[tuple[str, str], float]) -> str:
    """The classes most often confused with a class, and how often."""
    others = [f"{other} {share:.0%}" for (true, other), share in confused.items() if true == name]
    return ", ".join(others[:_OTHERS_SHOWN])

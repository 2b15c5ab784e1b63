"""`fitcoach exercises check`: whether a definition is sound and its phases can be told apart."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.completion import exercises
from fitcoach.cli.echo import echo
from fitcoach.cli.shooting import SEED, shoot_samples
from fitcoach.errors import FitcoachError
from fitcoach.resources import sample_folders

if TYPE_CHECKING:
    from fitcoach.classify.samples import LabelledSample
    from fitcoach.classify.separation import Separation
    from fitcoach.exercise import Exercise

_QUICK = 60
"""Pictures of each phase that are enough to say whether the phases differ."""
_OTHERS_SHOWN = 3
_TOLD_APART = 0.05
"""Where no greater share is confused, two phases or exercises are told apart well."""
_HARDLY_SEEN = 0.5


@click.command()
@click.argument("definition", metavar="FILE.toml|NAME", shell_complete=exercises)
@click.option(
    "-o", "--output", metavar="FILE.png", type=click.Path(dir_okay=False, path_type=Path),
    help="Where to draw the key poses.  [default: NAME.png in the working folder]",
)  # fmt: skip
def check(definition: str, output: Path | None) -> None:
    """Checks a definition, draws its key poses, and says whether its phases can be told apart.

    They are judged by the exercise's samples where there are some made since the definition was
    last changed, else by a few pictures of the mannequin, drawn for that alone and not kept.

    \b
    fitcoach exercises check exercises/cossack-squat.toml
    fitcoach exercises check squat -o key-poses.png
    """
    from fitcoach.exercise import definition_of, load_exercise

    path = definition_of(definition)
    exercise = load_exercise(path)
    echo(f"{path}: sound.")
    studio = _draw(exercise, output or Path(f"{exercise.name}.png"))
    files = _sample_files(exercise)
    if files and (not studio or _newer(files, path)):
        old = "" if _newer(files, path) else ", made before the definition was last changed"
        echo(f"Judged by the samples in {files[0].parent}{old}:")
        _judge(exercise, list(_read(files)))
    elif studio:
        echo(f"Judged by {_QUICK} pictures of each phase, drawn for this alone:")
        _judge(exercise, _quick_samples(exercise))
    else:
        echo(
            "Whether its phases can be told apart can be said once there are samples; make some "
            f"with `fitcoach studio samples {exercise.name}` or `fitcoach record`."
        )


def _draw(exercise: "Exercise", sheet: Path) -> bool:
    """Draws the key poses; returns False where the studio is not installed."""
    from fitcoach.studio.render import require_pyvista

    try:
        require_pyvista()
    except FitcoachError as error:
        echo(f"The key poses are not drawn. {error}")
        return False
    from fitcoach.studio.sheet import contact_sheet

    contact_sheet(exercise, SEED, sheet)
    echo(f"Its key poses from four sides: {sheet}")
    return True


def _sample_files(exercise: "Exercise") -> list[Path]:
    """The exercise's sample files, or none where not every phase has one."""
    from fitcoach.classify.samples import SUFFIX
    from fitcoach.classify.training import sample_sources

    found = sample_sources(*sample_folders()).get(exercise.name, [])
    files = {path.stem: path for path in found if path.suffix == SUFFIX}
    phases = [phase for phase in exercise.phases if phase in files]
    return [files[phase] for phase in phases] if len(phases) == len(exercise.phases) else []


def _newer(files: list[Path], definition: Path) -> bool:
    changed = definition.stat().st_mtime
    return all(file.stat().st_mtime >= changed for file in files)


def _read(files: list[Path]) -> "Iterator[LabelledSample]":
    from fitcoach.classify.training import labelled_samples

    return chain.from_iterable(map(labelled_samples, files))


def _quick_samples(exercise: "Exercise") -> "list[LabelledSample]":
    from fitcoach.classify.samples import LabelledSample

    kept, _ = shoot_samples(exercise, _QUICK, SEED)
    for phase, samples in kept.items():
        if len(samples) < _HARDLY_SEEN * _QUICK:
            echo(
                f"{phase} is seen rightly in only {len(samples)} of {_QUICK} pictures: "
                "a pose that shows more of the body is better recognised."
            )
    return [
        LabelledSample(exercise.name, phase, sample, sample.name)
        for phase, samples in kept.items()
        for sample in samples
    ]


def _judge(exercise: "Exercise", samples: "list[LabelledSample]") -> None:
    from rich.console import Console
    from rich.table import Table

    from fitcoach.classify.samples import SUFFIX
    from fitcoach.classify.separation import separation
    from fitcoach.classify.training import sample_sources
    from fitcoach.cli.terminal import console

    others = sample_sources(*sample_folders())
    others.pop(exercise.name, None)
    files = [path for paths in others.values() for path in paths if path.suffix == SUFFIX]
    with Console(stderr=True).status("Judging every sample by the others"):
        found = separation(exercise, samples, _read(files))
    table = Table("phase", "samples", "recognised", "mistaken for", "other exercises alike")
    for column in table.columns[1:3]:
        column.justify = "right"
    for phase, count in found.samples.items():
        within = found.within[phase]
        recognised = 1 - sum(within.values())
        table.add_row(
            phase, str(count), f"{recognised:.0%}", _list(within), _list(found.beyond[phase])
        )
    console().print(table)
    echo(_apart(found))
    if files:
        echo(_unlike_others(found))


def _list(shares: dict[str, float]) -> str:
    return ", ".join(f"{name} {share:.0%}" for name, share in [*shares.items()][:_OTHERS_SHOWN])


def _apart(found: "Separation") -> str:
    (one, other), share = found.confused()
    if share <= _TOLD_APART:
        return "The phases are told apart well."
    return (
        f"{one} and {other} are confused in {share:.0%} of their samples: "
        "move their key poses further apart."
    )


def _unlike_others(found: "Separation") -> str:
    other, share = found.likest()
    if share <= _TOLD_APART:
        return "Each other exercise differs from it in one phase at least."
    return (
        f"{other} is like it in every phase, in {share:.0%} of the samples or more: "
        "`--exercise auto` may take one for the other."
    )

"""`fitcoach studio`: samples, clips and contact sheets of a mannequin in the key poses."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.completion import exercises
from fitcoach.cli.echo import echo
from fitcoach.cli.shooting import SEED, shoot_samples
from fitcoach.resources import exercise_files
from fitcoach.words import listed

if TYPE_CHECKING:
    from fitcoach.exercise import Exercise

_PER_PHASE = 600
_OTHER_HEIGHT = 1.3
"""Of the other cameras of a rig above the floor, in metres."""

seed_option = click.option(
    "--seed", default=SEED, show_default=True, type=click.IntRange(0),
    help="The same seed gives the same pictures.",
)  # fmt: skip


@click.group()
def studio() -> None:
    """Makes sample poses from exercise definitions, with a mannequin and without a camera.

    Needs pip install 'fitcoach[studio]'. EXERCISE is a name or the path of a definition (.toml).

    \b
    fitcoach studio samples squat -o my-samples
    fitcoach studio clip squat --reps 5 -o squat.mp4
    fitcoach studio sheet squat -o squat.png
    """


@studio.command()
@click.argument("names", nargs=-1, metavar="[EXERCISE]...", shell_complete=exercises)
@click.option("--all", "every", is_flag=True, help="Of every exercise there is.")
@click.option(
    "-o", "--output", default="samples", show_default=True, metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path), help="Folder for EXERCISE/PHASE.csv.",
)  # fmt: skip
@click.option(
    "--per-phase", default=_PER_PHASE, show_default=True, type=click.IntRange(1),
    help="Pictures to take of each phase; those the landmarker sees wrongly are left out.",
)  # fmt: skip
@seed_option
def samples(names: tuple[str, ...], every: bool, output: Path, per_phase: int, seed: int) -> None:
    """Makes labelled sample poses to train on.

    \b
    fitcoach studio samples squat my-exercise.toml -o my-samples
    fitcoach studio samples --all
    """
    from fitcoach.exercise import find_exercise

    if every == bool(names):
        raise click.UsageError("Name one exercise or more, or give --all.")
    for exercise in [find_exercise(name) for name in (exercise_files() if every else names)]:
        _make_samples(exercise, output / exercise.name, per_phase, seed)


def _make_samples(exercise: "Exercise", folder: Path, per_phase: int, seed: int) -> None:
    from fitcoach.classify.samples import SUFFIX, write_samples

    kept, outcomes = shoot_samples(exercise, per_phase, seed)
    for phase, poses in kept.items():
        path = folder / f"{phase}{SUFFIX}"
        write_samples(path, poses)
        echo(
            f"{path}: {len(poses)} samples of {per_phase} pictures, "
            f"{outcomes[phase, 'missed']} without a person found, "
            f"{outcomes[phase, 'wrong']} seen wrongly"
        )


@studio.command()
@click.argument("exercise", metavar="EXERCISE", shell_complete=exercises)
@click.option(
    "--reps", default=5, show_default=True, type=click.IntRange(1, 100), help="Reps shown."
)
@click.option(
    "--yaw", default=60.0, show_default=True,
    help="Where the camera stands, in degrees: 0 in front, 90 at the left side.",
)  # fmt: skip
@seed_option
@click.option(
    "-o", "--output", required=True, metavar="FILE.mp4",
    type=click.Path(dir_okay=False, path_type=Path), help="The video to write.",
)  # fmt: skip
def clip(exercise: str, reps: int, yaw: float, seed: int, output: Path) -> None:
    """Films the exercise, to try counting on.

    \b
    fitcoach studio clip squat --reps 5 -o squat.mp4
    fitcoach studio clip my-exercise.toml --yaw 0 -o from-the-front.mp4
    """
    from fitcoach.exercise import find_exercise
    from fitcoach.studio.film import film

    film(find_exercise(exercise), reps, seed, yaw, output)
    echo(f"{output}: {reps} reps of {exercise}")


@studio.command()
@click.argument("exercise", metavar="EXERCISE", shell_complete=exercises)
@seed_option
@click.option(
    "-o", "--output", required=True, metavar="FILE.png",
    type=click.Path(dir_okay=False, path_type=Path), help="The picture to write.",
)  # fmt: skip
def sheet(exercise: str, seed: int, output: Path) -> None:
    """Draws every phase and variant from four sides, to see whether the key poses are right.

    \b
    fitcoach studio sheet my-exercise.toml -o sheet.png
    fitcoach studio sheet squat --seed 2 -o squat.png
    """
    from fitcoach.exercise import find_exercise
    from fitcoach.studio.sheet import contact_sheet

    contact_sheet(find_exercise(exercise), seed, output)
    echo(str(output))


@studio.command()
@click.argument("exercise", metavar="EXERCISE", shell_complete=exercises)
@click.option(
    "--reps", default=5, show_default=True, type=click.IntRange(1, 100), help="Reps shown."
)
@click.option(
    "--yaw", default=30.0, show_default=True, help="Where the first camera stands, as for a clip."
)
@click.option(
    "--apart", default=75.0, show_default=True,
    help="Degrees by which each one stands further round to the left than the one before.",
)  # fmt: skip
@click.option(
    "--cameras", default=2, show_default=True, type=click.IntRange(2, 8), help="How many there are."
)
@seed_option
@click.option(
    "-o", "--output", required=True, metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path), help="Folder for the clips and the rig.",
)  # fmt: skip
def pair(
    *, exercise: str, reps: int, yaw: float, apart: float, cameras: int, seed: int, output: Path
) -> None:
    """Films the exercise with two calibrated cameras or more, to try them out.

    \b
    fitcoach studio pair squat -o try
    fitcoach studio pair push-up --yaw 50 --apart 80 --reps 3 -o try
    fitcoach studio pair squat --cameras 3 -o try
    fitcoach count --rig try/rig.toml --source try/first.mp4 --source try/second.mp4 -e squat
    """
    from fitcoach.exercise import find_exercise
    from fitcoach.studio.film import Shot
    from fitcoach.studio.rig import film_rig

    others = (Shot(yaw + number * apart, _OTHER_HEIGHT) for number in range(1, cameras))
    clips = film_rig(find_exercise(exercise), reps, seed, [Shot(yaw), *others], output)
    echo(f"{output}: {reps} reps of {exercise} in {listed(clips)}, and rig.toml")

"""`fitcoach exercises`: the exercises there are, and new ones."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.check import check
from fitcoach.cli.echo import echo
from fitcoach.errors import FitcoachError
from fitcoach.resources import OWN_EXERCISES, own_exercises

if TYPE_CHECKING:
    from fitcoach.anatomy import Range

_TEMPLATE = Path(__file__).with_name("template.toml")


@click.group(invoke_without_command=True)
@click.pass_context
def exercises(context: click.Context) -> None:
    """Lists the exercises; the subcommands make new ones and check them.

    \b
    fitcoach exercises
    fitcoach exercises new cossack-squat
    fitcoach exercises check cossack-squat
    """
    if context.invoked_subcommand is None:
        _list()


def _list() -> None:
    from rich.table import Table

    from fitcoach.cli.terminal import console
    from fitcoach.exercise import load_all

    table = Table("name", "exercise", "best seen from", "muscles")
    sound, broken = load_all()
    for exercise in sound.values():
        views, muscles = ", ".join(exercise.camera.views), ", ".join(exercise.muscles)
        table.add_row(exercise.name, exercise.title, views, muscles)
    console().print(table)
    for name, path in own_exercises().items():
        if name in sound:
            echo(f"{name} is your own: {path}")
    for fault in broken.values():
        echo(f"fitcoach: {fault}", err=True)
    if broken:
        sys.exit(FitcoachError.exit_code)


@exercises.command()
@click.argument("name")
def new(name: str) -> None:
    """Writes a commented definition to start from, as exercises/NAME.toml.

    It describes a good morning until it is edited, and says what each field means.

    \b
    fitcoach exercises new good-morning
    fitcoach exercises new cossack-squat
    """
    from fitcoach.anatomy import CENTRAL_JOINTS, PAIRED_JOINTS
    from fitcoach.exercise import NAME, NOT_EXERCISES
    from fitcoach.files import whole_file

    if not re.fullmatch(NAME, name):
        raise FitcoachError(
            f"'{name}' cannot be an exercise's name; use lower case letters, digits and hyphens."
        )
    if name in NOT_EXERCISES:
        raise FitcoachError(
            f"'{name}' cannot be an exercise's name; that means something else to fitcoach."
        )
    path = OWN_EXERCISES / f"{name}.toml"
    if path.exists():
        raise FitcoachError(f"{path}: there is such a file already; choose another name.")
    title = name.replace("-", " ").capitalize()
    text = _TEMPLATE.read_text(encoding="utf-8")
    for placeholder, value in {
        "NAME": name,
        "TITLE": title,
        "PAIRED": _joint_list(PAIRED_JOINTS),
        "CENTRAL": _joint_list(CENTRAL_JOINTS),
    }.items():
        text = text.replace(placeholder, value)
    with whole_file(path) as part:
        part.write_text(text, encoding="utf-8")
    echo(f"{path}: edit it, it says how; then check it with `fitcoach exercises check {path}`.")


def _joint_list(joints: "Mapping[str, Range]") -> str:
    """The joints and their limits as comment lines."""
    return "\n".join(
        f"#   {name:20} {low:4.0f} to {high:3.0f}" for name, (low, high) in joints.items()
    )


exercises.add_command(check)

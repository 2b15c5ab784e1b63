"""`fitcoach exercises`: the exercises there are, and new ones."""

import re
import sys
from pathlib import Path

import click

from fitcoach.cli.check import check
from fitcoach.errors import FitcoachError
from fitcoach.resources import EXERCISES, OWN_EXERCISES

_TEMPLATE = Path(__file__).with_name("template.toml")


@click.group(invoke_without_command=True)
@click.pass_context
def exercises(context: click.Context) -> None:
    """Lists the exercises; the subcommands make new ones and check them."""
    if context.invoked_subcommand is None:
        _list()


def _list() -> None:
    from rich.console import Console
    from rich.table import Table

    from fitcoach.exercise import exercise_files, load_exercise

    table = Table("name", "exercise", "best seen from", "muscles")
    own, broken = [], []
    for path in exercise_files().values():
        try:
            exercise = load_exercise(path)
        except FitcoachError as error:
            broken.append(str(error))
            continue
        views, muscles = ", ".join(exercise.camera.views), ", ".join(exercise.muscles)
        table.add_row(exercise.name, exercise.title, views, muscles)
        if not path.resolve().is_relative_to(EXERCISES):
            own.append(path)
    Console().print(table)
    for path in own:
        click.echo(f"{path.stem} is your own: {path}")
    for fault in broken:
        click.echo(f"fitcoach: {fault}", err=True)
    if broken:
        sys.exit(FitcoachError.exit_code)


@exercises.command()
@click.argument("name")
def new(name: str) -> None:
    """Writes a commented definition to start from, as exercises/NAME.toml.

    \b
    fitcoach exercises new cossack-squat
    """
    from fitcoach.exercise import NAME

    if not re.match(NAME, name):
        raise FitcoachError(
            f"'{name}' cannot be an exercise's name; use lower case letters, digits and hyphens."
        )
    path = OWN_EXERCISES / f"{name}.toml"
    if path.exists():
        raise FitcoachError(f"{path}: there is such a file already; choose another name.")
    title = name.replace("-", " ").capitalize()
    text = _TEMPLATE.read_text(encoding="utf-8").replace("NAME", name).replace("TITLE", title)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(f"{path}: edit it, then look at it with `fitcoach exercises check {path}`.")


exercises.add_command(check)

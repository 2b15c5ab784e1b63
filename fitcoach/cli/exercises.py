"""`fitcoach exercises`: the exercises there are, and new ones."""

import re
from pathlib import Path

import click

from fitcoach.errors import FitcoachError
from fitcoach.resources import OWN_EXERCISES

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
    for path in exercise_files().values():
        exercise = load_exercise(path)
        views, muscles = ", ".join(exercise.camera.views), ", ".join(exercise.muscles)
        table.add_row(exercise.name, exercise.title, views, muscles)
    Console().print(table)


@exercises.command()
@click.argument("name")
def new(name: str) -> None:
    r"""Writes a commented definition to start from, as exercises/NAME.toml.

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


@exercises.command()
@click.argument("definition", type=click.Path(path_type=Path), metavar="FILE.toml")
def check(definition: Path) -> None:
    """Checks a definition and draws its key poses beside it, as FILE.png."""
    from fitcoach.exercise import load_exercise
    from fitcoach.studio.sheet import contact_sheet

    exercise = load_exercise(definition)
    sheet = definition.with_suffix(".png")
    contact_sheet(exercise, 1, sheet)
    click.echo(f"{definition}: sound. Its key poses from four sides: {sheet}")

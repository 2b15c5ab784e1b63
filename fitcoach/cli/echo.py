"""Lines in the terminal."""

import click

from fitcoach.words import printable


def echo(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Prints a text as `click.echo` does, but none of the controls in it: it may be of anybody."""
    click.echo(printable(str(text)), err=err, nl=nl)

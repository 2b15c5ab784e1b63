"""Completion in the shell: the command that sets it up, and what is completed."""

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem, get_completion_class

from fitcoach.cli.echo import echo
from fitcoach.resources import exercise_files

_PROGRAM = "fitcoach"
_VARIABLE = "_FITCOACH_COMPLETE"
"""By which the shell asks for what may follow; click looks for it under this name."""

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Prints a script that completes commands, options, exercises and files when you press Tab.

    The shell is to read it when it starts; one of these sets that up:

    \b
    fitcoach completion bash >> ~/.bashrc
    fitcoach completion zsh >> ~/.zshrc
    fitcoach completion fish > ~/.config/fish/completions/fitcoach.fish

    Then open a new terminal. In zsh `compinit` must have been called before.
    """
    made = get_completion_class(shell)
    assert made is not None
    echo(made(context.find_root().command, {}, _PROGRAM, _VARIABLE).source())


def exercises(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The exercises whose name begins so, else files: a definition's path may be given, too."""
    return _beginning(exercise_files(), incomplete)


def exercises_and_auto(
    _: click.Context, __: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """As `exercises`, and `auto`."""
    return _beginning(["auto", *exercise_files()], incomplete)


def files(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders."""
    return [_file(incomplete)]


def _beginning(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    found = [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return found or [_file(incomplete)]


def _file(incomplete: str) -> CompletionItem:
    return CompletionItem(incomplete, type="file")  # the shell knows which there are

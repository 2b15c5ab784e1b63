"""The commands that the documentation and the help tell people to type."""

import re
import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from fitcoach.cli.main import cli

ROOT = Path(__file__).parents[1]
DOCS = sorted(
    path
    for folder in (".", "docs", "exercises", "models", "samples")
    for path in (ROOT / folder).glob("*.md")
    if path.name != "CHANGELOG.md"
)

_SHELL = {">", ">>", "<", "|", "&&"}
_PROGRAM = re.compile(r"^(?:python3 scripts/fitcoach\.py|fitcoach) ")


def commands_in_blocks(text: str) -> list[str]:
    """The lines of indented and fenced blocks that call fitcoach."""
    found, fenced = [], False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif (fenced or line.startswith("    ")) and _PROGRAM.match(line.strip()):
            found.append(_PROGRAM.sub("fitcoach ", line.strip()))
    return found


def programs(text: str) -> list[tuple[str, list[str]]]:
    """The indented blocks that are Python and use fitcoach.

    Returns:
        Each with the lines that it is said to print, as far as they are given.
    """
    paragraphs = re.split(r"(?m)((?:^(?: {4}.*)?\n)+)", text)
    blocks = [textwrap.dedent(paragraph).strip() for paragraph in paragraphs]
    found = []
    for place, block in enumerate(blocks):
        if re.search(r"(?m)^(import|from) fitcoach\b", block):
            said = blocks[place + 2].splitlines() if blocks[place + 1] == "prints" else []
            found.append((block, [line for line in said if line != "…"]))
    return found


def codes_in_text(text: str) -> list[str]:
    """What stands in single backticks, on one line each."""
    return [" ".join(code.split()) for code in re.findall(r"(?<!`)`([^`]+)`(?!`)", text)]


def examples(command: click.Command) -> list[str]:
    """The commands in a command's help."""
    lines = (line.strip() for line in (command.help or "").splitlines())
    return [line for line in lines if line.startswith("fitcoach ")]


def all_commands(
    command: click.Command = cli, name: str = "fitcoach"
) -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name; groups too."""
    yield name, command
    if isinstance(command, click.Group):
        for each, sub in command.commands.items():
            yield from all_commands(sub, f"{name} {each}")


def parse(line: str) -> tuple[str, dict[str, object]]:
    """Reads a command line as fitcoach does, without running it.

    Returns:
        The whole name of the command, and its arguments.

    Raises:
        click.UsageError: fitcoach would not take it.
    """
    words = shlex.split(line, comments=True)
    arguments = words[1 : next((i for i, word in enumerate(words) if word in _SHELL), None)]
    command: click.Command = cli
    name, context = "fitcoach", None
    while True:
        context = command.make_context(name, list(arguments), parent=context)
        arguments = [*context._protected_args, *context.args]
        if not isinstance(command, click.Group) or not arguments:
            return name, context.params
        word, command, arguments = command.resolve_command(context, arguments)
        name = f"{name} {word}"

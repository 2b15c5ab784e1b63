"""Every command that the documentation or the help tells people to type is one fitcoach takes."""

import click
import pytest
from told import DOCS, ROOT, all_commands, codes_in_text, commands_in_blocks, examples, parse

from fitcoach.resources import exercise_files

_HELP = ("-h", "--help")
COMMANDS = dict(all_commands())
OPTIONS = {o for c in COMMANDS.values() for p in c.params for o in (*p.opts, *p.secondary_opts)}
TOLD = [
    pytest.param(line, id=f"{path.relative_to(ROOT)}: {line}")
    for path in DOCS
    for line in commands_in_blocks(path.read_text(encoding="utf-8"))
]
EXAMPLES = [
    pytest.param(line, id=f"{name}: {line}")
    for name, command in COMMANDS.items()
    for line in examples(command)
]
INVENTED = {
    values["name"]
    for name, values in (parse(each.values[0]) for each in (*TOLD, *EXAMPLES))
    if name == "fitcoach exercises new"
}


def named_exercises(values):
    given = [values.get(key) for key in ("exercise_name", "exercise", "definition")]
    return {name for name in (*given, *values.get("names", ())) if name}


@pytest.mark.parametrize("line", [*TOLD, *EXAMPLES])
def test_a_command_that_is_told_is_taken(line):
    _, values = parse(line)
    known = {"auto", *exercise_files(), *INVENTED}
    assert {n for n in named_exercises(values) if not n.endswith(".toml")} <= known


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_and_options_named_in_the_text_are_there(path):
    for code in codes_in_text(path.read_text(encoding="utf-8")):
        words = code.split()
        if words[0].startswith("--"):
            assert words[0].partition("=")[0] in OPTIONS, code
        if words[0] != "fitcoach":
            continue
        name = "fitcoach"
        for word in words[1:]:
            if f"{name} {word}" in COMMANDS:
                name = f"{name} {word}"
            elif word.startswith("-"):
                assert word in {*_HELP, *(o for p in COMMANDS[name].params for o in p.opts)}, code
            else:
                group = isinstance(COMMANDS[name], click.Group)
                assert not group or COMMANDS[name].params, code


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_has_examples(name):
    own = [line for line in examples(COMMANDS[name]) if parse(line)[0].startswith(name)]
    assert len(own) >= 2
    assert COMMANDS[name].get_short_help_str()


def test_there_are_commands_to_test():
    assert len(TOLD) > 40
    assert len(EXAMPLES) > 40


@pytest.mark.parametrize(
    "line", ["fitcoach fly", "fitcoach count clip.mp4 -e squat --quick", "fitcoach live --sets x"]
)
def test_a_wrong_command_would_be_found(line):
    with pytest.raises(click.UsageError):
        parse(line)

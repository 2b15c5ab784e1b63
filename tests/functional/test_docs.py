"""What the documentation shows does what it says."""

import re
import subprocess
import sys

import pytest
from told import DOCS, ROOT, commands_in_blocks, programs

from fitcoach.resources import SAMPLES

PROGRAMS = [
    pytest.param(program, shown, id=f"{path.name}-{number}")
    for path in DOCS
    for number, (program, shown) in enumerate(programs(path.read_text(encoding="utf-8")))
]

QUICK = r"exercises|models|completion \w+|sessions( stats| --.*)?|count .*samples/clips/.*"
"""Commands that need nothing but what ships, and keep nothing."""


@pytest.mark.skipif(SAMPLES.parent != ROOT, reason="this is no checkout")
@pytest.mark.parametrize(("program", "shown"), PROGRAMS)
def test_a_program_prints_what_is_shown(program, shown):
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("\n".join(shown))
    counted = int(re.search(r"(\d)-reps", program + result.stdout)[1])
    assert re.findall(r"(?m)^(\d) ", result.stdout) == [str(i + 1) for i in range(counted)]


def test_there_are_programs():
    assert len(PROGRAMS) >= 3


@pytest.mark.parametrize(
    "line",
    sorted(
        {
            re.sub(r"\s*(#|>).*", "", line)
            for path in DOCS
            for line in commands_in_blocks(path.read_text(encoding="utf-8"))
            if re.fullmatch(rf"fitcoach ({QUICK})\s*((#|>).*)?", line)
        }
    ),
)
def test_a_command_that_needs_nothing_runs(run, line):
    result = run(*line.split()[1:], cwd=ROOT)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout

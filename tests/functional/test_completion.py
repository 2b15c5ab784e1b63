"""Completion as a shell asks for it."""

import os
import shutil
import subprocess
import sys
import time

import pytest

from fitcoach.resources import EXERCISES


@pytest.fixture
def program(tmp_path):
    """The folder of a program `fitcoach` that is the one under test."""
    folder = tmp_path / "bin"
    folder.mkdir()
    file = folder / "fitcoach"
    file.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m fitcoach "$@"\n')
    file.chmod(0o755)
    return folder


@pytest.fixture
def completed(run, program, tmp_path):
    """Presses Tab after some words in bash, with the script that fitcoach prints."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    script = tmp_path / "completion.bash"
    script.write_text(run("completion", "bash").stdout)

    def press_tab(*words):
        listed = " ".join(f'"{word}"' for word in words)
        told = (
            f"source {script}; COMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}\n"
            'compopt() { printf "compopt %s %s\\n" "$@"; }\n'
            '_fitcoach_completion fitcoach; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        result = subprocess.run(
            ["bash", "-c", told], capture_output=True, text=True, check=True, cwd=tmp_path,
            env={**os.environ, "PATH": f"{program}:{os.environ['PATH']}"},
        )  # fmt: skip
        assert result.stderr == ""
        return result.stdout.split("\n")[:-1]

    return press_tab


def test_commands_options_and_choices(completed):
    assert completed("fitcoach", "do") == ["doctor"]
    assert completed("fitcoach", "sessions", "s") == ["show", "stats"]
    assert completed("fitcoach", "count", "--stri") == ["--strictness"]
    assert completed("fitcoach", "count", "--strictness", "") == ["relaxed", "normal", "strict"]


def test_exercises(completed, tmp_path):
    (tmp_path / "exercises").mkdir()
    shutil.copy(EXERCISES / "squat.toml", tmp_path / "exercises" / "squat-hold.toml")
    assert completed("fitcoach", "count", "clip.mp4", "-e", "squ") == ["squat", "squat-hold"]
    assert completed("fitcoach", "live", "--exercise", "au") == ["auto"]
    assert "auto" not in completed("fitcoach", "record", "--exercise", "")
    assert completed("fitcoach", "studio", "clip", "pla") == ["plank"]


def test_files_are_left_to_the_shell(completed):
    for words in (("count", "vid"), ("live", "--source", "vid"), ("count", "-e", "exercises/")):
        assert "compopt -o default" in completed("fitcoach", *words)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_each_shell(run, shell, tmp_path):
    result = run("completion", shell)
    assert (result.returncode, result.stderr) == (0, "")
    assert "_FITCOACH_COMPLETE" in result.stdout
    if shutil.which(shell):
        script = tmp_path / "script"
        script.write_text(result.stdout)
        subprocess.run([shell, "-n", script], check=True)


def test_an_unknown_shell_is_refused(run):
    result = run("completion", "powershell")
    assert result.returncode == 2
    assert "bash" in result.stderr


def test_it_answers_about_as_quickly_as_the_help():
    asked = {
        "_FITCOACH_COMPLETE": "bash_complete", "COMP_WORDS": "fitcoach live -e s", "COMP_CWORD": "3"
    }  # fmt: skip

    def quickest(*arguments, **environ):
        times = []
        for _ in range(4):
            begun = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "fitcoach", *arguments], env={**os.environ, **environ},
                capture_output=True, check=True,
            )  # fmt: skip
            times.append(time.perf_counter() - begun)
        return min(times)

    assert quickest(**asked) < 2.5 * quickest("--help")

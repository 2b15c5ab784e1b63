"""Files of sessions: their formats, and what is so of all of them."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from export_samples import RICH, session_logs
from hypothesis import given, settings

from fitcoach.errors import FitcoachError
from fitcoach.files import whole_file
from fitcoach.session.exports import export, render
from fitcoach.session.formats import FORMATS, format_of


@pytest.mark.parametrize("kind", FORMATS)
def test_the_suffix_tells_the_format(kind):
    assert format_of(Path(f"monday.{kind}")) == format_of(Path(f"MONDAY.{kind.upper()}")) == kind


@pytest.mark.parametrize("name", ["monday.txt", "monday", "json", ".csv"])
def test_another_suffix_is_refused(name):
    with pytest.raises(FitcoachError) as refused:
        format_of(Path(name))
    assert str(refused.value) == (
        f"{name}: the suffix tells the format; it can be .json, .csv, .md, .html, .fit."
    )


@pytest.mark.parametrize("kind", FORMATS)
def test_the_file_holds_what_is_rendered_and_nothing_lies_beside_it(kind, tmp_path):
    path = tmp_path / "of" / f"monday.{kind}"
    export([RICH], path, kind)
    assert path.read_bytes() == render([RICH], kind)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_session_gives_the_same_file(kind):
    assert render([RICH], kind) == render([RICH], kind)


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "monday.csv"
    path.mkdir()
    with pytest.raises(FitcoachError, match="this file cannot be written") as refused:
        export([RICH], path, "csv")
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_of_a_file_that_was_not_written_nothing_is_left(tmp_path, error):
    def write():
        with whole_file(tmp_path / "a.csv") as part:
            part.write_text("half")
            raise error

    with pytest.raises((FitcoachError, KeyboardInterrupt)):
        write()
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_exported_leaves_the_old_file(tmp_path):
    path = tmp_path / "monday.fit"
    path.write_text("of last week")
    with pytest.raises(FitcoachError):
        export([RICH, RICH], path, "fit")
    assert path.read_text() == "of last week"


@pytest.mark.parametrize("kind", ["json", "csv", "md", "html"])
def test_several_sessions_go_into_one_file(kind):
    other = RICH.model_copy(update={"id": "f" * 32, "title": "Tuesday"})
    text = render([RICH, other], kind).decode()
    assert "Monday" in text
    assert "Tuesday" in text
    assert render([], kind) is not None


@pytest.mark.parametrize("kind", ["csv", "md", "fit"])
@settings(max_examples=50)
@given(log=session_logs)
def test_any_session_can_be_exported(kind, log):
    assert render([log], kind)


@settings(max_examples=10)
@given(log=session_logs)
def test_any_session_can_be_drawn(log):
    assert render([log], "html")


def test_what_a_format_needs_is_imported_only_for_it():
    script = (
        "import sys, fitcoach.session.exports;"
        "print({'matplotlib', 'jinja2', 'garmin_fit_sdk'} & set(sys.modules))"
    )
    run = [sys.executable, "-c", script]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "set()\n"

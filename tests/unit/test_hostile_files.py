"""What others' files must not do: run code, take all memory, leave their folder, or fool people."""

import ast
import errno
import io
import os
import stat
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import export_samples
import numpy as np
import pytest
from fuzzing.cases import run_case

import fitcoach
from fitcoach.arrays import DamagedArraysError, read_arrays
from fitcoach.capture import Frame, LandmarkerOptions, Observation, observe
from fitcoach.capture.observe import open_source
from fitcoach.capture.recorder import VideoRecorder
from fitcoach.cli.terminal import console
from fitcoach.errors import FitcoachError
from fitcoach.files import whole_file
from fitcoach.recording import PoseRecording
from fitcoach.schema import NonsenseError, check_sense
from fitcoach.session.exports.fit import activity
from fitcoach.session.history import History
from fitcoach.session.journal import Journal
from fitcoach.session.log import SessionLog
from fitcoach.session.places import make_private, recording_file, recording_files
from fitcoach.session.statistics import statistics
from fitcoach.session.tables import summary_tables
from fitcoach.words import printable

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights to files are those of POSIX")
SOURCES = sorted(Path(fitcoach.__file__).parent.rglob("*.py"))
HOSTILE = "\x1b]0;owned\x07\x1b[2J\u202e[/][red]\r"


@pytest.mark.parametrize("number", range(60))
def test_spoiled_files_are_borne(number):
    """A few of the cases of tests/benchmarks/fuzz.py, always the same."""
    assert run_case("unit", number, native=False).faults == []


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_nothing_in_a_file_is_ever_executed():
    assert SOURCES
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            name.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in [*node.names, ast.alias(getattr(node, "module", None) or "")]
        }
        assert not imported & {"pickle", "cPickle", "dill", "joblib", "marshal", "shelve", "yaml"}
        for name, call in calls(tree):
            assert name not in {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
            assert name not in {"np.load", "numpy.load"}, f"{path}: read_arrays does it safely"
            shell = [word for word in call.keywords if word.arg == "shell"]
            assert not shell, path


def test_all_that_is_printed_goes_through_what_takes_control_characters_out():
    for path in SOURCES:
        if path.parent.name != "cli" or path.name in {"echo.py", "terminal.py"}:
            continue
        for name, call in calls(ast.parse(path.read_text(encoding="utf-8"))):
            assert name not in {"click.echo", "click.secho", "print"}, path
            if name == "Console":  # for progress, which holds no texts of others
                assert [word.arg for word in call.keywords] == ["stderr"], path


def test_control_characters_become_visible():
    assert printable("plain, \u00e9\U0001f600\n\ttext\r\n") == "plain, \u00e9\U0001f600\n\ttext\r\n"
    assert printable("\x1b[2J\x9b\x00\x7f\u202e\ud800\r.") == "\ufffd[2J" + "\ufffd" * 6 + "."


def test_texts_of_others_are_no_markup_in_tables(capsys):
    log = export_samples.spoken(HOSTILE)
    for table in summary_tables(log, lambda _: (None, None)):
        console().print(table)
    shown = capsys.readouterr().out
    assert printable(shown) == shown
    assert "[/][red]" in shown


def archive(path, header, content):
    file = io.BytesIO()
    file.write(b"\x93NUMPY\x01\x00" + (len(header) + 1).to_bytes(2, "little") + header + b"\n")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("t.npy", file.getvalue() + content)


@pytest.mark.parametrize(
    ("header", "content", "reason"),
    [
        (b"{'descr': '<f8', 'fortran_order': False, 'shape': (8589934592,)}", b"", "as they say"),
        (b"{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}", b"", "as they say"),
        (b"{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", bytes(8), "as they say"),
        (b"{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", bytes(8), "as they say"),
        (b"__import__('os').system('true')", b"", "no archive of arrays"),
        (b"{'descr': '<i1', 'fortran_order': False, 'shape': (600000000,)}",
         bytes(600_000_000), "more than 512 MB"),
    ],
)  # fmt: skip
def test_arrays_are_not_believed(tmp_path, header, content, reason):
    archive(tmp_path / "a.npz", header, content)
    with pytest.raises(DamagedArraysError, match=reason):
        read_arrays(tmp_path / "a.npz", ["t"])


def test_arrays_come_back_in_every_order(tmp_path):
    array = np.arange(24.0).reshape(2, 3, 4)
    np.savez_compressed(tmp_path / "a.npz", rows=array, columns=np.asfortranarray(array), word="é")
    read = read_arrays(tmp_path / "a.npz", ["rows", "columns", "word"])
    np.testing.assert_array_equal(read["rows"], array)
    np.testing.assert_array_equal(read["columns"], array)
    assert str(read["word"]) == "é"


def test_landmarks_beyond_reason_are_refused(make_pose, tmp_path):
    recording = PoseRecording.from_poses([(0.0, make_pose(1))], (480, 640))
    recording.world[0, 0, 0] = np.inf
    recording.save(tmp_path / "a.npz")
    with pytest.raises(FitcoachError, match="'world' holds numbers beyond"):
        PoseRecording.load(tmp_path / "a.npz")


def test_content_beyond_reason():
    check_sense({"a": [1e9, float("nan"), True, "x"]})
    with pytest.raises(NonsenseError, match=r"a\[2\]\.b is beyond"):
        check_sense({"a": [0, {"b": 10**400}]})
    deep = 0
    for _ in range(2000):
        deep = [deep]
    with pytest.raises(NonsenseError, match="in each other"):
        check_sense(deep)


@pytest.fixture
def history(tmp_path):
    history = History(tmp_path / "data")
    history.add(export_samples.RICH)
    return history


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sessions SET began = 'x'",
        "UPDATE sessions SET seconds = 'x'",
        "UPDATE sessions SET seconds = 9e999",
        "UPDATE sets SET day = 'x'",
        "UPDATE sets SET held = 'x', reps = 'x'",
    ],
)
def test_rows_of_a_damaged_history(history, statement):
    with history.database.writing() as database:
        database.execute(statement)
    with pytest.raises(FitcoachError, match="the history is damaged"):  # noqa: PT012
        history.entries()
        statistics(history, datetime.now(UTC).date())


def test_an_id_is_no_path(tmp_path, history):
    """What a history calls a session is not to delete other files with it."""
    precious = tmp_path / "precious.txt"
    precious.write_text("x")
    (tmp_path / "data" / "recordings").mkdir()
    for identity in ("../../precious", "*", "../../*", "[0-9]*"):
        assert recording_files(tmp_path / "data", identity) == []
    with history.database.writing() as database:
        database.execute("UPDATE sessions SET id = '../../precious'")
    history.delete(1)
    assert precious.exists()


@pytest.mark.parametrize("identity", ["../../x", "x" * 32, "a" * 32 + "\n", ""])
def test_an_imported_session_brings_no_path(identity):
    with pytest.raises(ValueError, match="pattern"):
        SessionLog.model_validate(export_samples.RICH.model_dump() | {"id": identity})


@POSIX
def test_what_is_kept_is_private(tmp_path):
    data = tmp_path / "new" / "data"
    old = os.umask(0o022)
    try:
        make_private(recording_file(data, export_samples.RICH.id, ".mkv").parent)
        History(data).add(export_samples.RICH)
        journal = Journal(data, datetime.now(UTC), "x", "clip", "normal")
        journal._flush()
    finally:
        os.umask(old)
    assert journal.path.exists()
    for path in (data.parent, data, *data.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
    journal.close(keep=False)


@POSIX
def test_a_journal_is_written_through_no_link(tmp_path):
    journal = Journal(tmp_path / "data", datetime.now(UTC), "x", "clip", "normal")
    journal.path.parent.mkdir(parents=True)
    precious = tmp_path / "precious.txt"
    precious.write_text("x")
    journal.path.symlink_to(precious)
    journal._flush()
    assert "cannot be written" in journal.trouble
    assert precious.read_text() == "x"


@POSIX
def test_a_file_is_written_through_no_link(tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_text("x")
    for name in ("report.html", "report.html.part"):
        (tmp_path / name).symlink_to(precious)
    with whole_file(tmp_path / "report.html") as part:
        part.write_text("y")
    assert precious.read_text() == "x"
    assert (tmp_path / "report.html").read_text() == "y"


def test_a_source_whose_name_is_no_text(tmp_path):
    """As a file is called whose name is not UTF-8."""
    journal = Journal(tmp_path, datetime.now(UTC), "x", "clip\udcff.mp4\x1b", "normal")
    journal._flush()
    assert "clip\ufffd.mp4\ufffd" in journal.path.read_text(encoding="utf-8")
    journal.close(keep=False)


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b"])
def test_what_is_no_name_of_a_file(name):
    with pytest.raises(FitcoachError, match=r"cannot be opened|no such file"):
        observe(name, LandmarkerOptions)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems name files in Unicode")
def test_a_clip_whose_name_is_no_text(tmp_path):
    clip = tmp_path / "clip\udcff.mp4"
    clip.write_bytes(b"x")
    for name in (str(clip), "http://me:secret@127.0.0.1:9/clip\udcff.mp4"):
        with pytest.raises(FitcoachError, match="is not UTF-8; rename") as refused:
            open_source(name)
        assert "secret" not in str(refused.value)
    video = VideoRecorder(tmp_path / "session\udcff.mkv")
    video.take(Observation(0, 0.0, None, Frame(0, 0.0, np.zeros((48, 64, 3), np.uint8))))
    video.close()
    assert "is not UTF-8; rename" in video.trouble


def forbidden(*_):
    raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize("asked", ["is_dir", "iterdir"])
def test_folders_that_one_may_not_enter_or_list(tmp_path, monkeypatch, asked):
    """Patched, since who runs the tests may be allowed everything."""
    monkeypatch.setattr(Path, asked, forbidden)
    with pytest.raises(FitcoachError, match=r"cannot be (opened|read) \(Permission denied\)"):
        open_source(str(tmp_path))


def test_a_long_text_fits_into_fit():
    assert activity([export_samples.RICH.model_copy(update={"version": "é" * 500})])

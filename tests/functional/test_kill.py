"""Nothing that was told is lost, whatever ends the program or the disk."""

import resource
import signal
import subprocess
import sys

import pytest
from killing import REPS, kill_and_recover, many_squats, recovered

from fitcoach.session.history import History


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "many-squats.npz"
    many_squats(path)
    return path


def test_what_was_told_survives_kill_9(source, tmp_path):
    counts = kill_and_recover(source, tmp_path / "data", times=5, seconds=2.0, seed=1)
    assert any(counts)


def live(source, data, **options):
    return subprocess.run(
        [sys.executable, "-m", "fitcoach", "live", "-e", "squat", "--source", source,
         "--data-dir", data, "--no-sound"],
        capture_output=True, text=True, check=False, **options,
    )  # fmt: skip


def test_a_full_disk(source, tmp_path):
    """A small file system of its own: its journal fills it before the session is over."""
    data = tmp_path / "small"
    data.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", data], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("only the superuser may mount a small file system")
    try:
        result = live(source, data)
        assert result.returncode == 1
        assert f"Squat: {REPS} reps" in result.stdout, "the session goes on"
        assert "No space left on device" in result.stderr
        assert "Traceback" not in result.stderr
        (journal,) = data.glob("journals/*.jsonl")
        written = journal.read_bytes().count(b'"event": "rep",')
        assert written > 10
        assert journal.read_bytes().endswith(b"\n"), "no line is cut"
        subprocess.run(["mount", "-o", "remount,size=10m", data], check=True)
        assert recovered(data) == [written]
    finally:
        subprocess.run(["umount", data], check=True)


def test_files_that_may_not_grow(source, tmp_path):
    """The same without a file system of its own."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    result = live(source, tmp_path / "data", preexec_fn=limit)
    assert result.returncode == 1
    assert f"Squat: {REPS} reps" in result.stdout
    assert "the journal cannot be written (File too large)" in result.stderr
    (reps,) = recovered(tmp_path / "data")
    assert 10 < reps < REPS


def test_two_at_once_do_not_harm_each_other(source, tmp_path):
    command = [
        sys.executable, "-m", "fitcoach", "live", "-e", "squat", "--source", source,
        "--data-dir", tmp_path / "data", "--no-sound",
    ]  # fmt: skip
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in both:
        out, errors = process.communicate(timeout=300)
        assert process.returncode == 0
        assert errors == ""
        assert "Kept as session" in out
    assert recovered(tmp_path / "data") == [REPS, REPS]


def test_what_is_not_there_yet_is_no_trouble(run, tmp_path):
    result = run("sessions", "--data-dir", tmp_path / "nothing")
    assert result.returncode == 0
    assert "No sessions yet" in result.stdout
    assert not (tmp_path / "nothing").exists()
    assert History(tmp_path / "nothing").entries() == []
    assert list(tmp_path.iterdir()) == []

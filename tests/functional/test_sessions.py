"""`fitcoach sessions` as its users run it."""

import json

import pytest
from training import ATTEMPT, LAPSE, SQUAT, hold_of, rep, session, set_of

from fitcoach.session.history import History


@pytest.fixture
def data(tmp_path):
    """Two sessions: squats, and a plank and squats the day after."""
    first = session(set_of(rep(1), rep(2, turn=120.0, grade="fault")))
    second = session(
        hold_of(30.0, LAPSE),
        set_of(rep(1), rep(2), rep(3, turn=95.0), attempts=(ATTEMPT,), goal_reps=5),
        days=1,
    )
    History(tmp_path).add(first, second)
    return tmp_path


def test_the_list(run, data):
    result = run("sessions", "--data-dir", data)
    assert result.returncode == 0
    heading, latest, first = result.stdout.splitlines()
    assert heading.split() == [
        "session", "began", "lasted", "exercises", "sets", "reps", "held", "good", "form",
    ]  # fmt: skip
    assert latest.split() == [
        "2", "2026-11-22", "07:30", "1:10", "min", "Plank,", "Squat", "2", "3", "30", "s",
        "100", "%",
    ]  # fmt: skip
    assert first.split()[-2:] == ["50", "%"]


def test_the_list_for_other_programs(run, data):
    result = run("sessions", "--json", "--since", "2026-11-22", "--data-dir", data)
    (entry,) = json.loads(result.stdout)
    assert entry["number"] == 2
    assert entry["began"] == "2026-11-22T07:30:00+00:00"
    assert entry["exercises"] == ["Plank", "Squat"]


def test_a_session(run, data):
    shown = run("sessions", "show", "last", "--data-dir", data).stdout
    for words in (
        "squat, Sunday 2026-11-22 07:30",
        "Plank: 30 s held",
        "Lift your hips (9 s)",
        "Squat: 3 reps, 1 attempt not counted",
        "3 of 5 reps in 57 s",
        "2 reps on 2026-11-21 (+1 now), 50 % good",
        "2.0-0.5-1.5 s",
    ):
        assert words in shown
    first = run("sessions", "--data-dir", data, "show", "1").stdout
    assert "fault: Lower your hips (120°, good is at most 95°)" in first
    assert "last time" not in first


def test_statistics(run, data):
    shown = run("sessions", "stats", "--data-dir", data).stdout
    assert "2 sessions. In a row:" in shown
    assert "5 reps" in shown
    assert "Reps a week" in shown
    assert "Seconds held a week" in shown
    only = run("sessions", "stats", "-e", "plank", "--data-dir", data).stdout
    assert "Squat" not in only


def test_deleting(run, data):
    recordings = data / "recordings"
    recordings.mkdir()
    mine = recordings / f"{History(data).load(1).id}.mkv"
    other = recordings / f"{History(data).load(2).id}.npz"
    mine.touch()
    other.touch()
    asked = run("sessions", "delete", "1", "--data-dir", data, input="n\n")
    assert "for good?" in asked.stdout
    assert mine.exists()
    result = run("sessions", "delete", "1", "--yes", "--data-dir", data)
    assert result.stdout == "Session 1 is deleted.\n"
    assert not mine.exists()
    assert other.exists()
    assert "There is no session 1" in run("sessions", "show", "1", "--data-dir", data).stderr


def test_what_is_exported_can_be_imported_elsewhere(run, data, tmp_path):
    file = tmp_path / "both.json"
    assert run("sessions", "export", "all", "-o", file, "--data-dir", data).stdout == (
        f"{file}: 2 sessions\n"
    )
    elsewhere = tmp_path / "elsewhere"
    result = run("sessions", "import", file, "--data-dir", elsewhere)
    assert result.stdout == f"{file}: 2 sessions taken in: 1, 2\n"
    for number in (1, 2):
        assert History(elsewhere).load(number) == History(data).load(number)
    again = run("sessions", "import", file, "--data-dir", elsewhere)
    assert again.stdout == f"{file}: 0 sessions taken in, 2 were there already\n"
    assert History(elsewhere).count() == 2


@pytest.mark.parametrize("suffix", ["csv", "md", "html", "fit"])
def test_each_format_is_written(run, data, tmp_path, suffix):
    file = tmp_path / f"last.{suffix}"
    result = run("sessions", "export", "last", "-o", file, "--data-dir", data)
    assert result.returncode == 0
    assert file.stat().st_size > 300


def test_texts_are_printed(run, data):
    result = run("sessions", "export", "1", "--format", "csv", "--data-dir", data)
    assert result.stdout.startswith("session,")
    assert len(result.stdout.splitlines()) == 3


def test_live_and_count_export_what_they_saw(run, squat_clip, tmp_path):
    page, counted = tmp_path / "live.html", tmp_path / "count.json"
    live = run(
        "live", "-e", "squat", "--source", squat_clip, "--data-dir", tmp_path, "--export", page
    )
    assert f"Written to {page}" in live.stdout
    assert "5 reps" in page.read_text()
    run("count", "-e", "squat", squat_clip, "--export", counted)
    result = run("sessions", "import", counted, "--data-dir", tmp_path)
    assert "1 session taken in: 2" in result.stdout
    first, second = (History(tmp_path).load(number) for number in (1, 2))
    assert [each.reps for each in first.sets] == [each.reps for each in second.sets]


def test_a_clip_that_cannot_be_read_is_no_session(run, plank_recording, tmp_path):
    file, missing = tmp_path / "counted.json", tmp_path / "missing.mp4"
    result = run("count", missing, "-e", "plank", "--export", file)
    assert result.returncode == 1
    assert not file.exists()
    result = run("count", missing, plank_recording, "-e", "plank", "--export", file)
    assert result.returncode == 1
    (only,) = json.loads(file.read_text())["sessions"]
    assert only["source"] == str(plank_recording)


def test_nothing_asked_for_is_found(run, data):
    for command in (["sessions"], ["sessions", "stats"]):
        for chosen in (["-e", "lunge"], ["--since", "2026-12-01"]):
            shown = run(*command, *chosen, "--data-dir", data).stdout
            assert shown == "No session is like that; `fitcoach sessions` lists them all.\n"
        nowhere = run(*command, "-e", "lunge", "--data-dir", data / "nowhere").stdout
        assert "No sessions yet; `fitcoach live" in nowhere


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--since", "2026-01-01", "stats"], "give --since after `stats`"),
        (["-e", "squat", "stats"], "give --exercise after `stats`"),
        (["--json", "show", "last"], "--json does not go with `show`"),
        (["--limit", "3", "export", "all"], "--limit does not go with `export`"),
    ],
)
def test_options_of_the_list_do_not_vanish_before_a_subcommand(run, data, arguments, words):
    result = run("sessions", "--data-dir", data, *arguments)
    assert result.returncode == 2
    assert words in result.stderr


def test_sets_are_numbered_by_their_exercise(run, tmp_path):
    """Whatever they were to be: a plan may name an exercise twice, and two may share a title."""
    twin = SQUAT.model_copy(update={"name": "squat-2"})
    log = session(set_of(rep(1)), hold_of(30.0), set_of(rep(1), rep(2)),
                  set_of(rep(1), rep(2), rep(3), exercise=twin))  # fmt: skip
    History(tmp_path).add(log)
    shown = run("sessions", "show", "1", "--data-dir", tmp_path).stdout
    titles = [line.split(" in ")[0] for line in shown.splitlines() if line.startswith("Squat, set")]
    assert titles == ["Squat, set 1: 1 rep", "Squat, set 2: 2 reps", "Squat, set 1: 3 reps"]
    sets = [line.split()[1:3] for line in shown.splitlines() if line.startswith("set ")]
    assert sets == [["1", "1"], ["2", "2"], ["1", "30"], ["1", "3"]]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--since", "yesterday"], 2, "'yesterday' is no day; write it as 2026-11-21."),
        (["stats", "--since", "2026-02-30"], 2, "'2026-02-30' is no day"),
        (["show", "9"], 1, "There is no session 9; `fitcoach sessions` lists them."),
        (["show", "first"], 1, "'first' is no session: give its number, or `last`"),
        (["delete", "9", "--yes"], 1, "There is no session 9"),
        (["--limit", "0"], 2, "--limit"),
        (["export", "1"], 2, "-o, or print it with --format json, csv or md"),
        (["export", "1", "-o", "a.pdf"], 1, "can be .json, .csv, .md, .html, .fit"),
        (["export", "1", "2", "-o", "a.fit"], 1, "A FIT file holds one session"),
        (["export", "1", "-o", "/dev/null/a.csv"], 1, "/dev/null/a.csv: this file cannot be"),
        (["import", "nothing.json"], 1, "nothing.json: there is no such"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run, data, arguments, code, words):
    result = run("sessions", "--data-dir", data, *arguments)
    assert result.returncode == code
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_damaged_history_is_said_and_left_alone(run, data, squat_clip):
    path = data / "history.sqlite"
    path.write_bytes(b"damage" * 1000)
    for command in (["sessions"], ["sessions", "stats"], ["sessions", "show", "last"]):
        result = run(*command, "--data-dir", data)
        assert result.returncode == 1
        assert "history.sqlite: the history is damaged" in result.stderr
        assert "Traceback" not in result.stderr
    result = run("live", "-e", "squat", "--source", squat_clip, "--data-dir", data)
    assert result.returncode == 1
    assert "Squat: 5 reps" in result.stdout
    assert "The session is safe in" in result.stderr
    assert path.read_bytes() == b"damage" * 1000
    path.unlink()
    result = run("sessions", "--data-dir", data)
    assert "5" in result.stdout.splitlines()[1].split()


def test_what_was_recorded_goes_with_the_session(run, tmp_path, squat_clip):
    result = run(
        "live", "-e", "squat", "--source", squat_clip, "--data-dir", tmp_path, "--record-video",
        "--record-poses",
    )  # fmt: skip
    assert result.returncode == 0
    poses, video = sorted((tmp_path / "recordings").iterdir(), key=lambda path: path.suffix)[::-1]
    assert {poses.suffix, video.suffix} == {".mkv", ".npz"}
    for path in (poses, video):
        assert f"Recorded in {path}" in result.stdout
        assert "Squat, 5 reps" in run("count", path, "-e", "squat").stdout
    run("sessions", "delete", "last", "--yes", "--data-dir", tmp_path)
    assert list((tmp_path / "recordings").iterdir()) == []


def test_what_cannot_be_recorded_is_said(run, tmp_path, plank_recording):
    (tmp_path / "recordings").write_text("in the way")
    live = ("live", "-e", "plank", "--source", plank_recording, "--data-dir", tmp_path)
    result = run(*live, "--record-poses")
    assert result.returncode == 0
    assert "Traceback" not in result.stderr
    assert f"{tmp_path / 'recordings'}" in result.stdout
    assert "Recorded in" not in result.stdout
    (tmp_path / "recordings").unlink()
    result = run(*live, "--record-video")
    assert result.returncode == 0
    assert "Recorded in" not in result.stdout, "there are no pictures in recorded poses"


def test_nothing_is_recorded_unless_asked_for(run, tmp_path, squat_clip):
    run("live", "-e", "squat", "--source", squat_clip, "--data-dir", tmp_path)
    files = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert files == ["history.sqlite"]

"""What broke off is found again, and nothing that goes on is touched."""

import json
import os
from pathlib import Path

import portalocker
import pytest
from scripted import REP, Gym
from training import BEGAN

from fitcoach.errors import FitcoachError
from fitcoach.session.history import History
from fitcoach.session.journal import Journal
from fitcoach.session.places import journal_file
from fitcoach.session.recovery import keep, recover
from fitcoach.session.words import amount
from fitcoach.workout import single

OPEN = Path("/proc/self/fd")


@pytest.fixture
def journal(tmp_path):
    """Of two reps, the second graded, in a session that goes on."""
    made = Journal(tmp_path, BEGAN, "squat", "clip.mp4", "normal")
    gym = Gym(single("squat"))
    gym.do([*REP * 2, (0.5, 0.0)])
    for moment in gym.moments:
        made.write(moment)
    yield made
    made.close(keep=True)


@pytest.fixture
def history(tmp_path):
    return History(tmp_path)


def break_off(journal):
    """As a process does that is killed: its locks are gone, its files stay."""
    journal.close(keep=True)


def test_what_is_over_is_kept_and_needs_no_journal(journal, history):
    journal.finish(9.0)
    number = keep(journal, history)
    log = history.load(number)
    assert [rep.number for rep in log.sets[0].reps] == [1, 2]
    assert (log.seconds, log.recovered) == (9.0, False)
    assert not list(journal.path.parent.iterdir())


def test_what_broke_off_is_found(journal, history, tmp_path):
    break_off(journal)
    (words,) = recover(tmp_path, history)
    assert words == "The session of 2026-11-21 07:30 broke off; it is session 1: 2 reps."
    log = history.load(1)
    assert log.recovered
    assert log == journal.replay.log(), "all of it is there"
    assert not list(journal.path.parent.iterdir())
    assert recover(tmp_path, history) == []


def test_reps_and_holds_of_a_session_are_both_told():
    assert amount(24, 30.0) == "24 reps, 30 s held"
    assert amount(0, 30.0) == "30 s held"
    assert amount(0, 0.0) == "0 reps"


def test_what_was_over_but_could_not_be_kept_did_not_break_off(journal, history, tmp_path):
    journal.finish(9.0)
    break_off(journal)
    (words,) = recover(tmp_path, history)
    assert words == (
        "The session of 2026-11-21 07:30 was not in the history yet; it is session 1: 2 reps."
    )


@pytest.mark.skipif(not OPEN.is_dir(), reason="what is open is not told here")
@pytest.mark.parametrize("damaged", [False, True])
def test_no_file_is_removed_while_it_is_open(journal, history, tmp_path, monkeypatch, damaged):
    """Windows would refuse it."""
    checked = []

    def closed_first(path):
        files = [os.path.realpath(each) for each in OPEN.iterdir()]
        checked.append(str(path) not in files)

    for name in ("unlink", "rename"):
        real = getattr(Path, name)
        monkeypatch.setattr(
            Path, name, lambda path, *a, real=real, **k: (closed_first(path), real(path, *a, **k))
        )
    if damaged:
        break_off(journal)
        with journal.path.open("a") as file:
            file.write("damage\n")
        recover(tmp_path, history)
    else:
        keep(journal, history)
    assert checked == [True]
    assert not journal.path.exists()


def test_a_disk_without_locks_loses_nothing(tmp_path, history, monkeypatch):
    def refuse(*_):
        raise portalocker.LockException(1, "No locks available")

    monkeypatch.setattr(portalocker, "lock", refuse)
    made = Journal(tmp_path, BEGAN, "squat", "clip.mp4", "normal")
    gym = Gym(single("squat"))
    gym.do([*REP, (0.5, 0.0)])
    for moment in gym.moments:
        made.write(moment)
    assert made.trouble is None
    (words,) = recover(tmp_path, history)
    assert str(made.path) in words
    assert "No locks available" in words
    assert made.path.exists()
    made.finish(3.0)
    assert keep(made, history) == 1


def test_what_goes_on_is_left_alone(journal, history, tmp_path):
    assert recover(tmp_path, history) == []
    assert journal.path.exists()
    assert history.count() == 0


def test_what_was_kept_already_is_not_kept_twice(journal, history, tmp_path):
    """Killed between the last two steps: it is in the history, and so is its journal."""
    history.add(journal.replay.log())
    break_off(journal)
    assert recover(tmp_path, history) == []
    assert history.count() == 1
    assert not journal.path.exists()


def test_cut_anywhere_the_whole_lines_count(journal, history, tmp_path):
    break_off(journal)
    content = journal.path.read_bytes()
    for length in range(0, len(content), 97):
        journal.path.write_bytes(content[:length])
        recover(tmp_path, history)
        events = [json.loads(line)["event"] for line in content[:length].split(b"\n")[:-1]]
        reps = events.count("rep")
        entries = history.entries()
        assert [entry.reps for entry in entries] == ([reps] if reps else [])
        for entry in entries:
            history.delete(entry.number)
        journal.path.unlink(missing_ok=True)


def test_a_line_that_cannot_be_read(journal, history, tmp_path):
    break_off(journal)
    lines = journal.path.read_bytes().split(b"\n")
    lines[2] = lines[2][:20] + b"\xff\x00" + lines[2][22:]  # the first rep
    journal.path.write_bytes(b"\n".join(lines))
    (words,) = recover(tmp_path, history)
    assert "1 of 6 lines of this journal cannot be read" in words
    assert "session 1" in words
    assert [rep.number for rep in history.load(1).sets[0].reps] == [2]
    damaged = journal.path.with_suffix(".damaged")
    assert str(damaged) in words
    assert damaged.read_bytes() == b"\n".join(lines), "nothing is lost"
    assert recover(tmp_path, history) == []


def test_a_journal_of_a_newer_version_is_left_alone(journal, history, tmp_path):
    break_off(journal)
    content = journal.path.read_text().replace('"format": 1', '"format": 2')
    journal.path.write_text(content)
    (words,) = recover(tmp_path, history)
    assert "newer fitcoach" in words
    assert journal.path.read_text() == content
    assert history.count() == 0


def test_a_journal_of_nothing_that_is_known(history, tmp_path):
    path = journal_file(tmp_path, "2026")
    path.parent.mkdir()
    path.write_text('{"event": "session"}\n[1, 2]\n')
    (words,) = recover(tmp_path, history)
    assert "2 of 2 lines" in words
    assert history.count() == 0


def test_where_the_history_cannot_be_written_the_journal_stays(journal, history, tmp_path):
    history.path.write_text("in the way")
    journal.finish(9.0)
    with pytest.raises(FitcoachError, match="damaged") as error:
        keep(journal, history)
    assert f"The session is safe in {journal.path}" in str(error.value)
    with pytest.raises(FitcoachError, match="damaged"):
        recover(tmp_path, history)
    history.path.unlink()
    recover(tmp_path, history)
    assert history.entries()[0].reps == 2


def test_without_a_history_nothing_is_left(tmp_path):
    made = Journal(None, BEGAN, "squat", "clip.mp4", "normal")
    gym = Gym(single("squat"))
    gym.do([*REP, (0.5, 0.0)])
    for moment in gym.moments:
        made.write(moment)
    made.finish(3.0)
    assert keep(made, None) is None
    assert len(made.replay.log().sets[0].reps) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_session_in_which_all_was_dropped(tmp_path, history):
    made = Journal(tmp_path, BEGAN, "squat", "clip.mp4", "normal")
    gym = Gym(single("squat"))
    gym.do([*REP, (0.5, 0.0)])
    gym.trainer.restart()
    gym.trainer.finish()
    gym.do([(0.1, 0.0)])
    for moment in gym.moments:
        made.write(moment)
    made.finish(3.0)
    assert keep(made, history) is None
    assert not made.path.exists()


def test_by_hand_at_the_end_belongs_to_the_last_set(tmp_path, history):
    """Also where another was begun in which nothing was done."""
    made = Journal(tmp_path, BEGAN, "squat", "clip.mp4", "normal")
    gym = Gym(single("squat", sets=2, reps=1, rest=1))
    gym.do([*REP, (2.5, 0.0)])
    gym.trainer.finish()
    gym.trainer.add()
    gym.do([(0.1, 0.0)])
    for moment in gym.moments:
        made.write(moment)
    made.finish(9.0)
    (done,) = history.load(keep(made, history)).sets
    assert [rep.by_hand for rep in done.reps] == [False, True]

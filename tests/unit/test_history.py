"""The history: what is kept, found again, and said when it cannot be."""

import sqlite3
from datetime import date, timedelta, timezone

import pytest
from training import BEGAN, hold_of, rep, session, set_of

from fitcoach.errors import FitcoachError
from fitcoach.session import database as module
from fitcoach.session.history import History


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "kept")


def test_a_session_is_kept_whole(history):
    log = session(set_of(), hold_of(30.0))
    assert history.load(history.add(log)[0]) == log


def test_without_sessions_there_is_no_file(history):
    assert history.entries() == []
    assert history.count() == 0
    assert history.marks("squat", BEGAN) == (None, None)
    assert not history.path.parent.exists()


def test_entries(history):
    history.add(session(set_of(rep(1), rep(2, grade="fault")), set_of(rep(1)), hold_of(30.0)))
    (entry,) = history.entries()
    assert (entry.number, entry.began, entry.title, entry.seconds) == (1, BEGAN, "squat", 70.0)
    assert entry.exercises == ("Squat", "Plank")
    assert (entry.sets, entry.reps, entry.held) == (3, 3, 30.0)
    assert (entry.graded, entry.good) == (3, 2)


def test_the_latest_comes_first_and_what_is_asked_for(history):
    for days in (3, 1, 2):
        history.add(session(hold_of(9.0) if days == 2 else set_of(), days=days))
    assert [entry.began.day for entry in history.entries()] == [24, 23, 22]
    assert [entry.began.day for entry in history.entries(limit=1)] == [24]
    assert [entry.began.day for entry in history.entries(exercise="squat")] == [24, 22]
    assert [entry.began.day for entry in history.entries(since=date(2026, 11, 23))] == [24, 23]
    assert history.count(exercise="squat", since=date(2026, 11, 23)) == 1


def test_a_session_in_which_nothing_was_done(history):
    """As `count` exports of a clip without reps."""
    history.add(session().model_copy(update={"sets": ()}))
    (entry,) = history.entries()
    assert (entry.exercises, entry.sets, entry.reps, entry.held, entry.graded) == ((), 0, 0, 0.0, 0)


def test_a_day_is_that_of_the_place(history):
    """Half past eleven in the evening, though it is the next day already in Greenwich."""
    late = BEGAN.replace(hour=23, minute=30, tzinfo=timezone(timedelta(hours=-5)))
    history.add(session().model_copy(update={"began": late}))
    assert history.count(since=date(2026, 11, 21)) == 1
    assert history.count(since=date(2026, 11, 22)) == 0
    assert history.entries()[0].began == late


def test_twice_the_same_is_kept_once(history):
    log = session()
    assert history.add(log) == [1]
    assert history.add(log, log) == [1, 1]
    assert history.count() == 1
    assert history.entries()[0].sets == 1


def test_the_last_and_the_best_before(history):
    for days, reps in ((0, 3), (1, 5), (2, 1), (3, 9)):
        history.add(session(set_of(*(rep(i + 1) for i in range(reps))), days=days))
    last, best = history.marks("squat", BEGAN + timedelta(days=3))
    assert (last.reps, last.began) == (1, BEGAN + timedelta(days=2))
    assert (best.reps, best.range, best.good, best.graded) == (5, 90.0, 5, 5)
    assert history.marks("squat", BEGAN) == (None, None)


def test_what_is_deleted_leaves_no_trace(history):
    secret = "a title nobody else is to read"
    history.add(session())
    (number,) = history.add(session().model_copy(update={"title": secret}))
    assert secret.encode() in history.path.read_bytes()
    history.delete(number)
    assert secret.encode() not in history.path.read_bytes()
    assert [entry.number for entry in history.entries()] == [1]
    with pytest.raises(FitcoachError, match="no session 2"):
        history.load(number)
    assert history.add(session()) == [3], "a number is not given twice"


def test_the_last_of_none(history):
    with pytest.raises(FitcoachError, match="There are no sessions yet"):
        history.number("last")


@pytest.mark.parametrize("reference", ["9", "first", "-1", "", "9" * 30])
def test_a_session_that_is_not_there(history, reference):
    history.add(session())
    assert history.number("1") == history.number("last") == 1
    with pytest.raises(FitcoachError, match="`fitcoach sessions` lists them"):
        history.number(reference)


def test_a_damaged_file_is_left_alone(history):
    history.add(session())
    content = history.path.read_bytes()[:1000] + b"damage" * 1000
    history.path.write_bytes(content)
    for attempt in (history.entries, lambda: history.add(session()), lambda: history.delete(1)):
        with pytest.raises(FitcoachError, match=r"history\.sqlite: the history is damaged"):
            attempt()
    assert history.path.read_bytes() == content


def test_something_else_is_left_alone(history):
    history.path.parent.mkdir()
    history.path.write_text("not a database")
    with pytest.raises(FitcoachError, match="damaged"):
        history.entries()
    history.path.unlink()
    with sqlite3.connect(history.path) as other:
        other.execute("CREATE TABLE addresses (name TEXT)")
    other.close()
    for attempt in (history.entries, lambda: history.add(session())):
        with pytest.raises(FitcoachError, match="another program"):
            attempt()


def test_a_newer_schema_is_left_alone(history):
    history.add(session())
    with sqlite3.connect(history.path) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    content = history.path.read_bytes()
    for attempt in (history.entries, lambda: history.add(session())):
        with pytest.raises(FitcoachError, match=r"newer fitcoach .*schema 99.* update fitcoach"):
            attempt()
    assert history.path.read_bytes() == content


def test_an_older_schema_is_brought_up_to_date(history, monkeypatch):
    history.add(session())
    more = (*module._MIGRATIONS, "ALTER TABLE sessions ADD COLUMN mood TEXT")
    monkeypatch.setattr(module, "_MIGRATIONS", more)
    assert len(history.entries()) == 1
    assert history.database.query("SELECT mood FROM sessions")[0]["mood"] is None
    assert history.database.query("PRAGMA user_version")[0][0] == len(more)


def test_a_migration_that_fails_changes_nothing(history, monkeypatch):
    history.add(session())
    broken = (*module._MIGRATIONS, "ALTER TABLE sessions ADD COLUMN mood TEXT; nonsense")
    monkeypatch.setattr(module, "_MIGRATIONS", broken)
    with pytest.raises(FitcoachError, match="cannot be used"):
        history.add(session())
    monkeypatch.undo()
    assert history.count() == 1


def test_two_write_at_once(history):
    history.add(session())
    with sqlite3.connect(history.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        module_patience, module._PATIENCE = module._PATIENCE, 0.05
        try:
            with pytest.raises(FitcoachError, match="locked"):
                history.add(session())
            assert history.count() == 1, "it can be read meanwhile"
        finally:
            module._PATIENCE = module_patience
            other.execute("ROLLBACK")
    other.close()
    assert history.add(session()) == [2]


def test_a_folder_that_cannot_be_written(unprivileged):
    history = History(unprivileged)
    history.add(session())
    unprivileged.chmod(0o500)
    history.path.chmod(0o400)
    assert history.count() == 1
    for attempt in (lambda: history.add(session()), lambda: history.delete(1)):
        with pytest.raises(FitcoachError, match=r"cannot be used \(.*readonly"):
            attempt()
    assert history.count() == 1


def test_a_folder_that_may_not_be_looked_into(unprivileged):
    history = History(unprivileged)
    history.add(session())
    unprivileged.chmod(0)
    with pytest.raises(FitcoachError, match="cannot be used"):
        history.entries()

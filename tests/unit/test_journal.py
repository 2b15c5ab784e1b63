"""The journal: what is on disk, and when."""

import json
from datetime import UTC, datetime

import pytest
from scripted import REP, Gym

from fitcoach.session import Journal
from fitcoach.workout import single

BEGAN = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)


def journal_in(folder):
    return Journal(folder / "sessions", BEGAN, "squat", "clip.mp4")


def lines(journal):
    return [json.loads(line) for line in journal.path.read_text().splitlines()]


def test_a_rep_is_on_disk_at_once(tmp_path):
    journal = journal_in(tmp_path)
    gym = Gym(single("squat"))
    for seconds, depth in [*REP, (0.4, 0.0)]:
        for _ in range(round(seconds / 0.04)):
            moment = gym.do([(0.04, depth)])
            journal.write(moment)
            if any(type(event).__name__ == "RepDone" for event in moment.events):
                assert lines(journal)[-1]["event"] == "rep"
    journal.close(2.0)
    session, begun, rep, graded, _ = lines(journal)
    assert session == {
        "event": "session", "format": 1, "began": "2026-11-21T07:30:00+00:00",
        "title": "squat", "source": "clip.mp4",
    }  # fmt: skip
    assert begun == {"event": "set", "exercise": "squat", "set": 1, "start": 0.0}
    assert rep["number"] == 1
    assert graded["event"] == "rep-graded"
    assert graded["number"] == 1
    assert graded["measures"]["turn"] == pytest.approx(90, abs=0.5)
    assert graded["view"] == "side"
    assert graded["form"]["depth"] == {"level": "good", "value": graded["measures"]["turn"]}
    assert graded["form"]["knees-in"] == {"silent": "view"}
    assert graded["grade"] in {"good", "fair", "fault"}
    assert journal.path.name.startswith("2026-11-21T07-30-00")


def test_all_that_happens_is_written(tmp_path):
    journal = journal_in(tmp_path)
    gym = Gym(single("squat", sets=2, reps=2, rest=1))
    gym.do([*REP, (0.5, 0.0)])
    gym.trainer.add()
    gym.do([(0.04, 0.0)])
    gym.trainer.undo()
    gym.do([(2.0, 0.0), *REP, (0.5, 0.0)])
    gym.trainer.restart()
    gym.do([*REP * 2, (0.5, 0.0)])
    for moment in gym.moments:
        journal.write(moment)
    journal.close(9.0)
    assert [line["event"] for line in lines(journal)] == [
        "session", "set", "rep", "rep-graded", "rep", "set-done", "rep-undone",
        "set", "rep", "rep-graded", "set-dropped",
        "set", "rep", "rep-graded", "rep", "rep-graded", "set-done", "session-done",
    ]  # fmt: skip
    assert lines(journal)[5] == {
        "event": "set-done", "exercise": "squat", "set": 1, "start": 0.0,
        "end": lines(journal)[5]["end"], "reps": 2, "held": 0.0,
    }  # fmt: skip


def test_where_nothing_was_done_nothing_is_written(tmp_path):
    journal = journal_in(tmp_path)
    journal.write(Gym(single("squat")).do([(1.0, 0.0)]))
    journal.close(1.0)
    assert not journal.path.parent.exists()


def test_what_cannot_be_written_is_said_and_written_later(tmp_path):
    (tmp_path / "sessions").write_text("in the way")
    journal = journal_in(tmp_path)
    gym = Gym(single("squat"))
    gym.do([*REP, (0.5, 0.0)])
    for moment in gym.moments:
        journal.write(moment)
    assert "cannot be written" in journal.trouble
    assert str(journal.path) in journal.trouble
    (tmp_path / "sessions").unlink()
    gym.trainer.add()
    journal.write(gym.trainer.moment())
    assert [line["event"] for line in lines(journal)] == [
        "session",
        "set",
        "rep",
        "rep-graded",
        "rep",
    ]
    assert journal.trouble is None
    journal.close(2.0)

"""The journal: what is on disk, and when."""

import json
from datetime import UTC, datetime

import pytest
from scripted import REP, Gym

from fitcoach import __version__
from fitcoach.session.journal import Journal
from fitcoach.workout import single

BEGAN = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path):
    made = Journal(tmp_path, BEGAN, "squat", "clip.mp4", "normal")
    yield made
    made.close(keep=True)


def lines(journal):
    return [json.loads(line) for line in journal.path.read_text().splitlines()]


def test_a_rep_is_on_disk_at_once(journal):
    gym = Gym(single("squat"))
    for seconds, depth in [*REP, (0.4, 0.0)]:
        for _ in range(round(seconds / 0.04)):
            moment = gym.do([(0.04, depth)])
            journal.write(moment)
            if any(type(event).__name__ == "RepDone" for event in moment.events):
                assert lines(journal)[-1]["event"] == "rep"
    journal.finish(2.0)
    session, begun, rep, graded, _ = lines(journal)
    identity = session.pop("id")
    assert session == {
        "event": "session", "format": 1, "began": "2026-11-21T07:30:00+00:00", "title": "squat",
        "source": "clip.mp4", "strictness": "normal", "version": __version__,
    }  # fmt: skip
    assert journal.path.name == f"2026-11-21T07-30-00-{identity[:8]}.jsonl"
    assert begun["set"]["exercise"]["name"] == "squat"
    assert rep["rep"]["number"] == 1
    assert rep["rep"]["measures"] is None
    assert graded["event"] == "rep-graded"
    assert graded["rep"]["number"] == 1
    assert graded["rep"]["measures"]["turn"] == pytest.approx(90, abs=0.5)
    assert graded["rep"]["view"] == "side"
    assert graded["rep"]["form"]["depth"]["level"] == "good"
    assert graded["rep"]["form"]["knees-in"] == {"silent": "view"}
    assert graded["rep"]["grade"] in {"good", "fair", "fault"}


def test_all_that_happens_is_written(journal):
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
    journal.finish(9.0)
    assert [line["event"] for line in lines(journal)] == [
        "session", "set", "rep", "rep-graded", "rep", "set-done", "rep-undone",
        "set", "rep", "rep-graded", "set-dropped",
        "set", "rep", "rep-graded", "rep", "rep-graded", "set-done", "session-done",
    ]  # fmt: skip


def test_where_nothing_was_done_nothing_is_written(journal):
    journal.write(Gym(single("squat")).do([(1.0, 0.0)]))
    journal.finish(1.0)
    assert not journal.path.parent.exists()


def test_what_cannot_be_written_is_said_and_written_later(journal, tmp_path):
    (tmp_path / "journals").write_text("in the way")
    gym = Gym(single("squat"))
    gym.do([*REP, (0.5, 0.0)])
    for moment in gym.moments:
        journal.write(moment)
    assert "cannot be written" in journal.trouble
    assert str(journal.path) in journal.trouble
    (tmp_path / "journals").unlink()
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
    journal.finish(2.0)

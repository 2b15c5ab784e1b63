"""The journal: what is on disk, and when."""

import json
from datetime import UTC, datetime

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
    for seconds, depth in REP:
        for _ in range(round(seconds / 0.04)):
            moment = gym.do([(0.04, depth)])
            journal.write(moment)
            if any(type(event).__name__ == "RepDone" for event in moment.events):
                assert lines(journal)[-1]["event"] == "rep"
    journal.close(2.0)
    session, begun, rep, _ = lines(journal)
    assert session == {
        "event": "session", "format": 1, "began": "2026-11-21T07:30:00+00:00",
        "title": "squat", "source": "clip.mp4",
    }  # fmt: skip
    assert begun == {"event": "set", "exercise": "squat", "set": 1, "start": 0.0}
    assert rep["number"] == 1
    assert rep["measures"]["turn"] == 90.0
    assert journal.path.name.startswith("2026-11-21T07-30-00")


def test_all_that_happens_is_written(tmp_path):
    journal = journal_in(tmp_path)
    gym = Gym(single("squat", sets=2, reps=2, rest=1))
    gym.do(REP)
    gym.trainer.add()
    gym.do([(0.04, 0.0)])
    gym.trainer.undo()
    gym.do([(2.0, 0.0), *REP])
    gym.trainer.restart()
    gym.do(REP * 2)
    for moment in gym.moments:
        journal.write(moment)
    journal.close(9.0)
    assert [line["event"] for line in lines(journal)] == [
        "session", "set", "rep", "rep", "set-done", "rep-undone", "set", "rep", "set-dropped",
        "set", "rep", "rep", "set-done", "session-done",
    ]  # fmt: skip
    assert lines(journal)[4] == {
        "event": "set-done", "exercise": "squat", "set": 1, "start": 0.0,
        "end": lines(journal)[4]["end"], "reps": 2, "held": 0.0,
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
    gym.do(REP)
    for moment in gym.moments:
        journal.write(moment)
    assert "cannot be written" in journal.trouble
    assert str(journal.path) in journal.trouble
    (tmp_path / "sessions").unlink()
    gym.trainer.add()
    journal.write(gym.trainer.moment())
    assert [line["event"] for line in lines(journal)] == ["session", "set", "rep", "rep"]
    assert journal.trouble is None
    journal.close(2.0)

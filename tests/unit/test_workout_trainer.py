"""The trainer: stages, pauses, and what the user may ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import FRAME, REP, Gym, Oracle, squat_panel, squatting

from fitcoach.coach import Coach, Panel, Rep
from fitcoach.coach.recognition import Recogniser
from fitcoach.errors import FitcoachError
from fitcoach.exercise import find_exercise
from fitcoach.workout import Severity, single
from fitcoach.workout.guard import COUNTDOWN, HEEDED, HELD
from fitcoach.workout.moment import AttemptMade, Paused, RepDone, RepUndone, Resumed, SetDone
from fitcoach.workout.trainer import AWAY, VIEW_SETTLED


def test_a_recording_is_counted_from_its_first_moment():
    gym = Gym(single("squat"))
    moment = gym.do(REP * 3)
    assert moment.stage == "work"
    assert [rep.number for rep in moment.set.reps] == [1, 2, 3]
    assert gym.kinds() == ["SetBegun", *["RepDone", "RepGraded"] * 3]


def test_the_guard_waits_for_the_start_position_and_counts_down():
    gym = Gym(single("squat"), guarded=True)
    assert gym.do([(2.0, 1.0)]).stage == "setup"
    assert "start position: up" in gym.moments[-1].cue.text
    gym.do([(0.4, 0.0)])
    assert gym.moments[-1].stage == "setup"
    moment = gym.do([(HELD, 0.0)])
    assert moment.stage == "countdown"
    assert 0 < moment.left <= COUNTDOWN
    assert gym.do([(COUNTDOWN, 0.0)]).stage == "work"
    assert gym.moments[-1].set.reps == ()


def test_reps_before_the_start_do_not_count():
    gym = Gym(single("squat"), guarded=True)
    gym.do(REP * 2)
    assert gym.do([(HELD + COUNTDOWN + 0.5, 0.0), *REP]).set.reps[-1].number == 1


def test_who_leaves_during_the_countdown_starts_over():
    gym = Gym(single("squat"), guarded=True)
    assert gym.do([(1.5, 0.0)]).stage == "countdown"
    assert gym.do([(0.4, None), (0.2, 0.0)]).stage == "countdown"  # the landmarker lost him
    assert gym.do([(0.7, None)]).stage == "setup"
    assert gym.moments[-1].cue.severity == Severity.STOP


def test_who_pauses_the_countdown_is_waited_for_anew():
    gym = Gym(single("squat"), guarded=True)
    assert gym.do([(1.5, 0.0)]).stage == "countdown"
    gym.trainer.pause()
    assert gym.do([(COUNTDOWN + 1, 1.0)]).stage == "setup"
    gym.trainer.pause()
    assert gym.do([(1.0, 1.0)]).stage == "setup"
    assert gym.do([(HELD + COUNTDOWN / 2, 0.0)]).stage == "countdown"
    assert gym.do([(COUNTDOWN, 0.0)]).stage == "work"


def test_a_hint_delays_the_start_but_does_not_prevent_it():
    gym = Gym(single("squat"), guarded=True)
    moment = gym.do([(HEEDED - 0.3, 0.0)], people=2)
    assert moment.stage == "setup"
    assert "Two people" in moment.cue.text
    assert gym.do([(0.6, 0.0)], people=2).stage == "countdown"


def test_sets_and_rests_to_the_end_of_the_plan():
    gym = Gym(single("squat", sets=2, reps=2, rest=3))
    moment = gym.do(REP * 2)
    assert moment.stage == "rest"
    assert moment.goal.number == 2
    assert len(moment.set.reps) == 2
    assert moment.left == pytest.approx(3, abs=0.8)
    gym.do(REP)  # in the rest nothing counts
    assert gym.do([(2.0, 0.0)]).stage == "work"
    moment = gym.do(REP * 2)
    assert moment.stage == "done"
    assert [len(record.reps) for record in moment.finished] == [2, 2]
    assert gym.kinds().count("SetDone") == 2
    assert gym.do(REP).set.reps == moment.set.reps


def test_without_an_end_sets_follow_as_long_as_one_likes():
    gym = Gym(single("squat", rest=1))
    gym.do(REP)
    for number in (2, 3):
        gym.trainer.skip()
        assert gym.do([(FRAME, 0.0)]).stage == "rest"
        moment = gym.do([(1.2, 0.0), *REP])
        assert moment.goal.number == number
        assert len(moment.set.reps) == 1
    assert len(gym.trainer.moment().finished) == 2


def test_out_of_view_pauses_and_coming_back_goes_on():
    gym = Gym(single("squat"))
    gym.do(REP)
    assert gym.do([(AWAY - 0.2, None)]).paused is None
    moment = gym.do([(0.6, None)])
    assert moment.paused == "out of view"
    assert moment.cue.text == "Step into view"
    assert gym.do([(0.2, 0.0)]).paused is None
    assert len(gym.do(REP).set.reps) == 2
    assert [e.reason for e in gym.events if isinstance(e, Paused)] == ["out of view"]
    assert any(isinstance(e, Resumed) for e in gym.events)


def test_a_lost_camera_pauses_and_says_so():
    gym = Gym(single("squat"))
    gym.do([*REP, (0.5, 0.0)])
    moment = gym.see(None, lost="camera 0: it is gone")
    assert moment.paused == "no camera"
    assert "it is gone" in moment.cue.text
    assert len(gym.do([(0.5, 0.0), *REP]).set.reps) == 2


def test_paused_by_the_user_nothing_counts():
    gym = Gym(single("squat"))
    gym.do(REP)
    gym.trainer.pause()
    assert gym.do(REP * 2).paused == "asked"
    gym.trainer.pause()
    moment = gym.do(REP)
    assert moment.paused is None
    assert len(moment.set.reps) == 2


def test_a_pause_stops_the_clock_of_the_rest():
    gym = Gym(single("squat", sets=2, reps=1, rest=5))
    left = gym.do(REP).left
    gym.trainer.pause()
    assert gym.do([(4.0, 0.0)]).left == pytest.approx(left, abs=2 * FRAME)
    gym.trainer.pause()
    assert gym.do([(2.0, 0.0)]).left == pytest.approx(left - 2, abs=3 * FRAME)


def test_reps_can_be_added_and_taken_back():
    gym = Gym(single("squat", reps=4))
    gym.do(REP)
    gym.trainer.add()
    assert [rep.by_hand for rep in gym.trainer.moment().set.reps] == [False, True]
    gym.trainer.undo()
    gym.trainer.undo()
    gym.trainer.undo()
    assert gym.do(REP).set.reps[0].number == 1
    assert len(gym.moments[-1].set.reps) == 1


def test_added_reps_reach_the_goal():
    gym = Gym(single("squat", reps=2))
    gym.do(REP)
    gym.trainer.add()
    assert gym.do([(FRAME, 0.0)]).stage == "done"


def test_in_rest_the_last_set_can_be_corrected():
    gym = Gym(single("squat", sets=2, reps=2, rest=9))
    gym.do(REP * 2)
    gym.trainer.undo()
    assert [len(record.reps) for record in gym.trainer.moment().finished] == [1]
    gym.trainer.add()
    gym.trainer.add()
    moment = gym.trainer.moment()
    assert [len(record.reps) for record in moment.finished] == [3]
    assert moment.stage == "rest"


def test_restart_drops_the_set():
    gym = Gym(single("squat", reps=3))
    gym.do(REP * 2)
    gym.trainer.restart()
    moment = gym.do(REP)
    assert len(moment.set.reps) == 1
    assert moment.finished == ()
    assert "SetDropped" in gym.kinds()


def test_skip_goes_from_set_up_to_counting_to_rest_to_the_next_set():
    gym = Gym(single("squat", sets=2, reps=9, rest=60), guarded=True)
    assert gym.do([(0.2, 1.0)]).stage == "setup"
    stages = []
    for stretch in (REP, [(0.2, 0.0)], [(0.2, 1.0)]):
        gym.trainer.skip()
        stages.append((gym.trainer.moment().stage, gym.do(stretch).stage))
    assert stages == [("work", "work"), ("rest", "rest"), ("setup", "setup")]


def test_an_empty_set_is_not_kept():
    gym = Gym(single("squat", sets=2, reps=5))
    gym.do([(1.0, 0.0)])
    gym.trainer.skip()
    moment = gym.do(REP)
    assert moment.goal.number == 2
    assert moment.finished == ()


def test_another_exercise_ends_the_set():
    names = []

    def panel(name):
        names.append(name)
        return squat_panel()

    gym = Gym(single("squat", sets=2, reps=5, rest=9), panel=panel)
    gym.do(REP)
    gym.trainer.change("lunge")
    moment = gym.do([(0.5, 0.0)])
    assert moment.goal.exercise == "lunge"
    assert names[-1] == "lunge"
    assert [len(record.reps) for record in moment.finished] == [1]


def test_reps_are_no_goal_of_what_is_held():
    def panel(name):
        return Panel([Coach(find_exercise(name), Oracle())])

    gym = Gym(single("squat", sets=2, reps=5), panel=panel)
    gym.trainer.change("lunge")
    assert gym.do(REP).goal.reps == 5
    gym.trainer.change("plank")
    goal = gym.do(REP).goal
    assert (goal.exercise, goal.reps, goal.sets) == ("plank", None, 2)


def test_an_unknown_exercise_changes_nothing():
    def panel(name):
        find_exercise(name)
        return squat_panel()

    gym = Gym(single("squat"), panel=panel)
    gym.do(REP)
    with pytest.raises(FitcoachError, match="no exercise 'sqat'"):
        gym.trainer.change("sqat")
    assert len(gym.do(REP).set.reps) == 2


def test_finishing_keeps_the_set_in_progress():
    gym = Gym(single("squat", sets=3, reps=9))
    gym.do(REP * 2)
    gym.trainer.finish()
    moment = gym.trainer.moment()
    assert moment.stage == "done"
    assert [len(record.reps) for record in moment.finished] == [2]
    assert [type(event) for event in moment.events] == [SetDone]
    gym.trainer.finish()
    assert gym.trainer.moment().events == ()


def test_the_user_hears_how_many_are_left():
    gym = Gym(single("squat", reps=4))
    assert gym.do(REP).cue.text == "3 to go"
    assert gym.do(REP * 2).cue.text == "Last one"


def test_a_camera_in_the_wrong_place_is_told_once_a_while():
    crunch = find_exercise("crunch").model_copy(update={"rise": None})
    front = squatting(0.0, 0.0)
    front.world[:, [0, 2]] = front.world[:, [2, 0]]

    gym = Gym(single("crunch"), panel=lambda _: Panel([Coach(crunch, Oracle())]))
    cues = []
    while gym.t < 2 * VIEW_SETTLED:
        moment = gym.see(front)
        cues.append(moment.cue.text if moment.cue else None)
    assert cues[round((VIEW_SETTLED - 0.5) / FRAME)] is None
    assert "Turn sideways to the camera" in cues


class OfSquats(Oracle):
    """The classifier of all exercises, where squats are all there are."""

    classes = ("squat/up", "squat/down", "none")


def test_what_was_done_before_the_exercise_was_recognised_counts():
    squat = find_exercise("squat")

    def panel(_):
        return Panel([Coach(squat, Oracle())], Recogniser(OfSquats(), [squat]))

    gym = Gym(single("auto"), panel=panel)
    assert gym.do([(0.6, 0.0), (0.6, 1.0)]).exercise is None
    gym.trainer.add()
    moment = gym.do([*REP, *REP])
    assert moment.exercise == squat
    assert len(moment.set.reps) == 4
    assert [rep.number for rep in moment.set.reps] == [1, 2, 3, 4]
    assert "Recognised" in gym.kinds()


def test_an_attempt_is_kept_with_its_reason():
    gate = find_exercise("squat").gate.model_copy(update={"shift": 0.3})
    squat = find_exercise("squat").model_copy(update={"gate": gate})
    gym = Gym(single("squat"), panel=lambda _: Panel([Coach(squat, Oracle())]))
    for depth, shift in ((0.0, 0.0), (1.0, 0.1), (0.0, 0.2)):
        for _ in range(15):
            gym.see(squatting(gym.t, depth, shift=(shift, 0.0)))
    moment = gym.moments[-1]
    assert moment.set.reps == ()
    assert [attempt.reason for attempt in moment.set.attempts] == ["it did not end where it began"]
    assert moment.cue.text == "Not counted: it did not end where it began"
    assert any(isinstance(event, AttemptMade) for event in gym.events)


REQUESTS = st.sampled_from(["pause", "skip", "add", "undo", "restart", "rep", "wait", "away"])


@given(st.lists(REQUESTS, max_size=25), st.booleans())
def test_whatever_is_asked_the_books_balance(requests, guarded):
    gym = Gym(single("squat", sets=3, reps=3, rest=1), guarded=guarded)
    for request in requests:
        match request:
            case "rep":
                gym.do(REP)
            case "wait":
                gym.do([(1.5, 0.0)])
            case "away":
                gym.do([(1.5, None)])
            case _:
                getattr(gym.trainer, request)()
    gym.trainer.finish()
    moment = gym.trainer.moment()
    gym.moments.append(moment)
    assert moment.stage == "done"
    for record in moment.finished:
        assert [rep.number for rep in record.reps] == list(range(1, len(record.reps) + 1))
        assert all(isinstance(rep, Rep) for rep in record.reps)
    events = gym.events
    kept = sum(len(record.reps) for record in moment.finished)
    dropped = sum(len(e.record.reps) for e in events if type(e).__name__ == "SetDropped")
    done = sum(isinstance(e, RepDone) for e in events)
    undone = sum(isinstance(e, RepUndone) for e in events)
    assert done - undone == kept + dropped

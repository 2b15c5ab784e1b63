"""Sessions as FIT, read back by two programs that fitcoach has not written."""

import io
from datetime import datetime, timedelta

import fitdecode
import pytest
from export_samples import RICH, SQUATS, session_logs
from garmin_fit_sdk import Decoder, Profile, Stream
from hypothesis import given, settings

from fitcoach.errors import FitcoachError
from fitcoach.exercise import exercise_files, find_exercise
from fitcoach.session.exports import render
from fitcoach.session.exports.fit import exercise_in_fit
from fitcoach.session.log import exercise_log

SECOND = timedelta(seconds=0.5)
"""Start times are whole seconds in FIT."""


def decoded(log):
    """All messages by name, as an independent parser finds them; it checks the sums of the file."""
    messages = {}
    with fitdecode.FitReader(
        io.BytesIO(render([log], "fit")),
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.RAISE,
    ) as reader:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage):
                fields = {field.name: field.value for field in frame.fields}
                messages.setdefault(frame.name, []).append(fields)
    return messages


def test_sets_reps_and_times():
    sets = decoded(RICH)["set"]
    assert [each["set_type"] for each in sets] == ["active", "rest"] * 2 + ["active"]
    assert [each["duration"] for each in sets] == [28.25, 30.25, 34.5, 5.0, 4.0]
    assert [each.get("repetitions") for each in sets] == [4, None, None, None, 0]
    assert [each["message_index"] for each in sets] == [0, 1, 2, 3, 4]
    starts = [2.0, 30.25, 60.5, 95.0, 100.0]
    for each, start in zip(sets, starts, strict=True):
        assert abs(each["start_time"] - (RICH.began + timedelta(seconds=start))) <= SECOND


def test_what_was_done_is_told_as_the_profile_has_it():
    squat, plank, unknown = [each for each in decoded(RICH)["set"] if each["set_type"] == "active"]
    categories, squats, planks = (
        Profile["types"][kind]
        for kind in ("exercise_category", "squat_exercise_name", "plank_exercise_name")
    )
    assert (squat["category"], squats[squat["category_subtype"]]) == ("squat", "squat")
    assert (plank["category"], planks[plank["category_subtype"]]) == ("plank", "plank")
    assert unknown["category"] == categories[65534] == "unknown"
    assert unknown.get("category_subtype") is None


def test_records_tell_when_each_rep_was_over():
    records = decoded(RICH)["record"]
    told = [((each["timestamp"] - RICH.began).total_seconds(), each["total_cycles"])
            for each in records]  # fmt: skip
    assert told == [(0, 0), (8, 1), (13, 2), (18, 3), (25, 4), (110, 4)]


def test_it_is_an_activity_of_strength_training():
    messages = decoded(RICH)
    assert messages["file_id"][0]["type"] == "activity"
    assert messages["file_id"][0]["manufacturer"] == "development"
    assert [each["event_type"] for each in messages["event"]] == ["start", "stop_all"]
    for kind in ("lap", "session"):
        (message,) = messages[kind]
        assert (message["sport"], message["sub_sport"]) == ("training", "strength_training")
        assert message["total_elapsed_time"] == message["total_timer_time"] == 110.0
        assert message["start_time"] == RICH.began
    assert messages["session"][0]["num_laps"] == messages["activity"][0]["num_sessions"] == 1


def test_the_clock_on_the_wall_is_kept():
    began = datetime.fromisoformat("2026-11-21T07:30:00+05:30")
    (activity,) = decoded(RICH.model_copy(update={"began": began}))["activity"]
    assert activity["local_timestamp"].replace(tzinfo=None) == datetime(2026, 11, 21, 7, 31, 50)


@settings(max_examples=50)
@given(log=session_logs)
def test_garmin_reads_it_without_errors(log):
    content = bytearray(render([log], "fit"))
    assert Decoder(Stream.from_byte_array(content)).check_integrity()
    messages, errors = Decoder(Stream.from_byte_array(content)).read()
    assert errors == []
    active = [each for each in messages.get("set_mesgs", []) if each["set_type"] == "active"]
    assert len(active) == len(log.sets)
    for each, done in zip(active, log.sets, strict=True):
        held = done.exercise is not None and done.exercise.held
        assert each.get("repetitions") == (None if held else len(done.reps))
        assert each["duration"] == pytest.approx(max(0.0, done.end - done.start), abs=0.001)
        assert abs(each["start_time"] - log.began - timedelta(seconds=done.start)) <= SECOND


@pytest.mark.parametrize("name", exercise_files())
def test_what_definitions_call_it_is_in_the_profile(name):
    exercise = find_exercise(name)
    if exercise.fit is None:
        pytest.skip("its author gave no name for FIT")
    category, subtype = exercise_in_fit(exercise_log(exercise))
    assert category == exercise.fit.partition("/")[0]
    assert (subtype is not None) == ("/" in exercise.fit)


def test_a_name_that_the_profile_has_not_is_unknown():
    exercise = SQUATS.exercise
    told = {fit: exercise_in_fit(exercise.model_copy(update={"fit": fit}))
            for fit in (None, "moonwalk", "squat/moonwalk", "cardio")}  # fmt: skip
    assert told == {
        None: ("unknown", None), "moonwalk": ("unknown", None), "squat/moonwalk": ("squat", None),
        "cardio": ("cardio", None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("logs", "words"),
    [
        ([], "A FIT file holds one session, not 0: choose one."),
        ([RICH, RICH], "A FIT file holds one session, not 2: choose one."),
        ([RICH.model_copy(update={"began": datetime.fromisoformat("1970-01-01T00:00:00+00:00")})],
         "The session of 1970-01-01 cannot be written as FIT, whose time begins in 1990."),
    ],
)  # fmt: skip
def test_what_fit_cannot_hold(logs, words):
    with pytest.raises(FitcoachError) as refused:
        render(logs, "fit")
    assert str(refused.value) == words

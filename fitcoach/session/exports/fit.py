"""A session as a FIT file: a strength activity with its sets, for watches and training platforms.

A set has its exercise, its start and duration, and its reps; of a hold there are no reps. Between
sets stand rests. The records tell when each rep was over. Start times are whole seconds in this
format, durations milliseconds.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from garmin_fit_sdk import Encoder, Profile
from garmin_fit_sdk.util import FIT_EPOCH_S

from fitcoach.errors import FitcoachError
from fitcoach.session.log import ExerciseLog, SessionLog

Message = dict[str, Any]

_SPORT: Final = {"sport": "training", "sub_sport": "strength_training"}
_UNKNOWN: Final = "unknown"
_LONGEST: Final = 200
"""Bytes of a text; the format has room for 255 in all."""


def activity(logs: Sequence[SessionLog]) -> bytes:
    """Writes one session as FIT.

    Raises:
        FitcoachError: There is not exactly one, or it is older than the format can tell.
    """
    if len(logs) != 1:
        raise FitcoachError(f"A FIT file holds one session, not {len(logs)}: choose one.")
    if logs[0].began.timestamp() < FIT_EPOCH_S:
        raise FitcoachError(
            f"The session of {logs[0].began:%Y-%m-%d} cannot be written as FIT, "
            "whose time begins in 1990."
        )
    encoder = Encoder()
    for message in _messages(logs[0]):
        kind = Profile["mesg_num"][message.pop("kind")]
        encoder.write_mesg({"mesg_num": kind, **message})
    return encoder.close()


def exercise_in_fit(exercise: ExerciseLog | None) -> tuple[str, int | None]:
    """The category and the number of the exercise in it, as far as the FIT profile has them."""
    category, _, name = ((exercise and exercise.fit) or _UNKNOWN).partition("/")
    if category not in Profile["types"]["exercise_category"].values():
        return _UNKNOWN, None
    names = Profile["types"].get(f"{category}_exercise_name", {})
    return category, next((number for number, known in names.items() if known == name), None)


def _messages(log: SessionLog) -> Iterator[Message]:
    start, end = _at(log, 0.0), _at(log, log.seconds)
    name = f"fitcoach {log.version}".encode()[:_LONGEST].decode(errors="ignore")
    maker = {"manufacturer": "development", "product": 0, "product_name": name}
    whole = {"timestamp": end, "start_time": start, "message_index": 0, **_SPORT}
    lasted = {"total_elapsed_time": log.seconds, "total_timer_time": log.seconds}
    yield {"kind": "FILE_ID", "type": "activity", "time_created": start, **maker}
    yield {"kind": "DEVICE_INFO", "timestamp": start, "device_index": "creator", **maker}
    yield {"kind": "EVENT", "timestamp": start, "event": "timer", "event_type": "start"}
    yield from _records(log)
    yield {"kind": "EVENT", "timestamp": end, "event": "timer", "event_type": "stop_all"}
    for index, message in enumerate(_sets(log)):
        yield {"kind": "SET", "message_index": index, **message}
    lap = {"event": "lap", "event_type": "stop", "lap_trigger": "session_end"}
    yield {"kind": "LAP", **whole, **lasted, **lap}
    session = {"event": "session", "event_type": "stop", "trigger": "activity_end"}
    yield {"kind": "SESSION", **whole, **lasted, **session, "first_lap_index": 0, "num_laps": 1}
    yield {
        "kind": "ACTIVITY",
        "timestamp": end,
        "local_timestamp": _local(end),
        "total_timer_time": log.seconds,
        "num_sessions": 1,
        "type": "manual",
        "event": "activity",
        "event_type": "stop",
    }


def _records(log: SessionLog) -> Iterator[Message]:
    """How many reps were done by when; the last of each second."""
    ends = sorted(rep.end for each in log.sets for rep in each.reps)
    done = {_at(log, 0.0): 0}
    done |= {_at(log, end): number for number, end in enumerate(ends, 1)}
    done |= {_at(log, log.seconds): len(ends)}
    for moment, reps in sorted(done.items()):
        yield {"kind": "RECORD", "timestamp": moment, "total_cycles": reps}


def _sets(log: SessionLog) -> Iterator[Message]:
    for each, after in pairwise([*log.sets, None]):
        if each is None:
            return
        category, subtype = exercise_in_fit(each.exercise)
        yield {
            **_span(log, each.start, each.end),
            "set_type": "active",
            "repetitions": None if each.is_held else len(each.reps),
            "category": [category],
            "category_subtype": None if subtype is None else [subtype],
        }
        if after is not None and after.start > each.end:
            yield {**_span(log, each.end, after.start), "set_type": "rest"}


def _span(log: SessionLog, start: float, end: float) -> Message:
    return {
        "timestamp": _at(log, end),
        "start_time": _at(log, start),
        "duration": max(0.0, end - start),
    }


def _at(log: SessionLog, seconds: float) -> datetime:
    """A moment of the session, to the second."""
    return (log.began + timedelta(seconds=seconds + 0.5)).replace(microsecond=0)


def _local(moment: datetime) -> int:
    """What the clock on the wall shows, as FIT counts it."""
    offset = moment.utcoffset() or timedelta()
    return int((moment + offset).timestamp()) - FIT_EPOCH_S

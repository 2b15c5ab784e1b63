"""The journal: what was done, on disk as soon as it is done.

A text file with one JSON object a line, only ever added to. Each names its `event`; times are
seconds from the start of the source.

| event        | fields                                                                           |
|--------------|----------------------------------------------------------------------------------|
| session      | format (1), began (local time, ISO 8601), title, source                          |
| set          | exercise, set (its number), start                                                |
| recognised   | exercise, reps and holds so far, which replace those of the set                  |
| rep          | number, start, turn, end, side, by_hand                                          |
| rep-graded   | number, measures, view, grade, form; see `fitcoach.session.figures`               |
| rep-undone   | number                                                                           |
| attempt      | end, reason                                                                      |
| hold         | number, start, end, lapses                                                       |
| set-done     | exercise, set, start, end, reps (how many), held (seconds)                       |
| set-dropped  | what was done since the last `set` does not count                                |
| session-done | end                                                                              |
"""

import json
import os
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Final

from fitcoach.exercise import Exercise
from fitcoach.session.figures import Json, graded_figures, hold_figures, rep_figures, rounded
from fitcoach.workout.moment import (
    AttemptMade,
    Event,
    HoldDone,
    Moment,
    Recognised,
    RepDone,
    RepGraded,
    RepUndone,
    SetBegun,
    SetDone,
    SetDropped,
)
from fitcoach.workout.sets import SetRecord

FORMAT: Final = 1


class Journal:
    """Writes down one session. A session in which nothing is done leaves no file.

    Attributes:
        path: Where it is, or will be.
        trouble: Why it cannot be written, in a sentence; `None` while it can.
    """

    def __init__(self, folder: Path, began: datetime, title: str, source: str) -> None:
        """Takes the folder of all journals; the file's name tells when the session began."""
        # Two sessions may begin in the same second.
        self.path = folder / f"{began:%Y-%m-%dT%H-%M-%S}-{os.getpid()}.jsonl"
        self.trouble: str | None = None
        self._file: FileIO | None = None
        self._waiting: list[Json] = [
            {
                "event": "session",
                "format": FORMAT,
                "began": began.isoformat(timespec="seconds"),
                "title": title,
                "source": source,
            }
        ]

    def write(self, moment: Moment) -> None:
        """Writes down what happened, if anything did; it is on disk when this returns."""
        for event in moment.events:
            line = _line(event, moment)
            if line is not None:
                self._waiting.append(line)
            if not isinstance(event, SetBegun) and line is not None:
                self._flush()

    def close(self, end: float) -> None:
        """Ends the session, at `end` seconds."""
        if self._file is None:
            return
        self._waiting.append(rounded({"event": "session-done", "end": end}))
        self._flush()
        self._file.close()
        self._file = None

    def _flush(self) -> None:
        try:
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self.path.open("ab", buffering=0)
            _append(self._file, self._waiting)
        except OSError as error:
            reason = error.strerror or error
            self.trouble = f"{self.path}: the journal cannot be written ({reason})."
        else:
            self.trouble = None
            self._waiting.clear()


def _append(file: FileIO, lines: list[Json]) -> None:
    """Adds all the lines or, where that cannot be done, none of them."""
    size = os.fstat(file.fileno()).st_size
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    try:
        while text:  # a nearly full disk takes a part
            text = text[file.write(text) :]
        os.fsync(file.fileno())
    except OSError:
        file.truncate(size)
        raise


def _line(event: Event, moment: Moment) -> Json:
    match event:
        case SetBegun(goal):
            fields: dict[str, Json] = {
                "event": "set",
                "exercise": _name(moment.exercise),
                "set": goal.number,
                "start": moment.timestamp,
            }
        case Recognised(record):
            fields = {
                "event": "recognised",
                "exercise": _name(record.exercise),
                "reps": [rep_figures(rep) for rep in record.reps],
                "holds": [hold_figures(hold) for hold in record.holds],
            }
        case RepDone(rep):
            fields = {"event": "rep", **rep_figures(rep)}
        case RepGraded(rep):
            fields = {"event": "rep-graded", "number": rep.number, **graded_figures(rep)}
        case RepUndone(rep):
            fields = {"event": "rep-undone", "number": rep.number}
        case AttemptMade(attempt):
            fields = {"event": "attempt", "end": attempt.end, "reason": attempt.reason}
        case HoldDone(hold):
            fields = {"event": "hold", **hold_figures(hold)}
        case SetDone(record):
            fields = {"event": "set-done", **_set(record)}
        case SetDropped():
            fields = {"event": "set-dropped"}
        case _:
            return None
    return rounded(fields)


def _set(record: SetRecord) -> dict[str, Json]:
    return {
        "exercise": _name(record.exercise),
        "set": record.goal.number,
        "start": record.start,
        "end": record.end,
        "reps": len(record.reps),
        "held": record.held,
    }


def _name(exercise: Exercise | None) -> str | None:
    return None if exercise is None else exercise.name

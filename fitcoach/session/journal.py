"""The journal: what was done, on disk as soon as it is done.

A text file with one JSON object a line, only ever added to. Each names its `event`; times are
seconds from the start of the source; reps, attempts, holds, sets and exercises are as in
`fitcoach.session.log`.

| event        | fields                                                             |
|--------------|--------------------------------------------------------------------|
| session      | format (1), id, began, title, source, strictness, version          |
| set          | set, with nothing done in it yet                                   |
| recognised   | exercise, reps, attempts, holds: all of the set so far             |
| rep          | rep                                                                |
| rep-graded   | rep, measured and judged, in place of that of its number           |
| rep-undone   | the last rep was taken back                                        |
| attempt      | attempt                                                            |
| hold         | hold                                                               |
| set-done     | end                                                                |
| set-dropped  | what was done since the last `set` does not count                  |
| session-done | end                                                                |

A rep added or undone between two sets belongs to the set before. While a session lasts its journal
is locked; one that is not belongs to a session that broke off (see `fitcoach.session.recovery`).
"""

import json
import os
from contextlib import suppress
from datetime import datetime
from io import FileIO
from pathlib import Path

import portalocker

from fitcoach import __version__
from fitcoach.coach import Strictness
from fitcoach.schema import Table
from fitcoach.session.log import (
    DIGITS,
    attempt_log,
    exercise_log,
    hold_log,
    new_id,
    rep_log,
    set_log,
)
from fitcoach.session.places import journal_file, private_file
from fitcoach.session.replay import FORMAT, Line, Replay
from fitcoach.words import printable
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


class Journal:
    """Writes down one session. A session in which nothing is done leaves no file.

    Attributes:
        id: Of the session, see `SessionLog`.
        path: Where it is, or will be; `None` if it is kept in memory only.
        trouble: Why it cannot be written, in a sentence; `None` while it can.
        replay: What has happened so far, whether or not it could be written.
    """

    def __init__(
        self, folder: Path | None, began: datetime, title: str, source: str, strictness: Strictness
    ) -> None:
        """Takes the folder of all that is kept; the file's name tells when the session began."""
        self.id = new_id()
        # Two sessions may begin in the same second.
        name = f"{began:%Y-%m-%dT%H-%M-%S}-{self.id[:8]}"
        self.path = journal_file(folder, name) if folder else None
        self.trouble: str | None = None
        self.replay = Replay()
        self._file: FileIO | None = None
        self._waiting: list[Line] = []
        self._note(
            {
                "event": "session",
                "format": FORMAT,
                "id": self.id,
                "began": began.isoformat(timespec="seconds"),
                "title": printable(title),
                "source": printable(source),
                "strictness": strictness,
                "version": __version__,
            }
        )

    def write(self, moment: Moment) -> None:
        """Writes down what happened, if anything did; it is on disk when this returns."""
        for event in moment.events:
            line = _line(event, moment)
            if line is not None:
                self._note(line)
                if not isinstance(event, SetBegun):
                    self._flush()

    def finish(self, end: float) -> None:
        """Ends the session, at `end` seconds; the journal stays locked."""
        self._note({"event": "session-done", "end": round(end, DIGITS)})
        if self._file is not None or self.trouble is not None:
            self._flush()

    def close(self, *, keep: bool) -> None:
        """Lets go of the file, and removes it unless it is to be kept."""
        if self._file is None or self.path is None:
            return
        self._file.close()
        self._file = None
        if not keep:
            with suppress(OSError):  # if it stays, the next start knows the session already
                self.path.unlink()

    def _note(self, line: Line) -> None:
        self.replay.take(line)
        self._waiting.append(line)

    def _flush(self) -> None:
        if self.path is None:
            return
        try:
            if self._file is None:
                private_file(self.path)
                self._file = self.path.open("ab", buffering=0)
                with suppress(portalocker.LockException):  # not every disk knows locks
                    portalocker.lock(self._file, portalocker.LockFlags.EXCLUSIVE)
            _append(self._file, self._waiting)
        except OSError as error:
            reason = error.strerror or error
            self.trouble = (
                f"{self.path}: the journal cannot be written ({reason}); make room there, or "
                "choose another folder with --data-dir."
            )
        else:
            self.trouble = None
            self._waiting.clear()


def _append(file: FileIO, lines: list[Line]) -> None:
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


def _line(event: Event, moment: Moment) -> Line | None:
    match event:
        case SetBegun(goal):
            begun = SetRecord(moment.exercise, goal, moment.timestamp, moment.timestamp)
            fields: Line = {"event": "set", "set": _json(set_log(begun))}
        case Recognised(record):
            fields = {
                "event": "recognised",
                "exercise": _json(exercise_log(record.exercise)),
                "reps": [_json(rep_log(rep)) for rep in record.reps],
                "attempts": [_json(attempt_log(attempt)) for attempt in record.attempts],
                "holds": [_json(hold_log(hold)) for hold in record.holds],
            }
        case RepDone(rep):
            fields = {"event": "rep", "rep": _json(rep_log(rep))}
        case RepGraded(rep, _):
            fields = {"event": "rep-graded", "rep": _json(rep_log(rep))}
        case RepUndone():
            fields = {"event": "rep-undone"}
        case AttemptMade(attempt):
            fields = {"event": "attempt", "attempt": _json(attempt_log(attempt))}
        case HoldDone(hold):
            fields = {"event": "hold", "hold": _json(hold_log(hold))}
        case SetDone(record):
            fields = {"event": "set-done", "end": round(record.end, DIGITS)}
        case SetDropped():
            fields = {"event": "set-dropped"}
        case _:
            return None
    return fields


def _json(log: Table | None) -> Line | None:
    return None if log is None else log.model_dump(mode="json")

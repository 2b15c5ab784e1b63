"""The history: all sessions of the past, in an SQLite database.

A session is kept whole, as the JSON of its training log. Beside it, in `sets`, stand the figures by
which sessions are listed and compared; they can be made again from the logs.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fitcoach.errors import FitcoachError
from fitcoach.session.database import Database, real
from fitcoach.session.places import history_file, recording_files

if TYPE_CHECKING:  # pydantic takes longer to load than a list of all sessions
    from fitcoach.session.log import SessionLog
    from fitcoach.session.summary import Before

_MOST: Final = 2**63 - 1  # the largest number that SQLite knows


@dataclass(frozen=True, slots=True)
class Entry:
    """A session as it stands in a list.

    Attributes:
        number: By which people call it.
        began: When it began, in the time of the place.
        title: Of its plan.
        seconds: How long it lasted.
        exercises: What they are called, in order.
        sets: How many.
        reps: How many in all.
        held: Seconds held in all.
        graded: Reps whose form was judged.
        good: Those of them that were good.
    """

    number: int
    began: datetime
    title: str
    seconds: float
    exercises: tuple[str, ...]
    sets: int
    reps: int
    held: float
    graded: int
    good: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What was done of one exercise in a session of the past.

    Attributes:
        number: By which people call the session.
        began: When it began, in the time of the place.
        sets: How many.
        reps: How many in all.
        held: Seconds held in all.
        graded: Reps whose form was judged.
        good: Those of them that were good.
        range: The mean of the sets' ranges of motion in degrees; `None` where none was measured.
    """

    number: int
    began: datetime
    sets: int
    reps: int
    held: float
    graded: int
    good: int
    range: float | None


class History:
    """The sessions kept in a folder.

    Attributes:
        path: Of the database.
        database: It is made when the first session is added.
    """

    def __init__(self, folder: Path) -> None:
        """Takes the folder of all that is kept."""
        self.path = history_file(folder)
        self.database = Database(self.path)

    def entries(
        self, *, exercise: str | None = None, since: date | None = None, limit: int | None = None
    ) -> list[Entry]:
        """The sessions, the latest first.

        Args:
            exercise: Only those in which this was done, by its name.
            since: Only those of this day and later.
            limit: No more than so many.

        Raises:
            FitcoachError: The history cannot be read.
        """
        chosen, parameters = _chosen(exercise, since)
        # The sessions are picked first: to sum up the sets of all takes far longer.
        query = f"""
            SELECT number, began, sessions.title, seconds,
                   json_group_array(sets.title) FILTER (WHERE position > 0) AS titles,
                   count(position) AS sets, ifnull(sum(reps), 0) AS reps,
                   total(held) AS held, ifnull(sum(good + fair + fault), 0) AS graded,
                   ifnull(sum(good), 0) AS good
            FROM (SELECT * FROM sessions {chosen} ORDER BY instant DESC, number DESC LIMIT ?)
                 AS sessions
            LEFT JOIN sets ON session = number
            GROUP BY number ORDER BY instant DESC, number DESC
        """  # noqa: S608  # put together from the texts below
        return self.database.read(_entry, query, (*parameters, -1 if limit is None else limit))

    def before(self, log: "SessionLog") -> "Before":
        """What was done before a session; see `marks`."""
        return partial(self.marks, before=log.began)

    def marks(self, exercise: str, before: datetime) -> tuple[Mark | None, Mark | None]:
        """Of an exercise the last session before a moment, and the one with the most of it.

        Raises:
            FitcoachError: The history cannot be read.
        """
        query = """
            SELECT number, began, count(*) AS sets, sum(reps) AS reps, sum(sets.held) AS held,
                   sum(good + fair + fault) AS graded, sum(good) AS good, avg(range) AS range
            FROM sets JOIN sessions ON number = session
            WHERE exercise = ? AND instant < ?
            GROUP BY number ORDER BY {} LIMIT 1
        """
        found = []
        for order in ("instant DESC", "sum(reps) DESC, sum(sets.held) DESC, instant DESC"):
            marks = self.database.read(_mark, query.format(order), (exercise, before.timestamp()))
            found.append(marks[0] if marks else None)
        return found[0], found[1]

    def count(self, *, exercise: str | None = None, since: date | None = None) -> int:
        """How many sessions there are; see `entries`."""
        chosen, parameters = _chosen(exercise, since)
        rows = self.database.query(f"SELECT count(*) FROM sessions {chosen}", parameters)  # noqa: S608
        return int(rows[0][0]) if rows else 0

    def number(self, reference: str) -> int:
        """The number of a session, which may be called by it or as "last".

        Raises:
            FitcoachError: There is no such session.
        """
        if reference == "last":
            rows = self.database.query(
                "SELECT number FROM sessions ORDER BY instant DESC, number DESC LIMIT 1"
            )
        elif reference.isdecimal():
            number = min(int(reference), _MOST)
            rows = self.database.query("SELECT number FROM sessions WHERE number = ?", (number,))
        else:
            raise FitcoachError(
                f"'{reference}' is no session: give its number, or `last`; "
                "`fitcoach sessions` lists them."
            )
        if not rows and reference == "last":
            raise FitcoachError("There are no sessions yet; `fitcoach live` makes one.")
        if not rows:
            raise FitcoachError(f"There is no session {reference}; `fitcoach sessions` lists them.")
        return int(rows[0]["number"])

    def find(self, identity: str) -> int | None:
        """The number of a session by its id (see `SessionLog`); `None` if it is not there."""
        rows = self.database.query("SELECT number FROM sessions WHERE id = ?", (identity,))
        return int(rows[0]["number"]) if rows else None

    def load(self, number: int) -> "SessionLog":
        """The training log of a session.

        Raises:
            FitcoachError: There is no such session, or the history is damaged.
        """
        from pydantic_core import from_json  # noqa: PLC0415

        from fitcoach.schema import check_sense  # noqa: PLC0415
        from fitcoach.session.log import SessionLog  # noqa: PLC0415

        rows = self.database.query("SELECT log FROM sessions WHERE number = ?", (number,))
        if not rows:
            raise FitcoachError(f"There is no session {number}; `fitcoach sessions` lists them.")
        try:
            content = from_json(rows[0]["log"])
            check_sense(content)
            return SessionLog.model_validate(content)
        except (TypeError, ValueError):
            raise FitcoachError(
                f"{self.path}: the log of session {number} is damaged; the others can be read."
            ) from None

    def add(self, *logs: "SessionLog") -> list[int]:
        """Takes in sessions, but those that are there already; returns their numbers.

        Raises:
            FitcoachError: The history cannot be written; it is as it was.
        """
        with self.database.writing() as database:
            return [_add(database, log) for log in logs]

    def delete(self, number: int) -> None:
        """Deletes a session, so that nothing of it stays in the file, and what was recorded of it.

        Raises:
            FitcoachError: The history cannot be written; it is as it was.
        """
        recordings = self.recordings(number)
        with self.database.writing() as database:
            database.execute("DELETE FROM sessions WHERE number = ?", (number,))
            for path in recordings:  # if one cannot be, neither is the session
                path.unlink(missing_ok=True)

    def recordings(self, number: int) -> list[Path]:
        """The files that were recorded of a session, videos and poses."""
        rows = self.database.query("SELECT id FROM sessions WHERE number = ?", (number,))
        return recording_files(self.path.parent, rows[0]["id"]) if rows else []


def _add(database: sqlite3.Connection, log: "SessionLog") -> int:
    from fitcoach.session.figures import set_figures  # noqa: PLC0415

    known = database.execute("SELECT number FROM sessions WHERE id = ?", (log.id,)).fetchone()
    if known:
        return int(known["number"])
    number = _insert(
        database,
        "sessions",
        {
            "id": log.id,
            "began": log.began.isoformat(),
            "instant": log.began.timestamp(),
            "title": log.title,
            "seconds": log.seconds,
            "log": log.model_dump_json(),
        },
    )
    for position, each in enumerate(log.sets, 1):
        place = {"session": number, "position": position, "day": f"{log.began:%Y-%m-%d}"}
        _insert(database, "sets", place | set_figures(each))
    return number


def _insert(database: sqlite3.Connection, table: str, row: dict[str, Any]) -> int:
    """Returns the number of the row."""
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    added = database.execute(
        f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
        tuple(row.values()),
    )
    return added.lastrowid or 0


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        number=int(row["number"]),
        began=datetime.fromisoformat(row["began"]),
        title=str(row["title"]),
        seconds=real(row["seconds"]),
        exercises=tuple(dict.fromkeys(map(str, json.loads(row["titles"])))),
        sets=int(row["sets"]),
        reps=int(row["reps"]),
        held=real(row["held"]),
        graded=int(row["graded"]),
        good=int(row["good"]),
    )


def _mark(row: sqlite3.Row) -> Mark:
    return Mark(
        number=int(row["number"]),
        began=datetime.fromisoformat(row["began"]),
        sets=int(row["sets"]),
        reps=int(row["reps"]),
        held=real(row["held"]),
        graded=int(row["graded"]),
        good=int(row["good"]),
        range=None if row["range"] is None else real(row["range"]),
    )


def _chosen(exercise: str | None, since: date | None) -> tuple[str, tuple[Any, ...]]:
    """The sessions that are asked for, as a WHERE clause and its parameters."""
    clauses, parameters = [], []
    if exercise is not None:
        clauses.append("number IN (SELECT session FROM sets WHERE exercise = ?)")
        parameters.append(exercise)
    if since is not None:
        clauses.append("began >= ?")  # the day of the place, whatever the offset
        parameters.append(since.isoformat())
    return ("WHERE " + " AND ".join(clauses) if clauses else ""), tuple(parameters)

"""The database of the history: one SQLite file, its schema, and what can be wrong with it."""

import math
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote

from fitcoach.errors import FitcoachError
from fitcoach.session.places import private_file

T = TypeVar("T")

_APPLICATION: Final = 0x46495443  # "FITC", which tells the file from any other SQLite database

_PATIENCE: Final = 10.0
"""Seconds to wait while another fitcoach writes."""

_MIGRATIONS: Final = (
    """
    CREATE TABLE sessions (
        number INTEGER PRIMARY KEY AUTOINCREMENT,  -- by which people call it
        id TEXT NOT NULL UNIQUE,
        began TEXT NOT NULL,                       -- ISO 8601 with the offset of the place
        instant REAL NOT NULL,                     -- the same in Unix seconds
        title TEXT NOT NULL,
        seconds REAL NOT NULL,
        log TEXT NOT NULL                          -- JSON, see fitcoach.session.log
    );
    CREATE INDEX sessions_by_time ON sessions (instant);
    CREATE TABLE sets (
        session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
        position INTEGER NOT NULL,                 -- in the session, from 1
        day TEXT NOT NULL,                         -- of the place, as YYYY-MM-DD
        exercise TEXT,
        title TEXT NOT NULL,
        reps INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        held REAL NOT NULL,                        -- seconds
        good INTEGER NOT NULL,                     -- reps of each grade
        fair INTEGER NOT NULL,
        fault INTEGER NOT NULL,
        range REAL,                                -- degrees, the median
        PRIMARY KEY (session, position)
    ) WITHOUT ROWID;
    CREATE INDEX sets_by_exercise ON sets (exercise, day);
    """,
)
"""What leads from each version of the schema to the next; the version is their number."""


class Database:
    """A file that is made when it is written first."""

    def __init__(self, path: Path) -> None:
        """Takes where it is, or will be."""
        self._path = path

    def query(self, query: str, parameters: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """The rows of an SQL query; none where nothing was ever kept.

        Raises:
            FitcoachError: The history cannot be read.
        """
        with self._speaking():
            if not self._path.exists():
                return []
        with self._speaking(), closing(self._connect("ro")) as database:
            if self._version(database) < len(_MIGRATIONS):
                self._upgrade()
            return database.execute(query, parameters).fetchall()

    def read(
        self, make: Callable[[sqlite3.Row], T], query: str, parameters: tuple[Any, ...] = ()
    ) -> list[T]:
        """What is made of each row of an SQL query; see `query`.

        Raises:
            FitcoachError: The history cannot be read, or a row holds what nothing can be made of:
                SQLite keeps texts in columns of numbers, and a file may be damaged.
        """
        rows = self.query(query, parameters)
        try:
            return [make(row) for row in rows]
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise self._damaged(error) from None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One change, made whole or not at all.

        Raises:
            FitcoachError: The file cannot be written; it is as it was.
        """
        with self._speaking():
            if not self._path.exists():
                private_file(self._path)  # what SQLite writes beside it gets the same rights
            self._upgrade()
            with closing(self._connect("rwc")) as database:
                database.execute("BEGIN IMMEDIATE")
                with database:
                    yield database

    def _upgrade(self) -> None:
        """Brings the database, new or old, to the schema of this version."""
        with closing(self._connect("rwc")) as database:
            if self._version(database) == len(_MIGRATIONS):
                return
            database.execute("BEGIN IMMEDIATE")
            with database:
                for script in _MIGRATIONS[self._version(database) :]:  # another may have been first
                    for statement in script.split(";"):
                        database.execute(statement)
                database.execute(f"PRAGMA application_id = {_APPLICATION}")
                database.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")

    def _connect(self, mode: str) -> sqlite3.Connection:
        database = sqlite3.connect(
            f"file:{quote(str(self._path.absolute()))}?mode={mode}",
            uri=True,
            timeout=_PATIENCE,
            isolation_level=None,
        )
        database.row_factory = sqlite3.Row
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        return database

    def _version(self, database: sqlite3.Connection) -> int:
        application = int(database.execute("PRAGMA application_id").fetchone()[0])
        version = int(database.execute("PRAGMA user_version").fetchone()[0])
        tables = int(database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        if tables and application != _APPLICATION:
            raise FitcoachError(
                f"{self._path}: this is a database of another program; move it away, or choose "
                "another folder with --data-dir."
            )
        if version > len(_MIGRATIONS):
            raise FitcoachError(
                f"{self._path}: written by a newer fitcoach (schema {version}, this one knows "
                f"{len(_MIGRATIONS)}); update fitcoach."
            )
        return version

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Says in a sentence what SQLite complains of."""
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise FitcoachError(f"{self._path}: the history cannot be used ({reason}).") from None
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            # Also what SQLite complains of may quote bytes that are no text.
            raise self._damaged(error) from None

    def _damaged(self, error: Exception) -> FitcoachError:
        return FitcoachError(
            f"{self._path}: the history is damaged ({error}); put back a copy of it, or move it "
            "away to begin a new one."
        )


def real(value: Any) -> float:  # noqa: ANN401  # whatever the column holds
    """A finite number.

    Raises:
        TypeError, ValueError: It is none.
    """
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{number} is no number")
    return number

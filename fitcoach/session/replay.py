"""From the events of a journal to the training log."""

import json
import zlib
from typing import Any, Final, NamedTuple

from fitcoach.session.log import SessionLog

FORMAT: Final = 1

_KINDS: Final = ("reps", "attempts", "holds")

Line = dict[str, Any]
"""A line of a journal; `fitcoach.session.journal` describes them."""


class _Done(NamedTuple):
    """A rep, attempt or hold, packed: tables take ten times the room, and sessions hours."""

    number: int | None
    packed: bytes

    @classmethod
    def of(cls, line: Line) -> "_Done":
        return cls(line.get("number"), zlib.compress(json.dumps(line).encode()))

    @property
    def line(self) -> Line:
        line: Line = json.loads(zlib.decompress(self.packed))
        return line


class Replay:
    """Puts a session together, event by event, as it went."""

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self._session: Line = {}
        self._sets: list[Line] = []
        self._seconds = 0.0
        self._ended = False

    def take(self, line: Line) -> None:
        """Takes the next event.

        Raises:
            AttributeError, KeyError, IndexError, TypeError: It is none that a journal of this
                format holds here.
        """
        match line["event"]:
            case "session":
                self._session = {
                    name: line[name]
                    for name in ("id", "began", "title", "source", "strictness", "version")
                }
            case "set":
                # Lists of its own, for the line may not be written yet.
                self._sets.append({**line["set"], "reps": [], "attempts": [], "holds": []})
            case "recognised":
                done = {kind: [*map(_Done.of, line[kind])] for kind in _KINDS}
                self._sets[-1].update(exercise=line["exercise"], **done)
            case "rep":
                self._add("reps", line["rep"])
            case "rep-graded":
                graded = _Done.of(line["rep"])
                reps = self._sets[-1]["reps"]
                self._sets[-1]["reps"] = [
                    graded if rep.number == graded.number else rep for rep in reps
                ]
            case "rep-undone":
                self._sets[-1]["reps"].pop()
            case "attempt":
                self._add("attempts", line["attempt"])
            case "hold":
                self._add("holds", line["hold"])
            case "set-done":
                self._pass(line["end"])
            case "set-dropped":
                self._sets.pop()
            case "session-done":
                self._seconds = max(self._seconds, line["end"])
                self._ended = True

    def log(self) -> SessionLog | None:
        """The session so far; `None` if nothing was done.

        Raises:
            ValidationError: The events hold what no session does.
        """
        log = SessionLog.model_validate(
            {
                **self._session,
                "seconds": self._seconds,
                "recovered": not self._ended,
                "sets": [
                    each | {kind: [done.line for done in each[kind]] for kind in _KINDS}
                    for each in self._sets
                ],
            }
        )
        done = tuple(each for each in log.sets if not each.is_empty)
        return log.model_copy(update={"sets": done}) if done else None

    def _add(self, kind: str, what: Line) -> None:
        self._sets[-1][kind].append(_Done.of(what))
        self._pass(what["end"])

    def _pass(self, end: float) -> None:
        """What was done by then belongs to the session and its last set."""
        self._sets[-1]["end"] = max(self._sets[-1]["end"], end)
        self._seconds = max(self._seconds, end)

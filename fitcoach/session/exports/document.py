"""Sessions as JSON: all that the training log holds, to be read by any program and by fitcoach.

`sessions.schema.json` beside this module describes it field by field. After a change of the log
`python -m fitcoach.session.exports.schema` writes it anew.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import model_validator
from pydantic_core import from_json

from fitcoach.errors import FitcoachError
from fitcoach.schema import Table, checked, read_text
from fitcoach.session.log import SessionLog

FORMAT: Final = "fitcoach-sessions"
VERSION: Final = 1

SCHEMA: Final = Path(__file__).with_name("sessions.schema.json")


class Document(Table):
    """Sessions of training, recorded by fitcoach.

    All times within a session are seconds from its beginning, angles interior degrees: 180 is a
    straight joint.
    """

    format: Literal["fitcoach-sessions"]
    """Tells such a document from other JSON."""
    version: Literal[1]
    """Grows when a program that reads the document has to be changed."""
    sessions: tuple[SessionLog, ...]
    """In the order in which they were asked for."""

    @model_validator(mode="before")
    @classmethod
    def _check_head(cls, content: Any) -> Any:  # noqa: ANN401  # whatever the file holds
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise ValueError("this holds no sessions exported by fitcoach")
        version = content.get("version")
        if isinstance(version, int) and version > VERSION:
            raise ValueError(
                f"this was written by a newer fitcoach (version {version} of the format, "
                f"{VERSION} is known here); update fitcoach to read it"
            )
        return content


def document(logs: Sequence[SessionLog]) -> bytes:
    """Writes sessions as JSON."""
    made = Document(format=FORMAT, version=VERSION, sessions=tuple(logs))
    return made.model_dump_json(indent=2).encode() + b"\n"


def read_sessions(path: Path) -> list[SessionLog]:
    """Reads sessions that were exported as JSON.

    Raises:
        FitcoachError: The file cannot be read, or holds something else; says which field and value.
    """
    text = read_text(path, "file of sessions")
    try:
        content = from_json(text)  # which knows halves of letters from whole ones
    except ValueError as error:
        raise FitcoachError(f"{path}: not valid JSON: {error}.") from None
    return list(checked(path, content, Document, SCHEMA.name).sessions)

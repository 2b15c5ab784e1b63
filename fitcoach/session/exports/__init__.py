"""Sessions as files for other programs and other people.

JSON holds everything and can be read back; CSV is for spreadsheets, Markdown for notes, HTML for a
coach or physiotherapist, FIT for training platforms. What a format needs is imported only when it
is written.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from fitcoach.files import whole_file
from fitcoach.session.formats import Format
from fitcoach.session.log import SessionLog
from fitcoach.session.summary import Before, nothing_before


def no_past(_: SessionLog) -> Before:
    """What was done before each session, where no history is kept; see `History.before`."""
    return nothing_before


def export(
    logs: Sequence[SessionLog],
    path: Path,
    kind: Format,
    before: Callable[[SessionLog], Before] = no_past,
) -> None:
    """Writes sessions to a file, which is whole or not there.

    Args:
        logs: In the order in which they are to stand.
        path: Where to.
        kind: What kind of file.
        before: What was done before each session, to compare with.

    Raises:
        FitcoachError: The file cannot be written, or cannot hold so many sessions.
    """
    content = render(logs, kind, before)
    with whole_file(path) as part:
        part.write_bytes(content)


def render(
    logs: Sequence[SessionLog], kind: Format, before: Callable[[SessionLog], Before] = no_past
) -> bytes:
    """The content of such a file; see `export`.

    Raises:
        FitcoachError: The format cannot hold so many sessions.
    """
    # Drawing, templates and the FIT profile take long to load.
    match kind:
        case "json":
            from fitcoach.session.exports.document import document  # noqa: PLC0415

            return document(logs)
        case "csv":
            from fitcoach.session.exports.table import table  # noqa: PLC0415

            return table(logs)
        case "md":
            from fitcoach.session.exports.notes import notes  # noqa: PLC0415

            return notes(logs, before)
        case "html":
            from fitcoach.session.exports.report import report  # noqa: PLC0415

            return report(logs, before)
        case "fit":
            from fitcoach.session.exports.fit import activity  # noqa: PLC0415

            return activity(logs)

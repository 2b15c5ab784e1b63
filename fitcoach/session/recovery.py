"""Into the history: sessions that are over, and those that broke off."""

from pathlib import Path

import portalocker
from pydantic import ValidationError
from pydantic_core import from_json

from fitcoach.errors import FitcoachError
from fitcoach.schema import check_sense
from fitcoach.session.history import History
from fitcoach.session.journal import Journal
from fitcoach.session.places import journal_files
from fitcoach.session.replay import FORMAT, Replay
from fitcoach.session.words import amount


def keep(journal: Journal, history: History | None) -> int | None:
    """Takes a session that is over into the history; only then its journal is removed.

    Returns:
        Its number; `None` if nothing was done, or without a history.

    Raises:
        FitcoachError: The history cannot be written; the journal stays, if it could be written.
    """
    log = journal.replay.log()
    number = None
    try:
        if log is not None and history is not None:
            (number,) = history.add(log)
    except FitcoachError as error:
        journal.close(keep=True)
        if journal.trouble is not None:
            raise FitcoachError(
                f"{journal.trouble} {error} What is not in the journal is only told above."
            ) from None
        raise FitcoachError(
            f"{error} The session is safe in {journal.path} and is taken over as soon as it can be."
        ) from None
    journal.close(keep=False)
    return number


def recover(folder: Path, history: History) -> list[str]:
    """Takes sessions that broke off into the history, from their journals.

    Args:
        folder: Of all that is kept.
        history: Kept there.

    Returns:
        What was found, a sentence each.

    Raises:
        FitcoachError: The history cannot be written; the journals stay as they are.
    """
    return [words for path in journal_files(folder) if (words := _recover(path, history))]


def _recover(path: Path, history: History) -> str | None:
    try:
        with path.open("r+b") as file:
            try:
                portalocker.lock(
                    file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
                )
            except portalocker.AlreadyLocked:
                return None  # its session is not over
            content = file.read()
        # Only now that it is closed: Windows removes no file that is open.
        return _take_over(path, content, history)
    except FileNotFoundError:
        return None  # another fitcoach was quicker
    except portalocker.LockException as error:
        return (
            f"{path}: whether this session is over cannot be told, since the disk knows no locks "
            f"({error.strerror or error}); move it to a folder on another one."
        )
    except OSError as error:
        return f"{path}: this journal cannot be read ({error.strerror or error})."


def _take_over(path: Path, content: bytes, history: History) -> str | None:
    lines = content.split(b"\n")[:-1]  # what follows the last newline was being written
    if not lines:
        return None
    replay, unread = Replay(), 0
    for line in lines:
        try:
            event = from_json(line)
            check_sense(event)
            if event["event"] == "session" and event["format"] > FORMAT:
                return f"{path}: this journal is of a newer fitcoach; update fitcoach to read it."
            replay.take(event)
        except (AttributeError, ValueError, TypeError, LookupError):
            unread += 1
    try:
        log = replay.log()
    except ValidationError:
        log, unread = None, len(lines)
    new = log is not None and history.find(log.id) is None
    number = None if log is None else history.add(log)[0]
    if unread:
        damaged = path.with_suffix(".damaged")
        path.rename(damaged)
        return f"{damaged}: {unread} of {len(lines)} lines of this journal cannot be read." + (
            f" What can be read is session {number}." if number else ""
        )
    path.unlink()
    if log is None or not new:  # it may have been kept, and only the journal have stayed
        return None
    done = amount(sum(len(each.reps) for each in log.sets), sum(each.held for each in log.sets))
    was = "broke off" if log.recovered else "was not in the history yet"
    return f"The session of {log.began:%Y-%m-%d %H:%M} {was}; it is session {number}: {done}."

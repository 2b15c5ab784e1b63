"""Files that are either whole or not there."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fitcoach.errors import FitcoachError


def plain_name(name: Path | str, shown: str | None = None) -> str:
    """The name of a file, or an address, as OpenCV may be given it: others crash the program.

    Args:
        name: What may have been given by a user.
        shown: What to call it in errors, if not so.

    Raises:
        FitcoachError: There are bytes in it that are not UTF-8.
    """
    try:
        str(name).encode()
    except UnicodeEncodeError:
        raise FitcoachError(
            f"{shown or name}: this name is not UTF-8; rename the file or folder."
        ) from None
    return str(name)


@contextmanager
def whole_file(path: Path, ending: str = ".part") -> Iterator[Path]:
    """Yields a path to write to, which becomes `path` when the block ends without an error.

    Args:
        path: The file; folders that are missing are made.
        ending: Of the name of what is not whole yet. It is no kind of file, so that nobody takes it
            for one, except where what writes it goes by the ending.

    Raises:
        FitcoachError: The file cannot be written.
    """
    part = path.with_name(path.name + ending)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)  # what was left there, or a link to somewhere else
        try:
            yield part
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
    except OSError as error:
        reason = error.strerror or error
        raise FitcoachError(f"{path}: this file cannot be written ({reason}).") from None

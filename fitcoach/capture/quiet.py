"""Keeping native libraries off the user's terminal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_STDERR = 2


@contextmanager
def native_silence() -> Iterator[None]:
    """Sends file descriptor 2 nowhere for a while.

    The libraries below mediapipe write there whatever the log levels say. Everything else that the
    process writes there meanwhile is lost too, so this is for short moments only.
    """
    try:
        kept = os.dup(_STDERR)
    except OSError:  # there is no stderr to keep clean
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)

"""What the helper programs have in common, which play and speak for fitcoach.

They are processes of their own because audio libraries write to the terminal whatever one asks of
them, may hang or crash, and would compete with the counting for Python's lock.

A helper answers with one line when it is ready, and with one for every line that it is given: an
empty one if all is well, otherwise why nothing is heard.
"""

import atexit
import os
import sys
from collections.abc import Callable
from itertools import chain
from typing import TypeAlias

Handler: TypeAlias = Callable[[str], None]
"""Does what a line asks for; raises an `OSError` that says why nothing is heard."""


def serve(begin: Callable[[], Handler]) -> None:
    """Answers until there are no more lines.

    Args:
        begin: Makes ready. Where it raises an `OSError`, which says why, it is tried again at every
            line: a headset may be connected later.
    """
    # An audio thread that wants Python's lock would hold up an orderly end for ever.
    atexit.register(os._exit, 0)
    handle = None
    for line in chain([""], sys.stdin):
        trouble = ""
        try:
            handle = handle or begin()
            if line:
                handle(line.strip())
        except OSError as error:
            trouble = str(error)
        sys.stdout.write(f"{trouble}\n")
        sys.stdout.flush()

"""Hands lines to a helper program without ever making the caller wait."""

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Final

import fitcoach

ENDED: Final = "the program for it ended unexpectedly"

FOLDER: Final = Path(fitcoach.__file__).parents[1]
"""Where helpers are started: `python -m` looks here first, so it finds this fitcoach, and nothing
that happens to lie where the user is."""

_PATIENCE: Final = 2.0  # seconds for a thread whose helper has been killed; it then ends by itself


def module(name: str) -> list[str]:
    """The command that runs a module of fitcoach as a program."""
    return [sys.executable, "-m", name]


class Lane:
    """A helper program (see `helper.py`), and a thread that gives it one line after the other."""

    def __init__(
        self, command: Sequence[str], waiting: int, failed: Callable[[], object] | None = None
    ) -> None:
        """Starts nothing yet.

        Args:
            command: The helper and its arguments.
            waiting: How many lines may wait; a further one replaces the oldest.
            failed: Called from the lane's thread for each line that came to nothing.
        """
        self.trouble: str | None = None
        self._command = command
        self._failed = failed
        self._lines: deque[str] = deque(maxlen=waiting)
        self._changed = threading.Condition()
        self._closed = False
        self._helper: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Starts the helper, once."""
        with self._changed:
            if self._thread is not None or self._closed:
                return
            self._thread = threading.Thread(target=self._work, name="sound", daemon=True)
            with suppress(OSError):
                self._helper = subprocess.Popen(  # noqa: S603
                    self._command,
                    bufsize=0,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    cwd=FOLDER,
                    process_group=0,  # Ctrl-C is not for it, and what it starts ends with it
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # on Windows
                )
            self._thread.start()

    def put(self, line: str) -> None:
        """Has the helper get a line when it has done those before it."""
        with self._changed:
            if not self._closed:
                self._lines.append(line)
                self._changed.notify()

    def clear(self) -> None:
        """Drops what is waiting."""
        with self._changed:
            self._lines.clear()

    def close(self) -> None:
        """Ends the helper at once."""
        with self._changed:
            if not self._closed and self._helper is not None:
                _kill(self._helper)
            self._closed = True
            self._lines.clear()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _work(self) -> None:
        with self._helper or nullcontext():
            self.trouble = self._answer()
            while (line := self._next()) is not None:
                self.trouble = self._ask(line)
                if self.trouble and self._failed is not None and not self._closed:
                    with suppress(Exception):  # sound is never a reason to stop
                        self._failed()

    def _next(self) -> str | None:
        with self._changed:
            self._changed.wait_for(lambda: self._lines or self._closed)
            return None if self._closed else self._lines.popleft()

    def _ask(self, line: str) -> str | None:
        if self._helper is None or self._helper.stdin is None:
            return self._answer()
        with suppress(OSError):  # it has ended, which its answer says
            self._helper.stdin.write(f"{' '.join(line.split())}\n".encode(errors="replace"))
        return self._answer()

    def _answer(self) -> str | None:
        """Waits for the helper; `None` if all is well, otherwise why nothing is heard."""
        answer = self._helper.stdout.readline() if self._helper and self._helper.stdout else b""
        if not answer:
            return self.trouble or (None if self._closed else ENDED)
        return answer.decode(errors="replace").strip() or None


def _kill(helper: subprocess.Popen[bytes]) -> None:
    """Kills a helper and what it has started."""
    if sys.platform == "win32":
        helper.kill()
    else:
        with suppress(OSError):
            os.killpg(helper.pid, signal.SIGKILL)

"""Rerun's viewer as a program of its own: in a window, or served to a browser.

It listens on this machine only, and sends no statistics of use: Rerun collects them unless it runs
in a continuous integration, which is what the variable `CI` says. What else a window would ask the
network for, examples for instance, goes to a proxy that does not exist.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from fitcoach.errors import FitcoachError
from fitcoach.viewer.front import HERE, Front

_DATA_PORT: Final = 9876
_PAGE_PORT: Final = 9090
"""Rerun's own usual ports; where one is taken another is used."""

_NOWHERE: Final = f"http://{HERE}:9"
QUIET: Final = {
    "CI": "1",
    "RERUN_APP_ONLY": "true",
    "NO_PROXY": f"{HERE},localhost",
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), _NOWHERE),
}
"""Environment in which it reports to nobody, not even when it is only asked for its version."""

_PATIENCE: Final = 20.0
_STEP: Final = 0.1
_SETTLED: Final = 1.0
_SCHEMES: Final = ("rerun+http", "rerun+https", "rerun")


class Viewer:
    """A viewer that runs.

    Attributes:
        url: Where it takes a recording.
        page: The address for a browser; `None` where it has a window.
    """

    def __init__(self, *, web: bool, files: tuple[Path, ...] = ()) -> None:
        """Starts it, to show files or to wait for a recording.

        Raises:
            FitcoachError: It is not installed, or does not start.
        """
        port, behind = free_port(_DATA_PORT), free_port(0)
        self.url = f"rerun+http://{HERE}:{port}/proxy"
        self.page: str | None = None
        self._front: Front | None = None
        arguments = ["--bind", HERE, "--port", str(port)]
        if web:
            arguments += ["--serve-web", "--web-viewer-port", str(behind)]
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own arguments
                [executable(), *arguments, *map(str, files)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **QUIET},
                start_new_session=True,  # Ctrl-C is for fitcoach; a window stays
            )
        except OSError as error:
            raise FitcoachError(
                f"The Rerun viewer cannot be started ({error.strerror}); --rrd writes a file."
            ) from None
        try:
            self._wait_for(port, *([behind] if web else []))
            if web:
                self._front = Front(free_port(_PAGE_PORT), behind, port)
                self.page = f"{self._front.address}/?url={quote(self.url, safe='')}"
        except BaseException:  # Ctrl-C, too: nobody else would end it
            self.stop()
            raise

    def wait(self) -> None:
        """Waits until it is closed."""
        self._process.wait()

    def stop(self) -> None:
        """Ends it; twice does no harm."""
        if self._front is not None:
            self._front.close()
            self._front = None
        self._process.terminate()
        self._process.wait()

    def _wait_for(self, *ports: int) -> None:
        end = time.monotonic() + _PATIENCE
        while self._process.poll() is None and time.monotonic() < end:
            if all(answers(HERE, port) for port in ports) and self._lives():
                return
            time.sleep(_STEP)
        raise FitcoachError(
            "The Rerun viewer does not start here (is there a screen?); "
            "--rerun-web shows it in a browser, --rrd writes a file."
        )

    def _lives(self) -> bool:
        """Whether it goes on once it listens: only then it looks for a screen."""
        try:
            self._process.wait(_SETTLED)
        except subprocess.TimeoutExpired:
            return True
        return False


def check_url(url: str) -> None:
    """Says whether a viewer can be reached.

    Raises:
        FitcoachError: It is no address of a viewer, or nobody answers there.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if host is None or port is None or parts.scheme not in _SCHEMES or parts.path != "/proxy":
        raise FitcoachError(
            f"{url}: this is no address of a Rerun viewer; "
            f"it should look like rerun+http://{HERE}:{_DATA_PORT}/proxy."
        )
    if not answers(host, port):
        raise FitcoachError(f"{url}: no Rerun viewer answers there; start one with `rerun`.")


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((host, port), timeout=2.0).close()
    except OSError:
        return False
    return True


def free_port(wanted: int) -> int:
    """The wanted port, or another one where it is taken."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            if os.name == "posix":  # else a port would count as taken for a while after its use
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HERE, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise FitcoachError("No port is free for the Rerun viewer.")


def executable() -> str:
    """The program that came with rerun-sdk, else one that is installed otherwise.

    Raises:
        FitcoachError: There is none.
    """
    found = find_spec("rerun_cli")
    if found is not None and found.origin is not None:
        folder = Path(found.origin).parent
        name = "rerun.exe" if sys.platform == "win32" else "rerun"
        for path in (folder / "Rerun.app" / "Contents" / "MacOS" / "Rerun", folder / name):
            if path.exists():
                return str(path)
    elsewhere = shutil.which("rerun")
    if elsewhere is None:
        raise FitcoachError(
            "The Rerun viewer is not installed (`pip install rerun-sdk`); --rrd writes a file."
        )
    return elsewhere

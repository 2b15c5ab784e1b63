"""Where commands and the Rerun viewer meet."""

import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial, wraps
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.echo import echo
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from fitcoach.capture import Observation, ObservationStream
    from fitcoach.classify.model import PoseModel
    from fitcoach.session.log import SessionLog
    from fitcoach.viewer.glimpse import Look
    from fitcoach.viewer.log import RerunLog
    from fitcoach.viewer.program import Viewer
    from fitcoach.viewer.recording import Recording
    from fitcoach.workout import Moment

Command = Callable[..., None]

RRD_SUFFIX = ".rrd"


def viewing_options(command: Command) -> Command:
    """Adds the viewer's options; the command gets them as `viewing`, a `Viewing`."""
    options = [
        click.option("--rerun", "window", is_flag=True, help="Show it in the Rerun viewer."),
        click.option(
            "--rerun-web", "web", is_flag=True, help="Show it in Rerun in a browser."
        ),
        click.option(
            "--rerun-connect", "url", metavar="URL",
            help="Show it in a Rerun viewer that runs, such as rerun+http://127.0.0.1:9876/proxy.",
        ),
        click.option(
            "--rrd", "file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
            help="Record it for the Rerun viewer (.rrd).",
        ),
        click.option(
            "--rerun-images", "images", is_flag=True,
            help="Record single pictures for Rerun even where the clip itself could be.",
        ),
        click.option(
            "--rerun-frames", "frames", metavar="N", type=click.IntRange(1),
            help="Show and record no more than the first N frames.",
        ),
    ]  # fmt: skip

    @wraps(command)
    def with_viewing(
        *,
        window: bool,
        web: bool,
        url: str | None,
        file: Path | None,
        images: bool,
        frames: int | None,
        **others: object,
    ) -> None:
        if file is not None and file.suffix != RRD_SUFFIX:  # it might be a clip, by mistake
            raise FitcoachError(f"{file}: the name of a recording for Rerun ends in {RRD_SUFFIX}.")
        command(viewing=Viewing(window, web, url, file, images, frames), **others)

    for option in reversed(options):
        with_viewing = option(with_viewing)
    return with_viewing


@dataclass(frozen=True, slots=True)
class Viewing:
    """What of a session is to go to Rerun.

    Attributes:
        window: Whether to a viewer in a window.
        web: Whether to one in a browser.
        url: Of one that runs.
        file: Where to record it.
        images: Whether single pictures are wanted where the clip itself could be stored.
        frames: How many frames at most; `None` for all.
    """

    window: bool = False
    web: bool = False
    url: str | None = None
    file: Path | None = None
    images: bool = False
    frames: int | None = None


@dataclass(slots=True)
class Views:
    """The viewers that are open while a command runs."""

    viewing: Viewing
    viewers: "list[Viewer]" = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    @property
    def page(self) -> str | None:
        """The address for a browser, where one was asked for and can be had."""
        return next((viewer.page for viewer in self.viewers if viewer.page), None)


class Watch:
    """Tells a source's moments to all that show or record it."""

    def __init__(self, shown: Views, model: "PoseModel", *files: Path) -> None:
        """Takes what is open, what was learned, and files to record it in beside the one asked."""
        self._shown = shown
        self._model = model
        asked = shown.viewing.file
        self._files = [*files, *([asked] if asked else [])]
        self._logs: list[RerunLog] = []
        self._noted: deque[Moment] = deque()

    @property
    def wanted(self) -> bool:
        """Whether anything is to be shown or recorded."""
        return bool(self._files or self._shown.urls)

    def begin(self, stream: "ObservationStream") -> None:
        """Begins to show and record a source."""
        if not self.wanted:
            return
        from fitcoach.viewer.log import RerunLog

        asked = self._shown.viewing
        clip = Path(stream.name)
        # `Path.is_file` raises where a URL is too long for the name of a file.
        whole = not (stream.live or asked.images) and isfile(clip)  # noqa: PTH113
        began = datetime.now().astimezone()

        def opened(place: str | Path, *, live: bool) -> "Recording":
            # In the thread of the log: Rerun takes a second to load.
            from fitcoach.viewer.recording import Recording, to_file, to_viewer

            return Recording(
                to_file(place) if isinstance(place, Path) else to_viewer(place),
                clip.name,
                began,
                self._model,
                clip=clip if whole else None,
                live=live,
                rig=None if stream.report is None else stream.report.rig,
            )

        for url in self._shown.urls:
            opening = partial(opened, url, live=stream.live)
            self._logs.append(RerunLog(url, opening, frames=asked.frames))
        for file in self._files:
            opening = partial(opened, file, live=False)
            self._logs.append(RerunLog(str(file), opening, file=file, frames=asked.frames))

    @property
    def trouble(self) -> str | None:
        """What cannot be shown or recorded, in a sentence; `None` if all is well."""
        return next((log.trouble for log in self._logs if log.trouble), None)

    def note(self, moment: "Moment") -> None:
        """Takes what was asked for between two frames; it is told with the next one."""
        if self._logs:
            self._noted.append(moment)

    def take(self, observation: "Observation", moment: "Moment") -> None:
        """Takes the next moment; waits for nobody."""
        if not self._logs:
            return
        from fitcoach.cli.plain import told
        from fitcoach.viewer.glimpse import Glimpse

        noted = [self._noted.popleft() for _ in range(len(self._noted))]
        frame = None if observation.lost else observation.frame
        pose = moment.pose
        size = frame.pixels.shape[:2] if frame is not None else None if pose is None else pose.size
        glimpse = Glimpse(
            observation.index,
            moment,
            size,
            None if frame is None else frame.pixels,
            observation.mask,
            tuple(
                line for each in (*noted, moment) for event in each.events for line in told(event)
            ),
            tuple(_look(each) for each in observation.others),
        )
        for log in self._logs:
            log.take(glimpse)

    def close(self, session: "SessionLog | None") -> None:
        """Adds the summary and ends it; says what could not be done."""
        for log in self._logs:
            log.close(session)
            if log.trouble is not None:
                echo(f"fitcoach: {log.trouble}", err=True)


def _look(other: "Observation | None") -> "Look":
    from fitcoach.viewer.glimpse import Look

    if other is None:
        return Look()
    frame = None if other.lost else other.frame
    return Look(other.pose, None if frame is None else frame.pixels)


@contextmanager
def views(viewing: Viewing) -> Iterator[Views]:
    """Opens the viewers that are asked for; where that cannot be done it is said, and no more.

    At the end what a browser shows stays there until Ctrl-C.
    """
    opened = Views(viewing)
    try:
        if viewing.window:
            _try(lambda: _start(opened, web=False))
        if viewing.web:
            _try(lambda: _start(opened, web=True))
        if (url := viewing.url) is not None:
            _try(lambda: _connect(opened, url))
        if opened.page is not None:
            echo(f"Rerun shows it at {opened.page}", err=True)
        yield opened
        for viewer in opened.viewers:
            if viewer.page is not None:
                stay(viewer)
    finally:
        for viewer in opened.viewers:
            if viewer.page is not None:  # a window is the user's to close
                viewer.stop()


def stay(viewer: "Viewer") -> None:
    """Serves a browser until Ctrl-C, or until somebody ends the command otherwise."""
    echo(f"Rerun shows it at {viewer.page} until Ctrl-C.", err=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        viewer.wait()
    except KeyboardInterrupt:
        pass
    finally:
        viewer.stop()


def _try(opening: Callable[[], None]) -> None:
    try:
        opening()
    except FitcoachError as error:
        echo(f"fitcoach: {error}", err=True)


def _start(opened: Views, *, web: bool) -> None:
    from fitcoach.viewer.program import Viewer

    viewer = Viewer(web=web)
    opened.viewers.append(viewer)
    opened.urls.append(viewer.url)


def _connect(opened: Views, url: str) -> None:
    from fitcoach.viewer.program import check_url

    check_url(url)
    opened.urls.append(url)

"""Pictures of several sources side by side, on one clock where they are cameras."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from fitcoach.capture.observation import Frame
from fitcoach.capture.observe import open_source
from fitcoach.capture.source import Source
from fitcoach.capture.stereo.check import check_alike


def together(
    names: Sequence[str], seconds: float, say: Callable[[str], None]
) -> list[Iterator[Frame]]:
    """Opens several sources.

    Args:
        names: All live, or none.
        seconds: For how long to look at live ones.
        say: Told what the user is to do.

    Raises:
        FitcoachError: A source cannot be opened.
    """
    sources = [open_source(name) for name in names]
    check_alike(sources)
    if not sources[0].live:
        return [source.frames() for source in sources]
    say(f"Show the board to the cameras, for {seconds:.0f} s from now.")
    start = time.monotonic()
    return [_for_a_while(source, start, seconds) for source in sources]


def _for_a_while(source: Source, start: float, seconds: float) -> Iterator[Frame]:
    """Its frames, by the clock of the machine."""
    for frame in source.frames():
        passed = frame.arrived - start
        if passed > seconds:
            return
        if passed >= 0.0:
            yield replace(frame, timestamp=passed)

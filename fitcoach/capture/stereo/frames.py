"""Pictures of two sources side by side, on one clock where they are cameras."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from fitcoach.capture.observation import Frame
from fitcoach.capture.observe import open_source
from fitcoach.capture.source import Source
from fitcoach.errors import FitcoachError


def together(
    sources: tuple[str, str], seconds: float, say: Callable[[str], None]
) -> tuple[Iterator[Frame], Iterator[Frame]]:
    """Opens two sources.

    Args:
        sources: Both live, or neither.
        seconds: For how long to look at live ones.
        say: Told what the user is to do.

    Raises:
        FitcoachError: A source cannot be opened.
    """
    first, second = (open_source(source) for source in sources)
    if first.live != second.live:
        raise FitcoachError(
            f"{first.name} and {second.name}: one is a camera and the other a recording; both "
            "must be the one or the other."
        )
    if not first.live:
        return first.frames(), second.frames()
    say(f"Show the board to both cameras, for {seconds:.0f} s from now.")
    start = time.monotonic()
    return _for_a_while(first, start, seconds), _for_a_while(second, start, seconds)


def _for_a_while(source: Source, start: float, seconds: float) -> Iterator[Frame]:
    """Its frames, by the clock of the machine."""
    for frame in source.frames():
        passed = frame.arrived - start
        if passed > seconds:
            return
        if passed >= 0.0:
            yield replace(frame, timestamp=passed)

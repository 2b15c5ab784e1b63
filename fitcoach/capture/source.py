"""What frames come from."""

import re
from collections.abc import Iterator
from typing import Protocol

from fitcoach.capture.observation import Frame


class Source(Protocol):
    """An opened camera, clip, stream or folder of pictures.

    Attributes:
        name: What the user called it.
        live: Whether frames come in their own time and are lost when nobody takes them.
        stills: Whether its frames have nothing to do with each other.
        frame_rate: Frames a second as the source states it, `None` where it does not.
        frame_count: Number of frames as the source states it (containers estimate), or `None`.
    """

    name: str
    live: bool
    stills: bool
    frame_rate: float | None
    frame_count: int | None

    def frames(self) -> Iterator[Frame]:
        """Yields the frames once, by strictly increasing timestamp, then lets go of the source.

        Raises:
            FitcoachError: The source broke off; everything readable was yielded before.
        """
        ...


def without_password(url: str) -> str:
    """The URL as it may be shown and written down: who may see it is not to get in."""
    return re.sub(r"^([a-z][a-z0-9+.-]*://)[^/?#]*@", r"\1", url, flags=re.IGNORECASE)

"""Rows of many entities, sent together: a call for each row would take ten times as long."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np
import rerun as rr
from numpy.typing import NDArray

from fitcoach.viewer.schema import FRAME, TIME

if TYPE_CHECKING:
    from rerun import ComponentColumnList

Numbers = NDArray[np.float32] | NDArray[np.float64] | NDArray[np.uint16] | NDArray[np.int64]

Kind = (
    type[rr.EncodedImage]
    | type[rr.Points2D]
    | type[rr.Points3D]
    | type[rr.Scalars]
    | type[rr.VideoFrameReference]
)


@dataclass(slots=True)
class _Rows:
    """The rows of one entity that wait."""

    times: list[float] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)
    values: dict[str, list[Numbers | bytes | str]] = field(
        default_factory=lambda: defaultdict(list)
    )


class Columns:
    """Collects rows, which have the same components in all rows of an entity."""

    def __init__(self) -> None:
        """Starts with nothing."""
        self._rows: dict[tuple[str, Kind], _Rows] = defaultdict(_Rows)
        self.waiting = 0

    def add(
        self, path: str, kind: Kind, time: float, frame: int, **values: Numbers | bytes | str
    ) -> None:
        """Adds a row.

        Args:
            path: The entity.
            kind: The archetype.
            time: In seconds.
            frame: Number of the frame.
            values: (instances, ...) of each component; bytes and texts are one instance.
        """
        rows = self._rows[path, kind]
        rows.times.append(time)
        rows.frames.append(frame)
        for name, value in values.items():
            rows.values[name].append(value)
        self.waiting += 1

    def send(self, recording: rr.RecordingStream) -> None:
        """Sends what waits."""
        for (path, kind), rows in self._rows.items():
            make = cast("Callable[..., ComponentColumnList]", kind.columns)
            columns = [
                column
                for name, values in rows.values.items()
                for column in _column(make, name, values)
            ]
            recording.send_columns(
                path,
                indexes=[
                    rr.TimeColumn(TIME, duration=rows.times),
                    rr.TimeColumn(FRAME, sequence=rows.frames),
                ],
                columns=columns,
            )
        self._rows.clear()
        self.waiting = 0


def _column(
    make: "Callable[..., ComponentColumnList]", name: str, values: list[Numbers | bytes | str]
) -> "ComponentColumnList":
    if isinstance(values[0], bytes | str):
        return make(**{name: values})
    arrays = cast("list[Numbers]", values)
    return make(**{name: np.concatenate(arrays)}).partition([len(array) for array in arrays])

"""Sifting: views of the board that fit the others badly are left out, and named."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.capture.stereo.look import LEAST

_POOR: Final = 3.0
"""Times the usual error from which a view is poor."""

_GOOD: Final = 0.5
"""Pixels below which no view is worth a word."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Poor:
    """A view that fits the others badly.

    Attributes:
        source: That it is of.
        moment: When, or in which picture of a folder.
        error: Root mean square distance in pixels of corners from where they should be.
        used: Whether it was used all the same, since too few others would have been left, or
            because it was seen to be poor only once worse ones were left out.
    """

    source: str
    moment: str
    error: float
    used: bool


@dataclass(frozen=True, slots=True, eq=False)
class Sifted:
    """Views.

    Attributes:
        errors: (n,) pixels.
        used: (n,) whether they were.
    """

    errors: Array
    used: NDArray[np.bool_]

    def poor(self, called: Callable[[int], tuple[str, str]]) -> list[Poor]:
        """Those that fit badly, not only for views that fit so well.

        Args:
            called: Tells source and moment of a view by its number.
        """
        much = max(_GOOD, _POOR * float(np.median(self.errors[self.used])))
        numbers = np.flatnonzero(self.errors > much).tolist()
        return [Poor(*called(i), float(self.errors[i]), bool(self.used[i])) for i in numbers]


def sifted(solve: Callable[[NDArray[np.intp]], tuple[T, Array]], count: int) -> tuple[T, Sifted]:
    """Solves with all views, and again without those that fit badly.

    Args:
        solve: Takes numbers of views, gives what it found and the errors of these views in pixels.
        count: How many views there are.
    """
    found, errors = solve(np.arange(count))
    used = errors <= _POOR * np.median(errors)
    if not used.all() and used.sum() >= LEAST:
        errors = errors.copy()
        found, errors[used] = solve(np.flatnonzero(used))
    else:
        used = np.ones(count, dtype=np.bool_)
    return found, Sifted(errors, used)

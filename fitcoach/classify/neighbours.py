"""The nearest of many points, by Manhattan distance."""

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array

Found = tuple[Array, NDArray[np.intp]]
"""Distances and numbers (n, count) of the nearest points, the nearest first."""


class Points:
    """Points among which to look.

    A pose comes when the landmarker has just emptied the processor's caches. What counts then is to
    touch little memory and code, so all distances are simply taken. A tree is slower: it saves
    little in so many dimensions, and scikit-learn's checks take longer than the search.
    """

    def __init__(self, points: Array) -> None:
        """Takes the points (n, d)."""
        self._points = points
        self._columns = np.ascontiguousarray(points.T, dtype=np.float32)

    def nearest(self, places: Array, count: int) -> Found:
        """The points nearest to each place.

        Args:
            places: (m, d).
            count: How many points, no more than there are.
        """
        return (
            self._nearest_to_many(places, count)
            if len(places) > 1
            else self._nearest_to(places[0], count)
        )

    def _nearest_to(self, place: Array, count: int) -> Found:
        away = np.abs(self._columns - place.astype(np.float32)[:, None]).sum(axis=0)
        found = np.argpartition(away, count - 1)[:count]
        found = found[np.argsort(away[found], kind="stable")]
        return away[found][None].astype(np.float64), found[None]

    def _nearest_to_many(self, places: Array, count: int) -> Found:
        # It takes a second to load, and counting does not need it.
        from sklearn.neighbors import NearestNeighbors  # noqa: PLC0415

        search = NearestNeighbors(n_neighbors=count, metric="manhattan", algorithm="brute")
        distances, found = search.fit(self._points).kneighbors(places)
        return distances, found

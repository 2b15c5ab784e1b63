"""The pose classifier: k nearest neighbours among labelled samples, with the right to say "none".

It follows MediaPipe's pose classification recipe (nearest neighbours by Manhattan distance, every
sample also mirrored), with three differences. A neighbour beyond the reject distance has no vote,
and the votes not given go to "none", so that a pose unlike all samples is not forced into a class.
What is measured on the samples themselves leaves the sample in question out, its mirror image too.
And numbers of the embedding that tell the classes apart weigh more: the legs in a squat, the arms
in a push-up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.classify.embedding import embed, mirrored
from fitcoach.classify.neighbours import Found, Points
from fitcoach.errors import FitcoachError
from fitcoach.pose import Pose

NEIGHBOURS: Final = 10
"""Fewest votes for each pose, as in the recipe."""

_SHARE: Final = 20
"""One vote for so many samples of the smallest class, as the recipe's ten for its two hundred: the
more samples there are, the more of them it takes to see past the single ones."""

NONE: Final = "none"
"""The class of poses that are like no sample."""

_REJECT_PERCENTILE: Final = 99.0
_REJECT_MARGIN: Final = 1.5
"""The samples of one maker resemble each other more than they do people he has not seen."""

_JUDGED: Final = 4000
"""Samples that are judged by the others at most, from the first to the last: a percentile does not
need more, and the time grows with the square."""

_LEAST_SEPARATION: Final = 0.1
"""Keeps in what is alike in all classes: it says whether a pose belongs to them at all."""


@dataclass(frozen=True, slots=True, eq=False)
class Neighbour:
    """A sample that is near a pose.

    Attributes:
        landmarks: (33, 3) its world landmarks in metres, mirrored where it is nearer so.
        label: Its class.
        origin: Where it comes from.
        distance: How near it is, in the units of `PoseClassifier.reject`.
    """

    landmarks: Array
    label: str
    origin: str
    distance: float


@dataclass(frozen=True, eq=False)
class PoseClassifier:
    """Labelled poses, and how near a pose must be to count as like them.

    Attributes:
        landmarks: (n, 33, 3) the samples' world landmarks in metres.
        labels: The class of each sample.
        origins: Where each sample comes from, for messages.
        known_reject: The reject distance, where it was found before.
    """

    landmarks: Array
    labels: tuple[str, ...]
    origins: tuple[str, ...]
    known_reject: float | None = None

    @classmethod
    def train(
        cls, landmarks: Array, labels: Sequence[str], origins: Sequence[str]
    ) -> "PoseClassifier":
        """Learns samples.

        Raises:
            FitcoachError: There are too few samples to look for neighbours.
        """
        if len(labels) <= NEIGHBOURS:
            raise FitcoachError(
                f"{len(labels)} samples of {', '.join(sorted(set(labels)))} are too few, more than "
                f"{NEIGHBOURS} are needed and 20 or more of each phase are advised."
            )
        return cls(landmarks, tuple(labels), tuple(origins))

    @cached_property
    def reject(self) -> float:
        """Distance beyond which a sample has no vote."""
        if self.known_reject is not None:
            return self.known_reject
        distances, _ = self._others
        typical = np.percentile(distances.mean(axis=1), _REJECT_PERCENTILE)
        return float(_REJECT_MARGIN * typical)

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The classes in the order of their first sample, and last "none"."""
        return (*dict.fromkeys(self.labels), NONE)

    def probabilities(self, pose: Pose) -> Array:
        """Probability of each class, in the order of `classes`; they add up to 1."""
        return np.asarray(self.probabilities_of(pose.world[None])[0])

    def probabilities_of(self, landmarks: Array) -> Array:
        """Probabilities (n, classes) of poses given as world landmarks (n, 33, 3) in metres."""
        return self._votes(*self._points.nearest(self._weighted(landmarks), self.neighbours))

    def nearest(self, pose: Pose, count: int) -> list[Neighbour]:
        """The samples nearest to a pose, the nearest first; those beyond `reject` have no vote."""
        distances, found = self._points.nearest(self._weighted(pose.world[None]), count)
        near = []
        for distance, number in zip(distances[0].tolist(), found[0].tolist(), strict=True):
            own = number % len(self.labels)
            shown = self.landmarks[own]
            if number != own:
                shown = mirrored(shown[None])[0]
            near.append(Neighbour(shown, self.labels[own], self.origins[own], distance))
        return near

    @cached_property
    def judged(self) -> NDArray[np.intp]:
        """Numbers of the samples that are judged by all the others: all, or enough of them."""
        last = len(self.labels) - 1
        return np.linspace(0, last, min(last + 1, _JUDGED)).round().astype(np.intp)

    def leave_one_out(self) -> Array:
        """Probabilities (`judged`, classes) of samples, each judged by all the others."""
        return self._votes(*self._others)

    @cached_property
    def neighbours(self) -> int:
        """How many samples vote."""
        return max(NEIGHBOURS, int(np.bincount(self._class_numbers).min()) // _SHARE)

    @cached_property
    def _class_numbers(self) -> NDArray[np.intp]:
        return np.array([self.classes.index(label) for label in self.labels], dtype=np.intp)

    @cached_property
    def _weights(self) -> Array:
        """Weight of each number of the embedding, 1 on average.

        The fourth root of the variance between the classes over the variance within them: a
        weighted distance is then led by what separates the classes, but not by it alone.
        """
        embedded = embed(self.landmarks)
        groups = [embedded[self._class_numbers == i] for i in range(len(self.classes) - 1)]
        between = np.var([group.mean(axis=0) for group in groups], axis=0)
        within = np.mean([group.var(axis=0) for group in groups], axis=0)
        separation = between / np.maximum(within, np.finfo(np.float64).tiny)
        weights = (separation + _LEAST_SEPARATION) ** 0.25
        return np.asarray(weights / weights.mean())

    def _weighted(self, landmarks: Array) -> Array:
        return embed(landmarks) * self._weights

    @cached_property
    def _points(self) -> Points:
        """The embedded samples; number n + i is the mirror image of number i."""
        both = np.concatenate([self.landmarks, mirrored(self.landmarks)])
        return Points(self._weighted(both))

    @cached_property
    def _others(self) -> Found:
        """Distances and numbers (`judged`, neighbours) of samples' neighbours but themselves."""
        own = self.judged[:, None]
        places = self._weighted(self.landmarks[self.judged])
        # Itself and its mirror image may both be found, so two more are asked for.
        distances, found = self._points.nearest(places, self.neighbours + 2)
        # A stable sort puts what is not its own first and keeps the order of distance.
        order = np.argsort(found % len(self.labels) == own, axis=1, kind="stable")
        order = order[:, : self.neighbours]
        return np.take_along_axis(distances, order, 1), np.take_along_axis(found, order, 1)

    def _votes(self, distances: Array, neighbours: NDArray[np.intp]) -> Array:
        none = len(self.classes) - 1
        classes = self._class_numbers[neighbours % len(self.labels)]
        votes = np.where(distances <= self.reject, classes, none)
        return np.asarray((votes[..., None] == np.arange(none + 1)).mean(axis=1))

"""What the coach asks of a classifier."""

from typing import Protocol

from fitcoach.body import Array
from fitcoach.pose import Pose


class PhaseClassifier(Protocol):
    """Says how likely each phase of one exercise is."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The phases, and last the class of all other poses."""
        ...

    def probabilities(self, pose: Pose) -> Array:
        """Probability of each class, in the order of `classes`; they add up to 1."""
        ...

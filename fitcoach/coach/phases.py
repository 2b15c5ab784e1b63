"""Which phase a person is in: the one with a high probability, until it is plainly left."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from fitcoach.body import Array
from fitcoach.exercise import Hysteresis
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


class PhaseTracker:
    """Follows some of the phases of an exercise with hysteresis."""

    def __init__(self, phases: Sequence[str], thresholds: Hysteresis) -> None:
        self._phases = phases
        self._thresholds = thresholds
        self._phase: str | None = None

    @property
    def phase(self) -> str | None:
        """The phase held now; `None` between phases."""
        return self._phase

    def update(self, probabilities: Mapping[str, float]) -> str | None:
        """Takes the smoothed probability of each phase, 0..1, and returns the phase held now."""
        for phase in self._phases:
            if probabilities[phase] > self._thresholds.enter:
                self._phase = phase
                return phase
        if self._phase is not None and probabilities[self._phase] < self._thresholds.exit:
            self._phase = None
        return self._phase

    def reset(self) -> None:
        """Forgets the phase; the next one has to be entered anew."""
        self._phase = None

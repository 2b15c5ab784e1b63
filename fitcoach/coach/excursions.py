"""Finds movements away from rest and back, however far they went."""

from typing import Final

from fitcoach.exercise import Movement

_AWAY: Final = 0.5
"""Share of a full rep's way from which a movement was more than fidgeting."""

_BACK: Final = 0.2
"""Share of it below which the joint is back at rest."""

_DOUBT: Final = 0.5
"""Seconds after which it is certain that no rep is counted for it: probabilities are smoothed and
come later than the joint."""


class Excursions:
    """Follows the joint of an exercise between rest and wherever it turned around."""

    def __init__(self, movement: Movement) -> None:
        self._movement = movement
        self.forget()

    def forget(self) -> None:
        """Drops the one in progress, for instance since it was counted as a rep."""
        self._rested: float | None = None  # when the joint was last at rest
        self._away = False
        self._over: tuple[float, float] | None = None

    def update(self, timestamp: float, angle: float) -> tuple[float, float] | None:
        """Takes the joint's interior angle in degrees, NaN where it is not seen.

        Returns:
            Start and end in seconds of a movement that is over and was not forgotten meanwhile.
        """
        over = self._over
        if over is not None and timestamp - over[1] > _DOUBT:
            self._over = None
            return over
        movement = self._movement
        way = (angle - movement.rest) / (movement.turn - movement.rest)
        if way < _BACK:
            if self._away and self._rested is not None:
                self._over = self._rested, timestamp
            self._rested, self._away = timestamp, False
        elif way > _AWAY:
            self._away = True
        return None

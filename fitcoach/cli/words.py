"""What was done, in words."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fitcoach.coach import Rep


def total(reps: "Sequence[Rep]") -> str:
    """The number of reps, and of each side where the sides took turns."""
    text = f"{len(reps)} {'rep' if len(reps) == 1 else 'reps'}"
    sides = Counter(rep.side for rep in reps if rep.side is not None)
    if sides:
        text += f" ({', '.join(f'{sides[side]} {side}' for side in sorted(sides))})"
    return text

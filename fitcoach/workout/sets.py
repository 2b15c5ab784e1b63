"""What was done in a set."""

from dataclasses import dataclass

from fitcoach.coach import Attempt, Hold, Rep
from fitcoach.exercise import Exercise
from fitcoach.workout.plan import Goal


@dataclass(frozen=True, slots=True)
class SetRecord:
    """A set, finished or in progress. Times are seconds from the start of the source.

    Attributes:
        exercise: What was done; `None` while it is not recognised.
        goal: What was to be done.
        start: When counting began.
        end: When the set was over, or the last moment of it so far.
        reps: The repetitions, numbered from 1, those added by hand among them.
        attempts: What passed through the phases and did not count.
        holds: The stretches of holding that are over.
        held: Seconds held in all, in an exercise that is held.
    """

    exercise: Exercise | None
    goal: Goal
    start: float
    end: float
    reps: tuple[Rep, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    holds: tuple[Hold, ...] = ()
    held: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done."""
        return not (self.reps or self.attempts or self.held)

    @property
    def is_held(self) -> bool:
        """Whether it is held and timed, not repeated and counted."""
        return self.exercise is not None and self.exercise.hold is not None

    @property
    def is_complete(self) -> bool:
        """Whether the goal is reached; never where it was left open."""
        if self.exercise is None:
            return False
        if self.is_held:
            return self.goal.seconds is not None and self.held >= self.goal.seconds
        return self.goal.reps is not None and len(self.reps) >= self.goal.reps

"""Several coaches that watch one person, each for another exercise."""

from collections.abc import Sequence

from fitcoach.coach.coach import Coach, Update
from fitcoach.coach.counter import Rep
from fitcoach.coach.gates import Attempt
from fitcoach.coach.hold import Hold
from fitcoach.coach.recognition import Recogniser
from fitcoach.exercise import Exercise
from fitcoach.pose import Pose


class Panel:
    """Counts every exercise from the first moment and says which of them is done.

    So nothing is lost of what was done before the exercise was recognised.

    Attributes:
        reps: The finished repetitions by exercise, measured once they have come to rest; none in an
            exercise that is held.
        attempts: What did not count, by exercise.
        holds: The stretches of holding by exercise; none in one that is repeated.
    """

    def __init__(self, coaches: Sequence[Coach], recogniser: Recogniser | None = None) -> None:
        """Takes the coaches, and a recogniser where it is not known which exercise is done."""
        self._coaches = {coach.exercise.name: coach for coach in coaches}
        self._recogniser = recogniser
        self._recognised: str | None = None
        self.reps: dict[str, list[Rep]] = {name: [] for name in self._coaches}
        self.attempts: dict[str, list[Attempt]] = {name: [] for name in self._coaches}
        self.holds: dict[str, list[Hold]] = {name: [] for name in self._coaches}

    @property
    def exercise(self) -> Exercise | None:
        """The exercise that is done; `None` while it is not recognised."""
        name = self._recognised
        if self._recogniser is None and len(self._coaches) == 1:
            (name,) = self._coaches
        return None if name is None else self._coaches[name].exercise

    def update(self, timestamp: float, pose: Pose | None) -> dict[str, Update]:
        """Takes the pose of the next moment (`None`: nobody seen); timestamps must increase."""
        if self._recogniser is not None:
            self._recogniser.update(timestamp, pose)
        settled = self._holding()
        done = self.exercise  # nobody asks what fell short of the others
        updates = {
            name: coach.update(timestamp, pose, attempts=coach.exercise is done)
            for name, coach in self._coaches.items()
        }
        for name, update in updates.items():
            if update.rep is not None:
                self.reps[name].append(update.rep)
            self._grade(name, update.graded)
            if update.attempt is not None:
                self.attempts[name].append(update.attempt)
            if update.hold is not None:
                self.holds[name].append(update.hold)
        if self._holding() != settled or any(update.rep for update in updates.values()):
            self._recognise()
        return updates

    def finish(self) -> None:
        """Ends what is in progress, at the end of the source."""
        for name, coach in self._coaches.items():
            ending = coach.finish()
            if ending.hold is not None:
                self.holds[name].append(ending.hold)
            self._grade(name, ending.graded)
        self._recognise()

    def _grade(self, name: str, graded: Rep | None) -> None:
        if graded is not None:
            self.reps[name] = [
                graded if rep.number == graded.number else rep for rep in self.reps[name]
            ]

    def _holding(self) -> list[str]:
        return [name for name, coach in self._coaches.items() if coach.hold is not None]

    def _recognise(self) -> None:
        if self._recogniser is None:
            return
        done: dict[str, list[Rep | Hold]] = {}
        for name, coach in self._coaches.items():
            under_way = [] if coach.hold is None else [coach.hold]
            done[name] = [*self.reps[name], *self.holds[name], *under_way]
        self._recognised = self._recogniser.recognise(done)

"""The plan of a workout: which sets of which exercises, with what rest between them."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from fitcoach.exercise import Seconds, Text
from fitcoach.schema import Table, read_table

REST: Final = 60.0
"""Seconds of rest between sets unless the plan says otherwise."""

Many = Annotated[int, Field(ge=1, le=1000)]
Rest = Annotated[float, Field(ge=0.0, le=3600.0)]


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be done in one set.

    Attributes:
        exercise: Its name, the path of its definition, or "auto".
        number: Which set of this exercise it is, from 1.
        sets: How many there are to be; `None` if that is left open.
        reps: How many repetitions; `None` if that is left open.
        seconds: How long to hold; `None` if that is left open.
        rest: Seconds of rest after the set.
    """

    exercise: str
    number: int = 1
    sets: int | None = None
    reps: int | None = None
    seconds: float | None = None
    rest: float = REST


class _Block(Table):
    name: Text
    sets: Many = 1
    reps: Many | None = None
    seconds: Seconds | None = None
    rest: Rest | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.reps is None) == (self.seconds is None):
            raise ValueError("either reps or seconds is needed")
        return self


class _File(Table):
    title: Text
    rest: Rest = REST
    exercise: tuple[_Block, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """The sets of a workout, in order.

    Attributes:
        title: What it is called.
        goals: One for each set.
        endless: Whether sets like the last one follow for as long as the user likes.
    """

    title: str
    goals: tuple[Goal, ...]
    endless: bool = False

    def goal(self, index: int) -> Goal | None:
        """The goal of a set, counted from 0; `None` after the last."""
        if index < len(self.goals):
            return self.goals[index]
        last = self.goals[-1]
        more = index - len(self.goals) + 1
        return replace(last, number=last.number + more) if self.endless else None

    def exchanged(self, index: int, exercise: str, *, alike: bool = True) -> "Plan":
        """With another exercise from set `index` on, in place of the one that was due there.

        Args:
            index: Of the first set that changes.
            exercise: By name.
            alike: Whether both are repeated, or both held. If not, the sets have no goal any more:
                nobody holds a plank for twelve reps.
        """
        due = self.goal(index)
        goals = [self.goal(i) for i in range(max(index + 1, len(self.goals)))]
        return replace(
            self,
            goals=tuple(
                replace(
                    goal,
                    exercise=exercise,
                    reps=goal.reps if alike else None,
                    seconds=goal.seconds if alike else None,
                )
                if due is not None and i >= index and goal.exercise == due.exercise
                else goal
                for i, goal in enumerate(goals)
                if goal is not None
            ),
        )


def single(
    exercise: str,
    *,
    sets: int | None = None,
    reps: int | None = None,
    seconds: float | None = None,
    rest: float = REST,
) -> Plan:
    """The plan of one exercise; without any number of sets, reps or seconds it has no end."""
    endless = sets is None and reps is None and seconds is None
    many = sets or 1
    goals = [
        Goal(exercise, number, None if endless else many, reps, seconds, rest)
        for number in range(1, many + 1)
    ]
    return Plan(exercise, tuple(goals), endless)


def read_plan(path: Path) -> Plan:
    """Reads a workout from a TOML file; the README describes it.

    Raises:
        FitcoachError: The file cannot be read or breaks the schema.
    """
    file = read_table(path, _File, "workout")
    goals = [
        Goal(
            block.name,
            number,
            block.sets,
            block.reps,
            block.seconds,
            file.rest if block.rest is None else block.rest,
        )
        for block in file.exercise
        for number in range(1, block.sets + 1)
    ]
    return Plan(file.title, tuple(goals))

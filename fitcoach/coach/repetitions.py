"""Follows the repetitions of an exercise: counts them, judges them, tells the sides apart."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fitcoach.coach.attempts import Excursions, shortfall
from fitcoach.coach.counter import Rep, RepCounter
from fitcoach.coach.form import Rested, Strictness, judge
from fitcoach.coach.gates import Attempt, refusal
from fitcoach.coach.measures import BAND, Parts, measure, movement_angle, movement_travel
from fitcoach.coach.sides import moving_side, working_side
from fitcoach.coach.trajectory import Trajectory
from fitcoach.coach.view import facing_as_at, wavers
from fitcoach.exercise import Count, Exercise, Movement
from fitcoach.pose import Pose

_LOOK_BACK: Final = 10.0
"""Seconds of rest before a rep that are looked at."""

_STILL: Final = 0.3
"""Seconds without moving on by a degree after which the joint has come to rest after a rep."""

_UNDER_WAY: Final = 0.5
"""Seconds for which a joint may have moved before the phase of rest is over: for up to a third of
its way it is still at rest."""

_AT_LATEST: Final = 2.0
"""Seconds after a rep was counted at which it is measured in any case."""


_STRANGE: Final = 0.3
"""Mean probability of "none" above which a movement was something else."""


@dataclass(frozen=True, slots=True, eq=False)
class Ended:
    """What ended at a moment.

    Attributes:
        rep: A rep was counted.
        graded: A rep counted before has come to rest, and is given again with measures and form.
        attempt: A movement was no rep.
    """

    rep: Rep | None = None
    graded: Rep | None = None
    attempt: Attempt | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Moment:
    pose: Pose
    phase: str | None
    none: float  # the probability that the pose is of no phase

    @property
    def timestamp(self) -> float:
        return self.pose.timestamp


class Repetitions:
    """A rep counter that also looks at the whole of each movement, from rest to rest.

    A rep counts as soon as the phase of rest is reached again. It is measured a moment later, when
    the joint has come to rest: the last part of the way back belongs to it.
    """

    def __init__(
        self, exercise: Exercise, rule: Count, movement: Movement, strictness: Strictness
    ) -> None:
        self._exercise = exercise
        self._rule = rule
        self._movement = movement
        self._strictness = strictness
        self._counter = RepCounter(rule)
        self._path: deque[_Moment] = deque()  # since the turn-around of the rep before
        self._excursions = Excursions(movement)
        self._waiting: Rep | None = None  # counted, but not at rest yet
        self._nearest = 0.0  # to rest, of the travel since then
        self._nearest_since = 0.0
        self._before: Rep | None = None  # which the path begins at the turn-around of

    @property
    def count(self) -> int:
        """Finished reps."""
        return self._counter.count

    @property
    def phase(self) -> str | None:
        """The phase held now; `None` between phases."""
        return self._counter.phase

    def update(
        self,
        timestamp: float,
        pose: Pose,
        probabilities: Mapping[str, float],
        angle: float,
        *,
        attempts: bool = True,
    ) -> Ended:
        """Takes one moment; returns what ended at it.

        Args:
            timestamp: Seconds, increasing.
            pose: The person.
            probabilities: Smoothed probability of each phase and of "none", 0..1.
            angle: Interior degrees of the exercise's joint.
            attempts: Whether to look for movements that fell short.
        """
        travel = self._movement.direction * angle
        rep = self._counter.update(timestamp, probabilities, travel)
        none = 1.0 - sum(probabilities[phase] for phase in self._rule.cycle)
        self._path.append(_Moment(pose, self.phase, none))
        graded = self._grade() if self._has_settled(timestamp, travel) else None
        attempt = None
        excursion = self._excursions.update(pose, angle) if attempts else None
        if rep is not None or not attempts:
            self._excursions.forget()
        if rep is not None:
            graded = graded or self._grade()
            rep, attempt = self._accepted(rep)
        elif excursion is not None:
            attempt = self._fell_short(*excursion)
        if self._counter.at_rest or not self._counter.under_way:
            self._forget(timestamp)
        return Ended(rep, graded, attempt)

    def reset(self) -> Rep | None:
        """Drops the rep in progress and waits for rest; the count stays.

        Returns:
            The last rep, if it had not come to rest yet, graded by what was seen of it.
        """
        graded = self._grade()
        self._counter.reset()
        self._excursions.forget()
        self._path.clear()
        self._before = None
        return graded

    def _accepted(self, rep: Rep) -> tuple[Rep | None, Attempt | None]:
        """The rep, if it keeps to what every rep does."""
        attempt = refusal(self._exercise.gate, self._poses(rep.start))
        if attempt is not None:
            self._counter.undo()
            return None, attempt
        sides = self._exercise.sides
        poses = facing_as_at(self._poses(rep.start - _UNDER_WAY), rep.end)
        side = None if sides is None else working_side(sides, poses)
        self._waiting = replace(rep, side=side)
        self._nearest, self._nearest_since = float("inf"), rep.end
        return self._waiting, None

    def _poses(self, since: float) -> list[Pose]:
        return [moment.pose for moment in self._path if moment.timestamp >= since]

    def _has_settled(self, timestamp: float, travel: float) -> bool:
        if self._waiting is None:
            return False
        if travel < self._nearest - 1.0:
            self._nearest, self._nearest_since = travel, timestamp
        return (
            travel > self._nearest + 2 * BAND
            or timestamp - self._nearest_since >= _STILL
            or timestamp - self._waiting.end >= _AT_LATEST
        )

    def _grade(self) -> Rep | None:
        """Measures and judges the rep that is waiting, if one is.

        It is measured only where its joint bends in the plane of the picture, or by a rig. From
        elsewhere the parts of the mannequin's tempo were off by up to 0.8 s and its angles by up to
        30 degrees: good enough to tell when it was at rest and at the turn-around, and for no more.
        """
        rep, self._waiting = self._waiting, None
        if rep is None:
            return None
        before, self._before = self._before, rep
        since = float("-inf") if before is None else before.turn
        path = [moment for moment in self._path if since <= moment.timestamp]
        self._path = deque(moment for moment in path if moment.timestamp >= rep.turn)
        # What comes later has leapt in time: clips and recordings may, where they are damaged.
        path = [moment for moment in path if moment.timestamp <= rep.end + _AT_LATEST]
        poses = [moment.pose for moment in path]
        sure = not wavers(poses, rep.start, rep.end)
        trajectory = Trajectory.of(facing_as_at(poses, rep.end), rep.start - _UNDER_WAY)
        moved = moving_side(self._exercise.sides, self._movement, rep.side)
        angle = movement_angle(trajectory, self._movement, moved)
        travel = movement_travel(trajectory, self._movement, moved)
        parts = Parts.of(trajectory.times, travel, rep.start, rep.end)
        measures = None
        if sure and parts is not None and parts.whole and trajectory.tells(self._movement.views):
            paused = before is not None and path[0].timestamp <= before.end
            measures = measure(trajectory, self._movement, angle, parts, paused=paused)
        own = path if before is None else [m for m in path if m.timestamp > before.end]
        rested = Rested(trajectory, _phases(own, trajectory), parts, measures, rep.side, sure)
        form = judge(self._exercise, rested, self._strictness)
        return replace(rep, measures=measures, form=form)

    def _fell_short(self, start: float, end: float) -> Attempt | None:
        """What was no rep, if it was meant as one."""
        path = [moment for moment in self._path if start <= moment.timestamp <= end]
        if not path or end - start < self._rule.fastest:
            return None
        if np.mean([moment.none for moment in path]) > _STRANGE:
            return None
        poses = [moment.pose for moment in path]
        return shortfall(self._exercise, self._movement, poses, self._strictness)

    def _forget(self, timestamp: float) -> None:
        """Drops what lies too far back for the rep that waits to be graded, or for the next one."""
        begins = timestamp if self._waiting is None else self._waiting.start
        while self._path and self._path[0].timestamp < begins - _LOOK_BACK:
            self._path.popleft()


def _phases(path: Sequence[_Moment], trajectory: Trajectory) -> list[str]:
    """The phase held at each of the trajectory's moments, "" where none was and before the path."""
    seconds = [moment.timestamp for moment in path]
    phases = ["", *(moment.phase or "" for moment in path)]
    return [phases[i] for i in np.searchsorted(seconds, trajectory.times, side="right")]

"""The trainer: leads through a workout, from getting into place to the last set."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from fitcoach.coach import Judgement, Panel, Rep, Update
from fitcoach.coach.view import ViewTally
from fitcoach.exercise import Exercise
from fitcoach.workout.advice import advise, turn_to
from fitcoach.workout.cues import Cue, CueDesk, Severity
from fitcoach.workout.guard import StartGuard
from fitcoach.workout.moment import (
    AttemptMade,
    Event,
    HoldDone,
    Moment,
    Pause,
    Paused,
    Recognised,
    RepDone,
    RepGraded,
    RepUndone,
    RestDone,
    Resumed,
    SetBegun,
    SetDone,
    SetDropped,
    Stage,
)
from fitcoach.workout.plan import Goal, Plan
from fitcoach.workout.sets import SetRecord
from fitcoach.workout.sight import Sight

AWAY: Final = 1.0
"""Seconds out of view after which a set is paused."""

VIEW_SETTLED: Final = 5.0
"""Seconds into a set after which it is said if the camera stands wrong."""

_NEARLY: Final = {3: "3 to go", 1: "Last one"}


class Trainer:
    """Follows one person through the sets of a plan. Has no clock: time is that of the sights."""

    def __init__(self, plan: Plan, coaches: Callable[[str], Panel], *, guarded: bool) -> None:
        """Takes a plan.

        Args:
            plan: What is to be done.
            coaches: Makes the coaches of a set, given what its goal calls the exercise.
            guarded: Whether a set begins with the start guard; else with the first moment, as is
                right for a recording, which nobody can keep waiting.
        """
        self._plan = plan
        self._coaches = coaches
        self._guarded = guarded
        self._index = 0
        self._stage: Stage = "setup"
        self._pause: Pause | None = None
        self._sight = Sight(0.0, None)
        self._desk = CueDesk()
        self._cue: Cue | None = None
        self._until = 0.0  # the end of the countdown or the rest
        self._record: SetRecord | None = None
        self._finished: list[SetRecord] = []
        self._events: list[Event] = []
        self._prepare()

    @property
    def exercise(self) -> Exercise | None:
        """The exercise of this set, in rest of the next; `None` while not recognised."""
        return self._panel.exercise

    def update(self, sight: Sight) -> Moment:
        """Takes what is seen next; timestamps must increase."""
        passed = sight.timestamp - self._sight.timestamp
        self._sight = sight
        match self._stage:
            case "setup" | "countdown":
                self._set_up()
            case "work":
                self._work()
            case "rest":
                self._until += passed if self._pause else 0.0
                if sight.timestamp >= self._until:
                    self._events.append(RestDone())
                    self._prepare()
            case "done":
                pass
        return self.moment()

    def moment(self) -> Moment:
        """How things stand, with what has happened since this was last asked for."""
        events, self._events = tuple(self._events), []
        return Moment(
            timestamp=self._sight.timestamp,
            stage=self._stage,
            paused=self._pause,
            pose=self._sight.pose,
            exercise=self.exercise,
            goal=self._goal,
            set=self._record,
            update=self._update,
            left=max(0.0, self._until - self._sight.timestamp),
            cue=self._cue,
            finished=tuple(self._finished),
            events=events,
        )

    # What the user may ask for.

    def pause(self) -> None:
        """Pauses, or goes on if paused."""
        if self._stage != "done":
            self._set_pause(None if self._pause == "asked" else "asked")

    def skip(self) -> None:
        """Goes on to what comes next: from set-up to counting, to rest, to the next set."""
        self._set_pause(None)
        match self._stage:
            case "setup" | "countdown":
                self._begin()
            case "work":
                self._end_set()
            case "rest":
                self._events.append(RestDone())
                self._prepare()
            case "done":
                pass

    def add(self) -> None:
        """Adds a rep by hand, to this set or, in rest, to the last one."""
        if self._record is None or self._record.is_held:
            return
        now = self._sight.timestamp
        self._append(Rep(0, now, now, now, by_hand=True))

    def undo(self) -> None:
        """Takes back the last rep of this set or, in rest, of the last one."""
        if self._record is not None and self._record.reps:
            *reps, last = self._record.reps
            self._change_record(reps=tuple(reps))
            self._events.append(RepUndone(last))

    def restart(self) -> None:
        """Begins this set anew; what was done of it does not count."""
        if self._stage == "work" and self._record is not None:
            self._events.append(SetDropped(self._record))
        if self._stage != "done":
            self._prepare()

    def change(self, exercise: str) -> None:
        """Goes on with another exercise; a set in progress is over.

        Raises:
            FitcoachError: There is no such exercise.
        """
        alike = _alike(self.exercise, self._coaches(exercise).exercise)
        if self._stage == "work":
            self._close_record()
        if self._stage != "done":
            self._plan = self._plan.exchanged(self._index, exercise, alike=alike)
            if self._stage == "rest":
                self._meet()
            else:
                self._prepare()

    def finish(self) -> None:
        """Ends the workout; a set in progress is over."""
        if self._stage == "work":
            self._close_record()
        self._stage, self._until, self._cue = "done", 0.0, None

    # What happens by itself.

    def _meet(self) -> None:
        """Gets to know the exercise of the set that is due."""
        goal = self._plan.goal(self._index)
        assert goal is not None
        self._goal: Goal = goal
        self._panel = self._coaches(goal.exercise)
        self._update: Update | None = None

    def _prepare(self) -> None:
        """Gets ready for the set that is due."""
        self._meet()
        self._guard = StartGuard()
        self._record = None
        self._stage, self._until = "setup", 0.0
        self._set_pause(None)
        self._say_nothing()

    def _set_up(self) -> None:
        sight = self._sight
        if not self._guarded:
            self._begin()
            self._work()
            return
        updates = self._panel.update(sight.timestamp, sight.pose)
        exercise = self.exercise
        self._update = updates[exercise.name] if exercise else None
        cues = [_no_camera(sight.lost)] if sight.lost else advise(sight, exercise)
        rest = exercise.count.cycle[0] if exercise and exercise.count else None
        in_position = rest is None or (self._update is not None and self._update.phase == rest)
        left = None
        if self._pause is None:
            left = self._guard.update(sight.timestamp, cues, in_position=in_position)
        else:
            self._guard = StartGuard()
        if left == 0.0:
            self._begin()
            return
        self._stage = "setup" if left is None else "countdown"
        self._until = sight.timestamp + (left or 0.0)
        if left is None and not in_position and rest is not None:
            cues.append(Cue(f"Take the start position: {rest}", Severity.NOTE))
        self._cue = self._desk.update(sight.timestamp, cues)

    def _begin(self) -> None:
        """Begins to count. The coaches are new: nothing of the set-up counts."""
        now = self._sight.timestamp
        self._panel = self._coaches(self._goal.exercise)
        self._tally = ViewTally()
        self._last_seen = now
        self._stage, self._until = "work", 0.0
        self._record = SetRecord(self.exercise, self._goal, now, now)
        self._events.append(SetBegun(self._goal))
        self._say_nothing()

    def _work(self) -> None:
        sight, now = self._sight, self._sight.timestamp
        # While paused the coaches see nobody: they drop the rep in progress and wait for rest.
        pose = None if self._pause == "asked" else sight.pose
        updates = self._panel.update(now, pose)
        adopted = self._adopt()
        exercise = self.exercise
        self._update = updates[exercise.name] if exercise else None
        if self._pause != "asked":
            self._watch_presence()
            self._tally.update(pose)
        cues = self._cues()
        if self._update is not None:
            self._change_record(end=now, held=self._update.held)
            if not adopted:
                cues += self._note(self._update)
        self._cue = self._desk.update(now, cues)
        if self._record is not None and self._record.is_complete and not self._awaits_grade():
            self._end_set()

    def _adopt(self) -> bool:
        """Takes over what was done before the exercise was recognised, or recognised otherwise."""
        record, exercise = self._record, self.exercise
        if record is None or exercise is None or record.exercise == exercise:
            return False
        by_hand = [rep for rep in record.reps if rep.by_hand]
        reps = sorted([*self._panel.reps[exercise.name], *by_hand], key=lambda rep: rep.end)
        self._record = replace(
            record,
            exercise=exercise,
            reps=tuple(replace(rep, number=number) for number, rep in enumerate(reps, 1)),
            attempts=tuple(self._panel.attempts[exercise.name]),
            holds=tuple(self._panel.holds[exercise.name]),
        )
        self._events.append(Recognised(self._record))
        return True

    def _note(self, update: Update) -> list[Cue]:
        """Writes down what ended at this moment; returns what there is to say about it."""
        cues = []
        if update.rep is not None:
            self._append(update.rep)
            done = len(self._record.reps) if self._record else 0
            left = (self._goal.reps or 0) - done
            if left in _NEARLY:
                cues.append(Cue(_NEARLY[left], Severity.NOTE))
        if update.graded is not None:
            self._take_grades()
            cues += _of_form([update.graded.form.worst] if update.graded.form else [])
        cues += _of_form(update.live)
        if update.attempt is not None and self._record is not None:
            attempt = update.attempt
            self._change_record(attempts=(*self._record.attempts, attempt))
            self._events.append(AttemptMade(attempt))
            text = f"Not counted: {attempt.reason}"
            cues.append(Cue(text, Severity.HINT, attempt.parts))
        if update.hold is not None and self._record is not None:
            self._change_record(holds=(*self._record.holds, update.hold))
            self._events.append(HoldDone(update.hold))
        return cues

    def _watch_presence(self) -> None:
        sight, update = self._sight, self._update
        seen = sight.pose is not None and (update is None or update.angle is not None)
        if seen:
            self._last_seen = sight.timestamp
        away = sight.timestamp - self._last_seen > AWAY
        self._set_pause("no camera" if sight.lost else "out of view" if away else None)

    def _cues(self) -> list[Cue]:
        sight = self._sight
        if sight.lost:
            return [_no_camera(sight.lost)]
        if self._pause == "out of view":
            return [cue for cue in advise(sight, self.exercise) if cue.severity == Severity.STOP]
        record = self._record
        settled = record is not None and sight.timestamp - record.start > VIEW_SETTLED
        if settled and self.exercise and not self._tally.tells(self.exercise.camera.views):
            self._tally = ViewTally()  # said once, then looked at anew
            return [Cue(turn_to(self.exercise), Severity.HINT)]
        return []

    def _end_set(self) -> None:
        record = self._close_record()
        if not (record.is_empty and self._plan.endless):
            self._index += 1
        if self._plan.goal(self._index) is None:
            self._stage, self._until = "done", 0.0
            self._say_nothing()
        elif record.is_empty or not record.goal.rest:
            self._prepare()
        else:
            self._meet()
            self._stage, self._until = "rest", self._sight.timestamp + record.goal.rest
            self._say_nothing()

    def _close_record(self) -> SetRecord:
        """Ends the set in progress, and the hold in it."""
        assert self._record is not None
        self._panel.finish()
        self._adopt()
        self._take_grades()
        exercise = self.exercise
        if exercise is not None and exercise.hold is not None:
            holds = tuple(self._panel.holds[exercise.name])
            self._events += [HoldDone(hold) for hold in holds[len(self._record.holds) :]]
            held = sum(hold.seconds for hold in holds)
            self._change_record(holds=holds, held=held)
        record = self._record
        self._set_pause(None)
        if record.is_empty:
            self._events.append(SetDropped(record))
            self._record = self._finished[-1] if self._finished else None
        else:
            self._finished.append(record)
            self._events.append(SetDone(record))
        return record

    def _append(self, rep: Rep) -> None:
        if self._record is not None:
            rep = replace(rep, number=len(self._record.reps) + 1)
            self._change_record(reps=(*self._record.reps, rep))
            self._events.append(RepDone(rep))

    def _take_grades(self) -> None:
        """Takes over the reps of this set that have been graded since."""
        record, exercise = self._record, self.exercise
        if record is None or exercise is None:
            return
        graded = {rep.end: rep for rep in self._panel.reps[exercise.name] if rep.form is not None}
        reps = []
        for rep in record.reps:
            if rep.form is None and not rep.by_hand and rep.end in graded:
                reps.append(replace(graded[rep.end], number=rep.number))
                self._events.append(RepGraded(reps[-1], exercise))
            else:
                reps.append(rep)
        self._change_record(reps=tuple(reps))

    def _awaits_grade(self) -> bool:
        """Whether the last rep has not come to rest yet: the set is over only then."""
        reps = self._record.reps if self._record else ()
        return bool(reps) and reps[-1].form is None and not reps[-1].by_hand

    def _change_record(self, **fields: object) -> None:
        """Changes the record of this set, or in rest of the last one."""
        if self._record is None:
            return
        old, self._record = self._record, replace(self._record, **fields)  # type: ignore[arg-type]
        if self._finished and self._finished[-1] is old:
            self._finished[-1] = self._record

    def _set_pause(self, reason: Pause | None) -> None:
        if reason != self._pause:
            self._pause = reason
            self._events.append(Resumed() if reason is None else Paused(reason))

    def _say_nothing(self) -> None:
        self._desk.clear()
        self._cue = None


def _alike(before: Exercise | None, after: Exercise | None) -> bool:
    """Whether both are repeated, or both held, as far as that is known."""
    return before is None or after is None or (before.hold is None) == (after.hold is None)


def _of_form(judgements: Iterable[Judgement | None]) -> list[Cue]:
    """What to say of form that is not good."""
    return [
        Cue(judgement.rule.cue, Severity.HINT, judgement.parts)
        for judgement in judgements
        if judgement is not None and judgement.level
    ]


def _no_camera(reason: str) -> Cue:
    return Cue(f"Camera lost: {reason}", Severity.STOP)

"""What happened: phases and reps as states over time, cues and events as a log, the summary."""

from typing import Final

import rerun as rr

from fitcoach.coach import Hold, Rep
from fitcoach.exercise import Exercise
from fitcoach.session.exports import render
from fitcoach.session.log import DIGITS, GRADES, HoldLog, RepLog, SessionLog
from fitcoach.viewer.glimpse import Glimpse
from fitcoach.viewer.schema import (
    CUES,
    EVENTS,
    FORM_STATE,
    GRADE_COLORS,
    PHASE_STATE,
    REP_COLOR,
    REP_STATE,
    SUMMARY,
    TIME,
    phase_color,
)
from fitcoach.workout import Cue, Severity
from fitcoach.workout.moment import HoldDone, RepDone, RepGraded

_LEVELS: Final = {
    Severity.NOTE: rr.TextLogLevel.INFO,
    Severity.HINT: rr.TextLogLevel.WARN,
    Severity.STOP: rr.TextLogLevel.ERROR,
}
_UNJUDGED: Final = "not judged"


class Story:
    """Logs what happened at the moment that the recording is set to, or during a rep."""

    def __init__(self, recording: rr.RecordingStream) -> None:
        """Takes the recording, where states get their colours."""
        self._recording = recording
        self._phase: str | None = None
        self._cue: Cue | None = None
        self._numbers: list[str] = []
        self._told: set[tuple[str, float]] = set()  # states by where they are and their start
        recording.log(
            FORM_STATE,
            rr.StateConfiguration(values=list(GRADE_COLORS), colors=list(GRADE_COLORS.values())),
            static=True,
        )

    def introduce(self, exercise: Exercise) -> None:
        """Colours the phases of an exercise."""
        colors = [phase_color(number) for number in range(len(exercise.phases))]
        self._recording.log(
            PHASE_STATE,
            rr.StateConfiguration(values=exercise.phases, colors=colors),
            static=True,
        )

    def add(self, glimpse: Glimpse) -> None:
        """Adds what is new at a moment, at the time that the recording is set to."""
        moment = glimpse.moment
        phase = None if moment.update is None else moment.update.phase
        if phase != self._phase:
            self._phase = phase
            self._recording.log(PHASE_STATE, rr.StateChange(state=phase or ""))
        if moment.cue != self._cue:
            self._cue = moment.cue
            if moment.cue is not None:
                self._recording.log(
                    CUES, rr.TextLog(moment.cue.text, level=_LEVELS[moment.cue.severity])
                )
        for line in glimpse.lines:
            self._recording.log(EVENTS, rr.TextLog(line, level=rr.TextLogLevel.INFO))
        for event in moment.events:
            match event:
                case RepDone(rep) if not rep.by_hand:  # else it has no length
                    self._rep(rep)
                case RepGraded(rep, _):
                    grade = None if rep.form is None else rep.form.grade
                    self._grade(rep, _UNJUDGED if grade is None else GRADES[grade])
                case HoldDone(hold):
                    self._hold(hold)
                case _:
                    pass

    def end(self, log: SessionLog | None) -> None:
        """Adds what was known only at the end: what was in progress, and the summary."""
        if log is None:
            return
        for each in log.sets:
            for rep in each.reps:
                if not rep.by_hand:
                    self._rep(rep)
                    self._grade(rep, rep.grade or _UNJUDGED)
            for hold in each.holds:
                self._hold(hold)
        self._recording.log(
            SUMMARY,
            rr.TextDocument(render([log], "md").decode(), media_type=rr.MediaType.MARKDOWN),
            static=True,
        )

    def _rep(self, rep: Rep | RepLog) -> None:
        self._numbered(str(rep.number), rep.start, rep.end)

    def _numbered(self, name: str, start: float, end: float) -> None:
        """Logs a rep or hold, in a colour that does not say good or bad as Rerun's own do."""
        if name not in self._numbers:
            self._numbers.append(name)
            colors = [REP_COLOR] * len(self._numbers)
            self._recording.log(
                REP_STATE, rr.StateConfiguration(values=self._numbers, colors=colors), static=True
            )
        self._span(REP_STATE, name, start, end)

    def _grade(self, rep: Rep | RepLog, grade: str) -> None:
        self._span(FORM_STATE, grade, rep.start, rep.end)

    def _hold(self, hold: Hold | HoldLog) -> None:
        self._numbered(f"hold {hold.number}", hold.start, hold.end)

    def _span(self, path: str, state: str, start: float, end: float) -> None:
        """Logs a state that lasts for a while, unless that is known already."""
        if (path, round(start, DIGITS)) in self._told:
            return
        self._told.add((path, round(start, DIGITS)))
        recording = self._recording
        recording.reset_time()  # the number of the frame is not known there
        for time, each in ((start, state), (end, "")):
            recording.set_time(TIME, duration=time)
            recording.log(path, rr.StateChange(state=each))

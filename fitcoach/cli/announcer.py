"""What is heard of a workout."""

from typing import Final

from fitcoach.sound import Sound
from fitcoach.words import many
from fitcoach.workout import Cue, Moment, Severity
from fitcoach.workout.moment import (
    AttemptMade,
    Paused,
    Recognised,
    RepDone,
    RestDone,
    SetBegun,
    SetDone,
)

COOLDOWN: Final = 10.0
"""Seconds after which the same cue is spoken again: what is shown may repeat sooner."""

_LAST: Final = 3
"""Seconds of a countdown or a rest that are ticked."""


class Announcer:
    """Has the sound beep for reps, mark sets and rests, and speak counts and cues."""

    def __init__(self, sound: Sound) -> None:
        """Takes the sound to use."""
        self.sound = sound
        self._ticked = 0
        self._spoken: dict[str, float] = {}

    def follow(self, moment: Moment) -> None:
        """Lets a moment be heard."""
        for event in moment.events:
            match event:
                case SetBegun():
                    self.sound.play("go")
                case RepDone(rep):
                    self.sound.play("rep")
                    self.sound.say(str(rep.number))
                case Recognised(record):
                    title = record.exercise.title if record.exercise else ""
                    self.sound.say(title if record.is_held else f"{title}, {len(record.reps)}")
                case AttemptMade():
                    self.sound.play("attempt")
                case SetDone(record):
                    self.sound.play("set-end")
                    held = many(round(record.held), "second")
                    self.sound.say(f"Set done, {held if record.is_held else len(record.reps)}")
                case RestDone():
                    self.sound.play("rest-end")
                case Paused(reason) if reason != "asked":
                    self.sound.play("lost")
                case _:
                    pass
        self._tick(moment)
        if moment.cue is not None:
            self._speak(moment.cue, moment.timestamp)

    def _tick(self, moment: Moment) -> None:
        if moment.seconds_left != self._ticked and 0 < moment.seconds_left <= _LAST:
            self.sound.play("countdown")
        self._ticked = moment.seconds_left

    def _speak(self, cue: Cue, timestamp: float) -> None:
        """Says a cue; a correction matters more than the number of the rep."""
        last = self._spoken.get(cue.text)
        if cue.severity > Severity.NOTE and (last is None or timestamp - last > COOLDOWN):
            self._spoken[cue.text] = timestamp
            self.sound.say(cue.text)

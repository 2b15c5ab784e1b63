"""Beeps and spoken counts for somebody who looks away from the screen."""

from fitcoach.sound.sound import Sound, default_on
from fitcoach.sound.tones import Signal

__all__ = ["Signal", "Sound", "default_on"]

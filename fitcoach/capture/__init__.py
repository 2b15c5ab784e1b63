"""From cameras, clips, streams, pictures and recorded poses to observations."""

from fitcoach.capture.observation import Frame, Observation
from fitcoach.capture.observe import observe
from fitcoach.capture.options import LandmarkerOptions, Mode
from fitcoach.capture.pace import Pace
from fitcoach.capture.stream import ObservationStream

__all__ = [
    "Frame",
    "LandmarkerOptions",
    "Mode",
    "Observation",
    "ObservationStream",
    "Pace",
    "observe",
]

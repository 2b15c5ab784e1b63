"""From cameras, clips, streams, pictures and recorded poses to observations."""

from fitcoach.capture.observation import Frame, Observation
from fitcoach.capture.observe import ObservationStream, observe
from fitcoach.capture.options import LandmarkerOptions, Mode

__all__ = ["Frame", "LandmarkerOptions", "Mode", "Observation", "ObservationStream", "observe"]

"""The ground: where in space the body is put, and the cameras around it."""

from typing import Final

import numpy as np
import rerun as rr

from fitcoach.body import Array
from fitcoach.pose import Pose
from fitcoach.rig import Rig
from fitcoach.viewer.schema import CAMERAS, FLOOR

_FRUSTUM: Final = 0.6  # metres

_FLOOR_SIZE: Final = 1.5
"""Half of its length in metres: a person lying down has room on it."""

_COLOR: Final = (240, 200, 90)


class Ground:
    """Puts bodies where they are, if a rig tells, and else above the origin on the floor."""

    def __init__(self, recording: rr.RecordingStream, rig: Rig | None) -> None:
        """Takes the recording, for the cameras, and those."""
        self._recording = recording
        self._rig = rig
        self._floor: float | None = None
        _lay_floor(recording)
        if rig is not None and rig.floor is not None:
            self._lay(0.0)

    def stand(self, world: Array, pose: Pose) -> Array:
        """Where to show landmarks.

        Args:
            world: (33, 3) of the person, or of a sample that lies over them.
            pose: The person.

        Returns:
            (33, 3) metres; the floor is at y = 0.
        """
        if self._rig is None or pose.place is None:
            return on_the_floor(world)
        if self._floor is None:  # as far as one knows it is below whoever is seen first
            self._lay(float(pose.place[1] + pose.world[:, 1].max()))
        return np.asarray(world + pose.place - [0.0, self._floor, 0.0])

    def _lay(self, floor: float) -> None:
        """Lays the floor so many metres below the room's origin, and puts the cameras up."""
        self._floor = floor
        rig = self._rig
        if rig is None:
            return
        x, _, z = rig.in_room(rig.middle).tolist()
        _lay_floor(self._recording, x, z)
        for camera in rig.camera:
            path = f"{CAMERAS}/{camera.name}"
            at = rig.in_room(camera.position) - [0.0, floor, 0.0]
            transform = rr.Transform3D(translation=at, mat3x3=rig.level @ camera.turn.T)
            self._recording.log(path, transform, static=True)
            pinhole = rr.Pinhole(
                image_from_camera=camera.matrix,
                resolution=[camera.width, camera.height],
                image_plane_distance=_FRUSTUM,
                color=_COLOR,
                line_width=0.015,
                camera_xyz=rr.ViewCoordinates.RDF,
            )
            self._recording.log(path, pinhole, static=True)


def on_the_floor(world: Array) -> Array:
    """World landmarks (33, 3) with the lowest of them at y = 0, where the floor is."""
    return np.asarray(world - np.array([0.0, world[:, 1].max(), 0.0]))


def _lay_floor(recording: rr.RecordingStream, x: float = 0.0, z: float = 0.0) -> None:
    """Logs the floor, with its middle there, in metres."""
    recording.log(
        FLOOR,
        rr.Boxes3D(
            centers=[[x, 0.005, z]],
            half_sizes=[[_FLOOR_SIZE, 0.005, _FLOOR_SIZE]],
            colors=[(70, 75, 85)],
            fill_mode="solid",
        ),
        static=True,
    )

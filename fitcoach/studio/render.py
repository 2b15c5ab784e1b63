"""Draws the mannequin with VTK, off-screen and without a GPU."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from fitcoach.body import Array
from fitcoach.errors import FitcoachError
from fitcoach.studio.camera import Camera
from fitcoach.studio.look import Room
from fitcoach.studio.mesh import Mesh

Picture = NDArray[np.uint8]
"""(height, width, 3) red, green, blue."""

_SHADOW_HEIGHT: Final = 0.004
_MAT_HEIGHT: Final = 0.002
_MAT: Final = (1.05, 0.5)
"""Half length and half width of the mat in metres."""
_WALL_BEHIND: Final = 2.0
"""From the person to the wall in metres."""
_SHADOW: Final = 0.62


def require_pyvista() -> Any:  # noqa: ANN401 - pyvista has no types
    """Imports pyvista.

    Raises:
        FitcoachError: It is not installed.
    """
    try:
        import pyvista  # noqa: PLC0415 - takes a second, and only the studio needs it
    except ImportError:
        raise FitcoachError(
            "The studio draws with pyvista, which is not installed; "
            "get it with `pip install 'fitcoach[studio]'`."
        ) from None
    from vtkmodules.vtkCommonCore import vtkLogger  # noqa: PLC0415 - as above

    # Without a screen VTK warns of that, and then does without.
    vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_ERROR)
    return pyvista


class Stage:
    """One off-screen window, kept from picture to picture because opening one is slow."""

    def __init__(self, size: tuple[int, int], *, smooth_edges: bool = False) -> None:
        """Opens the window.

        Args:
            size: Height and width in pixels.
            smooth_edges: Draw without jagged edges; slower.
        """
        self._pv = require_pyvista()
        self.size = size
        self._plotter = self._pv.Plotter(
            off_screen=True, window_size=(size[1], size[0]), lighting="none"
        )
        if smooth_edges:
            self._plotter.enable_anti_aliasing("ssaa")
        else:
            self._plotter.disable_anti_aliasing()

    def close(self) -> None:
        """Closes the window."""
        self._plotter.close()

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def draw(self, mesh: Mesh, camera: Camera, room: Room) -> Picture:
        """Takes a picture."""
        plotter = self._plotter
        plotter.clear_actors()
        light = room.light @ (camera.rotation * np.array([[1.0], [-1.0], [-1.0]]))
        light[2] = max(light[2], 0.5)
        self._set_lights(light / np.linalg.norm(light), camera, room)
        self._set_room(mesh, camera, room, light)
        surface = self._pv.PolyData(mesh.points, mesh.faces.ravel())
        surface.point_data["Normals"] = mesh.normals
        surface.point_data.active_normals_name = "Normals"
        surface.point_data["colours"] = mesh.colours
        plotter.add_mesh(
            surface,
            scalars="colours",
            rgb=True,
            smooth_shading=False,
            copy_mesh=False,
            ambient=room.ambient,
            diffuse=1.0 - 0.4 * room.ambient,
            specular=0.05,
            interpolation="Gouraud",
            render=False,
            reset_camera=False,
            show_scalar_bar=False,
        )
        self._set_camera(camera)
        plotter.render()
        picture = plotter.screenshot(return_img=True)
        return np.ascontiguousarray(picture[..., :3])

    def _set_lights(self, light: Array, camera: Camera, room: Room) -> None:
        plotter = self._plotter
        plotter.remove_all_lights()
        warm = np.array([1.0, 1.0 - 0.04 * max(room.warmth, 0), 1.0 - 0.12 * max(room.warmth, 0)])
        cold = np.array([1.0 - 0.08 * max(-room.warmth, 0), 1.0, 1.0])
        for direction, strength in ((light, 0.85), (-camera.rotation[2], 0.3)):
            plotter.add_light(
                self._pv.Light(
                    position=10.0 * direction,
                    focal_point=(0, 0, 0),
                    color=warm * cold,
                    intensity=strength,
                    light_type="scene light",
                )
            )

    def _set_room(self, mesh: Mesh, camera: Camera, room: Room, light: Array) -> None:
        plotter, pv = self._plotter, self._pv
        flat: dict[str, Any] = {"lighting": False, "render": False, "reset_camera": False}
        plotter.set_background(room.wall.tolist())
        away = camera.rotation[2] * np.array([1.0, 1.0, 0.0])
        away = away / np.linalg.norm(away)
        # The floor ends where the wall begins, some way behind the person, whose hips are above the
        # origin.
        floor_middle = (_WALL_BEHIND - 10.0) * away
        across = np.array([-away[1], away[0], 0.0])
        plotter.add_mesh(
            self._rectangle(floor_middle, 10.0 * away, 15.0 * across), color=room.floor, **flat
        )
        if room.mat is not None:
            along, aside = np.diag([*_MAT, 0.0])[:2]
            mat = self._rectangle(np.array([0.0, 0.0, _MAT_HEIGHT]), along, aside)
            plotter.add_mesh(mat, color=room.mat, **flat)
        # The shadow: the body pressed flat along the light.
        height = mesh.points[:, 2:]
        points = mesh.points - height * light / light[2]
        points[:, 2] = _SHADOW_HEIGHT
        shadow = pv.PolyData(points, mesh.faces.ravel())
        plotter.add_mesh(
            shadow, color=_SHADOW * (room.mat if room.mat is not None else room.floor), **flat
        )

    def _rectangle(self, centre: Array, a: Array, b: Array) -> Any:  # noqa: ANN401
        corners = np.array([centre - a - b, centre + a - b, centre + a + b, centre - a + b])
        return self._pv.PolyData(corners, np.array([4, 0, 1, 2, 3]))

    def _set_camera(self, camera: Camera) -> None:
        view = self._plotter.camera
        view.position = camera.position.tolist()
        view.focal_point = camera.target.tolist()
        view.up = (-camera.rotation[1]).tolist()
        view.view_angle = camera.view
        view.clipping_range = (0.05, 40.0)

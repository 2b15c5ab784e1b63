"""The blueprint: what the viewer shows where, without a click."""

import numpy as np
import rerun as rr
import rerun.blueprint as rrb

from fitcoach.rig import Rig
from fitcoach.viewer.schema import (
    ANGLE,
    CAMERA,
    CUES,
    EVENTS,
    FORM_STATE,
    OTHERS,
    PHASE_STATE,
    PHASES,
    REP_STATE,
    SPACE,
    SUMMARY,
    TIME,
    VISIBILITY,
)

_EYE = (1.1, -1.35, -2.1)
_CHEST = (0.0, -0.7, 0.0)
_SHARES = (-0.02, 1.02)
_STACKED = 3
"""Pictures one above the other; with more of them they become too small."""
_LEGEND = rrb.PlotLegend(rrb.Corner2D.RightTop)


def layout(
    *, live: bool, size: tuple[float, float] | None = None, rig: Rig | None = None
) -> rrb.Blueprint:
    """Picture and space above; curves, states and texts beside and below.

    Args:
        live: Whether the viewer follows what is going on, rather than playing it from its start.
        size: Height and width of the pictures, which else would be cut where somebody leaves them.
        rig: The cameras, where there are several: each has its picture then, and its place in
            space.
    """
    bounds = (
        None if size is None else rrb.VisualBounds2D(x_range=(0, size[1]), y_range=(0, size[0]))
    )
    cameras = [rrb.Spatial2DView(origin=CAMERA, name="Camera", visual_bounds=bounds)]
    eye, chest = np.array(_EYE), np.array(_CHEST)
    if rig is not None:
        cameras = [
            rrb.Spatial2DView(
                origin=root,
                name=f"Camera '{camera.name}'",
                visual_bounds=bounds if root == CAMERA else None,
            )
            for root, camera in zip((CAMERA, *OTHERS), rig.camera, strict=False)
        ]
        middle = rig.in_room(rig.middle) * [1.0, 0.0, 1.0]
        chest = middle + _CHEST
        eye = middle + np.array(_EYE) * 0.75 * rig.baseline
    upright = rr.components.Plane3D((0.0, -1.0, 0.0), 0.0)
    seen = rrb.Horizontal(
        rrb.Grid(*cameras, grid_columns=-(-len(cameras) // _STACKED)),
        rrb.Spatial3DView(
            origin=SPACE,
            name="Space, with the nearest samples",
            background=rrb.Background(kind=rrb.BackgroundKind.GradientDark),
            line_grid=rrb.LineGrid3D(visible=True, spacing=0.5, plane=upright),
            eye_controls=rrb.EyeControls3D(
                kind=rrb.Eye3DKind.Orbital,
                position=eye.tolist(),
                look_target=chest.tolist(),
                eye_up=(0.0, -1.0, 0.0),
            ),
        ),
    )
    told = rrb.Horizontal(
        rrb.TextLogView(
            origin="/",
            contents=[f"+ /{CUES}", f"+ /{EVENTS}"],
            name="Cues and events",
            columns=rrb.TextLogColumns(text_log_columns=["LogLevel", "Body"]),
        ),
        rrb.TextDocumentView(origin=SUMMARY, name="Summary"),
        column_shares=[2, 3],
    )
    curves = rrb.Vertical(
        rrb.TimeSeriesView(origin=ANGLE, name="Angle of the joint, degrees", plot_legend=_LEGEND),
        rrb.TimeSeriesView(
            origin=PHASES,
            name="Probability of each phase",
            plot_legend=_LEGEND,
            axis_y=rrb.ScalarAxis(range=_SHARES),
        ),
        rrb.StateTimelineView(
            origin="/",
            contents=[f"+ /{path}" for path in (REP_STATE, FORM_STATE, PHASE_STATE)],
            name="Reps, form, phases",
        ),
        rrb.TimeSeriesView(
            origin=VISIBILITY,
            name="Visibility",
            plot_legend=_LEGEND,
            axis_y=rrb.ScalarAxis(range=_SHARES),
        ),
        row_shares=[6, 6, 5, 3],
    )
    return rrb.Blueprint(
        rrb.Horizontal(rrb.Vertical(seen, told, row_shares=[3, 2]), curves, column_shares=[3, 2]),
        rrb.TimePanel(
            timeline=TIME,
            state="collapsed",
            play_state="Following" if live else "Playing",
        ),
        rrb.BlueprintPanel(state="collapsed"),
        rrb.SelectionPanel(state="collapsed"),
    )

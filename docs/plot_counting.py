"""Draws the plots of docs/counting.md from the clips that ship: python docs/plot_counting.py.

With a folder as argument they go there instead, to compare.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from fitcoach import Coach, LandmarkerOptions, PoseModel, Rep, Update, find_exercise, observe
from fitcoach.exercise import Exercise
from fitcoach.models import pose_model
from fitcoach.resources import MODELS, SAMPLES

FOLDER: Final = Path(__file__).parent
NONE: Final = "none"
COLOURS: Final = ("#0072b2", "#d55e00", "#888888")  # told apart by the colour-blind, too
PLOTS: Final = {
    # file: clip, exercise it is counted as
    "how-squat.png": ("squat-5-reps.mp4", "squat"),
    "how-not-a-squat.png": ("push-up-4-reps.mp4", "squat"),
}


@dataclass(frozen=True)
class Run:
    """What a coach said of a clip."""

    clip: str
    exercise: Exercise
    updates: list[Update]
    reps: list[Rep]


def main() -> None:
    """Counts each clip and draws what the coach saw."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    mpl.use("agg")
    for name, (clip, exercise) in PLOTS.items():
        run = watched(clip, find_exercise(exercise))
        draw(run, folder / name)
        print(f"{folder / name}: {len(run.reps)} reps")


def watched(clip: str, exercise: Exercise) -> Run:
    """Shows a clip that ships to a coach."""
    model = PoseModel.load(MODELS / "pose_classifier.npz")
    coach = Coach(exercise, model.for_exercise(exercise))
    path = SAMPLES / "clips" / clip
    with observe(str(path), lambda: LandmarkerOptions(pose_model("full"))) as observations:
        updates = [coach.update(seen.timestamp, seen.pose) for seen in observations]
    return Run(clip, exercise, updates, [update.rep for update in updates if update.rep])


def draw(run: Run, path: Path) -> None:
    """Angle above, probabilities below, reps across both."""
    figure, (above, below) = plt.subplots(
        2, sharex=True, figsize=(9, 5), height_ratios=(2, 3), layout="constrained"
    )
    draw_angle(run, above)
    draw_probabilities(run, below)
    for axes in (above, below):
        for rep in run.reps:
            axes.axvspan(rep.start, rep.end, color="#009e73", alpha=0.12, linewidth=0)
        axes.spines[["top", "right"]].set_visible(False)
    above.set_title(f"{run.clip}, counted as {run.exercise.name}: {len(run.reps)} reps", loc="left")
    below.set_xlabel("seconds")
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)


def draw_angle(run: Run, axes: Axes) -> None:
    """The joint that moves, with where it is at rest and at the turn-around of a full rep."""
    movement = run.exercise.movement
    assert movement is not None
    seen = [(u.timestamp, u.angle) for u in run.updates if u.angle is not None]
    axes.plot(*zip(*seen, strict=True), color="black", linewidth=1.2)
    for rep in run.reps:
        angle = next(angle for at, angle in seen if at >= rep.turn)
        axes.plot(rep.turn, angle, "v", color="#009e73")
        axes.annotate(
            str(rep.number), (rep.turn, angle), (0, -14), textcoords="offset points", ha="center"
        )
    for angle, name in ((movement.rest, "rest"), (movement.turn, "turn-around")):
        axes.axhline(angle, color="#888888", linestyle=":", linewidth=1)
        axes.annotate(name, (1.0, angle), xycoords=("axes fraction", "data"), va="center")
    axes.set_ylim(20, 190)
    axes.set_ylabel(f"{movement.joint}, degrees")


def draw_probabilities(run: Run, axes: Axes) -> None:
    """How much the pose looks like each phase, and the thresholds."""
    rule = run.exercise.count
    assert rule is not None
    moments = [u for u in run.updates if u.probabilities]
    for phase, colour in zip((*rule.cycle, NONE), COLOURS, strict=True):
        values = [moment.probabilities[phase] for moment in moments]
        axes.plot([m.timestamp for m in moments], values, color=colour, label=phase)
    for threshold, name in ((rule.enter, "enter"), (rule.exit, "exit"), (rule.reach, "reach")):
        axes.axhline(threshold, color="#888888", linestyle=":", linewidth=1)
        axes.annotate(name, (1.0, threshold), xycoords=("axes fraction", "data"), va="center")
    axes.set_ylim(-0.03, 1.03)
    axes.set_ylabel("probability, smoothed")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=3, frameon=False)


if __name__ == "__main__":
    main()

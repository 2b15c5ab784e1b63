"""Takes a mannequin's sample poses with the landmarker that ships, and shows how far it is."""

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fitcoach.classify.samples import Sample
    from fitcoach.exercise import Exercise
    from fitcoach.studio.shoot import Outcome

SEED = 1
"""Of the pictures, unless told otherwise."""


def shoot_samples(
    exercise: "Exercise", per_phase: int, seed: int
) -> "tuple[dict[str, list[Sample]], Counter[tuple[str, Outcome]]]":
    """Takes so many pictures of each phase, with a progress bar.

    Returns:
        The poses of each phase that were seen rightly, and how the pictures of each came out.
    """
    from rich.console import Console
    from rich.progress import Progress

    from fitcoach.capture import Frame, LandmarkerOptions
    from fitcoach.capture.landmarker import Landmarker
    from fitcoach.classify.samples import Sample
    from fitcoach.models import pose_model
    from fitcoach.pose import Pose
    from fitcoach.studio.poses import Take
    from fitcoach.studio.render import Picture
    from fitcoach.studio.shoot import Outcome, shoot

    console = Console(stderr=True)
    kept: dict[str, list[Sample]] = {phase: [] for phase in exercise.phases}
    outcomes: Counter[tuple[str, Outcome]] = Counter()
    with (
        Landmarker(LandmarkerOptions(pose_model("full"), mode="image")) as landmarker,
        Progress(console=console, transient=True, disable=not console.is_terminal) as progress,
    ):
        bar = progress.add_task(exercise.name, total=per_phase * len(exercise.phase))

        def detect(picture: Picture) -> Pose | None:
            people = landmarker.detect(Frame(0, 0.0, picture))
            return people[0].pose if people else None

        def note(take: Take, outcome: Outcome) -> None:
            outcomes[take.phase.name, outcome] += 1
            progress.advance(bar)

        for each in shoot(exercise, per_phase, seed, detect, note):
            name = f"{each.phase}-{each.index:04d}-{each.yaw:03.0f}-{_slug(each.variant)}"
            kept[each.phase].append(Sample(name, each.pose))
    return kept, outcomes


def _slug(text: str) -> str:
    return "-".join(text.lower().split())

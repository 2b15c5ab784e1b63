"""Proves the rules of form on the mannequin: each on clean reps and on ones with its fault planted.

    python tests/benchmarks/form.py [EXERCISE...] [--reps 10] [--seed 1]

For every rule and every view that it claims: in what share of the faulty reps it fires, or the
fault keeps them from being counted and this is said, and in what share of the clean ones it does.
Then what was measured against what was true: angles by joint and view, the parts of the tempo.
Takes half an hour on two cores for all exercises.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from mannequin import as_world

from fitcoach.capture import Frame, LandmarkerOptions
from fitcoach.capture.landmarker import Landmarker
from fitcoach.classify.model import PoseModel
from fitcoach.coach import Coach, Rep
from fitcoach.coach.measures import Parts, movement_angle
from fitcoach.coach.sides import moving_side
from fitcoach.coach.trajectory import Trajectory
from fitcoach.exercise import Exercise, Fault, exercise_files, find_exercise
from fitcoach.models import pose_model
from fitcoach.pose import Pose
from fitcoach.resources import pose_classifier
from fitcoach.studio.film import film_frames

YAWS = {"front": 0.0, "oblique": 45.0, "side": 90.0, "back": 180.0}
CLEAN = "clean"


@dataclass(frozen=True)
class Job:
    exercise: str
    view: str
    case: str  # the id of a rule, or "clean"
    variant: str | None  # by name, the first unless given
    reps: int
    seed: int


@dataclass
class Outcome:
    """What came of one clip.

    Attributes:
        fired: By rule, the reps or attempts in which it was not good; 1 if that was said of a hold
            at any moment.
        judged: By rule, the reps in which it was judged; 1 if a hold was.
        done: Reps counted and attempts told; 1 for a hold.
        angle: (n, 2) joint angle measured and true at the turn-arounds.
        tempo: (n, 4) measured less true seconds: pause before (NaN of the first), out, hold, back.
    """

    fired: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    judged: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    done: int = 0
    angle: list[tuple[float, float]] = field(default_factory=list)
    tempo: list[list[float]] = field(default_factory=list)


def jobs(exercise: Exercise, reps: int, seed: int) -> Iterator[Job]:
    views = sorted({view for rule in exercise.form for view in rule.views})
    for view in views:
        rules = [rule for rule in exercise.form if view in rule.views]
        for variant in dict.fromkeys(rule.fault.variant for rule in rules):
            yield Job(exercise.name, view, CLEAN, variant, reps, seed)
        for rule in rules:
            yield Job(exercise.name, view, rule.id, rule.fault.variant, reps, seed)


def watch(job: Job) -> tuple[Job, Outcome]:
    exercise = find_exercise(job.exercise)
    faults = {rule.id: rule.fault for rule in exercise.form}
    fault = faults.get(job.case, Fault(variant=job.variant) if job.variant else None)
    coach = Coach(exercise, PoseModel.load(pose_classifier()).for_exercise(exercise))
    outcome, truths, reps, live = Outcome(), [], [], []
    frames = film_frames(exercise, job.reps, job.seed, YAWS[job.view], fault)
    with Landmarker(LandmarkerOptions(pose_model("full"))) as landmarker:
        for number, frame in enumerate(frames):
            people = landmarker.detect(Frame(number, frame.timestamp, frame.picture))
            pose = people[0].pose if people else None
            truths.append(_true_pose(frame))
            update = coach.update(frame.timestamp, pose)
            reps += [update.graded] if update.graded else []
            if update.attempt is not None:
                outcome.done += 1
                outcome.fired[job.case] += 1
            live += update.live
    ending = coach.finish()
    reps += [ending.graded] if ending.graded else []
    for rep in reps:
        outcome.done += 1
        for judgement in rep.form.judgements:
            outcome.judged[judgement.rule.id] += judgement.level is not None
            outcome.fired[judgement.rule.id] += bool(judgement.level)
    if exercise.hold is not None:
        outcome.done = 1
        outcome.judged |= {each.rule.id: 1 for each in live if each.level is not None}
        outcome.fired |= {each.rule.id: 1 for each in live if each.level}
    if job.case == CLEAN and exercise.movement is not None:
        truth = Trajectory.of(truths)
        for before, rep in zip([None, *reps], reps, strict=False):
            _compare(exercise, rep, truth, outcome, -np.inf if before is None else before.turn)
    return job, outcome


def _true_pose(frame) -> Pose:
    height, width = frame.camera.size
    pixels = frame.camera.project(frame.body.landmarks) / [width, height]
    image = np.concatenate([pixels, np.zeros((len(pixels), 1))], axis=1)
    world = as_world(frame.camera, frame.body.landmarks)
    return Pose(frame.timestamp, image, world, np.ones(len(pixels)), frame.camera.size)


def _compare(
    exercise: Exercise, rep: Rep, truth: Trajectory, outcome: Outcome, since: float
) -> None:
    if rep.measures is None:
        return
    around = truth.between(max(rep.start - 2.5, since), rep.end + 1.5)
    near = replace(
        truth, times=truth.times[around], pixels=truth.pixels[around],
        world=truth.world[around], visible=truth.visible[around],
    )  # fmt: skip
    in_space = exercise.movement.model_copy(update={"views": ()})
    moved = moving_side(exercise.sides, exercise.movement, rep.side)
    angle = movement_angle(near, in_space, moved)
    parts = Parts.of(near.times, exercise.movement.direction * angle, rep.start, rep.end)
    if parts is None:
        return
    measures = rep.measures
    for measured, begin, end in (
        (measures.rest, parts.rest, parts.leave),
        (measures.turn, parts.reach, parts.turn),
    ):
        outcome.angle.append((measured, float(np.median(angle[near.between(begin, end)]))))
    true = np.diff([parts.rest, parts.leave, parts.reach, parts.turn, parts.arrive])
    pause = np.nan if measures.pause is None else measures.pause
    outcome.tempo.append(list([pause, measures.out, measures.hold, measures.back] - true))


def report(outcomes: dict[Job, Outcome]) -> None:
    console = Console(width=110)
    rules = Table("exercise", "rule", "view", "fires on its fault", "fires on clean reps")
    clean = {
        (job.exercise, job.view, job.variant): outcome
        for job, outcome in outcomes.items()
        if job.case == CLEAN
    }
    for job, outcome in outcomes.items():
        if job.case != CLEAN:
            good = clean[job.exercise, job.view, job.variant]
            rules.add_row(
                job.exercise, job.case, job.view,
                share(outcome.fired[job.case], max(wanted(job), outcome.done)),
                share(good.fired[job.case], good.judged[job.case]),
            )  # fmt: skip
    console.print(rules)
    console.print(errors(outcomes))


def wanted(job: Job) -> int:
    """The reps or holds that are shown; some may be missed."""
    return 1 if find_exercise(job.exercise).hold else job.reps


def errors(outcomes: dict[Job, Outcome]) -> Table:
    """Median errors, of the tempo in seconds and with the 90th percentile."""
    table = Table("joint", "view", "reps", "angle", "pause", "out", "hold", "back")
    groups: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for job, outcome in outcomes.items():
        exercise = find_exercise(job.exercise)
        if job.case == CLEAN and exercise.movement is not None:
            groups[exercise.movement.joint, job.view].append(outcome)
    for (joint, view), group in sorted(groups.items()):
        angles = np.array([pair for outcome in group for pair in outcome.angle])
        tempo = np.abs([row for outcome in group for row in outcome.tempo])
        if len(angles):
            off = np.median(np.abs(angles[:, 0] - angles[:, 1]))
            parts = np.nanpercentile(tempo, (50, 90), axis=0).T
            seconds = [f"{middle:.2f} ({most:.2f})" for middle, most in parts]
            table.add_row(joint, view, str(len(tempo)), f"{off:.1f}°", *seconds)
    return table


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else "none"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("exercises", nargs="*", default=list(exercise_files()))
    parser.add_argument("--reps", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    todo = [
        job for name in given.exercises for job in jobs(find_exercise(name), given.reps, given.seed)
    ]
    with ProcessPoolExecutor(2) as pool:
        report(dict(pool.map(watch, todo)))


if __name__ == "__main__":
    main()

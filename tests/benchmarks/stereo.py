"""What two calibrated cameras are worth, and a third.

    python tests/benchmarks/stereo.py [--shared FOLDER] [--reps 2] [--only NAME...]

On the studio: how near a calibration comes to the truth, how far angles of knees and elbows are
off seen by one oblique camera, by two and by three, and how many frames a second are left. With the
folder of real recordings also those: how well both views agree, and how much the lengths of limbs
vary over time, free and as fitcoach holds them. Takes some minutes on two cores.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain, combinations
from pathlib import Path

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from filmed_board import film_board

from fitcoach.body import JOINT_ANGLES, Landmark, joint_angle
from fitcoach.capture import Frame, LandmarkerOptions, observe
from fitcoach.capture.landmarker import Landmarker
from fitcoach.capture.stereo.agree import pixels_of
from fitcoach.capture.stereo.board import Board
from fitcoach.capture.stereo.calibrate import calibrate
from fitcoach.capture.stereo.dat import read_dat
from fitcoach.capture.stereo.fuse import Fusion
from fitcoach.capture.stereo.limbs import Limbs
from fitcoach.capture.stereo.observe import observe_rig
from fitcoach.capture.stereo.triangulate import Points, Triangulation
from fitcoach.classify.model import PoseModel
from fitcoach.coach import Level
from fitcoach.counting import Coaching
from fitcoach.exercise import find_exercise
from fitcoach.models import pose_model
from fitcoach.pose import SEEN, Pose
from fitcoach.resources import pose_classifier
from fitcoach.rig import ORDINALS, Camera, Rig
from fitcoach.studio.film import FPS, Shot, clip_file, film_together
from fitcoach.studio.rig import rig_of

L = Landmark
BOARD = Board(7, 5, 0.08)
LIMBS = {
    "thighs": ((L.LEFT_HIP, L.LEFT_KNEE), (L.RIGHT_HIP, L.RIGHT_KNEE)),
    "shins": ((L.LEFT_KNEE, L.LEFT_ANKLE), (L.RIGHT_KNEE, L.RIGHT_ANKLE)),
    "upper arms": ((L.LEFT_SHOULDER, L.LEFT_ELBOW), (L.RIGHT_SHOULDER, L.RIGHT_ELBOW)),
    "forearms": ((L.LEFT_ELBOW, L.LEFT_WRIST), (L.RIGHT_ELBOW, L.RIGHT_WRIST)),
}
# Exercise, joint, yaw of the first camera; the second one stands further round, the third one as
# far the other way.
MOVES = [("squat", "knee", 45.0), ("lunge", "knee", 45.0), ("push-up", "elbow", 45.0),
         ("shoulder-press", "elbow", 45.0), ("biceps-curl", "elbow", 45.0)]  # fmt: skip
APART = 75.0
console = Console(width=120)


def options() -> LandmarkerOptions:
    return LandmarkerOptions(pose_model("full"))


def turned(a: np.ndarray, b: np.ndarray) -> float:
    """Degrees between two rotations."""
    return float(np.degrees(np.arccos(np.clip((np.trace(a.T @ b) - 1) / 2, -1, 1))))


def true_rig(apart: float, size: tuple[int, int], yaw: float = 30.0) -> Rig:
    """The studio's cameras about a squat."""
    shots = [Shot(yaw), Shot(yaw + apart, 1.3)]
    here, there = next(film_together(find_exercise("squat"), 1, 1, shots))
    rig = rig_of(here.camera, there.camera)
    return rig.of(*(camera.scaled(size) for camera in rig.camera))


def calibrated(rig: Rig, seed: int = 1) -> Rig:
    """The rig as it is found from a board filmed with it."""
    filmed = film_board(BOARD.draw(), BOARD.size, rig, seed, 8.0)
    grey = [(at, [picture[..., :1].copy() for picture in each]) for at, each in filmed]

    def frames(camera: int) -> Iterator[Frame]:
        for i, (timestamp, each) in enumerate(grey):
            yield Frame(i, timestamp, np.repeat(each[camera], 3, axis=2))

    numbers = range(len(rig.camera))
    return calibrate([ORDINALS[k] for k in numbers], [frames(k) for k in numbers], BOARD).rig


def calibration() -> None:
    table = Table("cameras apart", "focal lengths off", "rotation off", "baseline off", "error",
                  title="Calibration from a filmed board, 720x720 pixels, distorted")  # fmt: skip
    for apart in (60.0, 75.0, 90.0):
        true = true_rig(apart, (720, 720))
        bent = {"distortion": (-0.08, 0.03, 0.0005, -0.0004, 0.0)}
        true = true.of(*(Camera(**{**camera.model_dump(), **bent}) for camera in true.camera))
        found = calibrated(true)
        a, b = true.camera
        focal = [
            f.focal[0] / t.focal[0] - 1 for f, t in zip(found.camera, true.camera, strict=True)
        ]
        table.add_row(
            f"{a.angle(b):.1f}°",
            ", ".join(f"{each:+.2%}" for each in focal),
            f"{turned(b.turn @ a.turn.T, found.camera[1].turn):.2f}°",
            f"{found.baseline / true.baseline - 1:+.2%}",
            f"{found.error:.2f} px",
        )
    console.print(table)


def angles(reps: int) -> None:
    table = Table("exercise", "joint", "frames", "one camera, guessed depth", "one camera, in the "
                  "picture", "two cameras", "three", "two : one", "measured by two", "by three",
                  title="Error of the angle: median (mean), degrees; first camera oblique (45°), "
                  f"second {APART:.0f}° further, third as far the other way")  # fmt: skip
    judged = Table("exercise", "first camera", "second camera", "both", "all three",
                   title="Clean reps: how many were counted, what was judged")  # fmt: skip
    model = PoseModel.load(pose_classifier())
    everything = {"knee": [], "elbow": []}
    for name, joint, yaw in MOVES:
        moments = list(watched(name, yaw, reps))
        errors = angle_errors(joint, moments)
        everything[joint].append(errors)
        shares = [measured(joint, [kind(each) for each in moments])
                  for kind in (lambda m: m.both, lambda m: m.three)]  # fmt: skip
        table.add_row(name, joint, str(len(errors)), *told(errors), *shares)
        columns = zip(
            *((each.first, each.second, each.both, each.three) for each in moments), strict=True
        )
        judged.add_row(name, *(counted(name, model, poses) for poses in columns))
    for joint, parts in everything.items():
        errors = np.concatenate(parts)
        table.add_row("all", joint, str(len(errors)), *told(errors))
    console.print(table)
    console.print(judged)


def counted(name: str, model: PoseModel, poses: Iterable[Pose | None]) -> str:
    panel = Coaching.of(name, model).panel()
    for number, pose in enumerate(poses):
        time = number / FPS
        panel.update(time, None if pose is None else replace(pose, timestamp=time))
    panel.finish()
    reps = panel.reps[name]
    made = [each for rep in reps for each in rep.form.judgements]
    told = sum(each.level is not None for each in made)
    good = sum(each.level == Level.GOOD for each in made)
    return f"{len(reps)} reps, {told} of {len(made)} judged, {good} good"


def told(errors: np.ndarray) -> list[str]:
    medians = np.median(errors, axis=0)
    cells = [f"{m:.1f} ({a:.1f})" for m, a in zip(medians, errors.mean(axis=0), strict=True)]
    return [*cells, f"{medians[2] / medians[0]:.2f}"]


def measured(joint: str, poses: list[Pose | None]) -> str:
    """How many of the angles, left and right, could be measured."""
    sides = [list(ends) for ends in JOINT_ANGLES[joint]]
    known = [p is not None and p.measured is not None and p.measured[ends].all()
             for p in poses for ends in sides]  # fmt: skip
    return f"{np.mean(known):.0%}"


@dataclass(frozen=True)
class Moment:
    """What two cameras saw, what was made of it and of three, where landmarks were, (33, 3)."""

    first: Pose | None
    second: Pose | None
    both: Pose | None
    three: Pose | None
    body: np.ndarray


def watched(name: str, yaw: float, reps: int) -> Iterator[Moment]:
    shots = [Shot(yaw), Shot(yaw + APART, 1.3), Shot(yaw - APART, 1.3)]
    pair = every = None
    with ExitStack() as opened:
        landmarkers = [opened.enter_context(Landmarker(options())) for _ in shots]
        for frames in film_together(find_exercise(name), reps, 3, shots):
            if pair is None or every is None:
                cameras = [frame.camera for frame in frames]
                pair, every = Fusion(known(rig_of(*cameras[:2]))), Fusion(known(rig_of(*cameras)))
            found = [
                landmarker.detect(Frame(0, frame.timestamp, frame.picture))
                for landmarker, frame in zip(landmarkers, frames, strict=True)
            ]
            poses = [people[0].pose if people else None for people in found]
            body = frames[0].body.landmarks
            yield Moment(*poses[:2], pair.fuse(*poses[:2]), every.fuse(*poses), body)


def angle_errors(joint: str, moments: list[Moment]) -> np.ndarray:
    """(n, 4) degrees: one camera in space, in the picture, two, three; where all tell it."""
    rows = []
    for each in moments:
        several = each.both, each.three
        if each.first is None or not all(p and p.measured is not None for p in several):
            continue
        true = joint_angle(each.body, joint)
        shown = (each.first.world, each.first.pixels[:, :2], *(p.world for p in several))
        off = np.abs([joint_angle(points, joint) - true for points in shown])
        for side, landmarks in enumerate(JOINT_ANGLES[joint]):
            ends = list(landmarks)
            seen = (each.first.visibility[ends] >= SEEN).all()
            if seen and all(p.measured[ends].all() for p in several):
                rows.append(off[:, side])
    return np.array(rows)


def known(true: Rig) -> Rig:
    """A calibration of the studio's cameras, turned into the studio's frame so that it is level."""
    found = calibrated(true.of(*(camera.scaled((720, 720)) for camera in true.camera)))
    here = true.camera[0]
    up = here.turn @ np.array(true.up)
    floor = float(up @ here.seen(np.zeros(3)))
    placed = Rig.model_validate({**dict(found), "up": tuple(up.tolist()), "floor": floor})
    return placed.of(*(camera.scaled(here.size) for camera in placed.camera))


def speed(folder: Path, reps: int) -> None:
    """Frames a second of one camera and of two, in turns, and whether two runs are the same."""
    shots = (Shot(30.0), Shot(105.0, 1.3))
    clips = folder / "first.mp4", folder / "second.mp4"
    rig = None
    with clip_file(clips[0]) as write_first, clip_file(clips[1]) as write_second:
        for here, there in film_together(find_exercise("squat"), reps, 1, shots):
            rig = rig or rig_of(here.camera, there.camera)
            write_first(here.picture)
            write_second(there.picture)
    rates: dict[str, list[float]] = {"one camera": [], "two cameras": []}
    busy: dict[str, list[float]] = {name: [] for name in rates}
    runs = []
    sources = [str(clip) for clip in clips]
    for _ in range(3):
        for name, opened in (
            ("one camera", lambda: observe(sources[0], options)),
            ("two cameras", lambda: observe_rig(rig, sources, options, pictures=False)),
        ):
            found, spent, poses = rate(opened)
            rates[name].append(found)
            busy[name].append(spent)
        runs.append(poses)
    table = Table("", "frames a second (each of 3 runs)", "best", "processor time of a frame",
                  title="Speed, 480x480 pixels, opening included")  # fmt: skip
    for name, each in rates.items():
        table.add_row(
            name, ", ".join(f"{r:.1f}" for r in each), f"{max(each):.1f}",
            f"{1000 * min(busy[name]):.1f} ms",
        )  # fmt: skip
    share = max(rates["two cameras"]) / max(rates["one camera"])
    table.add_row("two : one", "", f"{share:.0%}")
    console.print(table)
    same = all(np.array_equal(runs[0], run, equal_nan=True) for run in runs[1:])
    console.print(f"Three runs give {'the same poses to the last bit' if same else 'OTHER POSES'}.")
    fusion_speed(rig)


def rate(opened) -> tuple[float, float, np.ndarray]:
    """Frames a second, processor seconds of a frame, and the poses."""
    start, spent = time.perf_counter(), time.process_time()
    with opened() as stream:
        poses = [o.pose.world if o.pose else np.full((33, 3), np.nan) for o in stream]
    passed, spent = time.perf_counter() - start, time.process_time() - spent
    return len(poses) / passed, spent / len(poses), np.array(poses)


def fusion_speed(rig: Rig) -> None:
    rng = np.random.default_rng(1)
    points = rng.normal(0, 0.3, (33, 3)) + np.array([0, 0, 1])
    poses = [
        Pose(0.0, np.column_stack([c.project(points) / c.width, np.zeros(33)]), points,
             np.ones(33), c.size) for c in rig.camera
    ]  # fmt: skip
    fusion = Fusion(rig)
    start = time.perf_counter()
    for _ in range(1000):
        fusion.fuse(*poses)
    console.print(f"Triangulating a pose takes {time.perf_counter() - start:.2f} ms.")


def lengths(points: np.ndarray, limb: str) -> np.ndarray:
    """(n, 2) of the left and the right one."""
    return np.stack(
        [np.linalg.norm(points[:, a] - points[:, b], axis=1) for a, b in LIMBS[limb]], axis=1
    )


def variation(points: np.ndarray, good: np.ndarray) -> list[float]:
    """Coefficient of variation over time of each limb's length, the mean of both sides."""
    found = []
    for limb, sides in LIMBS.items():
        each = lengths(points, limb)
        shares = [
            np.std(side[ok]) / np.mean(side[ok])
            for side, ends in zip(each.T, sides, strict=True)
            for ok in [good[:, list(ends)].all(axis=1)]
            if ok.sum() > 10
        ]
        found.append(float(np.mean(shares)) if shares else np.nan)
    return found


def real(shared: Path) -> None:
    table = Table("recording", "median reprojection error", *LIMBS, "mean",
                  title="Real people: coefficient of variation of limbs' lengths")  # fmt: skip
    for name, error, rows in [*pose2sim(shared / "pose2sim"), bodypose(shared / "bodypose3d")]:
        for kind, values in rows.items():
            table.add_row(
                f"{name}, {kind}", error if kind == KINDS[-1] else "",
                *(f"{v:.1%}" for v in values), f"{np.nanmean(values):.1%}",
            )  # fmt: skip
    console.print(table)


KINDS = ("one camera", "limbs free", "limbs held together")


class FreeLimbs(Limbs):
    """Knows nothing of limbs, to see what the cameras alone are worth."""

    def misread(self, places, _):
        return np.zeros(len(places), dtype=bool)

    def settle(self, points, *_):
        return points.places.copy()


Result = tuple[str, str, dict[str, list[float]]]


def pose2sim(folder: Path) -> Iterator[Result]:
    import json

    content = json.loads((folder / "calib_opencv.json").read_text())
    cameras = {}
    for each in content["cameras"]:
        width, height = each["size"]
        shown = cv2.VideoCapture(str(folder / f"{each['name']}.mp4"))
        off = 0.5 * (width - shown.get(cv2.CAP_PROP_FRAME_WIDTH))  # cropped, evenly as far as known
        cameras[each["name"]] = Camera(
            name=each["name"], width=int(width - 2 * off), height=int(height),
            focal=(each["K"][0][0], each["K"][1][1]),
            centre=(each["K"][0][2] - off, each["K"][1][2]),
            distortion=(*each["D"], 0.0), rotation=each["R"], translation=each["t"],
        )  # fmt: skip
    seen = {}
    for name in cameras:
        with observe(str(folder / f"{name}.mp4"), options) as stream:
            seen[name] = [o.pose for o in stream]
    for names in chain(combinations(sorted(cameras), 2), combinations(sorted(cameras), 3)):
        rig = Rig(up=(0.0, 0.0, 1.0), floor=0.0, camera=tuple(cameras[name] for name in names))
        angles = ", ".join(f"{a.angle(b):.0f}°" for a, b in rig.pairs)
        yield of_poses(f"balancing, {' '.join(names)} ({angles})", rig, *map(seen.get, names))


def of_poses(name: str, rig: Rig, *shown: list) -> Result:
    fusion, free, triangulation = Fusion(rig), Fusion(rig), Triangulation(rig.camera)
    free._limbs = FreeLimbs()
    errors, loose, held, one = [], [], [], []
    for views in zip(*shown, strict=False):
        if None in views:
            continue
        pixels = np.stack([pixels_of(view) for view in views])
        seen = np.min([view.visibility for view in views], axis=0) >= SEEN
        found = triangulation.points(pixels, np.ones((len(views), 33)))
        errors.append(found.errors[:, seen].ravel())
        pose, other = fusion.fuse(*views), free.fuse(*views)
        known = np.zeros(33, bool) if pose.measured is None else pose.measured
        held.append((pose.world, known))
        loose.append((other.world, known))
        one.append((views[0].world, known))
    rows = {
        kind: variation(np.array([w for w, _ in poses]), np.array([k for _, k in poses]))
        for kind, poses in zip(KINDS, (one, loose, held), strict=True)
    }
    return name, f"{np.median(np.concatenate(errors)):.1f} px", rows


def bodypose(folder: Path) -> Result:
    """Published key points of both cameras; what one camera makes of the first one's clip."""
    rig = read_dat(folder / "camera_parameters", (720, 720), 1.0)
    order = [11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28]
    tracks = [np.loadtxt(folder / f"kpts_cam{k}.dat").reshape(-1, 12, 2) for k in (0, 1)]
    triangulation = Triangulation(rig.camera)
    count = min(map(len, tracks))
    points, good = np.full((count, 33, 3), np.nan), np.zeros((count, 33), bool)
    errors, solved = [], []
    for i in range(count):
        pixels = np.stack([track[i] for track in tracks])
        seen = (pixels > 0).all(axis=(0, 2))
        found = triangulation.points(pixels[:, seen], np.ones((2, int(seen.sum()))))
        at = np.array(order)[seen]
        points[i, at], good[i, at] = found.places, True
        errors.append(found.errors.ravel())
        solved.append((found, good[i].copy(), float(np.ptp(pixels[0, seen, 1]))))
    with observe(str(folder / "cam0_test.mp4"), options) as stream:
        one = [o.pose for o in stream][:count]
    some = np.array([pose is not None for pose in one])
    world = np.array([pose.world for pose in one if pose is not None])
    # The unit is not known; it is taken to be what makes the body as large as one camera guesses.
    unit = np.nanmedian(lengths(world, "thighs")) / np.nanmedian(lengths(points, "thighs"))
    limbs, settled = Limbs(), np.full_like(points, np.nan)
    for i, (found, ok, height) in enumerate(solved):
        every = Points(np.zeros((33, 3)), *np.zeros((2, 2, 33)), np.zeros((33, 3, 3)))
        every.places[ok], every.certainty[ok] = unit * found.places, found.certainty / unit**2
        every.errors[:, ok] = found.errors
        limbs.learn(every.places, ok)
        settled[i] = limbs.settle(every, np.stack([ok, ok]), height)
    each = (world, points, settled)
    goods = (good[: len(one)][some], good, good)
    rows = {kind: variation(*pair) for kind, *pair in zip(KINDS, each, goods, strict=True)}
    return "two webcams", f"{np.median(np.concatenate(errors)):.1f} px", rows


@dataclass(frozen=True)
class Asked:
    shared: Path | None
    reps: int
    only: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--reps", type=int, default=2)
    parser.add_argument("--only", nargs="*", default=["calibration", "angles", "speed", "real"])
    asked = Asked(**vars(parser.parse_args()))
    if "calibration" in asked.only:
        calibration()
    if "angles" in asked.only:
        angles(asked.reps)
    if "speed" in asked.only:
        with tempfile.TemporaryDirectory() as folder:
            speed(Path(folder), asked.reps + 2)
    if "real" in asked.only and asked.shared is not None:
        real(asked.shared)


if __name__ == "__main__":
    main()

"""How fast fitcoach is, beside what it could be: python tests/benchmarks/speed.py [PART ...].

Parts: loop, stages, neighbours, training, start, jobs; all unless named. Run it on a machine that
does nothing else. Times are medians of many moments or the least of a few runs; what is compared
is measured in turns, in one run.

* loop: `count` of a clip in full HD against the plainest loop there is, which reads a frame, turns
  its colours round and shows it to the landmarker, and does no more.
* stages: what happens to a frame after the landmarker, in the order of `count`. A processor that
  waited for the landmarker is slow at first, so this is measured between its frames; and once
  more one frame straight after the other, which is what the work itself takes.
* neighbours: the classifier against the recipe that it follows, in NumPy, and against
  scikit-learn's nearest neighbours, with more and more samples of two classes.
* training: from 10 000 rows of CSV and from pictures.
* start: until a command has said what it can do, and how many modules it loads for that.
* jobs: four clips at once and one after another.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from functools import partial
from pathlib import Path

import av
import cv2
import mediapipe
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from sklearn.neighbors import KNeighborsClassifier

from fitcoach.capture import LandmarkerOptions, observe
from fitcoach.capture.follow import PersonFollower
from fitcoach.capture.landmarker import Landmarker, _people
from fitcoach.capture.video import open_video
from fitcoach.classify.embedding import embed, mirrored
from fitcoach.classify.knn import PoseClassifier
from fitcoach.classify.model import PoseModel
from fitcoach.classify.samples import write_samples
from fitcoach.classify.training import labelled_samples, sample_files
from fitcoach.coach.view import ViewTally
from fitcoach.counting import Coaching, watch_clip
from fitcoach.resources import MODELS, SAMPLES, pose_classifier

CLIP = SAMPLES / "clips" / "squat-5-reps.mp4"
POSE_MODEL = MODELS / "pose_landmarker_full.task"


def seconds(work, *arguments):
    begun = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begun


def in_turns(*works, rounds=3):
    """The least time of each, which others on the machine disturb least."""
    times = [[seconds(work) for work in works] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


def milliseconds(times):
    return f"{1000 * statistics.median(times):8.3f} ms"


def in_full_hd(folder):
    """The clip that ships, ten seconds of it, as large as most cameras film."""
    path = folder / "full-hd.mp4"
    with av.open(str(CLIP)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream("libx264", rate=25, options={"preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
        for number, frame in enumerate(source.decode(video=0)):
            if number == 250:
                break
            picture = np.full((1080, 1920, 3), 128, np.uint8)
            picture[:, 420:1500] = cv2.resize(frame.to_ndarray(format="rgb24"), (1080, 1080))
            target.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        target.mux(stream.encode())
    return path


def loop(folder):
    clip = in_full_hd(folder)
    coaching = Coaching.of("squat", PoseModel.load(pose_classifier()))
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(POSE_MODEL)),
        running_mode=vision.RunningMode.VIDEO,
    )

    def plain():
        capture = cv2.VideoCapture(str(clip))
        with vision.PoseLandmarker.create_from_options(options) as landmarker:
            number = 0
            while True:
                read, picture = capture.read()
                if not read:
                    break
                pixels = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
                image = mediapipe.Image(mediapipe.ImageFormat.SRGB, pixels)
                landmarker.detect_for_video(image, number * 40)
                number += 1

    def count():
        opened = partial(observe, str(clip), partial(LandmarkerOptions, POSE_MODEL))
        watch_clip(opened, coaching.panel())

    slow, fast = in_turns(plain, count)
    print(f"plain loop {250 / slow:6.1f} frames a second")
    print(f"count      {250 / fast:6.1f} frames a second, {slow / fast:.2f} times as many")


def stages(_):
    seen, looked = [], []
    with Landmarker(LandmarkerOptions(POSE_MODEL)) as landmarker:

        def looked_at():
            for frame in open_video(CLIP).frames():
                image, at = landmarker._prepared(frame).image, landmarker._milliseconds(frame)
                begun = time.perf_counter()
                result = landmarker._landmarker.detect_for_video(image, at)
                looked.append(time.perf_counter() - begun)
                seen.append((frame, result))
                yield frame, result

        times = after_landmarker(looked_at())
    after = [sum(each) for each in zip(*times.values(), strict=True)]
    straight = [sum(each) for each in zip(*after_landmarker(seen).values(), strict=True)]
    for stage, each in [
        ("landmarker", looked),
        *times.items(),
        ("all after the landmarker", after),
        ("the same without it in between", straight),
    ]:
        print(f"{stage:34}{milliseconds(each)}")


def after_landmarker(looked_at):
    """Seconds of each stage, for each of the frames with what the landmarker found."""
    coaching = Coaching.of("squat", PoseModel.load(pose_classifier()))
    panel, follower, tally = coaching.panel(), PersonFollower(), ViewTally()
    times = defaultdict(list)

    def timed(stage, work, *arguments):
        begun = time.perf_counter()
        result = work(*arguments)
        times[stage].append(time.perf_counter() - begun)
        return result

    for frame, result in looked_at:
        poses = [person.pose for person in timed("landmarks as arrays", _people, result, frame)]
        chosen = timed("who is followed", follower.pick, poses, frame.timestamp)
        pose = None if chosen is None else poses[chosen]
        timed("the coach: phases, counter, form", panel.update, frame.timestamp, pose)
        timed("the side seen", tally.update, pose)
    return times


def recipe(points, labels, pose):
    """The reference: nearest by the largest difference, of these the nearest by the mean."""
    place = embed(pose)[0]
    near = np.argsort(np.abs(points - place).max(axis=1))[:30]
    near = near[np.argsort(np.abs(points[near] - place).mean(axis=1))][:10]
    return np.bincount(labels[near])


def plain_classifier(classifier, pose):
    return classifier.predict_proba(embed(pose))


def neighbours(_):
    model = PoseModel.load(pose_classifier())
    squat = model.within("squat")
    rng = np.random.default_rng(0)
    print("  samples    fitcoach      recipe        scikit-learn")
    for count in (100, 1_000, 10_000, 100_000):
        chosen = rng.integers(0, len(squat.labels), count)
        noise = rng.normal(0, 0.02, (count, 33, 3))  # two centimetres
        landmarks = squat.landmarks[chosen] + noise
        labels = tuple(squat.labels[i] for i in chosen)
        ours = PoseClassifier(landmarks, labels, labels, squat.reject)
        points = embed(np.concatenate([landmarks, mirrored(landmarks)]))
        numbers = np.array([ours.classes.index(label) for label in labels * 2])
        plain = KNeighborsClassifier(10, metric="manhattan").fit(points, numbers)
        asked = squat.landmarks[rng.integers(0, len(squat.labels), 30), None]
        ours.probabilities_of(asked[0])
        rows = [
            [seconds(ours.probabilities_of, pose) for pose in asked],
            [seconds(recipe, points, numbers, pose) for pose in asked],
            [seconds(plain_classifier, plain, pose) for pose in asked],
        ]
        print(f"{count:9} ", "  ".join(milliseconds(row) for row in rows))


def training(folder):
    rows = [sample for path in sample_files(SAMPLES) for sample in labelled_samples(path)]
    step = len(rows) / 10_000
    groups = defaultdict(list)
    for i in range(10_000):
        sample = rows[int(i * step)]
        groups[sample.exercise, sample.phase].append(sample.sample)
    for (exercise, phase), samples in groups.items():
        (folder / "samples" / exercise).mkdir(parents=True, exist_ok=True)
        write_samples(folder / "samples" / exercise / f"{phase}.csv", samples)

    def read():
        return [s for path in sample_files(folder / "samples") for s in labelled_samples(path)]

    reading, learning = in_turns(read, lambda: PoseModel.train(read()), rounds=2)
    print(f"10 000 rows of CSV: read in {reading:.2f} s, read and learned in {learning:.2f} s")
    whole = seconds(run, "train", folder / "samples", "--only", "-o", folder / "csv.npz")
    print(f"`fitcoach train` with its report: {whole:.2f} s")
    for number, frame in enumerate(open_video(CLIP).frames()):
        phase = "up" if number % 2 else "down"  # whatever they show, it takes as long
        (folder / "pictures" / "squat" / phase).mkdir(parents=True, exist_ok=True)
        path = folder / "pictures" / "squat" / phase / f"{number}.jpg"
        cv2.imwrite(str(path), cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2BGR))
    taken = seconds(run, "train", folder / "pictures", "--only", "-o", folder / "pictures.npz")
    print(f"`fitcoach train` with {number + 1} pictures: {taken:.2f} s")


def run(*words, python=()):
    command = [sys.executable, *python, "-m", "fitcoach", *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True)


def start(_):
    for words in (["--help"], ["count", "--help"], ["live", "--help"], ["exercises"]):
        taken = min(seconds(run, *words) for _ in range(5))
        modules = run(*words, python=["-X", "importtime"]).stderr.count(b"import time:") - 1
        print(f"fitcoach {' '.join(words):14} {taken:.2f} s, {modules} modules")


def jobs(folder):
    clips = [folder / f"{number}.mp4" for number in range(4)]
    for clip in clips:
        shutil.copy(CLIP, clip)

    count = partial(run, "count", *clips, "-e", "squat", "--jobs")
    one, two = in_turns(partial(count, 1), partial(count, 2))
    print(f"four clips: {one:.1f} s, two at a time {two:.1f} s, {one / two:.2f} times as fast")


PARTS = (loop, stages, neighbours, training, start, jobs)

if __name__ == "__main__":
    for part in PARTS:
        if len(sys.argv) == 1 or part.__name__ in sys.argv[1:]:
            print(f"\n{part.__name__}")
            with tempfile.TemporaryDirectory() as name:
                part(Path(name))

"""Sound files, small and quick to read, to be spoiled."""

import io
import json
import tempfile
import tomllib
import zipfile
from functools import cache
from pathlib import Path

import av
import cv2
import export_samples
import numpy as np

from fitcoach.classify.model import PoseModel
from fitcoach.classify.samples import COLUMNS
from fitcoach.classify.training import labelled_samples
from fitcoach.resources import EXERCISES, MODELS, SAMPLES
from fitcoach.session.exports.document import Document, document
from fitcoach.session.history import History

DATA = Path(__file__).parents[1] / "data"
LEARNED = {"squat": ("up", "down"), "plank": ("bend", "elbows", "hands", "kneel", "lie", "stand")}
ROWS = 12


@cache
def definition(name):
    """An exercise definition as a table."""
    return tomllib.loads((EXERCISES / f"{name}.toml").read_text(encoding="utf-8"))


def workout():
    """A workout as a table."""
    squats = {"name": "squat", "sets": 2, "reps": 1, "rest": 1}
    plank = {"name": "plank", "seconds": 3}
    return {"title": "Monday", "rest": 2, "exercise": [squats, plank]}


def rig():
    """Three cameras as a table."""
    upright = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    turned = [[0.5, 0.0, -(0.75**0.5)], [0.0, 1.0, 0.0], [0.75**0.5, 0.0, 0.5]]
    lens = {"width": 480, "height": 480, "focal": [600.0, 605.0], "centre": [238.0, 242.0],
            "distortion": [-0.1, 0.05, 0.001, -0.002, 0.0]}  # fmt: skip
    places = {
        "left": (upright, [0.0, 0.0, 0.0]),
        "right": (turned, [3.4, 0.1, 2.0]),
        "far": (upright, [-1.5, 0.2, 0.1]),
    }
    cameras = [
        {"name": name, **lens, "rotation": rotation, "translation": translation}
        for name, (rotation, translation) in places.items()
    ]
    return {"version": 1, "error": 0.3, "up": [0.0, -1.0, 0.0], "floor": -1.1, "camera": cameras}


def calibration():
    """The same, two cameras of it, as the texts of a calibration in `.dat` files, by name."""
    texts = {}
    for number, camera in enumerate(rig()["camera"][:2]):
        (fx, fy), (cx, cy) = camera["focal"], camera["centre"]
        distortion = " ".join(map(str, camera["distortion"]))
        matrix = f"{fx} 0.0 {cx}\n0.0 {fy} {cy}\n0.0 0.0 1.0"
        texts[f"c{number}.dat"] = f"intrinsic:\n{matrix}\ndistortion:\n{distortion}\n"
        rotation = "\n".join(" ".join(map(str, row)) for row in camera["rotation"])
        shift = "\n".join(map(str, camera["translation"]))
        texts[f"rot_trans_c{number}.dat"] = f"R:\n{rotation}\nT:\n{shift}\n"
    return texts


@cache
def poses():
    """Recorded poses of two squats, as arrays."""
    with np.load(DATA / "squat-descent.npz") as descent:
        bottom = len(descent["knee"]) - 1
        depths = np.interp(np.arange(0, 3, 1 / 15), [0.5, 1.5, 1.7, 2.7], [0, bottom, bottom, 0])
        places = np.tile(depths.round().astype(int), 2)
        return {
            "t": np.arange(len(places)) / 15,
            "image": descent["image"][places],
            "world": descent["world"][places],
            "visibility": descent["visibility"][places],
            "size": np.array(descent["size"].tolist()),
        }


@cache
def recording():
    """The same as the bytes of a file."""
    return npz(poses())


def npz(arrays, *, compressed=True):
    """Arrays as a file of NumPy's."""
    file = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(file, **arrays)
    return file.getvalue()


@cache
def samples(exercise, phase):
    """The first sample poses of a phase as CSV text."""
    lines = (SAMPLES / exercise / f"{phase}.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].count(",") == len(COLUMNS) - 1
    return "\n".join(lines[: ROWS + 1]) + "\n"


@cache
def classifier():
    """A classifier of two exercises, as arrays."""
    learned = [
        sample
        for exercise, phases in LEARNED.items()
        for phase in phases
        for sample in list(labelled_samples(SAMPLES / exercise / f"{phase}.csv"))[:ROWS]
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.npz")
        PoseModel.train(learned).save(path)
        with np.load(path) as arrays:
            return dict(arrays)


@cache
def pose_model():
    """The parts of the pose model that ships, by name."""
    with zipfile.ZipFile(MODELS / "pose_landmarker_full.task") as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


@cache
def sessions():
    """Exported sessions as a table: reps, holds, attempts, with all fields set."""
    again = export_samples.RICH.model_copy(update={"id": "fedcba9876543210" * 2})
    return json.loads(document([export_samples.RICH, again]))


@cache
def journal():
    """The lines of the journal of a session that broke off."""
    (session, *_) = sessions()["sessions"]
    names = ("id", "began", "title", "source", "strictness", "version")
    lines = [{"event": "session", "format": 1} | {name: session[name] for name in names}]
    for each in session["sets"]:
        empty = each | {"reps": [], "attempts": [], "holds": []}
        lines.append({"event": "set", "set": empty})
        for kind in ("rep", "attempt", "hold"):
            lines += [{"event": kind, kind: done} for done in each[f"{kind}s"]]
        lines += [{"event": "rep-graded", "rep": rep} for rep in each["reps"]]
        lines.append({"event": "set-done", "end": each["end"]})
    return [*lines, {"event": "rep-undone"}, {"event": "session-done", "end": 1000.0}]


@cache
def history():
    """The database of a history, as bytes."""
    with tempfile.TemporaryDirectory() as folder:
        kept = History(Path(folder))
        kept.add(*Document.model_validate(sessions()).sessions)
        return kept.path.read_bytes()


@cache
def clip(suffix="mp4", codec="mpeg4", frames=12):
    """The first pictures of a clip that ships, small, in a container of that suffix."""
    file = io.BytesIO()
    source = SAMPLES / "clips" / "squat-5-reps.mp4"
    kind = {"mkv": "matroska", "ts": "mpegts"}.get(suffix, suffix)
    with av.open(str(source)) as shown, av.open(file, "w", format=kind) as target:
        stream = target.add_stream(codec, rate=25)
        colours = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.width, stream.height, stream.pix_fmt = 96, 96, colours
        for number, frame in enumerate(shown.decode(video=0)):
            if number == frames:
                break
            target.mux(stream.encode(frame.reformat(96, 96, colours)))
        target.mux(stream.encode())
    return file.getvalue()


@cache
def picture(suffix):
    """One picture of that clip."""
    with av.open(str(SAMPLES / "clips" / "squat-5-reps.mp4")) as shown:
        pixels = next(shown.decode(video=0)).to_ndarray(format="bgr24")[::3, ::3]
    return cv2.imencode(f".{suffix}", pixels)[1].tobytes()

"""The kinds of files that fitcoach reads, each spoiled and given to the commands that read it.

A kind takes what chooses at random and an empty folder, writes the file there, and returns the
commands to be run in that folder, one after the other.
"""

import io
import sqlite3
import zipfile
from contextlib import closing, suppress

import numpy as np

from fuzzing import material
from fuzzing.mutations import (
    STRANGE_NUMBERS,
    STRANGE_TEXTS,
    as_json,
    as_toml,
    nested,
    spoil,
    spoil_bytes,
    spoil_lines,
    strange,
)

HISTORY = "data/history.sqlite"
LOOKS = (
    ["sessions"],
    ["sessions", "--json"],
    ["sessions", "-e", "squat"],
    ["sessions", "stats"],
    ["sessions", "show", "1"],
    ["sessions", "show", "last"],
    ["sessions", "export", "last", "-o", "out.html"],
    ["sessions", "export", "all", "-o", "out.json"],
    ["sessions", "export", "all", "--format", "csv"],
    ["sessions", "export", "last", "--format", "md"],
    ["sessions", "export", "1", "-o", "out.fit"],
    ["sessions", "delete", "--yes", "last"],
)


def exercise(rng, folder):
    name = rng.choice(("squat", "squat", "plank", "lunge", "calf-raise"))
    table = material.definition(name)
    path = folder / "exercises" / f"{name}.toml"
    _write(path, _spoiled_text(rng, as_toml(table), lambda: as_toml(spoil(rng, table))))
    commands = [["exercises"], _count(folder, str(path.relative_to(folder)))]
    if rng.randrange(4) == 0:
        commands.append(["live", "-e", name, *_played(folder), "--strictness", "strict"])
    return commands


def workout(rng, folder):
    table = material.workout()
    path = folder / "workout.toml"
    _write(path, _spoiled_text(rng, as_toml(table), lambda: as_toml(spoil(rng, table))))
    return [["live", "--workout", "workout.toml", *_played(folder)]]


def rig(rng, folder):
    table = material.rig()
    _write(
        folder / "rig.toml", _spoiled_text(rng, as_toml(table), lambda: as_toml(spoil(rng, table)))
    )
    _write(folder / "sound.npz", material.recording())
    shown = ["--source", "sound.npz"] * rng.choice((1, 2, 3, 3))
    return [
        ["rig", "show", "rig.toml"],
        ["count", "--rig", "rig.toml", *shown, "-e", "squat", "--classifier", _classifier(folder)],
    ]


def calibration(rng, folder):
    texts = material.calibration()
    broken = rng.choice(sorted(texts))
    for name, text in texts.items():
        content = text.encode()
        if name == broken:
            content = _spoiled_text(rng, content, lambda: spoil_lines(rng, text))  # noqa: B023
        _write(folder / "cal" / name, content)
    return [["rig", "import", "cal", "--size", "480x480", "-o", "rig.toml"]]


def samples(rng, folder):
    names = [f"{e}/{phase}" for e, phases in material.LEARNED.items() for phase in phases]
    broken = rng.choice(names)
    for name in names:
        text = material.samples(*name.split("/"))
        content = text.encode()
        if name == broken:
            content = _spoiled_text(rng, content, lambda: spoil_lines(rng, text))  # noqa: B023
        _write(folder / "mine" / f"{name}.csv", content)
    return [["train", "mine", "--only", "-o", "new.npz"]]


def recording(rng, folder):
    content = material.recording()
    if rng.randrange(3):
        content = _spoiled_arrays(rng, dict(material.poses()))
    else:
        content = spoil_bytes(rng, content)
    _write(folder / "clip.npz", content)
    played = ["clip.npz", "--classifier", _classifier(folder)]
    return [
        rng.choice((
            ["count", *played, "-e", rng.choice(("squat", "squat", "plank", "auto"))],
            ["live", "-e", "squat", "--fast", "--plain", "--source", *played],
            ["record", "-e", "squat", "-p", "up", "--source", "clip.npz", "-o", "mine"],
            ["count", *played, "-e", "squat", "--json", "--rrd", "out.rrd"],
        ))
    ]  # fmt: skip


def classifier(rng, folder):
    arrays = dict(material.classifier())
    if rng.randrange(3) == 0:
        content = spoil_bytes(rng, material.npz(arrays))
    elif rng.randrange(2):
        import json

        about = json.loads(str(arrays["about"]))
        text = as_json(spoil(rng, about)).decode()
        content = material.npz({**arrays, "about": np.array(text)})
    else:
        content = _spoiled_arrays(rng, arrays)
    _write(folder / "model.npz", content)
    command = _count(folder, rng.choice(("squat", "plank", "auto")))
    return [[*command[:-1], "model.npz"]]


def sessions(rng, folder):
    document = material.sessions()
    content = _spoiled_text(rng, as_json(document), lambda: as_json(_spoiled_document(rng)))
    _write(folder / "sessions.json", content)
    return [["sessions", "import", "sessions.json"], *_some_looks(rng)]


def journal(rng, folder):
    lines = material.journal()
    if rng.randrange(3):
        text = b"\n".join(map(as_json, spoil(rng, lines))) + b"\n"
    else:
        text = spoil_bytes(rng, b"\n".join(map(as_json, lines)) + b"\n")
    _write(folder / "data" / "journals" / "2026-11-21T07-30-00-01234567.jsonl", text)
    return [["sessions"], *_some_looks(rng)]


def history(rng, folder):
    path = folder / HISTORY
    _write(path, material.history())
    if rng.randrange(2):
        _write(path, spoil_bytes(rng, material.history()))
    else:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            for _ in range(rng.choice((1, 1, 3))):
                _spoil_table(rng, database)
    return _some_looks(rng, 3)


def labels(rng, folder):
    _write(folder / "clip.npz", material.recording())
    text = "file,exercise,reps,reps_alt\nclip.npz,squat,2,3\nclip.npz,none,0,\nclip.npz,squat,2,\n"
    content = _spoiled_text(rng, text.encode(), lambda: spoil_lines(rng, text))
    _write(folder / "labels.csv", content)
    mode = rng.choice(("given", "auto"))
    return [["evaluate", "labels.csv", "--mode", mode, "--classifier", _classifier(folder)]]


def sums(rng, folder):
    """The list of sums beside fetched pose models."""
    models = folder / "data" / "models"
    _write(models / "pose_landmarker_lite.task", b"x")
    text = "0" * 64 + "  pose_landmarker_lite.task\n"
    _write(models / "SHA256SUMS", _spoiled_text(rng, text.encode(), lambda: spoil_lines(rng, text)))
    return [["models"], ["count", "clip.mp4", "-e", "squat", "--pose-model", "lite"]]


def pose_model(rng, folder):
    parts = dict(material.pose_model())
    if rng.randrange(4):  # damage within a bundle that is sound as such
        name = rng.choice(sorted(parts))
        parts[name] = spoil_bytes(rng, parts[name])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as bundle:
        for name, part in parts.items():
            if rng.randrange(20):
                bundle.writestr(name, part)
    content = file.getvalue()
    _write(folder / "mine.task", content if rng.randrange(3) else spoil_bytes(rng, content))
    _write(folder / "clip.mp4", material.clip())
    return [[*_count(folder, "squat", "clip.mp4"), "--pose-model", "mine.task"]]


def video(rng, folder):
    suffix, codec = rng.choice((
        ("mp4", "mpeg4"), ("mp4", "libx264"), ("mkv", "libx264"), ("avi", "mjpeg"),
        ("mov", "mpeg4"), ("ts", "mpeg2video"), ("webm", "libvpx"),
    ))  # fmt: skip
    content = spoil_bytes(rng, material.clip(suffix, codec))
    name = f"clip.{rng.choice((suffix, suffix, 'mp4', 'txt', 'npz'))}"
    _write(folder / name, content)
    if rng.randrange(4) == 0:
        shown = ["--source", name, "--fast", "--plain", "--record-video", "--record-poses"]
        return [["live", "-e", "squat", *shown, "--classifier", _classifier(folder)]]
    extra = rng.choice(([], [], ["--segmentation"], ["--rrd", "out.rrd"]))
    return [[*_count(folder, "squat", name), *extra]]


def picture(rng, folder):
    suffix = rng.choice(("png", "jpg", "bmp", "webp", "tif"))
    content = spoil_bytes(rng, material.picture(suffix))
    _write(folder / "shots" / f"1.{rng.choice((suffix, suffix, 'png'))}", content)
    _write(folder / "shots" / f"2.{suffix}", material.picture(suffix))
    return [_count(folder, "squat", "shots")]


CHEAP = {
    exercise: 16, workout: 10, samples: 12, recording: 16, classifier: 12, sessions: 16,
    journal: 14, history: 12, labels: 4, sums: 2, rig: 8, calibration: 3,
}  # fmt: skip
"""Each with its share of the cases."""

NATIVE = {pose_model: 1, video: 4, picture: 1}
"""Those that native code looks into, which take seconds each."""


def _write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _spoiled_text(rng, content, in_structure):
    """Mostly spoiled in its structure, else in its bytes, seldom something else altogether."""
    match rng.randrange(12):
        case 0 | 1 | 2:
            return spoil_bytes(rng, content)
        case 3:
            return rng.choice((
                b"", b"\0" * 4096, rng.randbytes(1000), b"\xef\xbb\xbf" + content,
                content.decode().encode("utf-16"), b"[" * 100_000, b'{"a":' * 100_000,
                b"a = " + b"[" * 5000, b"a = " + b"{a=" * 5000, b"\n" * 100_000,
                as_json(nested(900, rng.choice("[{"))),
            ))  # fmt: skip
        case _:
            return in_structure()


def _spoiled_document(rng):
    """Sessions spoiled in one field or two, or by texts alone, which the schema lets through."""
    document = material.sessions()
    if rng.randrange(2):
        return spoil(rng, document)
    return _with_texts(rng, document)


def _with_texts(rng, tree, name=""):
    if isinstance(tree, dict):
        return {key: _with_texts(rng, part, key) for key, part in tree.items()}
    if isinstance(tree, list):
        return [_with_texts(rng, part, name) for part in tree]
    free = {"title", "source", "version", "cue", "unit", "reason", "name", "joint", "fit", "rule"}
    if name in free and isinstance(tree, str) and rng.randrange(4) == 0:
        return rng.choice(STRANGE_TEXTS)
    real = {"seconds", "start", "end", "turn", "value", "worst", "good", "out", "back", "speed"}
    if name in real and isinstance(tree, float) and rng.randrange(40) == 0:
        return rng.choice(STRANGE_NUMBERS)
    return tree


def _spoiled_arrays(rng, arrays):
    name = rng.choice(sorted(arrays))
    array = np.array(arrays[name])
    match rng.randrange(12):
        case 0:
            del arrays[name]
        case 1:
            with suppress(ValueError):  # text that is no number
                arrays[name] = array.astype(rng.choice(("U8", "S3", "i1", "u8", "c16", "f2", "?")))
        case 2:
            arrays[name] = array.reshape(-1)
        case 3:
            arrays[name] = array[..., None]
        case 4:
            arrays[name] = array[: len(array) // 2] if array.ndim else array
        case 6 if array.dtype.kind in "fi" and array.size:
            flat = array.astype(np.float64).reshape(-1)
            for _ in range(rng.choice((1, 5, 500))):
                number = float(min(rng.choice(STRANGE_NUMBERS), 10**300))
                flat[rng.randrange(flat.size)] = number
            arrays[name] = flat.reshape(array.shape)
        case 7 if array.dtype.kind in "fi":
            factor = rng.choice((0, -1, 1e9, 1e-9, 1e300, np.nan))
            arrays[name] = array.astype(np.float64) * factor
        case 8:
            return _bomb(rng, arrays, name)
        case 9:
            arrays[name] = np.array([strange(rng) for _ in range(3)], dtype=object)
        case 10:
            arrays[rng.choice(("x", "../x", "/tmp/fitcoach-x", "t\0"))] = array
        case _:
            arrays[name] = np.full(rng.choice(((), (0,), (1, 1), (2**20,))), rng.random())
    return material.npz(arrays)


def _bomb(rng, arrays, name):
    """An array of which the header says that it is large: it is not, or it is nothing but zeros."""
    header = io.BytesIO()
    dtype = rng.choice(("<f8", "<i2", "<U1000000", "|O"))
    shape = rng.choice((f"({2**33},)", f"({2**31}, 33, 3)", "(-1,)", f"({2**70},)", "(10000000,)"))
    text = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}}}"
    header.write(b"\x93NUMPY\x01\x00" + (len(text) + 1).to_bytes(2, "little") + text.encode())
    header.write(b"\n" + bytes(rng.choice((0, 100, 80_000_000))))
    file = io.BytesIO(material.npz({key: part for key, part in arrays.items() if key != name}))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(f"{name}.npy", header.getvalue())
    return file.getvalue()


def _spoil_table(rng, database):
    """Puts something strange into the tables of a history, or takes some away."""
    value = strange(rng)
    if isinstance(value, list | dict | bool) or value is None:
        value = as_json(spoil(rng, material.sessions()["sessions"][0])).decode()
    elif isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    elif abs(value) >= 2**63:
        value = str(value)
    column = rng.choice((
        "sessions.id", "sessions.began", "sessions.instant", "sessions.title", "sessions.seconds",
        "sessions.log", "sessions.log", "sets.day", "sets.exercise", "sets.title", "sets.reps",
        "sets.held", "sets.good", "sets.range", "sets.position",
    ))  # fmt: skip
    table, _, name = column.partition(".")
    statements = [(f"UPDATE {table} SET {name} = ?", (value,))] * 8 + [
        (f"DROP TABLE {table}", ()),
        ("PRAGMA application_id = 7", ()),
        (f"PRAGMA user_version = {rng.choice((0, 2, -1, 99))}", ()),
        ("DELETE FROM sets", ()),
        ("CREATE TRIGGER t AFTER DELETE ON sessions BEGIN SELECT 1/0; END", ()),
        ("INSERT INTO sets (session, position, day, title, reps, attempts, held, good, fair, fault)"
         " VALUES (99, 1, 'x', 'x', 1, 1, 1, 1, 1, 1)", ()),
    ]  # fmt: skip
    with suppress(sqlite3.Error):  # what SQLite itself refuses
        database.execute(*rng.choice(statements))


def _some_looks(rng, number=2):
    return [*rng.sample(LOOKS, number)]


def _count(folder, exercise, source=None):
    if source is None:
        source = "sound.npz"
        _write(folder / source, material.recording())
    return ["count", source, "-e", exercise, "--classifier", _classifier(folder)]


def _played(folder):
    _write(folder / "sound.npz", material.recording())
    return ["--source", "sound.npz", "--fast", "--plain", "--classifier", _classifier(folder)]


def _classifier(folder):
    _write(folder / "sound-model.npz", material.npz(material.classifier()))
    return "sound-model.npz"

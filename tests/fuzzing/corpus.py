"""Odd and damaged videos, made of a clip that ships."""

from fractions import Fraction

import av
import numpy as np

from fitcoach.resources import SAMPLES

CLIP = SAMPLES / "clips" / "squat-5-reps.mp4"


def pictures(number, step=1):
    """The first pictures of the clip, or every so many of them."""
    shown = []
    with av.open(str(CLIP)) as clip:
        for index, frame in enumerate(clip.decode(video=0)):
            if index % step == 0:
                shown.append(frame)
            if len(shown) == number:
                break
    return shown


def write(path, frames, size=None, *, rate=25, codec="mpeg4", colours="yuv420p"):
    """Writes pictures to a clip of that size, rate, codec and kind of colours."""
    width, height = size or (frames[0].width, frames[0].height)
    with av.open(str(path), "w") as target:
        stream = target.add_stream(codec, rate=Fraction(rate).limit_denominator(1000))
        stream.width, stream.height, stream.pix_fmt = width, height, colours
        for number, frame in enumerate(frames):
            picture = frame.reformat(width, height, colours)
            picture.pts, picture.time_base = number, 1 / Fraction(rate)
            target.mux(stream.encode(picture))
        target.mux(stream.encode())
    return path


def sound(path):
    """A file with sound and no picture."""
    with av.open(str(path), "w") as target:
        stream = target.add_stream("aac", rate=44_100)
        for number in range(40):
            samples = np.zeros((1, 1024), np.float32)
            frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 44_100, number * 1024
            target.mux(stream.encode(frame))
        target.mux(stream.encode())
    return path


def odd(folder):
    """Clips that are odd but sound, by what is odd about them."""
    whole = pictures(400)
    return {
        "1 fps": write(folder / "slow.mp4", pictures(14, 25), rate=1),
        "240 fps": write(folder / "quick.mp4", [f for f in whole[:75] for _ in "123"], rate=240),
        "1 picture": write(folder / "one.mp4", whole[:1]),
        "1x1": write(folder / "dot.avi", whole[:5], (1, 1), codec="rawvideo", colours="bgr24"),
        "2x2": write(folder / "dots.mp4", whole[:5], (2, 2)),
        "wide": write(folder / "wide.avi", whole[:5], (2000, 2), codec="mjpeg", colours="yuvj420p"),
        "8K": write(folder / "8k.mp4", whole[:3], (7680, 4320)),
        "grey": write(folder / "grey.avi", whole[:75], codec="rawvideo", colours="gray"),
        "alpha": write(folder / "alpha.mov", whole[:75], codec="qtrle", colours="argb"),
        "10 bits": write(folder / "deep.mkv", whole[:75], codec="ffv1", colours="yuv420p10le"),
    }


def broken(folder):
    """Files that are no clips, or only a part of one, by what is wrong with them."""
    content = CLIP.read_bytes()
    flipped = bytearray(content)
    for place in range(len(content) // 4, len(content) // 2, 997):
        flipped[place] ^= 0x55
    files = {
        "empty": ("empty.mp4", b""),
        "zeros": ("zeros.mp4", bytes(100_000)),
        "cut": ("cut.mp4", content[: len(content) // 2]),
        "head only": ("head.mp4", content[:64]),
        "tail only": ("tail.mp4", content[len(content) // 2 :]),
        "flipped": ("flipped.mp4", bytes(flipped)),
        "doubled": ("doubled.mp4", content + content),
        "another ending": ("clip.txt", content),
        "poses by name": ("video.npz", content),
        "text": ("text.mp4", b"not a video\n" * 100),
        "page": ("page.mp4", b"<!doctype html><title>404</title>"),
    }
    for name, content in files.values():
        (folder / name).write_bytes(content)
    made = {what: folder / name for what, (name, _) in files.items()}
    return made | {"sound only": sound(folder / "sound.mp4")}


def corpus(folder):
    """All of them."""
    return odd(folder) | broken(folder)

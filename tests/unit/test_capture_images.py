"""Folders of pictures, and what pictures come as."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from fitcoach.capture.images import Images, read_image
from fitcoach.errors import FitcoachError

RED = (200, 30, 20)  # RGB


def write(path: Path, pixels: np.ndarray) -> Path:
    assert cv2.imwrite(str(path), pixels)
    return path


def red(height: int = 20, width: int = 30, dtype: type = np.uint8) -> np.ndarray:
    """A picture as OpenCV writes it: BGR."""
    scale = 257 if dtype is np.uint16 else 1
    return np.full((height, width, 3), RED[::-1], dtype) * dtype(scale)


def test_pictures_come_in_natural_order_a_second_apart(tmp_path: Path) -> None:
    for name, width in (("10.png", 10), ("9.PNG", 9), ("1a2.jpg", 12), ("1a10.jpg", 14)):
        write(tmp_path / name.lower(), red(width=width)).rename(tmp_path / name)
    (tmp_path / "notes.txt").write_text("not a picture")
    (tmp_path / "._10.png").write_bytes(b"what macOS leaves behind")
    folder = Images(tmp_path)
    frames = list(folder.frames())
    assert folder.frame_count == 4
    assert [frame.pixels.shape[1] for frame in frames] == [12, 14, 9, 10]
    assert [frame.timestamp for frame in frames] == [0, 1, 2, 3]
    assert [frame.index for frame in frames] == [0, 1, 2, 3]


@pytest.mark.parametrize("suffix", [".bmp", ".jpg", ".png", ".tif", ".webp"])
def test_colours_are_rgb(tmp_path: Path, suffix: str) -> None:
    pixels = read_image(write(tmp_path / f"x{suffix}", red()))
    assert pixels.shape == (20, 30, 3)
    assert pixels.dtype == np.uint8
    assert np.abs(pixels.astype(int) - RED).max() <= 4


def test_sixteen_bits_become_eight(tmp_path: Path) -> None:
    pixels = read_image(write(tmp_path / "x.png", red(dtype=np.uint16)))
    assert pixels.dtype == np.uint8
    assert np.abs(pixels.astype(int) - RED).max() <= 1


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_grey_becomes_rgb(tmp_path: Path, dtype: type) -> None:
    grey = np.full((20, 30), 128 if dtype is np.uint8 else 128 * 257, dtype)
    pixels = read_image(write(tmp_path / "x.png", grey))
    assert pixels.shape == (20, 30, 3)
    assert np.abs(pixels.astype(int) - 128).max() <= 1


def test_transparency_is_left_out(tmp_path: Path) -> None:
    with_alpha = np.dstack([red(), np.full((20, 30), 7, np.uint8)])
    pixels = read_image(write(tmp_path / "x.png", with_alpha))
    assert np.array_equal(pixels[0, 0], RED)


def test_a_camera_held_upright_gives_an_upright_picture(tmp_path: Path) -> None:
    path = write(tmp_path / "x.jpg", red(height=20, width=30))
    # An EXIF block that holds one entry: orientation (0x112) 6, a quarter turn.
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
    exif = b"Exif\0\0MM\0*\0\0\0\x08\x00\x01" + entry + bytes(4)
    jpeg = path.read_bytes()
    block = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    path.write_bytes(jpeg[:2] + block + jpeg[2:])
    assert read_image(path).shape == (30, 20, 3)


@pytest.mark.parametrize("content", [b"", b"no picture at all"])
def test_a_damaged_picture_is_named_after_those_before_it(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "1.png", red())
    (tmp_path / "2.png").write_bytes(content)
    frames = Images(tmp_path).frames()
    next(frames)
    with pytest.raises(FitcoachError, match=r"2\.png"):
        next(frames)


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FitcoachError, match="no pictures"):
        Images(tmp_path)

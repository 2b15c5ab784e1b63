"""Boxes of MP4 files that would keep Rerun's reader busy for ever."""

import pytest
from fuzzing import material
from hypothesis import given
from hypothesis import strategies as st

from fitcoach.resources import SAMPLES
from fitcoach.viewer.boxes import has_sound_boxes

CLIP = material.clip()


def sound(tmp_path, content):
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    return has_sound_boxes(path)


def changed(name, offset, number):
    """The clip with another number so many bytes from the name of a box."""
    at = CLIP.index(name) + offset
    return CLIP[:at] + number.to_bytes(4, "big") + CLIP[at + 4 :]


def test_clips_that_are_whole_are_sound(tmp_path):
    assert sound(tmp_path, CLIP)
    assert all(has_sound_boxes(path) for path in (SAMPLES / "clips").glob("*.mp4"))


@pytest.mark.parametrize(
    ("name", "offset", "number"),
    [
        (b"stts", -4, 0),
        (b"stbl", -4, 7),
        (b"moov", -4, 1),
        (b"trak", -4, 1 << 31),
        (b"stts", 8, 1 << 31),
        (b"stts", 12, 1 << 31),
        (b"stsc", 16, 1 << 31),
        (b"stsz", 12, 1 << 31),
    ],
)
def test_boxes_without_a_length_and_tables_of_too_much_are_not(tmp_path, name, offset, number):
    assert not sound(tmp_path, changed(name, offset, number))


def test_what_is_cut_off_or_no_clip_is_not(tmp_path):
    assert not sound(tmp_path, CLIP[:-5])
    assert not sound(tmp_path, b"RIFF" + bytes(100))


@given(st.integers(0, len(CLIP) - 1), st.binary(min_size=1, max_size=20))
def test_whatever_is_written_over_it_there_is_an_answer(tmp_path_factory, at, content):
    path = tmp_path_factory.getbasetemp() / "spoiled.mp4"
    path.write_bytes(CLIP[:at] + content + CLIP[at + len(content) :])
    assert has_sound_boxes(path) in {True, False}

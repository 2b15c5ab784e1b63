"""Sample files: what is written is read, and a broken row is named by its line and column."""

import re
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitcoach.classify.samples import (
    COLUMNS,
    Sample,
    append_samples,
    count_samples,
    read_samples,
    write_samples,
)
from fitcoach.errors import FitcoachError


@pytest.fixture
def file(make_pose, tmp_path):
    path = tmp_path / "squat" / "up.csv"
    write_samples(path, [Sample(f"sample-{seed}", make_pose(seed)) for seed in range(3)])
    return path


def test_round_trip(file, make_pose):
    lines, samples = zip(*read_samples(file), strict=True)
    assert lines == (2, 3, 4)
    assert [sample.name for sample in samples] == ["sample-0", "sample-1", "sample-2"]
    read, written = samples[1].pose, make_pose(1)
    assert read.size == written.size
    np.testing.assert_allclose(read.pixels, written.pixels, atol=0.5)
    np.testing.assert_allclose(read.world, written.world, atol=0.0005)
    np.testing.assert_allclose(read.visibility, written.visibility, atol=0.005)


def test_a_file_read_and_written_again_is_the_same(file, tmp_path):
    again = tmp_path / "again.csv"
    write_samples(again, [sample for _, sample in read_samples(file)])
    assert again.read_bytes() == file.read_bytes()


def test_appending_leaves_what_was_there(file, make_pose, tmp_path):
    content = file.read_bytes().rstrip(b"\n").replace(b"sample-0,640", b"sample-0,640.25")
    file.write_bytes(content)  # a fraction and no line's end, as other programs write them
    assert append_samples(file, [Sample("new", make_pose(9))]) == 3
    assert file.read_bytes().startswith(content + b"\nnew,640,")
    assert count_samples(file) == 4
    other = tmp_path / "other.csv"
    assert append_samples(other, [Sample("new", make_pose(9))]) == 0
    assert count_samples(other) == 1


def test_a_byte_order_mark_is_passed_over(file, make_pose):
    """Spreadsheets write one."""
    content = b"\xef\xbb\xbf" + file.read_bytes()
    file.write_bytes(content)
    assert count_samples(file) == 3
    append_samples(file, [Sample("new", make_pose(9))])
    assert file.read_bytes().startswith(content)
    assert count_samples(file) == 4


def test_nothing_is_appended_to_a_broken_file(file, make_pose):
    file.write_bytes(file.read_bytes() + b"rest")
    broken = file.read_bytes()
    with pytest.raises(FitcoachError, match="line 5: 1 values"):
        append_samples(file, [Sample("new", make_pose(9))])
    assert file.read_bytes() == broken


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nose_x", "nase_x", "line 1: column 4 is called 'nase_x', 'nose_x' is expected"),
        (",right_foot_index_v", "", f"line 1: {len(COLUMNS) - 1} columns are named"),
        ("sample-1,640", "sample-1,wide", "line 3, column width: 'wide' is no number"),
        ("sample-1,640", "sample-1,nan", "line 3, column width: 'nan' is no number"),
        ("sample-1,640", "sample-1,0", "line 3: a picture of 0 x 480 pixels"),
        ("sample-1,640", "sample-1", f"line 3: {len(COLUMNS) - 1} values, {len(COLUMNS)} are"),
        ("sample-2", 'sample-2"', "cannot be read as a CSV text file"),
    ],
)
def test_broken_files(file, old, new, message):
    content = file.read_text()
    assert old in content
    file.write_text(content.replace(old, new, 1))
    if message.startswith("cannot"):
        file.write_text(file.read_text().replace('sample-2"', '"sample-2'))
    with pytest.raises(FitcoachError, match=re.escape(message)):
        list(read_samples(file))


def test_unreadable_files(tmp_path):
    with pytest.raises(FitcoachError, match="cannot be read"):
        list(read_samples(tmp_path / "none.csv"))
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(FitcoachError, match="line 1: 0 columns are named"):
        list(read_samples(tmp_path / "empty.csv"))


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail_otherwise(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("samples") / "x.csv"
    path.write_bytes((",".join(COLUMNS) + "\n").encode() + content)
    with suppress(FitcoachError):
        list(read_samples(path))

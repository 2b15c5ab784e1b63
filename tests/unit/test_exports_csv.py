"""Sessions as CSV, as spreadsheets and pandas read them."""

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest
from export_samples import RICH, SQUATS, UNKNOWN, spoken
from hypothesis import given
from hypothesis import strategies as st

from fitcoach.session.exports import render
from fitcoach.session.exports.table import COLUMNS


def rows(log):
    text = render([log], "csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_for_each_rep_hold_and_attempt_as_it_went():
    told = [(row["exercise"], row["kind"], row["number"]) for row in rows(RICH)]
    assert told == [
        ("Squat", "rep", "1"), ("Squat", "rep", "2"), ("Squat", "rep", "3"), ("Squat", "rep", "4"),
        ("Squat", "attempt", "1"), ("Plank", "hold", "1"), ("Plank", "hold", "2"),
        ("No exercise recognised", "attempt", "1"),
    ]  # fmt: skip


def test_every_column_is_explained():
    text = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    explained = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)))
    assert explained == [*COLUMNS, "form_RULE_UNIT"]


def test_what_is_told_of_a_rep():
    first, second = rows(RICH)[:2]
    assert first == {
        "session": RICH.id, "began": "2026-11-21T07:30:00+00:00", "plan": "Monday",
        "exercise": "Squat", "set": "1", "kind": "rep", "number": "1", "side": "",
        "by_hand": "False", "view": "side", "grade": "good", "remark": "",
        "start_s": "5.0", "turn_s": "6.5", "end_s": "7.5", "duration_s": "2.5",
        "rest_deg": "170.0", "turn_deg": "80.0", "range_deg": "90.0", "difference_deg": "12.0",
        "eccentric_s": "1.25", "turn_around_s": "0.25", "concentric_s": "0.75", "pause_s": "0.5",
        "under_tension_s": "2.25", "mean_speed_deg_per_s": "60.0", "peak_speed_deg_per_s": "90.0",
        "form_depth_deg": "80.0", "form_lowering_s": "1.25",
    }  # fmt: skip
    assert second["grade"] == "fair"
    assert second["remark"] == "Lower your hips (102°, good is at most 95°)"


def test_what_is_told_of_holds_and_attempts():
    attempt, hold = rows(RICH)[4:6]
    assert attempt["remark"] == "not far enough: 131°, needs 110°"
    assert attempt["end_s"] == "28.0"
    assert hold["duration_s"] == "20.0"
    assert hold["remark"] == "9.0 s: Lift your hips (30°, good is at most 12°)"


def test_sets_are_counted_by_exercise():
    again = RICH.model_copy(update={"sets": (SQUATS, UNKNOWN, SQUATS)})
    numbers = [(row["exercise"], row["set"]) for row in rows(again) if row["kind"] == "attempt"]
    assert numbers == [("Squat", "1"), ("Squat", "2"), ("No exercise recognised", "1")]


def test_pandas_finds_the_right_types():
    frame = pd.read_csv(io.BytesIO(render([RICH], "csv")), parse_dates=["began"])
    assert list(frame.columns)[: len(COLUMNS)] == list(COLUMNS)
    assert frame["began"].dtype == "datetime64[us, UTC]"
    assert frame["by_hand"].dtype == bool
    assert frame["set"].dtype == frame["number"].dtype == "int64"
    numbers = [name for name in frame if name.endswith(("_s", "_deg"))]
    assert len(numbers) == 17
    assert (frame[numbers].dtypes == "float64").all()
    reps = frame[frame["kind"] == "rep"]
    assert reps["range_deg"].median() == 68.0
    assert reps["by_hand"].sum() == 1


def test_lines_end_as_the_standard_has_it():
    lines = render([RICH], "csv").split(b"\r\n")
    assert len(lines) == 1 + 8 + 1
    assert b"\n" not in b"".join(lines)


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", " =", "\r", "\n", "\uff1d", "\uff20"])
def test_spreadsheets_compute_no_text(begin):
    text = begin + 'HYPERLINK("http://example.org")'
    row = rows(spoken(text))[4]
    assert row["plan"] == row["exercise"] == row["remark"] == f"'{text}"


def test_numbers_less_than_none_stay_numbers():
    rep = SQUATS.reps[0]
    measures = rep.measures.__class__(170.0, -5.0, None, 1.0, 0.0, 1.0, -60.0, 90.0)
    log = RICH.model_copy(update={"sets": (
        SQUATS.model_copy(update={"reps": (rep.model_copy(update={"measures": measures}),)}),
    )})  # fmt: skip
    assert rows(log)[0]["turn_deg"] == "-5.0"
    assert rows(log)[0]["mean_speed_deg_per_s"] == "-60.0"


@given(text=st.text(max_size=20))
def test_any_text_is_one_cell(text):
    row = rows(spoken(text))[4]
    assert row["plan"].removeprefix("'") == text.removeprefix("'")
    assert None not in row

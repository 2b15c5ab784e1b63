"""Sessions as Markdown."""

import re

import pytest
from export_samples import RICH, SQUATS, spoken

from fitcoach.session.exports import export, render
from fitcoach.session.history import Mark


def notes(log):
    return render([log], "md").decode()


def test_a_note_tells_it_all():
    text = notes(RICH)
    for part in [
        "# Monday\n",
        "Saturday, 21 November 2026, 07:30 · 1:50 min · seen from the side",
        "## Squat: 4 reps, 1 attempt not counted",
        "- **form**: 1 good, 1 fair, 1 fault, 1 not judged",
        "### Set 1: 4 of 5 reps in 28 s",
        "- One attempt did not count: not far enough.",
        "| rep | range | left | right | eccentric | turn-around | concentric | speed | form |",
        "| 1 | 90° | 80° | 92° | 1.2 s | 0.2 s | 0.8 s | 60°/s | good |  |",
        "| fair | Lower your hips (102°, good is at most 95°) |",
        "- Not counted at 28 s: not far enough: 131°, needs 110°",
        "- Not to be judged from the side (3 of 4 reps): Knees out.",
        "- Added by hand and not measured: 1 of 4 reps.",
        "## Plank: 30 s held",
        "- Hold 1: 20 s; 9.0 s: Lift your hips (30°, good is at most 12°)",
        "## No exercise recognised: 0 reps, 1 attempt not counted",
    ]:
        assert part in text


def test_reps_not_measured_are_told_from_those_added_by_hand():
    first, *others = SQUATS.reps
    unmeasured = first.model_copy(update={"measures": None})
    squats = SQUATS.model_copy(update={"reps": (unmeasured, *others)})
    text = notes(RICH.model_copy(update={"sets": (squats,)}))
    assert "- Added by hand and not measured: 1 of 4 reps." in text
    assert "- Not measured, from this view or as the joint was hidden: 1 of 4 reps." in text


def test_a_session_without_a_plan_is_called_by_its_exercise():
    assert notes(RICH.model_copy(update={"title": "squat"})).startswith("# Squat\n")


def test_rows_have_as_many_cells_as_the_head():
    tables = [line for line in notes(spoken("a|b")).splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in tables}) == 1


@pytest.mark.parametrize(
    "text", ["a|b", "**bold**", "[x](http://example.org)", "<script>", "`code`", "[[note]]", "$x$",
             "#tag", "&lt;", "~~gone~~", "![](x)", "\\", "==marked==", "%%hidden%%"],
)  # fmt: skip
def test_markup_in_texts_is_shown_and_not_followed(text):
    shown = notes(spoken(text))
    assert not re.search(rf"(?<!\\){re.escape(text)}", shown.replace(r"\\", ""))
    assert text in re.sub(r"\\([^\w\s])", r"\1", shown)


def test_a_text_of_several_lines_stays_where_it_is():
    lines = notes(spoken("one\n\n# two\n- three")).splitlines()
    assert lines[0] == r"# one \# two - three"
    assert not [line for line in lines if line.startswith(("# two", "- three"))]


def test_the_last_time_is_compared(tmp_path):
    last = Mark(number=1, began=RICH.began, sets=1, reps=3, held=0.0, graded=2, good=1, range=80.0)
    path = tmp_path / "monday.md"
    export(
        [RICH], path, "md", lambda _: lambda name: (last, None) if name == "squat" else (None,) * 2
    )
    assert "- **last time**: 3 reps on 2026-11-21 (+1 now), 50 % good" in path.read_text("utf-8")

"""What the dashboard's own widgets show at sizes from one cell to a wall."""

import asyncio
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from textual.app import App
from textual.geometry import Region

from fitcoach.body import Landmark
from fitcoach.classify.samples import read_samples
from fitcoach.dashboard.bars import RepBars
from fitcoach.dashboard.gauge import Gauge
from fitcoach.dashboard.letters import Banner
from fitcoach.dashboard.number import BigNumber
from fitcoach.dashboard.skeleton import Skeleton

SAMPLES = Path(__file__).parents[2] / "samples" / "squat" / "up.csv"
SIZES = [(1, 1), (2, 3), (5, 5), (9, 2), (20, 4), (80, 24), (300, 100)]


@pytest.fixture(scope="module")
def pose():
    """Somebody standing."""
    _, sample = next(read_samples(SAMPLES))
    return sample.pose


def shown(widget, size, *acts):
    """What a widget shows that fills the screen, after each act: a list of strips."""

    class Alone(App):
        CSS = "Screen > * { width: 100%; height: 100%; }"

        def compose(self):
            yield widget

    async def run():
        pictures = []
        async with Alone().run_test(size=size) as pilot:
            for act in acts:
                act(widget)
                await pilot.pause()
                pictures.append(widget.render_lines(Region(0, 0, *size)))
        return pictures

    return asyncio.run(run())


def texts(strips):
    return [strip.text for strip in strips]


def rows(widget, size, act):
    """The text of each row."""
    (picture,) = shown(widget, size, act)
    return texts(picture)


def styles_of(strips, char):
    """The styles of the segments which a character is in."""
    return {segment.style for strip in strips for segment in strip if char in segment.text}


def number(value):
    return lambda widget: setattr(widget, "value", value)


def text(value):
    return lambda widget: setattr(widget, "text", value)


def gauge(progress, mark=None, held=None, phases=("up", "down")):
    return lambda widget: widget.show(phases, progress, mark, held)


def bars(values, best=None, worst=None, by_hand=()):
    return lambda widget: widget.show(values, best, worst, by_hand)


def skeleton(pose, faults=frozenset()):
    return lambda widget: widget.show(pose, faults)


@pytest.mark.parametrize("size", SIZES)
def test_every_widget_fills_its_size(size, pose):
    width, height = size
    for widget, acts in (
        (BigNumber(), [number("12"), number("10:47"), number("")]),
        (Banner(), [text("Keep your chest up"), text("")]),
        (Skeleton(), [skeleton(pose, frozenset(Landmark)), skeleton(None)]),
        (Gauge(), [gauge(None), gauge(0.4, 0.9, "up"), gauge(7.0, -3.0, "down")]),
        (RepBars(), [bars([]), bars([90, None, 80], 0, 2), bars([None]), bars([0] * 100)]),
    ):
        for strips in shown(widget, size, *acts):
            assert len(strips) == height
            assert {strip.cell_length for strip in strips} == {width}
            assert {len(line) for line in texts(strips)} == {width}


@pytest.mark.parametrize(
    ("widget", "act", "char"),
    [
        (BigNumber, number("8"), "█"),
        (Banner, text("Stand up"), "█"),
        (Gauge, gauge(0.5), "█"),
        (RepBars, bars([90]), "█"),
        (Skeleton, skeleton(None), "nobody in view"),
    ],
)
def test_every_widget_takes_on_the_colours_of_a_theme(widget, act, char):
    def change(shown_widget):
        shown_widget.app.theme = "textual-light"

    dark, light = shown(widget(), (80, 40), act, change)
    assert texts(dark) == texts(light)
    assert styles_of(dark, char).isdisjoint(styles_of(light, char))


def test_nothing_is_drawn_again_that_is_the_same(pose):
    for widget, act in (
        (Skeleton(), skeleton(pose)),
        (Gauge(), gauge(0.4, 0.9, "up")),
        (RepBars(), bars([90, 80], 0, 1)),
    ):
        drawn = []

        def again(widget, act=act, drawn=drawn):
            widget.refresh = lambda *_, **__: drawn.append(widget)
            act(widget)

        shown(widget, (40, 12), act, again)
        assert not drawn


def test_number_changes():
    first, second, plain = shown(
        BigNumber(), (60, 20), number("11"), number("12"), number("12 reps")
    )
    assert texts(first) != texts(second)
    assert any("12 reps" in line for line in texts(plain))


def test_cue_is_plain_on_a_low_screen_and_large_on_a_high_one():
    assert "Go lower" in "".join(rows(Banner(), (120, 24), text("Go lower")))
    large = rows(Banner(), (120, 60), text("Go lower"))
    assert "Go lower" not in "".join(large)
    assert sum(bool(line.strip()) for line in large) >= 60 / 24


def test_cue_in_letters_that_cannot_be_drawn_is_written():
    assert "Höher" in "".join(rows(Banner(), (120, 60), text("Höher")))


def test_nobody_is_in_view_at_first(pose):
    blank = rows(Skeleton(), (60, 20), lambda _: None)
    assert blank[10].strip() == "nobody in view"
    assert "nobody" not in "".join(rows(Skeleton(), (60, 20), skeleton(pose)))


def test_picture_has_a_frame_of_its_proportions(pose):
    for size, area in (((480, 640), (100, 30)), ((640, 480), (100, 30)), ((480, 640), (40, 50))):
        picture = rows(Skeleton(), area, skeleton(replace(pose, size=size)))
        (top,) = [line for line in picture if "╭" in line]
        (bottom,) = [line for line in picture if "╰" in line]
        width = top.index("╮") - top.index("╭") - 1
        height = picture.index(bottom) - picture.index(top) - 1
        assert width / 2 / height == pytest.approx(size[1] / size[0], rel=0.08)
        assert width + 2 == area[0] or height + 2 == area[1]
        left, right = top.index("╭"), area[0] - 1 - top.index("╮")
        assert abs(left - right) <= 1


def test_head_is_over_the_feet(pose):
    picture = rows(Skeleton(), (60, 30), skeleton(pose))
    inside = [line.strip().strip("│") for line in picture if "│" in line]
    assert any(line.strip() for line in inside)
    drawn = [i for i, line in enumerate(inside) if line.strip()]
    span = np.ptp(pose.image[:, 1]) * len(inside)
    assert drawn[-1] - drawn[0] == pytest.approx(span, abs=5)


def test_webcam_is_a_mirror(pose):
    def left(widget):
        return [
            len(line) - len(line.lstrip(" │"))
            for line in rows(widget, (60, 30), skeleton(aside))
            if line.strip(" │╭╮╰╯─")
        ]

    aside = replace(pose, image=pose.image * [0.3, 1, 1])  # all on the left
    assert max(left(Skeleton())) < 30 <= min(left(Skeleton(mirror=True)))


def test_bones_differ_in_colour(pose):
    half = replace(pose, visibility=np.where(np.arange(33) % 2, 1.0, 0.1))  # the left side
    unseen, fault = shown(
        Skeleton(),
        (60, 30),
        skeleton(half),
        skeleton(half, frozenset({Landmark.LEFT_KNEE})),
    )
    colours = [
        {
            segment.style.color
            for strip in strips
            for segment in strip
            if any("⠀" <= char <= "⣿" for char in segment.text)
        }
        for strips in (unseen, fault)
    ]
    assert len(colours[0]) == 2
    assert len(colours[1]) == 3


def length(line):
    """Cells of a gauge's bar that are filled."""
    return line.count("█") + sum("▏▎▍▌▋▊▉".index(c) + 1 for c in line if c in "▏▎▍▌▋▊▉") / 8


def test_gauge_is_filled_as_far_as_the_movement_went():
    pictures = shown(Gauge(), (80, 1), *(gauge(share / 200) for share in range(-20, 240, 7)))
    lengths = [length(strips[0].text) for strips in pictures]
    bar = 80 - len(" up ") - len(" down ") - 2
    expected = [bar * min(max(share / 200, 0), 1) for share in range(-20, 240, 7)]
    assert lengths == pytest.approx(expected, abs=1 / 16 + 1e-9)


@pytest.mark.parametrize("height", [1, 2, 3])
def test_gauge_fills_its_height_between_the_names(height):
    picture = rows(Gauge(), (60, height), gauge(0.5))
    assert len({length(line) for line in picture}) == 1
    assert picture[(height - 1) // 2].startswith(" up ")
    assert picture[(height - 1) // 2].endswith(" down ")


def test_gauge_names_the_phases_large_where_there_is_room():
    picture = rows(Gauge(), (200, 3), gauge(0.5))
    assert "up" not in "".join(picture)
    assert all(set(line[:6]) & set("▘▝▀▖▌▛▗▐▜▄▙▟█") for line in picture)


def test_gauge_has_no_names_where_it_is_narrow():
    assert rows(Gauge(), (12, 1), gauge(1.0)) == ["█" * 12]


def test_gauge_is_empty_while_nothing_is_known():
    (line,) = rows(Gauge(), (60, 1), gauge(None))
    assert length(line) == 0
    assert "–" in line  # noqa: RUF001


@pytest.mark.parametrize(("mark", "column"), [(0.0, 0), (0.5, 24), (1.0, 47), (3.0, 47), (-1, 0)])
@pytest.mark.parametrize("progress", [0.1, 0.9])
def test_gauge_marks_where_the_last_rep_turned(mark, column, progress):
    (line,) = rows(Gauge(), (60, 1), gauge(progress, mark))
    assert line.index("┃") - len(" up  ") == column


def test_gauge_shows_which_phase_is_held():
    nothing, up, down = shown(
        Gauge(), (60, 1), gauge(0.5), gauge(0.5, held="up"), gauge(0.5, held="down")
    )

    def bold(strips, phase):
        (style,) = styles_of(strips, phase)
        return bool(style.bold)

    assert [bold(strips, "up") for strips in (nothing, up, down)] == [False, True, False]
    assert [bold(strips, "down") for strips in (nothing, up, down)] == [False, False, True]


def test_no_reps():
    assert "no reps" in "".join(rows(RepBars(), (40, 8), bars([])))


def test_bars_are_as_high_as_their_values():
    picture = rows(RepBars(), (40, 12), bars([100, 50, 25]))
    column = [line.index("█") for line in picture if "█" in line][-1]
    heights = [sum(line[column + 9 * i] == "█" for line in picture) for i in range(3)]
    assert heights == [9, 4, 2]  # of 9 rows; halves and quarters of a row are smaller blocks
    assert any("100°" in line for line in picture)


@pytest.mark.parametrize("size", [(60, 8), (24, 4), (24, 2), (4, 5)])
def test_best_and_worst_have_signs(size):
    picture = rows(RepBars(), size, bars([80, 101, 60, 90], 1, 2))
    (signs,) = [line for line in picture if "★" in line]
    assert "▼" in signs
    best, worst = signs.index("★"), signs.index("▼")
    assert best < worst
    assert ("best" in signs and "worst" in signs) == (size[0] == 60)


@pytest.mark.parametrize("by_hand", [[], [1]])
def test_rep_that_was_not_measured_is_hollow(by_hand):
    picture = rows(RepBars(), (27, 10), bars([90, None, 90], by_hand=by_hand))
    foot = next(line for line in picture if "└" in line)
    assert foot.count("█") == 2 * (foot.index("┘") - foot.index("└") + 1)
    assert foot.index("█") < foot.index("└") < foot.rindex("█")


@pytest.mark.parametrize("size", [(27, 10), (27, 3), (3, 5)])
def test_rep_added_by_hand_has_a_sign(size):
    picture = rows(RepBars(), size, bars([None, None, None], by_hand=[1]))
    (signs,) = [line for line in picture if "+" in line]
    assert signs.count("+") == 1
    assert abs(signs.index("+") - size[0] // 2) <= 1


def test_reps_not_measured_only_are_shown_too():
    assert any("┌" in line for line in rows(RepBars(), (27, 10), bars([None, None])))


def test_a_hundred_reps_fit_in_a_hundred_columns():
    picture = rows(RepBars(), (100, 10), bars([90 + i % 5 for i in range(100)], 4, 0))
    assert any(line == "█" * 100 for line in picture)
    numbers = next(line for line in picture if "50" in line).split()
    assert numbers == [str(10 * i) for i in range(1, 11)] or numbers == [
        str(5 * i) for i in range(1, 21)
    ]


def test_of_too_many_reps_the_newest_are_shown():
    picture = rows(RepBars(), (30, 10), bars([90.0] * 70 + [45.0] * 30))
    assert not any("█" * 30 in line for line in picture[:4])
    assert any("100" in line for line in picture)
    assert not any("70" in line for line in picture)


def test_every_rep_is_numbered_where_there_is_room():
    picture = rows(RepBars(), (60, 8), bars([90] * 12))
    assert any(line.split() == [str(i) for i in range(1, 13)] for line in picture)

"""What the dashboard draws with: dots, digits, letters, bones."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rich.cells import cell_len

from fitcoach.body import Landmark
from fitcoach.dashboard.letters import broken, draw_letters, write_plainly
from fitcoach.dashboard.number import draw_number
from fitcoach.dashboard.raster import braille, centred, quadrants, side_by_side, stroked
from fitcoach.dashboard.skeleton import Canvas, draw_pose

QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
NOTHING_WRONG = frozenset()

cells = st.integers(1, 12)


def dots_of_quadrants(rows):
    """The dots which quadrant blocks stand for, (2 h, 2 w)."""
    codes = np.array([[QUADRANTS.index(char) for char in row] for row in rows])
    dots = np.zeros((2 * codes.shape[0], 2 * codes.shape[1]), dtype=bool)
    for bit, (y, x) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1))):
        dots[y::2, x::2] = codes & 1 << bit
    return dots


def dots_of_braille(rows):
    """The dots which braille characters stand for, (4 h, 2 w)."""
    codes = np.array([[0 if char == " " else ord(char) - 0x2800 for char in row] for row in rows])
    dots = np.zeros((4 * codes.shape[0], 2 * codes.shape[1]), dtype=bool)
    # Braille cells had six dots at first: the lowest two are numbered last.
    places = ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (3, 0), (3, 1))
    for bit, (y, x) in enumerate(places):
        dots[y::4, x::2] = codes & 1 << bit
    return dots


def ink(rows):
    """Width and height in dots of what is drawn in quadrant blocks."""
    y, x = np.nonzero(dots_of_quadrants(rows))
    return int(np.ptp(x)) + 1, int(np.ptp(y)) + 1


def fills(rows, width, height):
    return len(rows) == height and all(len(row) == width for row in rows)


@given(cells.flatmap(lambda h: cells.flatmap(lambda w: arrays(bool, (2 * h, 2 * w)))))
@settings(deadline=None)
def test_quadrants_keep_every_dot(dots):
    assert np.array_equal(dots_of_quadrants(quadrants(dots)), dots)


@given(cells.flatmap(lambda h: cells.flatmap(lambda w: arrays(bool, (4 * h, 2 * w)))))
@settings(deadline=None)
def test_braille_keeps_every_dot(dots):
    assert np.array_equal(dots_of_braille(braille(dots)), dots)


@pytest.mark.parametrize(
    ("draw", "shape"), [(quadrants, (3, 4)), (braille, (6, 4)), (braille, (8, 3))]
)
def test_dots_that_fill_no_cells_are_refused(draw, shape):
    with pytest.raises(ValueError, match="are expected"):
        draw(np.zeros(shape, dtype=bool))


def test_pen_covers_a_line_as_thick_as_it_is():
    # A bar of 2 dots' height in the middle, round ends; a dot is half as wide as high.
    dots = stroked([[(0.0, 0.5), (1.0, 0.5)]], width=20, height=6, pen=2)
    assert dots[2:4, 2:18].all()
    assert not dots[:2].any()
    assert not dots[4:].any()


def test_pictures_stand_side_by_side_in_the_middle():
    one = np.ones((2, 1), dtype=bool)
    row = side_by_side([one, one], 2)
    assert row.tolist() == [[True, False, False, True]] * 2
    area = centred(row, 8, 6)
    assert area.sum() == 4
    assert area[2:4, 2:6].tolist() == row.tolist()


@given(st.text("0123456789:.", min_size=1, max_size=7), st.integers(1, 80), st.integers(1, 24))
@settings(max_examples=60, deadline=None)
def test_number_fills_its_area_whatever_its_size(text, width, height):
    rows = draw_number(text, width, height)
    assert fills(rows, width, height)
    if len(text) <= width:
        assert any(char != " " for row in rows for char in row)


@pytest.mark.parametrize("height", [5, 6, 7, 9, 12, 20, 41])
def test_digits_are_told_apart(height):
    drawn = [dots_of_quadrants(draw_number(digit, 3 * height, height)) for digit in "0123456789"]
    for a, b in combinations(range(10), 2):
        # A segment of a digit at least, as between 8 and 6, 9 or 0.
        assert (drawn[a] ^ drawn[b]).sum() > 0.06 * drawn[8].sum(), (a, b)


@pytest.mark.parametrize("height", range(5, 60, 3))
def test_number_is_as_high_as_its_area_and_keeps_its_proportions(height):
    wide, high = ink(draw_number("8", 200, height))
    assert high > 2 * height - 3
    assert wide / 2 / high == pytest.approx(0.6, abs=0.07)


@pytest.mark.parametrize("width", range(30, 200, 13))
def test_number_is_as_wide_as_its_area(width):
    wide, _ = ink(draw_number("0:47", width, 100))
    assert 0.85 * 2 * width < wide <= 2 * width


def test_number_stands_in_the_middle():
    y, x = np.nonzero(dots_of_quadrants(draw_number("8", 100, 21)))
    assert abs(y.min() - (41 - y.max())) <= 1
    assert abs(x.min() - (199 - x.max())) <= 1


@pytest.mark.parametrize(
    ("text", "width", "height"), [("12", 40, 4), ("0:47", 10, 30), ("12 kg", 80, 20), ("", 9, 9)]
)
def test_number_is_written_where_it_cannot_be_drawn(text, width, height):
    rows = draw_number(text, width, height)
    assert fills(rows, width, height)
    assert "".join(rows).strip() == text


@given(
    st.lists(st.text("abcXYZ!,.", min_size=1, max_size=9), max_size=9).map(" ".join),
    st.integers(1, 130),
    st.integers(1, 14),
)
@settings(max_examples=60, deadline=None)
def test_sentence_fills_its_area_whatever_its_size(text, width, height):
    drawn = draw_letters(text, width, height)
    assert drawn is None or fills(drawn, width, height)
    assert fills(write_plainly(text, width, height), width, height)


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=9), st.integers(9, 40))
@settings(deadline=None)
def test_all_words_are_written_where_there_is_room(words, width):
    rows = write_plainly(" ".join(words), width, len(words))
    assert " ".join(rows).split() == words


def test_what_has_no_room_ends_in_an_ellipsis():
    assert write_plainly("go lower than this", 8, 1) == ["go lowe…"]
    assert write_plainly("straightforward", 8, 1) == ["straigh…"]


@given(st.text("a 深蹲ス", max_size=40), st.integers(1, 30), st.integers(1, 6))
@settings(deadline=None)
def test_letters_as_wide_as_two_fill_their_area_too(text, width, height):
    rows = write_plainly(text, width, height)
    assert [cell_len(row) for row in rows] == [width] * height


def test_letters_as_wide_as_two_are_broken_where_the_room_ends():
    assert write_plainly("深蹲 臀部再低", 10, 2) == ["   深蹲   ", " 臀部再低 "]
    assert write_plainly("臀部再低一点", 8, 1) == [" 臀部再…"]


@given(st.lists(st.integers(1, 9), max_size=12), st.integers(1, 3), st.integers(9, 40))
@settings(deadline=None)
def test_words_are_broken_into_few_lines_of_like_width(widths, space, limit):
    lines = broken(widths, space, limit)
    assert [i for line in lines for i in range(len(widths))[line]] == list(range(len(widths)))
    filled = [sum(widths[line]) + space * (len(widths[line]) - 1) for line in lines]
    assert all(0 < wide <= limit for wide in filled)
    if lines:
        # In a narrower area the same words need more lines, if they fit at all.
        narrower = broken(widths, space, max(filled) - 1)
        assert not narrower or len(narrower) > len(lines)


def test_line_is_filled_to_its_end():
    assert broken([4, 4], 1, 9) == [slice(0, 2)]
    assert broken([4, 4], 1, 8) == [slice(0, 1), slice(1, 2)]


def test_words_wider_than_a_line_cannot_be_broken():
    assert broken([3, 10], 1, 9) == []


@pytest.mark.parametrize("height", [3, 4, 5, 8])
def test_letters_are_told_apart(height):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    drawn = {letter: tuple(draw_letters(letter, 30, height)) for letter in letters}
    assert len(set(drawn.values())) == len(letters)


@pytest.mark.parametrize(("width", "height"), [(200, 6), (120, 6), (118, 10)])
def test_eight_words_are_drawn_large(width, height):
    rows = draw_letters("! Keep your chest up and look straight ahead", width, height)
    assert rows is not None
    assert sum(bool(row.strip()) for row in rows) >= 3


def test_sentences_grow_with_their_area():
    heights = [ink(draw_letters("Lower", width, 20))[1] for width in (40, 80, 160)]
    assert heights == sorted(set(heights))


@pytest.mark.parametrize(
    ("text", "width", "height"), [("Höher", 80, 9), ("Go", 80, 2), ("Go", 5, 9)]
)
def test_sentences_are_not_drawn_with_unknown_letters_or_too_small(text, width, height):
    assert draw_letters(text, width, height) is None


def drawn(rows):
    """The dots and the kinds of the cells of a skeleton's picture."""
    texts = ["".join(text for text, _ in row) for row in rows]
    kinds = [[kind for text, kind in row for _ in text] for row in rows]
    return dots_of_braille(texts), np.array(kinds)


def seen(pose, visibility=1.0):
    return replace(pose, visibility=np.full(33, visibility))


def moved(pose, by):
    """The pose with its picture so much further to the right and down, in shares."""
    return replace(pose, image=pose.image + np.array([*by, 0.0]))


def test_line_leaves_the_picture_at_its_edge():
    canvas = Canvas(10, 3)
    canvas.draw(np.array([[[4.5, 6.5], [1e6, 6.5]]]), kind=2, pen=1)
    dots = np.zeros((12, 20), dtype=bool)
    dots[6, 4:] = True
    assert np.array_equal(canvas.dots, dots)


def test_line_enters_the_picture_at_its_edge():
    canvas = Canvas(10, 3)
    canvas.draw(np.array([[[-1e3, 6.5], [4.5, 6.5]], [[12.5, -1e3], [12.5, 2.5]]]), kind=2, pen=1)
    dots = np.zeros((12, 20), dtype=bool)
    dots[6, :5] = dots[:3, 12] = True
    assert np.array_equal(canvas.dots, dots)


@pytest.mark.parametrize("pen", [1, 2, 3, 5, 8])
def test_line_has_no_gaps_and_is_as_thick_as_its_pen(pen):
    canvas = Canvas(40, 20)
    canvas.draw(np.array([[[20.0, 20.0], [60.0, 40.0]], [[20.0, 60.0], [60.0, 60.0]]]), 2, pen)
    assert (canvas.dots[:, 22:58].any(axis=0)).all()
    level = canvas.dots[50:70, 30:50].sum(axis=0)
    assert pen - 1 <= level.min() <= level.max() <= pen


@given(
    arrays(np.float64, (5, 2, 2), elements=st.floats(-1e6, 1e6)), st.integers(1, 6), st.booleans()
)
@settings(deadline=None)
def test_lines_from_anywhere_to_anywhere_are_drawn(lines, pen, dashed):
    canvas = Canvas(8, 4)
    canvas.draw(lines, 1, pen, dashed=dashed)
    cells_with_dots = canvas.dots.reshape(4, 4, 8, 2).any(axis=(1, 3))
    assert np.array_equal(cells_with_dots, canvas.kinds == 1)


@given(st.integers(0, 99), st.integers(1, 60), st.integers(1, 40), st.booleans())
@settings(max_examples=40, deadline=None)
def test_person_fills_the_picture_whatever_its_size(pose_of, seed, width, height, mirror):
    rows = draw_pose(pose_of(seed), NOTHING_WRONG, width, height, mirror=mirror)
    assert fills(["".join(text for text, _ in row) for row in rows], width, height)


@pytest.fixture(scope="module")
def pose_of():
    """Like `make_pose`, for hypothesis."""
    from fitcoach.pose import Pose

    def make(seed):
        rng = np.random.default_rng(seed)
        image, visibility = rng.uniform(-0.5, 1.5, (33, 3)), rng.uniform(0, 1, 33)
        return Pose(0.0, image, image, visibility, (480, 640))

    return make


def test_mirror_shows_the_right_hand_on_the_other_side(make_pose):
    pose = seen(make_pose(3))
    turned = replace(pose, image=pose.image * [-1, 1, 1] + [1, 0, 0])
    plain = draw_pose(turned, NOTHING_WRONG, 40, 20, mirror=False)
    assert draw_pose(pose, NOTHING_WRONG, 40, 20, mirror=True) == plain
    assert draw_pose(pose, NOTHING_WRONG, 40, 20, mirror=False) != plain


def test_who_stands_beside_the_picture_is_not_drawn(make_pose):
    pose = seen(make_pose(1))
    for by in ((1.7, 0.0), (-1.7, 0.0), (0.0, 1.7), (0.0, -1.7)):
        dots, kinds = drawn(draw_pose(moved(pose, by), NOTHING_WRONG, 30, 20, mirror=False))
        assert not dots.any()
        assert not kinds.any()


def test_who_stands_half_in_the_picture_is_cut_at_its_edge(make_pose):
    pose = seen(make_pose(1))
    whole, _ = drawn(draw_pose(pose, NOTHING_WRONG, 40, 20, mirror=False))
    half, _ = drawn(draw_pose(moved(pose, (0.5, 0.0)), NOTHING_WRONG, 40, 20, mirror=False))
    # But for the odd dot that is rounded otherwise where a line is cut.
    assert (half[:, 40:] ^ whole[:, :40]).sum() < 0.1 * whole[:, :40].sum()


def test_unseen_bones_are_dashed(make_pose):
    pose = make_pose(2)
    solid, kinds = drawn(draw_pose(seen(pose), NOTHING_WRONG, 40, 20, mirror=False))
    dashed, dim = drawn(draw_pose(seen(pose, 0.1), NOTHING_WRONG, 40, 20, mirror=False))
    assert dashed.sum() < 0.75 * solid.sum()
    assert set(np.unique(kinds)) == {0, 2}
    assert set(np.unique(dim)) == {0, 1}


def test_bones_at_fault_are_thicker(make_pose):
    pose = seen(make_pose(2))
    fine, _ = drawn(draw_pose(pose, NOTHING_WRONG, 40, 20, mirror=False))
    dots, kinds = drawn(draw_pose(pose, frozenset({Landmark.LEFT_KNEE}), 40, 20, mirror=False))
    assert set(np.unique(kinds)) == {0, 2, 3}
    assert dots.sum() > fine.sum()
    for end in (Landmark.LEFT_HIP, Landmark.LEFT_ANKLE):
        x, y = (pose.image[Landmark.LEFT_KNEE] + pose.image[end])[:2] / 2
        assert kinds[int(20 * y), int(40 * x)] == 3
    all_at_fault, _ = drawn(draw_pose(pose, frozenset(Landmark), 40, 20, mirror=False))
    assert all_at_fault.sum() > 1.3 * fine.sum()


def test_head_is_at_fault_with_any_part_of_the_face(make_pose):
    image = make_pose(0).image * 0.1 + 0.8  # the body in a corner
    image[:11, :2] = [0.25, 0.3] + np.array([[0.03, 0.03]]) * np.arange(-5, 6)[:, None] / 5
    pose = replace(seen(make_pose(0)), image=image)
    _, kinds = drawn(draw_pose(pose, frozenset({Landmark.NOSE}), 40, 20, mirror=False))
    assert set(np.unique(kinds[:10, :20])) == {0, 3}
    assert set(np.unique(kinds[10:, 20:])) == {0, 2}

"""Sessions as a web page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import matplotlib as mpl
import pytest
from export_samples import RICH, SQUATS, spoken, squat

from fitcoach.session.exports import render, report
from fitcoach.session.exports.plots import range_plot

STYLE = Path(report.__file__).with_name("report.css").read_text(encoding="utf-8")
VOID = {"meta", "link", "br", "img", "path", "use"}


class Page(HTMLParser):
    """The elements of a page, with a check that those which are begun are ended."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.text = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def told(self):
        return " ".join("".join(self.text).split())


def page(*logs):
    return Page(render(logs, "html").decode())


def test_the_page_tells_it_all():
    text = page(RICH).told()
    for part in [
        "Monday",
        "Saturday, 21 November 2026, 07:30 · 1:50 min · seen from the side · judged with normal",
        "Squat 4 reps, 1 attempt not counted",
        "1 good, 1 fair, 1 fault, 1 not judged",
        "One attempt did not count: not far enough.",
        "▲ fair Lower your hips (102°, good is at most 95°)",
        "✕ fault Lower your hips (118°, good is at most 95°)",
        "○ added by hand",
        "Not counted at 28 s: not far enough: 131°, needs 110°",
        "Not to be judged from the side (3 of 4 reps): Knees out.",
        "Hold 1 20 s, from 1:01 min 9.0 s: Lift your hips (30°, good is at most 12°)",
        "fitcoach 1.2.3 read",
    ]:
        assert part in text


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "</style>"]
)
def test_texts_do_no_harm(text):
    shown = page(spoken(text))
    assert text in shown.told()
    assert {"script", "img"}.isdisjoint(tag for tag, _ in shown.elements)
    assert not [name for _, attrs in shown.elements for name in attrs if name.startswith("on")]


def test_the_page_needs_no_network():
    elements = page(RICH, RICH).elements
    for _, attrs in elements:
        for name in {"src", "href", "xlink:href", "action", "data", "poster"} & set(attrs):
            assert attrs[name].startswith("#")
    (policy,) = [attrs["content"] for _, attrs in elements if "http-equiv" in attrs]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert not re.search(r"@import|url\((?!#)", render([RICH], "html").decode())


def test_plots_can_be_told_apart_and_heard():
    elements = page(RICH, RICH).elements
    names = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert len(names) == len(set(names))
    plots = [attrs for tag, attrs in elements if tag == "svg"]
    assert len(plots) == 2 * 3
    for plot in plots:
        assert plot["role"] == "img"
        assert plot["aria-labelledby"] in names


def test_a_plot_is_told_in_words_and_takes_its_colours_from_the_page():
    drawn = range_plot(SQUATS, "a")
    assert "Range of motion: rep 1 90°, good; rep 2 68°, fair; rep 3 52°, fault.</title>" in drawn
    used = set(re.findall(r"var\(--([\w-]+)\)", drawn))
    assert {"good", "fair", "fault", "ink", "paper"} <= used
    assert used <= set(re.findall(r"--([\w-]+):", STYLE))
    colours = set(re.findall(r"#[0-9a-f]{6}", drawn)) - {"#000000"}
    assert colours == set()


def test_plots_do_not_follow_the_settings_of_the_user():
    plain = range_plot(SQUATS, "a")
    with mpl.rc_context({"axes.facecolor": "pink", "font.size": 30, "svg.fonttype": "path"}):
        assert range_plot(SQUATS, "a") == plain


def test_what_was_not_measured_is_not_drawn():
    by_hand = SQUATS.model_copy(update={"reps": SQUATS.reps[3:]})
    assert range_plot(by_hand, "a") == ""
    assert "svg" not in {
        tag for tag, _ in page(RICH.model_copy(update={"sets": (by_hand,)})).elements
    }


def test_many_reps_still_fit():
    many = SQUATS.model_copy(update={"reps": tuple(squat(number) for number in range(1, 61))})
    assert page(RICH.model_copy(update={"sets": (many,)}))


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_contrasts_are_those_of_wcag_aa(theme):
    root = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[theme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", root))

    def contrast(name, ground):
        dark, light = sorted((luminance(colours[name]), luminance(colours[ground])))
        return (light + 0.05) / (dark + 0.05)

    for name in ("ink", "muted"):
        assert min(contrast(name, "paper"), contrast(name, "panel")) >= 4.5, name
    for name in ("good", "fair", "fault", "unjudged", "left", "right"):
        assert contrast(name, "paper") >= 4.5, name  # marks are letters, on the page and in bars
    for name in ("eccentric", "turn", "concentric"):
        assert contrast(name, "paper") >= 3.0, name


def test_a_page_that_is_handed_on_does_not_tell_where_the_camera_is():
    log = RICH.model_copy(update={"source": "rtsp://me:secret@192.0.2.7/stream"})
    assert "192.0.2.7" not in page(log).told()

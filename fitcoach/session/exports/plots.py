"""Plots of a set as SVG that stands within a page and takes its colours and letters.

The same set gives the same text: nothing in it depends on the time or on the user's settings.
"""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fitcoach.session.exports.telling import side_ranges
from fitcoach.session.log import Grade, SetLog
from fitcoach.session.summary import tempo

MARKS: Final[dict[Grade | None, str]] = {"good": "●", "fair": "▲", "fault": "✕", None: "○"}
"""Grades are told by their marks too: not everybody tells colours apart."""

_WIDTH, _HEIGHT = 360, 190
"""Pixels where the page is as wide as a phone."""

_MANY: Final = 14
"""Reps from which on there is no room for a number on each."""

_BESIDE: Final = 0.13
"""How far the marks of the sides stand from the middle, in reps: they would hide each other."""

_NAMES: Final = (
    "ink", "muted", "line", "paper", "good", "fair", "fault", "unjudged",
    "eccentric", "turn", "concentric", "left", "right",
)  # fmt: skip
_COLOURS: Final = {name: f"#0000{number:02x}" for number, name in enumerate(_NAMES, 1)}
"""What matplotlib is told to draw in, in place of the page's variables of that name."""

_STYLE: Final[dict[str, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "fitcoach",
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.edgecolor": _COLOURS["line"],
    "axes.labelcolor": _COLOURS["muted"],
    "axes.axisbelow": True,
    "axes.grid.axis": "y",
    "grid.color": _COLOURS["line"],
    "grid.linewidth": 0.8,
    "text.color": _COLOURS["ink"],
    "xtick.color": _COLOURS["muted"],
    "ytick.color": _COLOURS["muted"],
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "hatch.linewidth": 0.8,
}


def range_plot(each: SetLog, name: str) -> str:
    """The range of motion of each rep, with its grade; "" where none was measured.

    Args:
        each: The set.
        name: Told from all others on the page by this.
    """
    known = [
        (place, rep, rep.measures.range) for place, rep in enumerate(each.reps, 1) if rep.measures
    ]
    if not known:
        return ""
    with _axes(each, "degrees") as (figure, axes):
        for place, rep, value in known:
            axes.bar(place, value, width=0.7, color=_COLOURS[rep.grade or "unjudged"])
            if len(each.reps) < _MANY:
                _label(axes, place, value, f"{value:.0f}°")
            axes.annotate(
                MARKS[rep.grade],
                (place, 0.0),
                (0, 5),
                textcoords="offset points",
                ha="center",
                fontsize=10 if len(each.reps) < _MANY else 6,
                color=_COLOURS["paper"],
            )
        told = (
            f"rep {rep.number} {value:.0f}°, {rep.grade or 'not judged'}" for _, rep, value in known
        )
        return _svg(figure, name, f"Range of motion: {'; '.join(told)}.")


def tempo_plot(each: SetLog, name: str) -> str:
    """How long the parts of each rep took; "" where none was measured."""
    exercise = each.exercise
    if exercise is None:
        return ""
    known = [
        (place, tempo(rep.measures, exercise))
        for place, rep in enumerate(each.reps, 1)
        if rep.measures
    ]
    if not known:
        return ""
    with _axes(each, "seconds") as (figure, axes):
        for number, parts in known:
            end = 0.0
            for part in ("eccentric", "turn", "concentric"):
                length = getattr(parts, part)
                axes.bar(
                    number,
                    length,
                    bottom=end,
                    width=0.7,
                    color=_COLOURS[part],
                    edgecolor=_COLOURS["paper"],
                    hatch="////" if part == "turn" else "",
                )
                end += length
            if len(each.reps) < _MANY:
                _label(axes, number, end, f"{end:.1f}")
        told = (
            f"rep {number} {parts.eccentric:.1f}, {parts.turn:.1f}, {parts.concentric:.1f} s"
            for number, parts in known
        )
        title = f"Tempo, eccentric, turn-around, concentric: {'; '.join(told)}."
        return _svg(figure, name, title)


def sides_plot(each: SetLog, name: str) -> str:
    """The range of motion of both sides in each rep; "" where both were not seen."""
    known = [
        (place, both) for place, rep in enumerate(each.reps, 1) if (both := side_ranges(each, rep))
    ]
    if not known:
        return ""
    numbers = [number for number, _ in known]
    with _axes(each, "degrees") as (figure, axes):
        left, right = zip(*(both for _, both in known), strict=True)
        beside = (
            [number - _BESIDE for number in numbers],
            [number + _BESIDE for number in numbers],
        )
        axes.plot(beside, (left, right), color=_COLOURS["muted"], linewidth=1.5)
        size = 8 if len(each.reps) < _MANY else 4
        axes.plot(beside[0], left, "<", markersize=size, color=_COLOURS["left"])
        axes.plot(beside[1], right, ">", markersize=size, color=_COLOURS["right"])
        axes.set_ylim(0, 1.15 * max(*left, *right) or 1)
        axes.grid(visible=True, axis="y")
        told = (f"rep {number} {both[0]:.0f}° and {both[1]:.0f}°" for number, both in known)
        return _svg(figure, name, f"Left and right: {'; '.join(told)}.")


@contextmanager
def _axes(each: SetLog, unit: str) -> Iterator[tuple[Figure, Axes]]:
    with style.context(["default", _STYLE]):
        figure = Figure(figsize=(_WIDTH / 72, _HEIGHT / 72), layout="constrained")
        axes = figure.add_subplot()
        axes.set_xlim(0.4, max(len(each.reps), 4) + 0.6)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=12, integer=True, min_n_ticks=1))
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4))
        axes.set_xlabel("rep")
        axes.set_ylabel(unit)
        axes.margins(y=0.15)
        axes.grid(len(each.reps) >= _MANY, axis="y")  # elsewhere each rep has its number
        yield figure, axes


def _label(axes: Axes, number: int, height: float, text: str) -> None:
    axes.annotate(
        text, (number, height), (0, 3), textcoords="offset points", ha="center", fontsize=9.5
    )


def _svg(figure: Figure, name: str, title: str) -> str:
    """The figure as an element of a page, read out by its title."""
    file = io.StringIO()
    nothing: Sequence[str] = ("Date", "Creator", "Format", "Type")
    figure.savefig(file, format="svg", transparent=True, metadata=dict.fromkeys(nothing))
    text = file.getvalue()
    text = text[text.index("<svg") :]
    for variable, colour in _COLOURS.items():
        text = text.replace(colour, f"var(--{variable})")
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    # Elements of several plots must not have the same name.
    text = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", text)
    head = f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="{name}-title">'
    return re.sub(r"<svg[^>]*>", f'{head}<title id="{name}-title">{title}</title>', text, count=1)

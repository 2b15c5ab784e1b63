"""Counting measured against clips whose repetitions a person has counted.

MAE is the mean of |counted - truth| / truth over the clips, OBO ("off by one") the share of clips
counted within one, exact the share counted right; these are the measures of the repetition counting
literature (Dwibedi et al. 2020, Hu et al. 2022).
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fitcoach.errors import FitcoachError

NONE: Final = "none"
"""The exercise of clips in which nobody exercises."""

_COLUMNS: Final = ("file", "exercise", "reps", "reps_alt")


@dataclass(frozen=True, slots=True)
class LabelledClip:
    """A clip and the counts a person gives it.

    Attributes:
        file: As written in the label file, relative to it.
        path: The video or pose recording.
        exercise: What is done in it, or `NONE`.
        reps: The accepted counts: the first choice, and the other one that could be defended.
    """

    file: str
    path: Path
    exercise: str
    reps: tuple[int, ...]

    def truth(self, counted: int) -> int:
        """The accepted count nearest to `counted`."""
        return min(self.reps, key=lambda reps: abs(reps - counted))


@dataclass(frozen=True, slots=True)
class CountedClip:
    """What fitcoach counted in a labelled clip.

    Attributes:
        clip: The labelled clip.
        counted: Reps by exercise; a clip of `NONE` is counted in every exercise.
        seconds: Length of the clip.
    """

    clip: LabelledClip
    counted: dict[str, int]
    seconds: float

    @property
    def total(self) -> int:
        """Reps in all."""
        return sum(self.counted.values())


@dataclass(frozen=True, slots=True)
class Score:
    """The three measures over a number of clips; `None` where there is no clip."""

    clips: int
    mae: float | None
    obo: float | None
    exact: float | None


def read_labels(path: Path) -> list[LabelledClip]:
    """Reads a label file: a CSV with at least the columns file, exercise, reps and reps_alt.

    `reps_alt` may be empty; what is not a whole number in it is a remark and passed over.

    Raises:
        FitcoachError: The file cannot be read, lacks a column, or a row has no count.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise FitcoachError(f"{path}, line 1: there is no column '{missing[0]}'.")
            return [_labelled_clip(path, rows.line_num, row) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FitcoachError(f"{path}: cannot be read as a CSV text file ({error}).") from None


def _labelled_clip(labels: Path, line: int, row: dict[str, str | None]) -> LabelledClip:
    file, exercise, reps, other = (row[name] or "" for name in _COLUMNS)
    if not file or not exercise or not reps.isdecimal():
        raise FitcoachError(
            f"{labels}, line {line}: file, exercise and a whole number of reps are needed, "
            f"found '{file}', '{exercise}', '{reps}'."
        )
    accepted = (int(reps), int(other)) if other.isdecimal() else (int(reps),)
    return LabelledClip(file, labels.parent / file, exercise, accepted)


def score(clips: Iterable[CountedClip]) -> Score:
    """MAE, OBO and exact match of clips with one or more reps."""
    errors = [
        (abs(clip.total - truth), truth)
        for clip in clips
        if (truth := clip.clip.truth(clip.total)) > 0
    ]
    if not errors:
        return Score(0, None, None, None)
    return Score(
        clips=len(errors),
        mae=sum(error / truth for error, truth in errors) / len(errors),
        obo=sum(error <= 1 for error, _ in errors) / len(errors),
        exact=sum(error == 0 for error, _ in errors) / len(errors),
    )


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything `fitcoach evaluate` reports."""

    clips: Sequence[CountedClip]

    @property
    def scored(self) -> list[CountedClip]:
        """Clips that enter the measures: with an exercise and reps in it (holds have none)."""
        return [c for c in self.clips if c.clip.exercise != NONE and c.clip.reps[0] > 0]

    @property
    def idle(self) -> list[CountedClip]:
        """Clips in which nobody exercises; every count in them is a false rep."""
        return [c for c in self.clips if c.clip.exercise == NONE]

    @property
    def overall(self) -> Score:
        """Over all scored clips."""
        return score(self.scored)

    @property
    def three_plus(self) -> Score:
        """Over scored clips of three and more reps."""
        return score(c for c in self.scored if c.clip.reps[0] >= 3)  # noqa: PLR2004

    @property
    def exercises(self) -> dict[str, Score]:
        """By exercise."""
        names = sorted({c.clip.exercise for c in self.scored})
        return {name: score(c for c in self.scored if c.clip.exercise == name) for name in names}

    @property
    def recognised(self) -> float | None:
        """Share of the scored clips that were counted in the exercise that is done in them."""
        right = [c.clip.exercise in c.counted for c in self.scored]
        return sum(right) / len(right) if right else None

    @property
    def false_reps(self) -> dict[str, int]:
        """Reps counted where nobody exercises, by exercise."""
        names = sorted({name for c in self.idle for name in c.counted})
        return {name: sum(c.counted.get(name, 0) for c in self.idle) for name in names}

    @property
    def false_reps_per_minute(self) -> dict[str, float | None]:
        """The same by exercise and minute; `None` if the clips have no length."""
        minutes = sum(c.seconds for c in self.idle) / 60
        return {name: reps / minutes if minutes else None for name, reps in self.false_reps.items()}

    def as_json(self) -> dict[str, Any]:
        """The published form: overall, three_plus, exercises, false_reps and clips."""
        return {
            "overall": _score_json(self.overall),
            "three_plus": _score_json(self.three_plus),
            "exercises": {name: _score_json(s) for name, s in self.exercises.items()},
            "recognised": self.recognised,
            "false_reps": sum(self.false_reps.values()),
            "false_reps_per_minute": self.false_reps_per_minute,
            "clips": [
                {
                    "file": c.clip.file,
                    "exercise": c.clip.exercise,
                    "truth": c.clip.truth(c.total),
                    "counted": c.total,
                }
                for c in self.clips
            ],
        }


def _score_json(score: Score) -> dict[str, float | int | None]:
    return {"clips": score.clips, "mae": score.mae, "obo": score.obo, "exact": score.exact}

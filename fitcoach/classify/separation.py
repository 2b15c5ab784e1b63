"""How plainly the phases of one exercise differ from each other and from those of the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from fitcoach.classify.model import PoseModel
from fitcoach.classify.samples import LabelledSample
from fitcoach.classify.training import ADVISED_SAMPLES, examine
from fitcoach.exercise import Exercise

_ENOUGH: Final = 200
"""Samples of each class that are compared; more take long and say little else."""

Shares = dict[str, float]


@dataclass(frozen=True, slots=True)
class Separation:
    """What the samples of an exercise are taken for, each judged by all the others.

    Attributes:
        samples: How many of each phase were compared.
        within: By phase, the shares of its samples that are taken for another phase, or for no
            pose of the exercise, the greatest first.
        beyond: By phase, the shares that are taken for each class `exercise/phase` of the other
            exercises where the exercise is not given, the greatest first.
    """

    samples: dict[str, int]
    within: dict[str, Shares]
    beyond: dict[str, Shares]

    def confused(self) -> tuple[tuple[str, str], float]:
        """The two phases that are most often taken for each other, and in what share of both.

        ("", "") where there is one phase only.
        """
        pairs = {(a, b): self._confusion(a, b) for a, b in combinations(self.samples, 2)}
        return max(pairs.items(), key=lambda item: item[1], default=(("", ""), 0.0))

    def likest(self) -> tuple[str, float]:
        """The exercise that is hardest to tell from this one, "" if none is like it at all.

        Many exercises share a phase; that does no harm where they differ in another. So it counts
        in what share of its samples the phase that differs most is taken for the exercise.
        """
        alike: dict[str, dict[str, float]] = {}
        for phase, shares in self.beyond.items():
            for label, share in shares.items():
                of_exercise = alike.setdefault(
                    label.partition("/")[0], dict.fromkeys(self.beyond, 0.0)
                )
                of_exercise[phase] += share
        least = {name: min(by_phase.values()) for name, by_phase in alike.items()}
        return max(least.items(), key=lambda item: item[1], default=("", 0.0))

    def _confusion(self, a: str, b: str) -> float:
        count = self.samples
        taken = self.within[a].get(b, 0.0) * count[a] + self.within[b].get(a, 0.0) * count[b]
        return taken / (count[a] + count[b])


def separation(
    exercise: Exercise, samples: Sequence[LabelledSample], others: Iterable[LabelledSample]
) -> Separation:
    """Compares the samples of an exercise with each other and with those of other exercises.

    Raises:
        FitcoachError: There are too few samples.
    """
    own = {phase: [s for s in samples if s.phase == phase] for phase in exercise.phases}
    most = min(_ENOUGH, max(ADVISED_SAMPLES, *map(len, own.values())))
    # The larger class wins votes by its number alone, so none is larger than those of the exercise.
    compared = [s for of_phase in own.values() for s in _thinned(of_phase, most)]
    classes: dict[tuple[str, str], list[LabelledSample]] = {}
    for sample in others:
        classes.setdefault((sample.exercise, sample.phase), []).append(sample)
    compared += [s for of_class in classes.values() for s in _thinned(of_class, most)]
    report = examine(PoseModel.train(compared))

    def shares(phase: str, taken: Mapping[tuple[str, str], float]) -> Shares:
        label = f"{exercise.name}/{phase}"
        return {other: share for (true, other), share in taken.items() if true == label}

    def within(phase: str) -> Shares:
        taken = shares(phase, report.confusions)
        return {other.removeprefix(f"{exercise.name}/"): share for other, share in taken.items()}

    return Separation(
        samples={phase: report.samples[f"{exercise.name}/{phase}"] for phase in exercise.phases},
        within={phase: within(phase) for phase in exercise.phases},
        beyond={phase: shares(phase, report.shared) for phase in exercise.phases},
    )


def _thinned(samples: list[LabelledSample], most: int) -> list[LabelledSample]:
    """At most so many of the samples, from the first to the last."""
    places = np.linspace(0, len(samples) - 1, min(len(samples), most)).round().astype(int)
    return [samples[place] for place in places]

"""Gathers samples from a folder and reports how well they can be told apart."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from fitcoach.classify.model import PoseModel
from fitcoach.classify.samples import SUFFIX, LabelledSample, read_samples

ADVISED_SAMPLES: Final = 20
"""Samples of a phase below which accuracy drops steeply: .95 with 20 and .72 with 5 of each class,
measured on ML Kit's public samples of squats and push-ups."""


def sample_files(folder: Path) -> list[Path]:
    """The sample files `<exercise>/<phase>.csv` of a folder, sorted."""
    return sorted(folder.glob(f"*/*{SUFFIX}"))


def labelled_samples(path: Path) -> Iterator[LabelledSample]:
    """Reads one sample file; exercise and phase are the names of its folder and of the file."""
    for line, sample in read_samples(path):
        yield LabelledSample(path.parent.name, path.stem, sample, f"{path}, line {line}")


@dataclass(frozen=True, slots=True)
class Outlier:
    """A sample that its neighbours take for something else: mislabelled, badly seen, or rare."""

    origin: str
    label: str
    looks_like: str


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """How well samples can be told apart, each judged by all the others.

    Attributes:
        samples: Samples of each class.
        accuracy: Share of the samples that are recognised.
        confusions: How many samples of (class, other class) are taken for the other.
        outliers: The samples that are not recognised.
        reject: By exercise, the distance beyond which a pose is like no sample.
    """

    samples: dict[str, int]
    accuracy: float
    confusions: dict[tuple[str, str], int]
    outliers: tuple[Outlier, ...]
    reject: dict[str, float]

    @property
    def scarce(self) -> dict[str, int]:
        """Classes with fewer samples than advised."""
        return {name: n for name, n in self.samples.items() if n < ADVISED_SAMPLES}


def examine(model: PoseModel) -> TrainingReport:
    """Judges every sample by all the others."""
    classifier = model.overall()
    found = [classifier.classes[i] for i in np.argmax(classifier.leave_one_out(), axis=1)]
    outliers = tuple(
        Outlier(origin, label, looks_like)
        for origin, label, looks_like in zip(
            classifier.origins, classifier.labels, found, strict=True
        )
        if label != looks_like
    )
    return TrainingReport(
        samples=dict(Counter(classifier.labels)),
        accuracy=1 - len(outliers) / len(classifier.labels),
        confusions=dict(Counter((o.label, o.looks_like) for o in outliers).most_common()),
        outliers=outliers,
        reject=dict(model.reject),
    )

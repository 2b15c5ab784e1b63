"""Gathers samples from a folder and reports how well they can be told apart."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import ne
from pathlib import Path
from typing import Final

from fitcoach.classify.knn import NONE, PoseClassifier
from fitcoach.classify.model import PoseModel
from fitcoach.classify.samples import SUFFIX, LabelledSample, read_samples

ADVISED_SAMPLES: Final = 20
"""Samples of a phase below which accuracy drops steeply: .95 with 20 and .72 with 5 of each class,
measured on ML Kit's public samples of squats and push-ups."""


def sample_files(folder: Path) -> list[Path]:
    """The sample files `<exercise>/<phase>.csv` of a folder, sorted."""
    return sorted(folder.glob(f"*/*{SUFFIX}"))


def sample_sources(*folders: Path) -> dict[str, list[Path]]:
    """Where the samples of each exercise are: its sample files, then its folders of pictures.

    An exercise is taken from the first of the folders that has samples of it.
    """
    sources: dict[str, list[Path]] = {}
    for folder in folders:
        pictures = sorted(path for path in folder.glob("*/*") if path.is_dir())
        here: dict[str, list[Path]] = {}
        for path in (*sample_files(folder), *pictures):
            here.setdefault(path.parent.name, []).append(path)
        for exercise, paths in here.items():
            sources.setdefault(exercise, paths)
    return sources


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
        accuracy: Share of the samples that are recognised among those of their exercise.
        confusions: Share of the samples of a class that are taken for another one of the exercise,
            or for none, by (class, other class).
        outliers: The samples that are not recognised.
        shared: Share of the samples of a class that are taken for one of another exercise, where
            the exercise is not given. Many are natural: exercises begin and end in the same poses.
        reject: By exercise, the distance beyond which a pose is like no sample.
    """

    samples: dict[str, int]
    accuracy: float
    confusions: dict[tuple[str, str], float]
    outliers: tuple[Outlier, ...]
    shared: dict[tuple[str, str], float]
    reject: dict[str, float]

    @property
    def scarce(self) -> dict[str, int]:
        """Classes with fewer samples than advised."""
        return {name: n for name, n in self.samples.items() if n < ADVISED_SAMPLES}


def examine(model: PoseModel) -> TrainingReport:
    """Judges samples by all the others."""
    samples = Counter(str(label) for label in model.labels)
    within = [
        Outlier(origin, f"{name}/{label}", NONE if found == NONE else f"{name}/{found}")
        for name in model.exercises
        for origin, label, found in _judged(model.within(name))
    ]
    outliers = tuple(each for each in within if each.label != each.looks_like)
    overall = [(label, found) for _, label, found in _judged(model.overall())]
    return TrainingReport(
        samples=dict(samples),
        accuracy=1 - len(outliers) / len(within),
        confusions=_shares([(each.label, each.looks_like) for each in within], ne),
        outliers=outliers,
        shared=_shares(overall, _differ),
        reject=dict(model.reject),
    )


def _judged(classifier: PoseClassifier) -> Iterator[tuple[str, str, str]]:
    """Origin, class and the class that the other samples say, of the samples that are judged."""
    best = classifier.leave_one_out().argmax(axis=1).tolist()
    found = (classifier.classes[i] for i in best)
    own = [(classifier.origins[i], classifier.labels[i]) for i in classifier.judged.tolist()]
    return ((*sample, other) for sample, other in zip(own, found, strict=True))


def _shares(
    judged: list[tuple[str, str]], differ: Callable[[str, str], bool]
) -> dict[tuple[str, str], float]:
    """Of (class, class it is taken for) that differ, the share in all of the class."""
    of_class = Counter(label for label, _ in judged)
    taken = Counter(pair for pair in judged if differ(*pair))
    return {pair: n / of_class[pair[0]] for pair, n in taken.most_common()}


def _differ(label: str, found: str) -> bool:
    """Whether two classes called `exercise/phase` are of different exercises."""
    return found != NONE and label.partition("/")[0] != found.partition("/")[0]

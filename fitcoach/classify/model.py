"""The trained model: labelled sample poses and the reject distances found in training.

As a file it is a NumPy `.npz` of arrays and JSON, never a pickle:

| array     | shape      | meaning                                                             |
|-----------|------------|---------------------------------------------------------------------|
| landmarks | (n, 33, 3) | world landmarks of the samples in whole millimetres                  |
| label     | (n,)       | number of each sample's label in `about`                             |
| about     | ()         | JSON: format, labels as [exercise, phase], origins, reject distances |
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fitcoach.arrays import DamagedArraysError, read_arrays
from fitcoach.body import LANDMARK_COUNT, Array
from fitcoach.classify.knn import NEIGHBOURS, PoseClassifier
from fitcoach.classify.samples import LabelledSample
from fitcoach.errors import FitcoachError
from fitcoach.exercise import Exercise
from fitcoach.files import whole_file

_ALL: Final = "all"
"""Key of the reject distance among the samples of all exercises."""

_ENOUGH: Final = 200
"""Samples of each label that are compared where the exercise is not given: none then wins votes by
their number, and a pose is still looked up within milliseconds."""

_MILLIMETRES: Final = 1000.0


class Label(NamedTuple):
    """What a sample shows."""

    exercise: str
    phase: str

    def __str__(self) -> str:
        return f"{self.exercise}/{self.phase}"


@dataclass(frozen=True, eq=False)
class PoseModel:
    """Everything learned; gives a classifier for one exercise or for all.

    Attributes:
        landmarks: (n, 33, 3) the samples' world landmarks in metres.
        labels: What each sample shows.
        origins: Where each sample comes from, for messages.
        reject: Reject distance by exercise, and under "all" among all exercises.
    """

    landmarks: Array
    labels: tuple[Label, ...]
    origins: tuple[str, ...]
    reject: Mapping[str, float]

    @classmethod
    def train(cls, samples: Sequence[LabelledSample]) -> "PoseModel":
        """Learns samples.

        Raises:
            FitcoachError: An exercise has too few samples.
        """
        untrained = cls(
            # Rounded as in the file, so that a model classifies the same before and after it.
            np.round([s.sample.pose.world * _MILLIMETRES for s in samples]) / _MILLIMETRES,
            tuple(Label(s.exercise, s.phase) for s in samples),
            tuple(s.origin for s in samples),
            {},
        )
        classifiers = {
            name: PoseClassifier.train(*untrained._samples_of(name))
            for name in (_ALL, *untrained.exercises)
        }
        reject = {name: classifier.reject for name, classifier in classifiers.items()}
        trained = replace(untrained, reject=reject)
        trained._classifiers.update(classifiers)
        return trained

    @property
    def exercises(self) -> tuple[str, ...]:
        """The exercises learned, sorted."""
        return tuple(sorted({label.exercise for label in self.labels}))

    def overall(self) -> PoseClassifier:
        """The classifier of all exercises; its classes are called `exercise/phase`."""
        return self._classifier(_ALL)

    def for_exercise(self, exercise: Exercise) -> PoseClassifier:
        """The classifier of one exercise; its classes are the phases.

        Raises:
            FitcoachError: There is a phase of the exercise that was not learned.
        """
        for phase in exercise.phases:
            if Label(exercise.name, phase) not in self.labels:
                raise FitcoachError(
                    f"The classifier has no samples of {exercise.name}/{phase}; make some with "
                    f"`fitcoach studio samples` or `fitcoach record` and run `fitcoach train`."
                )
        return self.within(exercise.name)

    def within(self, exercise: str) -> PoseClassifier:
        """The classifier of the phases learned of one exercise."""
        return self._classifier(exercise)

    @cached_property
    def _classifiers(self) -> dict[str, PoseClassifier]:
        """Those that somebody needed, by exercise or `_ALL`."""
        return {}

    def _classifier(self, name: str) -> PoseClassifier:
        if name not in self._classifiers:
            found = PoseClassifier(*self._samples_of(name), self.reject[name])
            self._classifiers[name] = found
        return self._classifiers[name]

    def _samples_of(self, name: str) -> tuple[Array, tuple[str, ...], tuple[str, ...]]:
        """Landmarks, class names and origins of one exercise's samples, or of all."""
        if name == _ALL:
            chosen = self._some_of_each()
            names = [str(self.labels[i]) for i in chosen]
        else:
            chosen = [i for i, label in enumerate(self.labels) if label.exercise == name]
            names = [self.labels[i].phase for i in chosen]
        return self.landmarks[chosen], tuple(names), tuple(self.origins[i] for i in chosen)

    def _some_of_each(self) -> list[int]:
        """Numbers of samples of each label, at most `_ENOUGH`, from its first to its last."""
        places: dict[Label, list[int]] = {}
        for i, label in enumerate(self.labels):
            places.setdefault(label, []).append(i)
        return [
            own[j]
            for own in places.values()
            for j in np.linspace(0, len(own) - 1, min(len(own), _ENOUGH)).round().astype(int)
        ]

    def save(self, path: Path) -> None:
        """Writes the model; the file has its final name only once it is complete."""
        labels = list(dict.fromkeys(self.labels))
        about = _About(
            format=1,
            labels=[(label.exercise, label.phase) for label in labels],
            origins=list(self.origins),
            reject=dict(self.reject),
        )
        with whole_file(path) as part, part.open("wb") as file:
            np.savez_compressed(
                file,
                landmarks=np.round(self.landmarks * _MILLIMETRES).astype(np.int16),
                label=np.array([labels.index(label) for label in self.labels], dtype=np.int16),
                about=np.array(about.model_dump_json()),
            )

    @classmethod
    def load(cls, path: Path) -> "PoseModel":
        """Reads a model.

        Raises:
            FitcoachError: The file is missing, damaged or not a model.
        """
        try:
            arrays = read_arrays(path, ["landmarks", "label", "about"])
            landmarks, numbers = arrays["landmarks"], arrays["label"]
            about = _About.model_validate_json(str(arrays["about"]))
        except FileNotFoundError:
            raise FitcoachError(
                f"{path}: there is no such classifier; make one with `fitcoach train`."
            ) from None
        except DamagedArraysError as error:
            raise FitcoachError(
                f"{path}: not a classifier or damaged: {error}; "
                "make it again with `fitcoach train`."
            ) from None
        except ValidationError:
            raise FitcoachError(
                f"{path}: not a classifier or damaged; make it again with `fitcoach train`."
            ) from None
        labels = [Label(exercise, phase) for exercise, phase in about.labels]
        if not _sound(landmarks, numbers, about):
            raise FitcoachError(
                f"{path}: the parts of this classifier do not fit each other; "
                "make it again with `fitcoach train`."
            )
        return cls(
            landmarks / _MILLIMETRES,
            tuple(labels[number] for number in numbers.tolist()),
            tuple(about.origins),
            about.reject,
        )


class _About(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    format: Literal[1]
    labels: list[tuple[str, str]] = Field(min_length=1)
    origins: list[str] = Field(min_length=NEIGHBOURS + 1)
    reject: dict[str, Annotated[float, Field(gt=0)]]


def _sound(landmarks: Array, numbers: Array, about: _About) -> bool:
    count = len(about.origins)
    return bool(
        landmarks.dtype == numbers.dtype == np.int16
        and landmarks.shape == (count, LANDMARK_COUNT, 3)
        and numbers.shape == (count,)
        and numbers.min() >= 0
        and numbers.max() < len(about.labels)
        and _enough(numbers, about)
    )


def _enough(numbers: Array, about: _About) -> bool:
    """Whether each exercise that can be asked for has so many samples that all neighbours vote."""
    samples = Counter(about.labels[number][0] for number in numbers.tolist())
    return {_ALL, *samples} == set(about.reject) and min(samples.values()) > NEIGHBOURS

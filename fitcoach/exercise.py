"""The exercise definition: one TOML file says everything that is particular to an exercise.

`exercises/README.md` documents the file for its authors; this module holds the schema.
"""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from fitcoach.anatomy import CONTACTS, JOINT_LIMITS, PROPS, Range
from fitcoach.body import JOINT_ANGLES, PARTS
from fitcoach.errors import FitcoachError
from fitcoach.resources import exercise_files
from fitcoach.schema import Table, read_table
from fitcoach.signals import NOISE, SIGNALS
from fitcoach.words import printable

NAME: Final = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
"""Names of exercises and phases: lower case, words joined by hyphens."""

Identifier = Annotated[str, StringConstraints(pattern=NAME)]

NOT_EXERCISES: Final = ("all", "auto", "none")
"""What no exercise is called: they stand for every exercise, for that which is done, for no one."""

_NOT_PHASES: Final = ("none", "rep", "rest", "turn")
"""What no phase is called: the first stands for a pose like no phase, the others for the moments of
a rep that a rule of form may be about."""


def _but(*taken: str) -> AfterValidator:
    def check(name: str) -> str:
        if name in taken:
            raise ValueError("that means something else to fitcoach; choose another name")
        return name

    return AfterValidator(check)


def _check_printable(text: str) -> str:
    if printable(text) != text:
        raise ValueError("there are control characters in it, which a terminal would obey")
    return text


Text = Annotated[
    str,
    StringConstraints(min_length=1, strip_whitespace=True),
    AfterValidator(_check_printable),
]
View = Literal["front", "side", "back", "oblique"]
Posture = Literal["standing", "prone", "supine"]
Probability = Annotated[float, Field(gt=0.0, lt=1.0)]
Seconds = Annotated[float, Field(gt=0.0, le=600.0)]
InteriorAngle = Annotated[float, Field(ge=0.0, le=180.0)]

REP_MEASURES: Final[dict[str, tuple[str, float]]] = {
    "range": ("degrees", NOISE["degrees"]),
    "difference": ("degrees", NOISE["degrees"]),
    "eccentric": ("seconds", 0.3),
    "concentric": ("seconds", 0.3),
    "hold": ("seconds", 0.3),
}
"""What is measured of a rep as a whole, with its unit and the difference below which there is none:
each part of the tempo is measured to about 0.15 s."""

CUE_WORDS: Final = 8
"""More cannot be taken in while exercising."""


def _one_of(allowed: tuple[str, ...], kind: str) -> AfterValidator:
    def check(name: str) -> str:
        if name not in allowed:
            raise ValueError(f"no such {kind}; allowed are {', '.join(allowed)}")
        return name

    return AfterValidator(check)


JointName = Annotated[str, _one_of(tuple(JOINT_LIMITS), "joint")]
AngleName = Annotated[str, _one_of(tuple(JOINT_ANGLES), "joint angle")]
ContactName = Annotated[str, _one_of(CONTACTS, "contact")]
PartName = Annotated[str, _one_of(tuple(PARTS), "part")]
PropName = Annotated[str, _one_of(PROPS, "prop")]
MeasureName = Annotated[str, _one_of((*SIGNALS, *REP_MEASURES), "measure")]
Metres = Annotated[float, Field(gt=0.0, le=3.0)]
FitName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(/[a-z0-9_]+)?$")]
"""A category of FIT files, or a category and the name of an exercise in it."""
TrunkLengths = Annotated[float, Field(gt=0.0, le=3.0)]
"""A length as seen in the picture, in lengths of the trunk from hips to shoulders (about 0.5 m)."""

AngleRange = Annotated[
    Range,
    BeforeValidator(lambda value: (value, value) if isinstance(value, int | float) else value),
]
"""Degrees `[from, to]`; a single number stands for both."""


def _within_limits(pose: dict[str, Range]) -> dict[str, Range]:
    for joint, angles in pose.items():
        low, high = JOINT_LIMITS[joint]
        for angle in angles:
            if not low <= angle <= high:
                raise ValueError(f"{joint} is {angle:g}; {low:g} to {high:g} degrees are allowed")
    return pose


KeyPose = Annotated[dict[JointName, AngleRange], AfterValidator(_within_limits)]
"""Anatomical angles (see `fitcoach.anatomy`) by joint; joints not named are at zero.

All ranges of a pose are walked together: every `from` belongs to one end of the phase and every
`to` to the other, so that a deep squat bends hip, knee and ankle alike.
"""


class Camera(Table):
    """Where the camera should stand."""

    views: tuple[View, ...] = Field(min_length=1)
    """Views the exercise can be counted from, the best first."""
    advice: Text


class Hysteresis(Table):
    """When a phase begins and when it is over: two thresholds, so that it does not flicker."""

    enter: Probability = 0.6
    """A phase begins when its smoothed probability rises above this."""
    exit: Probability = 0.4
    """A phase is over when its smoothed probability falls below this."""

    @model_validator(mode="after")
    def _check_thresholds(self) -> Self:
        if self.exit >= self.enter:
            raise ValueError(f"exit ({self.exit:g}) must be less than enter ({self.enter:g})")
        return self


class Count(Hysteresis):
    """How repetitions are counted."""

    cycle: tuple[Identifier, ...] = Field(min_length=2)
    """Phases in the order of a rep; the first is the rest phase, where a rep begins and ends."""
    reach: Probability = 0.75
    """A phase away from rest is passed only if its probability rises above this: a rep goes there
    plainly, what merely resembles one does not."""
    fastest: Seconds
    """A full rep quicker than this is no rep, in seconds."""
    slowest: Seconds
    """A rep that is not over after this is given up, in seconds."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.reach < self.enter:
            raise ValueError(f"reach ({self.reach:g}) must not be less than enter ({self.enter:g})")
        if self.fastest >= self.slowest:
            raise ValueError(
                f"fastest ({self.fastest:g} s) must be less than slowest ({self.slowest:g} s)"
            )
        if len(set(self.cycle)) < len(self.cycle):
            raise ValueError("cycle names a phase twice")
        return self


class Timing(Hysteresis):
    """How a hold is timed."""

    phases: tuple[Identifier, ...] = Field(min_length=1)
    """The phases that are held. They are one pose to the clock: their probabilities are added, and
    going from one to the other is no pause."""
    joint: AngleName
    """The joint that makes the pose; while it cannot be seen, nobody is seen to hold it."""
    settle: Seconds = 3.0
    """A pose held for less than this is only passed through, in seconds: people pause for up to
    three at the top of a slow push-up. Once it is held for so long, that time counts too."""
    patience: Seconds = 0.5
    """A shorter gap, such as a sway, stops no clock, in seconds."""


class Movement(Table):
    """The joint angle that tells how far a rep has gone. Interior degrees: 180 is straight."""

    joint: AngleName
    rest: InteriorAngle
    """What the joint reaches at rest in a full rep."""
    turn: InteriorAngle
    """What the joint reaches at the turn-around in a full rep."""
    views: tuple[View, ...] = ("side",)
    """The views in which it bends in the plane of the picture: only there a rep is measured. May be
    empty."""
    concentric: Literal["out", "back"] = "back"
    """The way on which the muscles shorten against the load: from rest or back to it."""

    @model_validator(mode="after")
    def _check_way(self) -> Self:
        noise = NOISE["degrees"]
        if abs(self.turn - self.rest) < noise:
            raise ValueError(
                f"rest ({self.rest:g}) and turn ({self.turn:g}) are nearer to each other than "
                f"{noise:g} degrees, which is what the landmarker errs by"
            )
        return self

    @cached_property
    def direction(self) -> int:
        """-1 where the joint closes towards the turn-around, 1 where it opens."""
        return -1 if self.turn < self.rest else 1


class Rise(Table):
    """Tells rest and turn-around apart by the height of a part of the body in the picture.

    For movements so small that the poses at both ends are alike. The classifier then only says
    whether the poses belong to the exercise at all.
    """

    part: PartName
    above: PartName
    """The part from which the height is measured, one that keeps its place."""
    height: TrunkLengths
    """By how much the part rises in a full rep."""


class Sides(Table):
    """Of an exercise that is done with one side at a time."""

    joint: AngleName
    """The working side is the one whose joint moves more."""
    together: bool = False
    """Whether both sides may also do a rep together."""


class Gate(Table):
    """What every rep keeps to. What passes through the phases without it is another movement."""

    still: dict[PartName, TrunkLengths] = Field(default_factory=dict)
    """Parts of the body that keep their place, and within what."""
    spread: TrunkLengths | None = None
    """By how much the distance between the feet changes at least."""
    shift: TrunkLengths | None = None
    """How far at most from where they were the hips may end."""
    turn: Annotated[float, Field(gt=0.0, le=180.0)] | None = None
    """By how many degrees at most the body may have turned round at the end."""


class Phase(Table):
    """A pose that a rep passes through, as key pose for the mannequin."""

    name: Annotated[Identifier, _but(*_NOT_PHASES)]
    posture: Posture
    contacts: tuple[ContactName, ...] = ()
    """Parts of the body on the floor; they decide how the body leans."""
    supports: dict[ContactName, Metres] = Field(default_factory=dict)
    """Parts of the body on something higher (bench, bar), with its height above the floor."""
    pose: KeyPose = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.contacts and not self.supports:
            raise ValueError("nothing is on the floor or on a support; name contacts or supports")
        return self


class Overlay(Table):
    """Joints laid over the pose of the phases."""

    pose: KeyPose = Field(default_factory=dict)
    """Joints that it sets in every phase."""
    phase: dict[Identifier, KeyPose] = Field(default_factory=dict)
    """Joints that it sets in one phase, by the phase's name."""
    contacts: tuple[ContactName, ...] | None = None
    """Replaces the phases' contacts, where given."""

    def pose_in(self, phase: str) -> KeyPose:
        """The joints that it sets in a phase."""
        return {**self.pose, **self.phase.get(phase, {})}


class Variant(Overlay):
    """A way to do the exercise (grip, stance, arms)."""

    name: Text
    supports: dict[ContactName, Metres] | None = None
    """Replaces the phases' supports, where given."""
    share: float = Field(default=1.0, gt=0.0)
    """How many samples this variant gets, relative to the others."""

    def with_fault(self, fault: "Fault") -> Self:
        """The same, done with a fault."""
        phases = self.phase.keys() | fault.phase.keys()
        return self.model_copy(
            update={
                "pose": {**self.pose, **fault.pose},
                "phase": {
                    name: {**self.phase.get(name, {}), **fault.pose, **fault.phase.get(name, {})}
                    for name in phases
                },
                "contacts": self.contacts if fault.contacts is None else fault.contacts,
            }
        )


class Fault(Overlay):
    """How the mannequin shows a fault, to prove the rule against it."""

    variant: Text | None = None
    """The variant that it is shown in, by name; the first unless given."""
    seconds: Seconds | None = None
    """How long it takes from one phase to the next."""


class FormRule(Table):
    """A rule of good form: what is measured when, and from where it is a fault."""

    id: Identifier
    measure: MeasureName
    when: Literal["rep", "rest", "turn", "live"] | Identifier = "rep"
    """At which moment: `rest` before the rep, `turn` at the turn-around; the worst of the whole
    `rep`, or of a phase by its name; of a hold, `live` at each."""
    side: Literal["working", "both", "worst"] = "working"
    """Of a measure that both sides have, which one: that which did the rep, the mean of both, or
    the worse. Where both did it, `working` is the mean."""
    from_rest: bool = False
    """Whether the change since rest is meant, in either direction, in place of the value."""
    good: float
    """Up to here form is good."""
    warn: float
    """Up to here it is fair, beyond it is a fault. Where it is less than `good`, more is better."""
    views: tuple[View, ...] = Field(min_length=1)
    """The views in which this can be judged."""
    cue: Text
    """What to do, in a few words."""
    reason: Text
    """Why it matters."""
    source: Text
    """Where the limits come from."""
    fault: Fault

    @property
    def less_is_better(self) -> bool:
        """Whether small values are good, and large ones a fault."""
        return self.good < self.warn

    @cached_property
    def unit(self) -> str:
        """The unit of the limits."""
        signal = SIGNALS.get(self.measure)
        return REP_MEASURES[self.measure][0] if signal is None else signal.unit

    @model_validator(mode="after")
    def _check(self) -> Self:
        signal = SIGNALS.get(self.measure)
        noise = REP_MEASURES[self.measure][1] if signal is None else NOISE[signal.unit]
        if round(abs(self.warn - self.good) - noise, 6) < 0.0:
            raise ValueError(
                f"good ({self.good:g}) and warn ({self.warn:g}) are nearer to each other than "
                f"{noise:g} {self.unit}, which is what the landmarker errs by"
            )
        if signal is None and (self.when != "rep" or self.from_rest or self.side != "working"):
            raise ValueError(f"{self.measure} is of the whole rep; leave out when, from_rest, side")
        if len(self.cue.split()) > CUE_WORDS:
            raise ValueError(f"the cue has more than {CUE_WORDS} words")
        return self


class Exercise(Table):
    """An exercise definition."""

    name: Annotated[Identifier, _but(*NOT_EXERCISES)]
    title: Text
    instruction: Text
    muscles: tuple[Text, ...] = Field(min_length=1)
    fit: FitName | None = None
    """What FIT files call it."""
    camera: Camera
    count: Count | None = None
    """Of an exercise that is repeated."""
    movement: Movement | None = None
    """Of an exercise that is repeated."""
    hold: Timing | None = None
    """Of an exercise that is held."""
    rise: Rise | None = None
    gate: Gate = Gate()
    sides: Sides | None = None
    form: tuple[FormRule, ...] = ()
    """Rules of good form, the most important first."""
    phase: tuple[Phase, ...] = Field(min_length=1)
    variant: tuple[Variant, ...] = Field(default=(Variant(name="plain"),), min_length=1)
    props: tuple[PropName, ...] = ()
    """What the mannequin holds or rests on."""

    @model_validator(mode="after")
    def _check_kind(self) -> Self:
        if (self.count is None) == (self.hold is None):
            raise ValueError("an exercise has either a table count or a table hold")
        if (self.count is None) != (self.movement is None):
            raise ValueError("the tables count and movement belong together")
        if self.rise and (self.count is None or len(self.count.cycle) != 2):  # noqa: PLR2004
            raise ValueError("a table rise needs a count.cycle of two phases")
        return self

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        names = [phase.name for phase in self.phase]
        if len(set(names)) < len(names):
            raise ValueError("two phases have the same name")
        used = [("count.cycle", name) for name in (self.count.cycle if self.count else ())]
        used += [("hold.phases", name) for name in (self.hold.phases if self.hold else ())]
        used += [(f"variant '{v.name}'", name) for v in self.variant for name in v.phase]
        used += [(f"form '{r.id}' fault", name) for r in self.form for name in r.fault.phase]
        for field, name in used:
            if name not in names:
                raise ValueError(f"{field} names '{name}', but the phases are {', '.join(names)}")
        return self

    @model_validator(mode="after")
    def _check_fault_variants(self) -> Self:
        variants = [variant.name for variant in self.variant]
        for rule in self.form:
            if rule.fault.variant not in (None, *variants):
                raise ValueError(
                    f"form '{rule.id}' fault names the variant '{rule.fault.variant}', but the "
                    f"variants are {', '.join(variants)}"
                )
        return self

    @model_validator(mode="after")
    def _check_form(self) -> Self:
        ids = [rule.id for rule in self.form]
        if len(set(ids)) < len(ids):
            raise ValueError("two form rules have the same id")
        moments = ("rep", "rest", "turn", *self.done_phases) if self.count else ("live",)
        for rule in self.form:
            if rule.when not in moments:
                raise ValueError(
                    f"form '{rule.id}' has when = '{rule.when}'; allowed are {', '.join(moments)}"
                )
            measured = self.movement.views if self.movement else rule.views
            if rule.measure in REP_MEASURES and not set(rule.views) <= set(measured):
                raise ValueError(
                    f"form '{rule.id}' has views {', '.join(rule.views)}, but {rule.measure} is "
                    f"only measured from those of the movement: {', '.join(measured) or 'none'}"
                )
        return self

    @cached_property
    def phases(self) -> tuple[str, ...]:
        """The names of the phases."""
        return tuple(phase.name for phase in self.phase)

    @property
    def done_phases(self) -> tuple[str, ...]:
        """The phases that are repeated or held; the others show what people do instead."""
        if self.count is not None:
            return self.count.cycle
        return () if self.hold is None else self.hold.phases

    @cached_property
    def joint(self) -> str:
        """The joint that is measured; a pose in which it is not seen is no reading."""
        return next(table.joint for table in (self.movement, self.hold) if table is not None)


def load_exercise(path: Path) -> Exercise:
    """Reads one definition.

    Raises:
        FitcoachError: The file cannot be read, is not TOML, or breaks the schema.
    """
    exercise = read_table(path, Exercise, "exercise definition", "exercises/README.md")
    if exercise.name != path.stem:
        raise FitcoachError(
            f"{path}: name is '{exercise.name}', but the file is called '{path.name}'; "
            "make the two agree."
        )
    return exercise


def load_all() -> tuple[dict[str, Exercise], dict[str, FitcoachError]]:
    """All definitions there are, by name, and why those that are broken are."""
    sound, broken = {}, {}
    for name, path in exercise_files().items():
        try:
            sound[name] = load_exercise(path)
        except FitcoachError as error:
            broken[name] = error
    return sound, broken


def find_exercise(name: str) -> Exercise:
    """Loads an exercise by name, or from the path of a definition when `name` ends in `.toml`.

    Raises:
        FitcoachError: There is none of that name, or its definition is broken.
    """
    return load_exercise(definition_of(name))


def definition_of(name: str) -> Path:
    """The file of an exercise by name, or `name` itself as a path when it ends in `.toml`.

    Raises:
        FitcoachError: There is none of that name.
    """
    if name.endswith(".toml"):
        return Path(name)
    files = exercise_files()
    if name not in files:
        raise FitcoachError(f"There is no exercise '{name}'; known are {', '.join(files)}.")
    return files[name]

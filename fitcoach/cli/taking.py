"""What is watched: one source, or two with the rig that they were taken with."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.completion import files
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions, ObservationStream, Pace

Command = Callable[..., None]

pair_option = click.option(
    "--source", "pair", multiple=True, metavar="VIDEO", shell_complete=files,
    help="With --rig: the clip of each of its cameras, in its order.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RigOptions:
    """The two cameras, if there are.

    Attributes:
        path: Of the rig; `None` for one camera.
        offset: Seconds by which the second clip began later; `None` to have it found.
    """

    path: Path | None = None
    offset: float | None = None


def rig_options(command: Command) -> Command:
    """Adds the options for two cameras; the command gets them as `rig`, a `RigOptions`."""
    options = [
        click.option(
            "--rig", "rig_path", metavar="FILE.toml", type=click.Path(path_type=Path),
            help="Two calibrated cameras, from `fitcoach calibrate`; then give --source twice.",
        ),
        click.option(
            "--offset", metavar="SECONDS", type=float, show_default="found from the movement",
            help="With --rig: by how much later the second clip begins.",
        ),
    ]  # fmt: skip

    @wraps(command)
    def with_rig(*, rig_path: Path | None, offset: float | None, **others: object) -> None:
        if offset is not None and rig_path is None:
            raise click.UsageError("--offset goes with --rig only.")
        command(rig=RigOptions(rig_path, offset), **others)

    for option in reversed(options):
        with_rig = option(with_rig)
    return with_rig


@dataclass(frozen=True, slots=True)
class Taking:
    """What is to be watched.

    Attributes:
        sources: One, or two with a rig.
        landmarker: See `observe`.
        rig: The cameras that took them.
    """

    sources: tuple[str, ...]
    landmarker: "Callable[[], LandmarkerOptions]"
    rig: RigOptions = RigOptions()

    @classmethod
    def of(
        cls,
        sources: tuple[str, ...],
        landmarker: "Callable[[], LandmarkerOptions]",
        rig: RigOptions,
    ) -> "Taking":
        """Of one source without a rig, of two with one.

        Raises:
            FitcoachError: Their number is wrong.
        """
        wanted = 1 if rig.path is None else 2
        if len(sources) != wanted:
            raise FitcoachError(
                "Two sources need the rig they were taken with: give --rig, or one --source."
                if rig.path is None
                else f"{rig.path}: a rig has two cameras; give --source twice, in the rig's order."
            )
        return cls(sources, landmarker, rig)

    @property
    def name(self) -> str:
        """What it is called."""
        from fitcoach.capture.source import without_password

        return " + ".join(without_password(source) for source in self.sources)

    def open(
        self, *, pace: "Pace | None" = None, keep: bool = False, pictures: bool = True
    ) -> "ObservationStream":
        """Opens it; see `observe` and `observe_rig`."""
        from fitcoach.capture import observe

        if self.rig.path is None:
            return observe(self.sources[0], self.landmarker, pace=pace, keep=keep)
        from fitcoach.capture.stereo.observe import observe_rig
        from fitcoach.rig import read_rig

        return observe_rig(
            read_rig(self.rig.path),
            self.sources,
            self.landmarker,
            offset=self.rig.offset,
            pace=pace,
            keep=keep,
            pictures=pictures,
        )


def named_takings(
    sources: tuple[str, ...],
    pair: tuple[str, ...],
    landmarker: "Callable[[], LandmarkerOptions]",
    rig: RigOptions,
) -> list[Taking]:
    """Each clip for itself, or the two of a rig together."""
    if bool(sources) == bool(pair):
        raise click.UsageError("Name videos, or with --rig two by --source.")
    if pair or rig.path is not None:
        return [Taking.of(pair or sources, landmarker, rig)]
    return [Taking((source,), landmarker) for source in sources]

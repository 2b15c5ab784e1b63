"""What is watched: one source, or several with the rig that they were taken with."""

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

by_camera_option = click.option(
    "--source", "by_camera", multiple=True, metavar="VIDEO", shell_complete=files,
    help="With --rig: the clip of each of its cameras, in its order.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RigOptions:
    """The cameras of a rig, if there is one.

    Attributes:
        path: Of the rig; `None` for one camera.
        offsets: Seconds by which each clip after the first began later; empty to have them found.
    """

    path: Path | None = None
    offsets: tuple[float, ...] = ()


def rig_options(command: Command) -> Command:
    """Adds the options for several cameras; the command gets them as `rig`, a `RigOptions`."""
    options = [
        click.option(
            "--rig", "rig_path", metavar="FILE.toml", type=click.Path(path_type=Path),
            help="Calibrated cameras, from `fitcoach calibrate`; give --source once for each.",
        ),
        click.option(
            "--offset", "offsets", metavar="SECONDS", type=float, multiple=True,
            show_default="found from the movement",
            help="With --rig: by how much later the second clip begins; once more for each other.",
        ),
    ]  # fmt: skip

    @wraps(command)
    def with_rig(*, rig_path: Path | None, offsets: tuple[float, ...], **others: object) -> None:
        if offsets and rig_path is None:
            raise click.UsageError("--offset goes with --rig only.")
        command(rig=RigOptions(rig_path, offsets), **others)

    for option in reversed(options):
        with_rig = option(with_rig)
    return with_rig


@dataclass(frozen=True, slots=True)
class Taking:
    """What is to be watched.

    Attributes:
        sources: One, or with a rig one for each of its cameras.
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
        """Of one source without a rig, of several with one.

        Raises:
            FitcoachError: There are several without a rig.
        """
        if rig.path is None and len(sources) != 1:
            raise FitcoachError(
                "Several sources need the rig they were taken with: give --rig, or one --source."
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
            offsets=self.rig.offsets,
            pace=pace,
            keep=keep,
            pictures=pictures,
        )


def named_takings(
    sources: tuple[str, ...],
    by_camera: tuple[str, ...],
    landmarker: "Callable[[], LandmarkerOptions]",
    rig: RigOptions,
) -> list[Taking]:
    """Each clip for itself, or those of a rig together."""
    if bool(sources) == bool(by_camera):
        raise click.UsageError("Name videos, or with --rig those of its cameras by --source.")
    if by_camera or rig.path is not None:
        return [Taking.of(by_camera or sources, landmarker, rig)]
    return [Taking((source,), landmarker) for source in sources]

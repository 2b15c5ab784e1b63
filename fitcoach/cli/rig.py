"""`fitcoach calibrate` and `fitcoach rig`: several cameras, calibrated."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fitcoach.cli.completion import files
from fitcoach.cli.echo import echo
from fitcoach.cli.options import landmarker_options
from fitcoach.errors import FitcoachError
from fitcoach.words import listed

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions
    from fitcoach.capture.stereo.board import Board
    from fitcoach.capture.stereo.calibrate import Calibration
    from fitcoach.rig import Rig

Command = Callable[..., None]

_LOW_COVER = 0.5
_POOR = 1.0  # pixels
_NAMED = 5
"""Views that fit badly that are named, of perhaps many."""

source_option = click.option(
    "--source", "sources", multiple=True, required=True, metavar="SOURCE", shell_complete=files,
    help="Camera number, stream URL, video or folder of pictures; once for each camera, in the "
    "order of the rig.",
)  # fmt: skip


def board_options(command: Command) -> Command:
    """Adds what the board is like; the command gets it as `columns`, `rows`, `square`, `plain`."""
    for option in (
        click.option(
            "--plain", is_flag=True, help="A plain chessboard, without marks in its squares."
        ),
        click.option(
            "--square", default=35.0, show_default=True, metavar="MM",
            help="Side of a square in millimetres; measure it on the print.",
        ),
        click.option(
            "--rows", default=5, show_default=True, type=click.IntRange(3), help="Squares down."
        ),
        click.option(
            "--columns", default=7, show_default=True, type=click.IntRange(3),
            help="Squares across.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


@click.group()
def rig() -> None:
    """Two calibrated cameras or more, so that poses are measured in space rather than guessed.

    \b
    fitcoach rig board -o board.pdf
    fitcoach calibrate --source left.mp4 --source right.mp4 -o rig.toml
    fitcoach rig show rig.toml
    fitcoach count --rig rig.toml --source a.mp4 --source b.mp4 --exercise squat
    """


@rig.command()
@board_options
@click.option(
    "--paper", default="a4", show_default=True,
    type=click.Choice(["a4", "a3", "a2", "a1", "a0", "letter", "tabloid"]), help="Lying.",
)  # fmt: skip
@click.option(
    "-o", "--output", required=True, metavar="FILE.pdf",
    type=click.Path(dir_okay=False, path_type=Path), help="The file to print; .pdf or .png.",
)  # fmt: skip
def board(*, columns: int, rows: int, square: float, plain: bool, paper: str, output: Path) -> None:
    """Makes the board to calibrate with, to be printed in its true size.

    \b
    fitcoach rig board -o board.pdf
    fitcoach rig board --paper a3 --square 50 -o board.pdf
    """
    from fitcoach.capture.stereo.board import print_board

    print_board(_board(columns, rows, square, plain=plain), paper, output)
    echo(
        f"{output}: print it at 100 % (not 'fit to page'), measure a square, and glue it onto "
        "something flat"
    )


@click.command()
@source_option
@board_options
@click.option(
    "--name", "names", multiple=True, metavar="NAME",
    help="What to call the cameras, in their order.  [default: first, second, ...]",
)  # fmt: skip
@click.option(
    "--seconds", default=60.0, show_default=True, type=click.FloatRange(5),
    help="How long to look, with cameras.",
)  # fmt: skip
@click.option(
    "-o", "--output", required=True, metavar="FILE.toml",
    type=click.Path(dir_okay=False, path_type=Path), help="The rig to write.",
)  # fmt: skip
def calibrate(
    *,
    sources: tuple[str, ...],
    columns: int,
    rows: int,
    square: float,
    plain: bool,
    names: tuple[str, ...],
    seconds: float,
    output: Path,
) -> None:
    """Finds out where cameras stand, from clips in which the board is moved about.

    \b
    fitcoach calibrate --source left.mp4 --source right.mp4 -o rig.toml
    fitcoach calibrate --source 0 --source 1 --source 2 --seconds 90 -o rig.toml

    Hold the board still for half a second in each of forty places: before each camera alone, all
    over its picture, and where two see it, turned half-way between them, always tipped otherwise.
    Of more than two cameras each must see it together with one of the others.
    """
    from fitcoach.capture.source import without_password
    from fitcoach.capture.stereo.calibrate import calibrate as solve
    from fitcoach.capture.stereo.frames import together
    from fitcoach.rig import ORDINALS, write_rig

    if not 2 <= len(sources) <= len(ORDINALS):  # noqa: PLR2004
        raise click.UsageError(
            f"A rig has 2 to {len(ORDINALS)} cameras: give --source once for each."
        )
    if names and len(names) != len(sources):
        raise click.UsageError("Give --name once for each --source, or not at all.")
    if not all(names) or len(set(names)) < len(names):
        raise click.UsageError("Give each camera a --name of its own.")
    if len(set(sources)) < len(sources):
        raise click.UsageError("Two cameras cannot have the same --source.")
    measured = _board(columns, rows, square, plain=plain)
    shown = together(sources, seconds, lambda text: echo(text, err=True))
    called = [without_password(source) for source in sources]
    found = solve(called, shown, measured, cameras=names or ORDINALS)
    write_rig(found.rig, output)
    for line in _told(found):
        echo(line)
    echo(str(output))


@rig.command()
@click.argument("path", metavar="RIG.toml", type=click.Path(path_type=Path))
def show(path: Path) -> None:
    """Says what a rig is like.

    \b
    fitcoach rig show rig.toml
    fitcoach rig show try/rig.toml
    """
    from fitcoach.rig import read_rig

    for line in _described(read_rig(path)):
        echo(line)


@rig.command()
@click.argument("path", metavar="RIG.toml", type=click.Path(path_type=Path))
@source_option
@click.option(
    "--offset", "offsets", metavar="SECONDS", type=float, multiple=True,
    help="See `fitcoach count`.",
)  # fmt: skip
@landmarker_options
def floor(
    *,
    path: Path,
    sources: tuple[str, ...],
    offsets: tuple[float, ...],
    landmarker: "Callable[[], LandmarkerOptions]",
) -> None:
    """Finds the floor, and so which way is up, under the feet of somebody who walks about.

    \b
    fitcoach rig floor rig.toml --source left.mp4 --source right.mp4
    fitcoach rig floor rig.toml --source left.mp4 --source right.mp4 --offset 0.48

    Until then the first camera is taken to be level.
    """
    from fitcoach.capture.stereo.floor import find_floor
    from fitcoach.capture.stereo.observe import observe_rig
    from fitcoach.rig import read_rig, write_rig

    known = read_rig(path)
    stream = observe_rig(known, sources, landmarker, offsets=offsets, pictures=False)
    with stream:
        if stream.live:
            raise FitcoachError("The floor is found in recordings only; name videos.")
        poses = [observation.pose for observation in stream if observation.pose is not None]
    write_rig(find_floor(known, poses), path)
    for line in _described(read_rig(path)):
        echo(line)


@rig.command(name="import")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--size", required=True, metavar="WIDTHxHEIGHT",
    help="Of the pictures that were calibrated with, in pixels.",
)  # fmt: skip
@click.option(
    "--unit", default=1.0, show_default=True, type=click.FloatRange(0, min_open=True),
    metavar="METRES", help="Length of its unit, such as the side of the board's squares.",
)  # fmt: skip
@click.option(
    "-o", "--output", required=True, metavar="FILE.toml",
    type=click.Path(dir_okay=False, path_type=Path), help="The rig to write.",
)  # fmt: skip
def import_(*, folder: Path, size: str, unit: float, output: Path) -> None:
    """Takes over a calibration in `c0.dat`, `rot_trans_c0.dat`, `c1.dat` and so on.

    \b
    fitcoach rig import camera_parameters --size 720x720 --unit 0.035 -o rig.toml
    fitcoach rig import calibration --size 1280x720 -o rig.toml
    """
    from fitcoach.capture.stereo.dat import read_dat
    from fitcoach.rig import write_rig

    width, separator, height = size.partition("x")
    if not (separator and width.isdecimal() and height.isdecimal()):
        raise click.UsageError(f"--size is '{size}'; it is written like 1280x720.")
    found = read_dat(folder, (int(height), int(width)), unit)
    write_rig(found, output)
    for line in _described(found):
        echo(line)


def _board(columns: int, rows: int, square: float, *, plain: bool) -> "Board":
    from fitcoach.capture.stereo.board import Board

    return Board(columns, rows, square / 1000.0, plain)


def _told(found: "Calibration") -> list[str]:
    from fitcoach.capture.stereo.check import TOGETHER

    lines = _described(found.rig)
    *alone, together = found.views
    *errors, error = (f"{each:.2f}" for each in found.errors)
    lines.append(
        f"from {listed([str(each) for each in alone])} views of each camera alone and {together} "
        f"together; corners are off by {', '.join(errors)} and {error} pixels"
    )
    lines += [
        f"the clip of camera '{camera.name}' began {offset:.2f} s later than the first"
        for camera, offset in zip(found.rig.camera[1:], found.offsets, strict=True)
        if abs(offset) > TOGETHER
    ]
    lines += [
        f"{'better left out' if view.used else 'left out'}: {view.source}, {view.moment}, where "
        f"corners are off by {view.error:.1f} pixels"
        for view in found.poor[:_NAMED]
    ]
    if len(found.poor) > _NAMED:
        lines.append(f"and {len(found.poor) - _NAMED} more that fit badly")
    for camera, covered in zip(found.rig.camera, found.covered, strict=True):
        if covered < _LOW_COVER:
            lines.append(
                f"camera '{camera.name}' saw the board in {covered:.0%} of its picture only; "
                "better show it everywhere, the edges too"
            )
    if found.errors[-1] > _POOR:
        lines.append("that is much: hold the board still in each place, and check that it is flat")
    return lines


def _described(rig: "Rig") -> list[str]:
    import numpy as np

    lines = [
        f"cameras '{one.name}' and '{other.name}', {one.distance(other):.2f} m and "
        f"{one.angle(other):.0f}° apart"
        for one, other in rig.pairs
    ]
    for camera in rig.camera:
        across = np.degrees(2.0 * np.arctan(0.5 * camera.width / camera.focal[0]))
        lines.append(
            f"  {camera.name}: {camera.width}x{camera.height}, focal length "
            f"{camera.focal[0]:.0f} pixels ({across:.0f}° across)"
        )
    if rig.up is None:
        lines.append(f"camera '{rig.camera[0].name}' is taken to be level (see rig floor)")
    elif rig.floor is not None:
        height = rig.camera[0].position @ np.array(rig.up) - rig.floor
        lines.append(f"camera '{rig.camera[0].name}' stands {height:.2f} m above the floor")
    return lines

"""`fitcoach view`: a recorded session in the Rerun viewer."""

from pathlib import Path

import click

from fitcoach.cli.completion import files
from fitcoach.cli.options import data_option
from fitcoach.cli.viewing import RRD_SUFFIX, stay
from fitcoach.errors import FitcoachError


@click.command()
@click.argument("session", metavar="NUMBER|last|FILE.rrd", shell_complete=files)
@click.option("--web", is_flag=True, help="In a browser.")
@data_option
def view(session: str, web: bool, data_dir: Path) -> None:
    """Shows a session in Rerun, as `live --record-rrd` kept it, or any recording.

    \b
    fitcoach view last
    fitcoach view 12 --web
    fitcoach view squats.rrd
    """
    from fitcoach.viewer.program import Viewer

    viewer = Viewer(web=web, files=(_file_of(session, data_dir),))
    if web:
        stay(viewer)
    else:
        viewer.wait()


def _file_of(session: str, data_dir: Path) -> Path:
    if session.endswith(RRD_SUFFIX):
        path = Path(session)
        if not path.is_file():
            raise FitcoachError(f"{path}: there is no such file.")
        return path
    from fitcoach.session.history import History

    history = History(data_dir)
    number = history.number(session)
    found = [path for path in history.recordings(number) if path.suffix == RRD_SUFFIX]
    if not found:
        raise FitcoachError(
            f"Session {number} was not recorded for Rerun; `fitcoach live --record-rrd` does that."
        )
    return found[0]

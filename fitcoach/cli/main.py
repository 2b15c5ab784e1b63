"""The `fitcoach` command."""

import sys

import click

from fitcoach import __version__
from fitcoach.cli.completion import completion
from fitcoach.cli.count import count
from fitcoach.cli.doctor import doctor
from fitcoach.cli.echo import echo
from fitcoach.cli.evaluate import evaluate
from fitcoach.cli.exercises import exercises
from fitcoach.cli.live import demo, live
from fitcoach.cli.models import models
from fitcoach.cli.poses import poses
from fitcoach.cli.record import record
from fitcoach.cli.rig import calibrate, rig
from fitcoach.cli.sessions import sessions
from fitcoach.cli.studio import studio
from fitcoach.cli.train import train
from fitcoach.cli.view import view
from fitcoach.errors import FitcoachError

_INTERRUPTED = 130  # 128 + SIGINT, as shells report it


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="fitcoach")
def cli() -> None:
    """Watches you exercise, counts the repetitions and keeps the record, on your own machine.

    \b
    fitcoach doctor                        # does it work here?
    fitcoach demo                          # what it looks like
    fitcoach live --exercise squat         # train
    fitcoach count clip.mp4 -e squat       # count a clip
    """


_COMMANDS = (
    live, demo, count, sessions, view, record, calibrate, rig, train, exercises, poses, evaluate,
    models, studio, doctor, completion,
)  # fmt: skip
for command in _COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Runs the command line; what the user can put right is said in one sentence, exit code 1."""
    try:
        # Outside click's standalone mode its own exits arrive here as return values and exceptions.
        sys.exit(cli.main(prog_name="fitcoach", standalone_mode=False))
    except FitcoachError as error:
        echo(f"fitcoach: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in {"", "fitcoach"}:
            raise
        echo(f"fitcoach: {package} is not installed; install fitcoach again.", err=True)
        sys.exit(FitcoachError.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(_INTERRUPTED)

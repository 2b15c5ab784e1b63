"""`fitcoach doctor`: whether fitcoach can work on this machine."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from fitcoach.cli.checkup import Finding, State
from fitcoach.cli.echo import echo
from fitcoach.cli.options import classifier_option, data_option, json_option, pose_model_option
from fitcoach.errors import FitcoachError

Check = Callable[[], Finding | Iterable[Finding]]

_TIMED = "speed"

_COLOURS: dict[State, str] = {"ok": "green", "warning": "yellow", "fault": "red"}


@click.command()
@json_option
@pose_model_option
@classifier_option
@data_option
def doctor(as_json: bool, pose_model: str, classifier_path: Path, data_dir: Path) -> None:
    """Looks whether fitcoach can work on this machine, and says what to do where it cannot.

    Takes some ten seconds: it opens the cameras for a moment and counts a clip that ships. Nothing
    is kept and nothing sent.

    \b
    fitcoach doctor
    fitcoach doctor --pose-model lite
    fitcoach doctor --json > doctor.json

    A warning is about something that can be done without, such as a camera; where there is a fault,
    the exit code is 1.
    """
    from rich.console import Console

    findings: list[Finding] = []
    with Console(stderr=True).status("") as status:
        for what, check in _checks(pose_model, classifier_path, data_dir):
            # Where counting cannot work, timing it would only say so again.
            if what != _TIMED or _able(findings):
                status.update(f"Looking at: {what}")
                findings += _safely(what, check)
    if as_json:
        checks = [asdict(finding) for finding in findings]
        echo(json.dumps({"able": _able(findings), "checks": checks}, indent=2))
    else:
        _print(findings)
    if not _able(findings):
        sys.exit(FitcoachError.exit_code)


def _able(findings: list[Finding]) -> bool:
    return all(finding.state != "fault" for finding in findings)


def _checks(pose_model: str, classifier: Path, data_dir: Path) -> Iterator[tuple[str, Check]]:
    """All checks in order, each with what it looks at; what they need is loaded by them."""
    from fitcoach.cli.checkup import cameras, installation, learning, speed, surroundings
    from fitcoach.cli.terminal import console

    seen: list[cameras.Camera | FitcoachError] = []

    def watched() -> Iterable[Finding]:
        seen.extend(cameras.cameras())
        return cameras.findings(seen)

    def timed() -> Finding:
        rates = [each.rate for each in seen if isinstance(each, cameras.Camera)]
        return speed.speed(pose_model, classifier, max(rates, default=None))

    yield "Python", installation.python
    yield "packages", installation.packages
    yield "pose model", partial(learning.pose_model, pose_model)
    yield "classifier", partial(learning.classifier, classifier)
    yield "camera", watched
    yield "terminal", partial(surroundings.terminal, console())
    yield "sound", surroundings.sound
    yield "Rerun", surroundings.rerun
    yield "data folder", partial(surroundings.data_folder, data_dir)
    yield _TIMED, timed


def _safely(what: str, check: Check) -> Iterator[Finding]:
    """What a check finds; that it fails is found, too."""
    try:
        found = check()
        yield from [found] if isinstance(found, Finding) else found
    except FitcoachError as error:
        yield Finding(what, "fault", str(error))
    except ImportError as error:
        yield Finding(what, "fault", str(error), "install fitcoach again")
    except Exception as error:  # whatever is wrong with this machine, the other checks are to run
        yield Finding(what, "fault", f"the check broke off: {type(error).__name__}: {error}")


def _print(findings: list[Finding]) -> None:
    from rich.table import Table
    from rich.text import Text

    from fitcoach.cli.terminal import console

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        said = Text(finding.found)
        if finding.advice:
            said.append(f"\n-> {finding.advice}", style="bold")
        table.add_row(Text(finding.state, style=_COLOURS[finding.state]), finding.what, said)
    console().print(table)
    echo(_verdict(findings))


def _verdict(findings: list[Finding]) -> str:
    faults = [finding.what for finding in findings if finding.state == "fault"]
    warnings = [finding.what for finding in findings if finding.state == "warning"]
    if faults:
        return f"fitcoach cannot work here yet: {', '.join(dict.fromkeys(faults))}."
    if warnings:
        return f"fitcoach can work here, but for: {', '.join(dict.fromkeys(warnings))}."
    return "fitcoach can work here."

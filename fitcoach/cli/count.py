"""`fitcoach count`: counts repetitions in clips and times holds, without a screen."""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fitcoach import __version__
from fitcoach.cli.echo import echo
from fitcoach.cli.options import (
    classifier_option,
    exercise_option,
    export_option,
    json_option,
    landmarker_options,
    strictness_option,
)
from fitcoach.cli.viewing import Viewing, Watch, viewing_options, views
from fitcoach.cli.words import seconds_held, total, wrong_view
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions
    from fitcoach.cli.run import ClipEnd
    from fitcoach.coach import Strictness
    from fitcoach.session.log import SessionLog, SetLog


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="VIDEO...")
@exercise_option
@json_option
@export_option
@viewing_options
@strictness_option
@classifier_option
@landmarker_options
def count(
    *,
    sources: tuple[str, ...],
    exercise_name: str,
    as_json: bool,
    export_path: Path | None,
    viewing: Viewing,
    strictness: "Strictness",
    classifier_path: Path,
    landmarker: "Callable[[], LandmarkerOptions]",
) -> None:
    """Counts the repetitions in videos, folders of pictures or recorded poses, and times holds.

    \b
    fitcoach count squats.mp4 --exercise squat
    fitcoach count monday/*.mp4 --exercise push-up --json > monday.json
    fitcoach count monday/*.mp4 --exercise auto
    fitcoach count plank.mp4 --exercise plank

    A clip that cannot be read to its end is counted as far as it goes; the exit code is then 1.
    """
    from fitcoach.capture.source import without_password
    from fitcoach.classify.model import PoseModel
    from fitcoach.cli.run import AUTO, Coaching, done_in, watch_clip
    from fitcoach.session.exports import export
    from fitcoach.session.formats import format_of
    from fitcoach.session.log import SessionLog, set_log

    kind = None if export_path is None else format_of(export_path)
    if kind == "fit" and len(sources) > 1:
        raise FitcoachError(f"{export_path}: a FIT file holds one clip; choose another format.")
    if viewing.file is not None and len(sources) > 1:
        raise FitcoachError(f"{viewing.file}: a recording holds one clip; name one at a time.")
    model = PoseModel.load(classifier_path)
    coaching = Coaching.of(exercise_name, model, strictness)
    results: list[dict[str, Any]] = []
    logs: list[SessionLog] = []
    failed = False
    with views(viewing) as shown:
        for source in sources:
            panel = coaching.panel(recognise=exercise_name == AUTO)
            watch = Watch(shown, model)
            clip = watch_clip(source, panel, landmarker, watch)
            done = set_log(done_in(panel, clip.seconds or 0.0))
            name = without_password(source)
            logs.append(_as_session(name, done, strictness))
            watch.close(logs[-1])
            failed = failed or clip.error is not None
            if as_json:
                results.append(_clip_json(name, clip, done))
            elif clip.seconds is not None:
                _print_clip(name, done)
                if panel.exercise is not None and (hint := wrong_view(panel.exercise, clip.view)):
                    echo(f"{name}: {hint}", err=True)
            if clip.error is not None:
                echo(f"fitcoach: {clip.error}", err=True)
        if as_json:
            echo(json.dumps(results, indent=2))
        if export_path is not None and kind is not None:
            export(logs, export_path, kind)
    if failed:
        sys.exit(FitcoachError.exit_code)


def _as_session(source: str, done: "SetLog", strictness: "Strictness") -> "SessionLog":
    """A clip as a session of one set, begun when it was looked at."""
    from fitcoach.session.log import SessionLog, new_id
    from fitcoach.words import printable

    return SessionLog(
        id=new_id(),
        began=datetime.now().astimezone().replace(microsecond=0),
        title=done.exercise.name if done.exercise else printable(Path(source).stem),
        source=printable(source),
        strictness=strictness,
        version=__version__,
        seconds=done.end,
        sets=() if done.is_empty else (done,),
    )


def _clip_json(source: str, clip: "ClipEnd", done: "SetLog") -> dict[str, Any]:
    fields = done.model_dump(mode="json")
    held = {"held": round(done.held, 3), "holds": fields["holds"]}
    return {
        "file": source,
        "exercise": done.exercise.name if done.exercise else None,
        "count": len(done.reps),
        "seconds": clip.seconds and round(clip.seconds, 3),
        "view": clip.view,
        "reps": fields["reps"],
        "attempts": fields["attempts"],
        **(held if done.exercise and done.exercise.held else {}),
        "error": None if clip.error is None else str(clip.error),
    }


def _print_clip(source: str, done: "SetLog") -> None:
    from fitcoach.session.words import lapse_words, verdict

    held = done.exercise is not None and done.exercise.held
    amount = seconds_held(done.held) if held else total(done.reps)
    echo(f"{source}: {done.title}, {amount}")
    for hold in done.holds:
        echo(f"  {hold.number:3}  from {hold.start:7.2f} s  to {hold.end:7.2f} s")
        for lapse in hold.lapses:
            echo(f"       {lapse_words(lapse, done.exercise)}")
    for rep in done.reps:
        echo(
            f"  {rep.number:3}  from {rep.start:7.2f} s  turn-around {rep.turn:7.2f} s"
            f"  to {rep.end:7.2f} s{'' if rep.side is None else '  ' + rep.side}"
            f"  {verdict(rep, done.exercise)}"
        )
    for attempt in done.attempts:
        echo(f"       not counted at {attempt.end:.1f} s: {attempt.reason}")

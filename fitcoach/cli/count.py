"""`fitcoach count`: counts repetitions in clips and times holds, without a screen."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fitcoach.cli.completion import files
from fitcoach.cli.echo import echo
from fitcoach.cli.options import (
    classifier_option,
    exercise_option,
    export_option,
    json_option,
    landmarker_options,
    strictness_option,
)
from fitcoach.cli.taking import RigOptions, by_camera_option, named_takings, rig_options
from fitcoach.cli.viewing import Viewing, viewing_options, views
from fitcoach.cli.words import seconds_held, total
from fitcoach.errors import FitcoachError

if TYPE_CHECKING:
    from fitcoach.capture import LandmarkerOptions
    from fitcoach.cli.clips import ClipCount
    from fitcoach.coach import Strictness


@click.command()
@click.argument("sources", nargs=-1, metavar="[VIDEO]...", shell_complete=files)
@by_camera_option
@rig_options
@exercise_option
@click.option(
    "-j", "--jobs", metavar="N", default=1, show_default=True, type=click.IntRange(1, 64),
    help="How many clips to count at the same time; no more than there are processor cores.",
)  # fmt: skip
@json_option
@export_option
@viewing_options
@strictness_option
@classifier_option
@landmarker_options
def count(
    *,
    sources: tuple[str, ...],
    by_camera: tuple[str, ...],
    rig: RigOptions,
    exercise_name: str,
    jobs: int,
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
    fitcoach count monday/*.mp4 --exercise auto --jobs 2
    fitcoach count plank.mp4 --exercise plank
    fitcoach count --rig rig.toml --source left.mp4 --source right.mp4 --exercise squat

    A clip that cannot be read to its end is counted as far as it goes; the exit code is then 1.
    """
    from fitcoach.cli.clips import Clips, count_at_once
    from fitcoach.session.exports import export
    from fitcoach.session.formats import format_of

    takings = named_takings(sources, by_camera, landmarker, rig)
    kind = None if export_path is None else format_of(export_path)
    if kind == "fit" and len(takings) > 1:
        raise FitcoachError(f"{export_path}: a FIT file holds one clip; choose another format.")
    if viewing.file is not None and len(takings) > 1:
        raise FitcoachError(f"{viewing.file}: a recording holds one clip; name one at a time.")
    if viewing != Viewing() and jobs > 1:
        raise click.UsageError("Rerun shows one clip at a time; leave out --jobs.")
    counted: list[ClipCount] = []
    with views(viewing) as shown:
        if jobs > 1:
            clips = count_at_once(takings, jobs, exercise_name, classifier_path, strictness)
        else:
            counter = Clips(exercise_name, classifier_path, strictness)
            clips = (counter.count(taking, shown) for taking in takings)
        for clip in clips:
            counted.append(clip)
            if clip.seconds is not None and not as_json:
                _print_clip(clip)
            for line in clip.report:
                echo(line, err=True)
            if clip.error is not None:
                echo(f"fitcoach: {clip.error}", err=True)
        if as_json:
            echo(json.dumps([_clip_json(clip) for clip in counted], indent=2))
        read = [clip.session for clip in counted if clip.seconds is not None]
        if export_path is not None and kind is not None and read:
            export(read, export_path, kind)
    if any(clip.error for clip in counted):
        sys.exit(FitcoachError.exit_code)


def _clip_json(clip: "ClipCount") -> dict[str, Any]:
    done = clip.done
    fields = done.model_dump(mode="json")
    held = {"held": round(done.held, 3), "holds": fields["holds"]}
    return {
        "file": clip.name,
        "exercise": done.exercise.name if done.exercise else None,
        "count": len(done.reps),
        "seconds": clip.seconds and round(clip.seconds, 3),
        "view": clip.view,
        "reps": fields["reps"],
        "attempts": fields["attempts"],
        **(held if done.is_held else {}),
        "error": clip.error,
    }


def _print_clip(clip: "ClipCount") -> None:
    from fitcoach.session.words import lapse_words, verdict

    done = clip.done
    amount = seconds_held(done.held) if done.is_held else total(done.reps)
    echo(f"{clip.name}: {done.title}, {amount}")
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
    if clip.hint is not None:
        echo(f"{clip.name}: {clip.hint}", err=True)

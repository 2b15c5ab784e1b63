"""Runs a workout: capture, trainer, journal, sound, and the dashboard or plain lines."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from fitcoach.capture import Pace
from fitcoach.capture.quiet import native_silence
from fitcoach.capture.recorder import VIDEO_SUFFIX, PoseRecorder, Recorder, VideoRecorder
from fitcoach.classify.model import PoseModel
from fitcoach.cli.announcer import Announcer
from fitcoach.cli.echo import echo
from fitcoach.cli.feed import Feed
from fitcoach.cli.keeping import conclude, take_over
from fitcoach.cli.plain import Commentary
from fitcoach.cli.taking import Taking
from fitcoach.cli.viewing import RRD_SUFFIX, Viewing, Watch, views
from fitcoach.coach import Panel, Strictness
from fitcoach.counting import AUTO, Coaching, learned
from fitcoach.errors import FitcoachError
from fitcoach.recording import SUFFIX as POSES_SUFFIX
from fitcoach.resources import data_folder
from fitcoach.session.formats import format_of
from fitcoach.session.history import History
from fitcoach.session.journal import Journal
from fitcoach.session.places import make_private, recording_file
from fitcoach.sound import Sound, default_on
from fitcoach.workout import Goal, Plan, Trainer

_SWITCH = 0.0005
"""Seconds that a thread may keep the interpreter while another one wants it."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a workout is shown and kept.

    Attributes:
        fast: Whether a recording is played as quickly as the machine can.
        plain: Whether plain lines are wanted in place of the dashboard.
        sound: Whether it is heard; `None` leaves that to where it runs.
        strictness: How strictly form is judged.
        data_dir: The folder of what is kept; `None` if nothing is to be.
        record_video: Whether the pictures are kept.
        record_poses: Whether the poses are.
        record_rrd: Whether all of it is, for the Rerun viewer.
        viewing: What goes to Rerun beside that.
        export_path: Where the session is to be written as well, in the format of its suffix.
    """

    fast: bool
    plain: bool
    sound: bool | None
    strictness: Strictness
    data_dir: Path | None
    record_video: bool = False
    record_poses: bool = False
    record_rrd: bool = False
    viewing: Viewing = field(default_factory=Viewing)
    export_path: Path | None = None


def run_workout(
    plan: Plan,
    taking: Taking,
    model: PoseModel,
    manner: Manner,
) -> None:
    """Runs a workout to its end and prints the summary.

    Raises:
        FitcoachError: An exercise of the plan is not known or cannot have its goal, or the source
            cannot be read to its end; what was done until then is kept.
    """

    @cache
    def coaching(exercise: str) -> Coaching:
        return Coaching.of(exercise, model, manner.strictness)

    def coaches(exercise: str) -> Panel:
        return coaching(exercise).panel(recognise=exercise == AUTO)

    # What is wrong is said now, not in the middle of the workout.
    for goal in plan.goals:
        _check(goal, coaching(goal.exercise))
    if manner.export_path is not None:
        format_of(manner.export_path)
    if manner.data_dir is not None:
        take_over(manner.data_dir)
    terminal = sys.stdin.isatty() and sys.stdout.isatty() and not manner.plain
    pace = Pace() if terminal and not manner.fast else None
    stream = taking.open(pace=pace, keep=True)
    heard = default_on(stream.live, os.environ) if manner.sound is None else manner.sound
    began = datetime.now().astimezone()
    journal = Journal(
        manner.data_dir,
        began,
        plan.title,
        stream.name,
        manner.strictness,
    )

    if manner.data_dir is not None and (
        manner.record_video or manner.record_poses or manner.record_rrd
    ):
        with suppress(OSError):  # the recorders say why they cannot write there
            make_private(recording_file(manner.data_dir, journal.id, "").parent)
    recorders = _recorders(manner, journal.id)

    def ring() -> None:
        feed.ring()

    code, broken = 0, None
    with views(manner.viewing) as shown:
        watch = Watch(shown, model, *_kept_rrd(manner, journal.id))
        with stream, Sound(muted=not heard, bell=ring) as sound:
            watch.begin(stream)
            trainer = Trainer(plan, coaches, guarded=stream.live)
            feed = Feed(
                stream,
                trainer,
                journal,
                Announcer(sound),
                pace=pace,
                recorders=recorders,
                watch=watch,
            )
            past = History(manner.data_dir or data_folder())
            try:
                code = _in_dashboard(feed, model, past) if terminal else _in_lines(feed)
            except Exception as error:  # as when the terminal is closed; the session is kept first
                broken = error
        seconds, log = trainer.moment().timestamp, journal.replay.log()
        kept = conclude(journal, manner.data_dir, seconds, manner.export_path)
        for recorder in recorders:
            if recorder.trouble is not None:
                echo(recorder.trouble)
            elif recorder.path.exists():
                echo(f"Recorded in {recorder.path}")
        for line in stream.report.lines() if stream.report else ():
            echo(line)
        watch.close(log)
        trouble = broken or feed.error
        if trouble is not None:
            raise trouble
        if code:  # a signal ended it: nobody is to be waited for
            sys.exit(code)
    if not kept:
        sys.exit(FitcoachError.exit_code)


def _check(goal: Goal, coaching: Coaching) -> None:
    """Says if a set could never end.

    Raises:
        FitcoachError: Seconds are asked of what is repeated, or reps of what is held.
    """
    if goal.exercise == AUTO:
        return
    (exercise,) = coaching.exercises.values()
    if exercise.hold is None and goal.seconds is not None:
        raise FitcoachError(f"{exercise.title} is repeated: give reps, not seconds.")
    if exercise.hold is not None and goal.reps is not None:
        raise FitcoachError(f"{exercise.title} is held: give seconds, not reps.")


def _kept_rrd(manner: Manner, identity: str) -> list[Path]:
    if manner.data_dir is None or not manner.record_rrd:
        return []
    return [recording_file(manner.data_dir, identity, RRD_SUFFIX)]


def _recorders(manner: Manner, identity: str) -> list[Recorder]:
    if manner.data_dir is None:
        return []
    recorders: list[Recorder] = []
    if manner.record_video:
        recorders.append(VideoRecorder(recording_file(manner.data_dir, identity, VIDEO_SUFFIX)))
    if manner.record_poses:
        recorders.append(PoseRecorder(recording_file(manner.data_dir, identity, POSES_SUFFIX)))
    return recorders


def _in_dashboard(feed: Feed, model: PoseModel, past: History) -> int:
    """Returns the exit code, which is not 0 where a signal ended it."""
    from fitcoach.dashboard.app import Dashboard

    # The feed is not to wait long for the interpreter while the screen is drawn.
    sys.setswitchinterval(_SWITCH)
    with _own_stderr(), native_silence():
        app = Dashboard(feed, list(learned(model).values()), past)
        app.run()
    return app.return_code or 0


@contextmanager
def _own_stderr() -> Iterator[None]:
    """Gives Textual, which draws on stderr, a copy of it, so that no library can scribble there."""
    kept = sys.__stderr__
    with os.fdopen(os.dup(2), "w", encoding="utf-8") as copy:
        sys.__stderr__ = copy  # type: ignore[misc]
        try:
            yield
        finally:
            sys.__stderr__ = kept  # type: ignore[misc]


def _in_lines(feed: Feed) -> int:
    """See `_in_dashboard`."""

    def end(number: int, _: object) -> None:
        sys.exit(128 + number)  # as shells report it

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has not all of them
            signal.signal(getattr(signal, name), end)
    try:
        feed.start(Commentary(echo).show)
        feed.wait()
    except KeyboardInterrupt:
        pass  # the user's way to end a workout
    except SystemExit as ended:
        return int(ended.code or 0)
    finally:
        feed.stop()
    return 0

"""Counting the clips of `fitcoach count`, one after another or several at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from fitcoach import __version__
from fitcoach.classify.model import PoseModel
from fitcoach.cli.parallel import in_processes
from fitcoach.cli.taking import Taking
from fitcoach.cli.viewing import Viewing, Views, Watch
from fitcoach.cli.words import wrong_view
from fitcoach.coach import Strictness
from fitcoach.counting import AUTO, ClipEnd, Coaching, done_in, watch_clip
from fitcoach.exercise import Exercise, View
from fitcoach.session.log import SessionLog, SetLog, new_id, set_log
from fitcoach.words import printable


@dataclass(frozen=True, slots=True)
class ClipCount:
    """A clip that was counted.

    Attributes:
        name: What it is called.
        seconds: See `ClipEnd`.
        view: See `ClipEnd`.
        done: What was done in it.
        session: The same as a session, to be exported.
        hint: That the exercise should have been seen from another side; `None` if not.
        report: Of a rig, how its cameras went together, in lines.
        error: Why it could not be read, or not to its end.
    """

    name: str
    seconds: float | None
    view: View | None
    done: SetLog
    session: SessionLog
    hint: str | None
    report: tuple[str, ...]
    error: str | None


class Clips:
    """Counts clips; every process has its own."""

    def __init__(self, exercise: str, classifier: Path, strictness: Strictness) -> None:
        """Loads what is needed.

        Raises:
            FitcoachError: There is no such exercise or classifier.
        """
        self._model = PoseModel.load(classifier)
        self._coaching = Coaching.of(exercise, self._model, strictness)
        self._recognise = exercise == AUTO
        self._strictness = strictness

    def count(self, taking: Taking, shown: Views | None = None) -> ClipCount:
        """Counts a clip, and shows and records it meanwhile if asked."""
        panel = self._coaching.panel(recognise=self._recognise)
        watch = Watch(shown or Views(Viewing()), self._model)
        clip = watch_clip(partial(taking.open, pictures=watch.wanted), panel, watch)
        done = set_log(done_in(panel, clip.seconds or 0.0))
        session = _as_session(taking.name, done, self._strictness)
        watch.close(session)
        return ClipCount(
            taking.name,
            clip.seconds,
            clip.view,
            done,
            session,
            _hint(clip, panel.exercise),
            tuple(clip.report.lines()) if clip.report else (),
            None if clip.error is None else str(clip.error),
        )


def count_at_once(
    takings: Sequence[Taking], jobs: int, exercise: str, classifier: Path, strictness: Strictness
) -> Iterator[ClipCount]:
    """Counts so many clips at a time; they come in their order.

    Raises:
        FitcoachError: See `Clips` and `in_processes`.
    """
    return in_processes(partial(_counter, exercise, classifier, strictness), takings, jobs)


def _counter(
    exercise: str, classifier: Path, strictness: Strictness
) -> Callable[[Taking], ClipCount]:
    return Clips(exercise, classifier, strictness).count


def _as_session(source: str, done: SetLog, strictness: Strictness) -> SessionLog:
    """A clip as a session of one set, begun when it was looked at."""
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


def _hint(clip: ClipEnd, exercise: Exercise | None) -> str | None:
    if exercise is None or clip.measured:
        return None
    return wrong_view(exercise, clip.view)

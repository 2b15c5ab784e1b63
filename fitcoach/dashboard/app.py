"""The dashboard: a coach in the terminal."""

import asyncio
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Footer

from fitcoach.dashboard.controls import Controls, Traffic
from fitcoach.dashboard.help import Help
from fitcoach.dashboard.history import HistoryScreen
from fitcoach.dashboard.picker import Picker
from fitcoach.dashboard.rest_view import RestView
from fitcoach.dashboard.setup_view import SetupView
from fitcoach.dashboard.status import Status
from fitcoach.dashboard.summary_view import SummaryView
from fitcoach.dashboard.top_bar import TopBar
from fitcoach.dashboard.work_view import WorkView
from fitcoach.errors import FitcoachError
from fitcoach.exercise import Exercise
from fitcoach.session.history import History
from fitcoach.words import printable
from fitcoach.workout import Moment, Trainer
from fitcoach.workout.moment import Stage

_SIGNALLED: Final = 128
"""Exit codes of programs that a signal ended begin here, as shells report it."""

FRAME: Final = 1 / 20
"""Seconds between two drawings at least: more only takes time from the landmarker."""


class Dashboard(App[None]):
    """Shows a workout and passes on what the user asks for."""

    CSS_PATH = Path(__file__).with_name("dashboard.tcss")
    TITLE = "fitcoach"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-medium"), (48, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar = [
        Binding("space", "ask('pause')", "Pause", tooltip="Pause, or go on"),
        Binding("n", "ask('skip')", "Next", tooltip="Start now, end the set, or end the rest"),
        Binding("plus", "ask('add')", "Add", key_display="+", tooltip="Add a rep that was missed"),
        Binding("minus", "ask('undo')", "Undo", key_display="-", tooltip="Take back the last rep"),
        Binding("r", "ask('restart')", "Again", tooltip="Begin the set anew"),
        Binding("e", "choose_exercise", "Change", tooltip="Go on with another exercise"),
        Binding("s", "toggle_sound", "Sound", tooltip="Sound on or off"),
        # Not in the footer, which has no room for it in 80 columns.
        Binding("t", "change_theme", "Theme", tooltip="Choose a theme", show=False),
        Binding("h", "history", "History", tooltip="Look at past sessions"),
        Binding("question_mark", "help", "Help", key_display="?", tooltip="What the keys do"),
        Binding("q", "leave", "Quit", tooltip="End the workout and see the summary"),
        Binding("ctrl+c", "quit", "Quit at once", show=False, priority=True),
    ]

    class Arrived(Message):
        """There is a new moment to show."""

    def __init__(self, controls: Controls, exercises: Sequence[Exercise], history: History) -> None:
        """Takes the workout, the exercises one can change to, and the sessions of the past."""
        super().__init__()
        self._history = history
        self._controls = controls
        self._exercises = exercises
        self._latest: tuple[Moment, Traffic] | None = None
        self._told = False  # that there is a newer moment than the one shown
        self._drawn = 0.0
        self._stage: Stage | None = None
        setup, work = SetupView(mirror=controls.mirrored), WorkView(mirror=controls.mirrored)
        self._views: dict[Stage, SetupView | WorkView | RestView | SummaryView] = {
            "setup": setup,
            "countdown": setup,
            "work": work,
            "rest": RestView(),
            "done": SummaryView(),
        }

    def compose(self) -> ComposeResult:
        """See `App.compose`."""
        yield TopBar()
        with ContentSwitcher(initial="setup"):
            yield from dict.fromkeys(self._views.values())
        yield Status()
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """The workout begins when the screen is there."""
        self._leave_on_signals()
        self._controls.ring = self.bell
        self._controls.start(self.show)

    def on_unmount(self) -> None:
        """The workout ends with the screen."""
        self._controls.stop()

    def show(self, moment: Moment, traffic: Traffic) -> None:
        """Shows a moment; called from any thread, does not wait, leaves out what is overtaken."""
        self._latest = moment, traffic
        if not self._told:
            self._told = True
            self.post_message(self.Arrived())

    def on_dashboard_arrived(self) -> None:
        """Draws the latest moment, though not more often than can be seen."""
        early = self._drawn + FRAME - time.monotonic()
        if early > 0:
            self.set_timer(early, self._draw)
        else:
            self._draw()

    def _draw(self) -> None:
        self._told = False
        if self._latest is None or not self.is_running:
            return
        self._drawn = time.monotonic()
        moment, traffic = self._latest
        home = self.screen_stack[0]
        home.query_one(TopBar).show(moment)
        view = self._views[moment.stage]
        home.query_one(ContentSwitcher).current = view.id
        view.show(moment)
        status = home.query_one(Status)
        status.tell(
            traffic,
            self._controls.source,
            muted=self._controls.muted,
            trouble=self._controls.trouble,
        )
        self._stage = moment.stage
        self.call_after_refresh(status.shown, traffic.arrived)

    def _leave_on_signals(self) -> None:
        """Has the signals that end a program end it in order, so that nothing is lost."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(AttributeError, NotImplementedError):  # Windows knows neither way
                number = getattr(signal, name)
                loop.add_signal_handler(number, self.exit, None, _SIGNALLED + number)

    def _told_keys(self) -> list[Binding]:
        return [key for key in self.BINDINGS if isinstance(key, Binding) and key.tooltip]

    def action_ask(self, request: str) -> None:
        """Has the trainer do something."""
        requests: dict[str, Callable[[Trainer], None]] = {
            "pause": Trainer.pause,
            "skip": Trainer.skip,
            "add": Trainer.add,
            "undo": Trainer.undo,
            "restart": Trainer.restart,
        }
        self._controls.ask(requests[request])

    def action_choose_exercise(self) -> None:
        """Lets the user choose another exercise."""

        def change(name: str | None) -> None:
            if name is None:
                return
            try:
                self._controls.ask(lambda trainer: trainer.change(name))
            except FitcoachError as error:  # its definition was broken meanwhile
                self.notify(printable(str(error)), severity="error", markup=False)

        self.push_screen(Picker(self._exercises), change)

    def action_toggle_sound(self) -> None:
        """Turns the sound on or off."""
        self._controls.muted = not self._controls.muted
        self.notify("Sound off" if self._controls.muted else "Sound on", timeout=2)

    def action_help(self) -> None:
        """Shows the help."""
        keys = {key.key_display or key.key: key.tooltip for key in self._told_keys()}
        self.push_screen(Help({**keys, "ctrl+p": "All commands"}))

    def action_history(self) -> None:
        """Shows past sessions; the workout goes on meanwhile."""
        self.push_screen(HistoryScreen(self._history))

    def action_leave(self) -> None:
        """Ends the workout and shows its summary; leaves from there."""
        if self._stage in (None, "done"):
            self.exit()
        else:
            self._controls.ask(Trainer.finish)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The commands of the palette: all that there are keys for, and Textual's own."""
        own = self._told_keys()
        for binding in own:
            run = partial(self.call_later, self.run_action, binding.action)
            yield SystemCommand(binding.description, binding.tooltip, run)
        known = {binding.description for binding in own}
        for command in super().get_system_commands(screen):
            if command.title not in known:
                yield command

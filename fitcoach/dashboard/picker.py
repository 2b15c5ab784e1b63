"""Choosing another exercise."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from fitcoach.exercise import Exercise


class Picker(ModalScreen[str | None]):
    """Returns the name of the exercise chosen, `None` if none was."""

    BINDINGS: ClassVar = [("escape", "dismiss(None)", "Back")]

    def __init__(self, exercises: Sequence[Exercise]) -> None:
        """Takes the exercises there are."""
        super().__init__()
        self._exercises = exercises

    def compose(self) -> ComposeResult:
        """See `Widget.compose`."""
        with Vertical(classes="window"):
            yield Label("Which exercise?  enter: choose, escape: back")
            yield OptionList(*(Option(e.title, id=e.name) for e in self._exercises), markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """An exercise was chosen."""
        self.dismiss(event.option.id)

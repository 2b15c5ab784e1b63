"""What the keys do, and how counting works."""

from collections.abc import Mapping
from typing import ClassVar

from rich.table import Table
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

_COUNTING = """\
Stand so that the drawing shows you from head to feet and take the start position. After half a \
second it counts three, two, one. A rep counts when you are back where you began, having gone far \
enough. Leaving the picture pauses, coming back goes on.
"""

_SCREEN = """
The bar shows how far you have gone, its mark where your last rep turned around. The rows below \
show how much your pose looks like each phase, over eight seconds. The last line tells frames a \
second, the time from a frame to the screen, and frames that were left out.

Escape: back\
"""


class Help(ModalScreen[None]):
    """A page of help."""

    BINDINGS: ClassVar = [("escape,question_mark", "dismiss", "Back")]

    def __init__(self, keys: Mapping[str, str]) -> None:
        """Takes what each key does."""
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """See `Widget.compose`."""
        table = Table.grid(padding=(0, 2))
        for key, meaning in self._keys.items():
            table.add_row(key, meaning, style="bold")
        with VerticalScroll(classes="window"):
            yield Static(_COUNTING)
            yield Static(table)
            yield Static(_SCREEN)

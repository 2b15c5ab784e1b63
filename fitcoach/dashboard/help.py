"""What the keys do, and how counting works."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Markdown

_TEXT = """
# How it works

Stand so that the drawing shows you from head to feet, and take the start position. After half a
second it counts three, two, one. A rep counts when you are **back where you began**, having gone
far enough. Leaving the picture pauses, coming back goes on.

| key | what it does |
|---|---|
| space | pause, go on |
| n | next: start now, end the set, end the rest |
| + | add a rep that was missed |
| - | take back the last rep |
| r | begin the set anew |
| e | another exercise |
| s | sound on or off |
| t | choose a theme |
| q | end the workout, see the summary; again: leave |
| ctrl+p | all commands |

The bar shows how far you have gone; its mark is where your last rep turned. The rows below show
how much the pose looks like each phase, over eight seconds. At the very bottom: frames a second,
the time from frame to screen, and frames that were passed over.

Press escape to go back.
"""


class Help(ModalScreen[None]):
    """A page of help."""

    BINDINGS: ClassVar = [("escape,question_mark,h", "dismiss", "Back")]

    def compose(self) -> ComposeResult:
        """See `Widget.compose`."""
        with VerticalScroll(classes="window"):
            yield Markdown(_TEXT)

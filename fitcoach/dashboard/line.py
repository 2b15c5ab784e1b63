"""A piece of text that is cheap to show again and again."""

from textual.content import Content
from textual.widgets import Static

from fitcoach.words import printable


class Line(Static):
    """Text; the same text as before costs nothing, while Textual would lay out the screen anew.

    Nothing in it is taken for markup or for control characters, since it may come from a file.
    """

    _text: str = ""

    def show(self, text: str) -> None:
        """Shows a text."""
        if text != self._text:
            self._text = text
            self.update(Content(printable(text)))

"""A piece of text that is cheap to show again and again."""

from textual.widgets import Static


class Line(Static):
    """Text; the same text as before costs nothing, while Textual would lay out the screen anew."""

    _text: str = ""

    def show(self, text: str) -> None:
        """Shows a text."""
        if text != self._text:
            self._text = text
            self.update(text)

"""What a check finds."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "fault"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check finds.

    Attributes:
        what: What was looked at.
        state: `warning` where something cannot be used and all else works, `fault` where fitcoach
            cannot work.
        found: In words.
        advice: What to do about it.
    """

    what: str
    state: State
    found: str
    advice: str | None = None

"""Numbers in words, as everything that speaks to people has them."""

_MINUTE = 60


def duration(seconds: float) -> str:
    """Seconds as `9 s`, or as `1:05 min` from a minute on."""
    whole = round(seconds)
    return f"{whole} s" if whole < _MINUTE else f"{whole // _MINUTE}:{whole % _MINUTE:02} min"


def many(number: int, thing: str) -> str:
    """`1 rep`, `2 reps`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"

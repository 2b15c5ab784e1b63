"""Files that people write or hand on: what is wrong with one is said in one sentence."""

import math
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from fitcoach.errors import FitcoachError


class Table(BaseModel):
    """A table of such a file: fields that are not known, and numbers that are none, are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


T = TypeVar("T", bound=Table)

LARGEST: Final = 1e9
"""Larger numbers, of whatever, are a mistake: a billion seconds are thirty years."""
_DEEPEST: Final = 30


def read_table(path: Path, model: type[T], kind: str, fields: str = "the README") -> T:
    """Reads a file.

    Args:
        path: Where it lies.
        model: Its schema.
        kind: What such a file is called in errors.
        fields: What lists the fields that there are.

    Raises:
        FitcoachError: The file cannot be read, is not TOML, or breaks the schema; says which field
            and value, and what is allowed.
    """
    try:
        content = tomllib.loads(read_text(path, kind))
    except tomllib.TOMLDecodeError as error:
        raise FitcoachError(f"{path}: not valid TOML: {error}.") from None
    except (RecursionError, ValueError) as error:  # brackets by the thousand; a number of that many
        raise FitcoachError(f"{path}: not a sensible {kind}: {error}.") from None
    return checked(path, content, model, fields)


def read_text(path: Path, kind: str) -> str:
    """The text of a file; see `read_table`.

    Raises:
        FitcoachError: The file cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")  # some editors begin with a byte order mark
    except FileNotFoundError:
        raise FitcoachError(f"{path}: there is no such {kind}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise FitcoachError(f"{path}: cannot be read as UTF-8 text ({error}).") from None


def checked(what: Path | str, content: object, model: type[T], fields: str) -> T:
    """The content of a file, or what is to become one, checked against its schema.

    Args:
        what: Where it lies, or what to call it in errors.
        content: What was read.
        model: Its schema.
        fields: What lists the fields that there are.

    Raises:
        FitcoachError: The schema is broken; says by which field and value, and what is allowed.
    """
    try:
        check_sense(content)
        return model.model_validate(content)
    except NonsenseError as error:
        raise FitcoachError(f"{what}: {error}.") from None
    except ValidationError as error:
        raise FitcoachError(f"{what}: {_sentence(error, fields)}") from None


class NonsenseError(ValueError):
    """Content of a file that no schema is to be bothered with; the message says what and where."""


def check_sense(content: object) -> None:
    """Looks for what would do harm later, wherever in the content it stands.

    Raises:
        NonsenseError: A number is too large to be reckoned with, or tables are in each other
            without end.
    """
    for place, value in _parts(content, ()):
        if len(place) > _DEEPEST:
            raise NonsenseError(f"{_place(place[:3])}: more than {_DEEPEST} tables in each other")
        if isinstance(value, int | float) and LARGEST < abs(value) < math.inf:
            raise NonsenseError(f"{_place(place)} is beyond {LARGEST:g}, which cannot be")


def _parts(content: object, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], object]]:
    yield place, content
    if len(place) > _DEEPEST:
        return
    if isinstance(content, dict):
        for name, part in content.items():
            yield from _parts(part, (*place, name))
    elif isinstance(content, list):
        for number, part in enumerate(content):
            yield from _parts(part, (*place, number))


def _sentence(error: ValidationError, fields: str) -> str:
    first, *others = error.errors(include_url=False)
    place = _place(first["loc"])
    more = f" ({len(others)} more after this.)" if others else ""
    value = first["input"]
    if first["type"] in {"missing", "missing_argument"}:
        return f"{place} is missing.{more}"
    if first["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        return f"{place} is not a known field; {fields} lists those there are.{more}"
    if isinstance(value, str | int | float):
        place += f" is {value!r}"
    reason = first["ctx"]["error"] if first["type"] == "value_error" else first["msg"]
    return f"{place}: {reason}.{more}" if place else f"{reason}.{more}"


def _place(location: tuple[Any, ...]) -> str:
    """Writes a field's place as in `phase[2].pose.knee_flexion`; tables count from 1."""
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        elif part != "[key]":
            text += f".{part}" if text else str(part)
    return text

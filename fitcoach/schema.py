"""TOML files written by people: what is wrong with one is said in one sentence."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from fitcoach.errors import FitcoachError


class Table(BaseModel):
    """A table of such a file: fields that are not known are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


T = TypeVar("T", bound=Table)


def read_table(path: Path, model: type[T], kind: str) -> T:
    """Reads a file.

    Args:
        path: Where it lies.
        model: Its schema.
        kind: What such a file is called in errors.

    Raises:
        FitcoachError: The file cannot be read, is not TOML, or breaks the schema; says which field
            and value, and what is allowed.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FitcoachError(f"{path}: there is no such {kind}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise FitcoachError(f"{path}: cannot be read as UTF-8 text ({error}).") from None
    except tomllib.TOMLDecodeError as error:
        raise FitcoachError(f"{path}: not valid TOML: {error}.") from None
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise FitcoachError(f"{path}: {_sentence(error)}") from None


def _sentence(error: ValidationError) -> str:
    first, *others = error.errors(include_url=False)
    place = _place(first["loc"])
    more = f" ({len(others)} more after this.)" if others else ""
    value = first["input"]
    if first["type"] == "missing":
        return f"{place} is missing.{more}"
    if first["type"] == "extra_forbidden":
        return f"{place} is not a known field; the README lists those there are.{more}"
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

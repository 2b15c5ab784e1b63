"""Python and the packages."""

import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

from fitcoach import __version__
from fitcoach.cli.checkup.finding import Finding

if TYPE_CHECKING:
    from packaging.requirements import Requirement

_NAME = "fitcoach"
_EXTRAS = {"studio": "the mannequin, for exercises of your own"}
"""What the optional packages are for; those of developers are not looked at."""


def python() -> Finding:
    """Which Python runs."""
    where = f"{platform.system()} {platform.machine()}, {sys.executable}"
    return Finding("Python", "ok", f"{platform.python_version()} on {where}")


def packages() -> Iterator[Finding]:
    """Whether the packages are there, in versions that go with fitcoach."""
    from packaging.requirements import Requirement

    try:
        needed = [Requirement(text) for text in requires(_NAME) or ()]
    except PackageNotFoundError:
        yield Finding(
            "packages", "warning", "fitcoach runs from a folder and is not installed, so that "
            "nobody knows which versions it needs", "pip install . in its folder",
        )  # fmt: skip
        return
    base = [each for each in needed if _applies(each, "")]
    troubles = [trouble for each in base if (trouble := _trouble(each))]
    if troubles:
        yield Finding("packages", "fault", ", ".join(troubles), f"install {_NAME} again, with pip")
    else:
        told = ", ".join(f"{each.name} {version(each.name)}" for each in base)
        yield Finding("packages", "ok", f"{_NAME} {__version__}; {told}")
    for extra, use in _EXTRAS.items():
        wanted = [each for each in needed if _applies(each, extra) and each not in base]
        troubles = [trouble for each in wanted if (trouble := _trouble(each))]
        if troubles:
            remedy = f"pip install '{_NAME}[{extra}]' if you want {use}"
            yield Finding(extra, "warning", f"{', '.join(troubles)} (optional)", remedy)
        elif wanted:
            told = ", ".join(f"{each.name} {version(each.name)}" for each in wanted)
            yield Finding(extra, "ok", told)


def _applies(needed: "Requirement", extra: str) -> bool:
    return needed.marker is None or needed.marker.evaluate({"extra": extra})


def _trouble(needed: "Requirement") -> str | None:
    try:
        there = version(needed.name)
    except PackageNotFoundError:
        return f"{needed.name} is not installed"
    if needed.specifier.contains(there, prereleases=True):
        return None
    return f"{needed.name} is {there}, {needed.specifier} is needed"

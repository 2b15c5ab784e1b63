"""The pose models: where they lie, whether they are whole, and how to get more of them.

One comes with fitcoach; others are fetched into the user's data folder. Beside both lies a file
SHA256SUMS that says what each model's sum must be.
"""

import hashlib
import http.client
import re
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from fitcoach import resources
from fitcoach.errors import FitcoachError
from fitcoach.resources import DATA_DIR_VARIABLE, data_folder

TIERS: Final = ("lite", "full", "heavy")
SUMS: Final = "SHA256SUMS"

_URL: Final = (
    "https://storage.googleapis.com/mediapipe-models/pose_landmarker/"
    "pose_landmarker_{tier}/float16/1/pose_landmarker_{tier}.task"
)
_MEMBERS: Final = {"pose_detector.tflite", "pose_landmarks_detector.tflite"}
_CHUNK: Final = 1 << 16
_TIMEOUT: Final = 30  # seconds without a byte

Progress = Callable[[int, int | None], None]
"""Called with the bytes got so far and those expected (`None`: not known)."""


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """What there is of one tier.

    Attributes:
        tier: One of `TIERS`.
        state: Whether the file is there and its sum is right.
        path: The file, `None` if missing.
        size: Of the file in bytes, `None` if missing.
    """

    tier: str
    state: Literal["ok", "damaged", "missing"]
    path: Path | None = None
    size: int | None = None


def fetched_folder() -> Path:
    """The folder of fetched models, in the user's data folder."""
    return data_folder() / "models"


def statuses() -> list[ModelStatus]:
    """Looks at each tier."""
    return [_status(tier) for tier in TIERS]


def pose_model(name_or_path: str) -> Path:
    """Finds a pose model and checks that it is whole.

    Args:
        name_or_path: `lite`, `full`, `heavy`, or the path of a `.task` bundle.

    Returns:
        The bundle.

    Raises:
        FitcoachError: It is missing, damaged, or no pose model.
    """
    if name_or_path not in TIERS:
        return _own_model(Path(name_or_path))
    status = _status(name_or_path)
    if status.path is None:
        raise FitcoachError(
            f"The pose model '{status.tier}' is not on this machine; "
            f"get it with `fitcoach models fetch {status.tier}`."
        )
    if status.state == "damaged":
        shipped = status.path.parent == resources.MODELS
        remedy = (
            "install fitcoach again"
            if shipped
            else f"get it again with `fitcoach models fetch {status.tier}`"
        )
        raise FitcoachError(
            f"{status.path}: this pose model is damaged, "
            f"its SHA-256 is not the one in {SUMS}; {remedy}."
        )
    return status.path


def fetch(tier: str, url: str | None = None, progress: Progress | None = None) -> Path:
    """Downloads a pose model; a download that broke off goes on where it stopped.

    Args:
        tier: One of `TIERS`.
        url: From where, if not from the official place.
        progress: Told how far it is.

    Returns:
        The bundle, which has its name only now that it is whole.

    Raises:
        FitcoachError: The download failed, or what came is not a pose model.
    """
    if tier not in TIERS:
        raise FitcoachError(f"'{tier}' is no pose model; there are {', '.join(TIERS)}.")
    if (resources.MODELS / _file_name(tier)).exists():
        raise FitcoachError(f"The pose model '{tier}' comes with fitcoach; no need to fetch it.")
    url = url or _URL.format(tier=tier)
    if not re.match(r"https?://", url):
        raise FitcoachError(f"{url}: a model is fetched from an http:// or https:// address.")
    bundle = fetched_folder() / _file_name(tier)
    part = bundle.with_name(bundle.name + ".part")
    try:
        bundle.parent.mkdir(parents=True, exist_ok=True)
        _download(url, part, progress or _no_progress)
        fault = _fault(part)
        _etag_file(part).unlink(missing_ok=True)
        if fault:
            part.unlink()
            raise FitcoachError(f"{url}: what came from there {fault}; nothing was kept.")
        _record_sum(bundle, _sha256(part))
        part.replace(bundle)
    except OSError as error:
        raise FitcoachError(
            f"{error.filename or part}: this file cannot be written ({error.strerror}); "
            f"make room or set {DATA_DIR_VARIABLE} to another folder."
        ) from None
    return bundle


def _no_progress(got: int, expected: int | None) -> None:
    pass


def _file_name(tier: str) -> str:
    return f"pose_landmarker_{tier}.task"


def _status(tier: str) -> ModelStatus:
    for folder in (resources.MODELS, fetched_folder()):
        path = folder / _file_name(tier)
        if path.is_file():
            whole = _sums(folder).get(path.name) == _sha256(path)
            return ModelStatus(tier, "ok" if whole else "damaged", path, path.stat().st_size)
    return ModelStatus(tier, "missing")


def _own_model(path: Path) -> Path:
    if not path.exists():
        raise FitcoachError(
            f"{path}: there is no such pose model; "
            f"name one of {', '.join(TIERS)} or the path of a .task file."
        )
    fault = _fault(path)
    if fault:
        raise FitcoachError(
            f"{path}: this file {fault}; name one of {', '.join(TIERS)} or another .task file."
        )
    return path


def _fault(path: Path) -> str | None:
    """Says what keeps a file from being a pose model, if anything does."""
    try:
        with zipfile.ZipFile(path) as bundle:
            missing = _MEMBERS - set(bundle.namelist())
            if missing:
                return f"is not a pose model, it holds no {' and no '.join(sorted(missing))}"
            return "is damaged" if bundle.testzip() else None
    except zipfile.BadZipFile:
        return "is not a pose model (a .task bundle)"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except Exception:  # its compressions each have their own ways to complain
        return "is damaged"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sums(folder: Path) -> dict[str, str]:
    """The sums by file name, as `sha256sum` writes them."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return {}
    return {name: total for total, _, name in (line.partition("  ") for line in lines)}


def _record_sum(bundle: Path, total: str) -> None:
    sums = _sums(bundle.parent) | {bundle.name: total}
    part = bundle.with_name(SUMS + ".part")
    part.write_text("".join(f"{sums[name]}  {name}\n" for name in sorted(sums)), encoding="utf-8")
    part.replace(bundle.parent / SUMS)


def _etag_file(part: Path) -> Path:
    """Holds which version of the file on the server a part is of."""
    return part.with_name(part.name + ".etag")


def _download(url: str, part: Path, progress: Progress) -> None:
    """Completes `part`, or raises; a part that the server does not go on with starts anew."""
    try:
        response = _ask(url, part)
    except urllib.error.HTTPError as error:
        error.close()
        raise FitcoachError(f"{url}: the server answers {error.code} {error.reason}.") from None
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)  # urllib wraps what the network said
        reason = getattr(reason, "strerror", None) or reason
        raise FitcoachError(
            f"{url}: cannot be reached ({reason}); check the connection and try again."
        ) from None
    with response:
        resumed = response.status == http.HTTPStatus.PARTIAL_CONTENT
        got = part.stat().st_size if resumed else 0
        length = response.headers.get("Content-Length")
        expected = got + int(length) if length else None
        _etag_file(part).write_text(response.headers.get("ETag", ""), encoding="utf-8")
        with part.open("ab" if resumed else "wb") as file:
            progress(got, expected)
            while chunk := _read(response):
                file.write(chunk)
                got += len(chunk)
                progress(got, expected)
    if chunk is None or (expected is not None and got < expected):
        whole = f" of {expected / 1e6:.1f}" if expected is not None else ""
        raise FitcoachError(
            f"{url}: the download broke off after {got / 1e6:.1f}{whole} MB; "
            "run the command again and it goes on from there."
        )


def _ask(url: str, part: Path) -> http.client.HTTPResponse:
    """Asks for what is missing of `part`, or for everything if the server cannot go on."""
    request = urllib.request.Request(url)  # noqa: S310 - `fetch` lets http and https through only
    size = part.stat().st_size if part.exists() else 0
    if size:
        request.add_header("Range", f"bytes={size}-")
        etag = _etag_file(part)
        if etag.exists() and etag.read_text(encoding="utf-8"):
            request.add_header("If-Range", etag.read_text(encoding="utf-8"))
    try:
        response: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=_TIMEOUT)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE or not size:
            raise
        error.close()
    else:
        range_start = f"bytes {size}-"
        partial = response.status == http.HTTPStatus.PARTIAL_CONTENT
        if not partial or response.headers.get("Content-Range", "").startswith(range_start):
            return response
        response.close()
    part.unlink()
    return _ask(url, part)


def _read(response: http.client.HTTPResponse) -> bytes | None:
    """The next bytes, `b""` at the end, `None` where the connection broke."""
    try:
        return response.read(_CHUNK)
    except (OSError, http.client.HTTPException):
        return None

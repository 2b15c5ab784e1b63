"""Pose models: found, checked, and fetched from a server on this machine."""

import hashlib
import http.server
import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from fitcoach import models, resources
from fitcoach.cli.models import models as command
from fitcoach.errors import FitcoachError

MEMBERS = ("pose_detector.tflite", "pose_landmarks_detector.tflite")


def bundle_bytes(*names: str, size: int = 100_000) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bundle:
        for name in names:
            bundle.writestr(name, bytes(i * 7 % 251 for i in range(size)))
    return buffer.getvalue()


BUNDLE = bundle_bytes(*MEMBERS)


def broken_stream() -> bytes:
    """What is packed makes no sense, though the archive around it is whole."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name in MEMBERS:
            bundle.writestr(name, bytes(i * i % 251 for i in range(10_000)))
    content = bytearray(buffer.getvalue())
    start = 30 + len(MEMBERS[0])
    content[start : start + 40] = b"\xff" * 40
    return bytes(content)


def encrypted() -> bytes:
    """It says that it needs a password."""
    content = bytearray(BUNDLE)
    directory = content.rindex(b"PK\x01\x02", 0, content.rindex(b"PK\x01\x02"))
    content[6] |= 1
    content[directory + 8] |= 1
    return bytes(content)


class Server(http.server.ThreadingHTTPServer):
    """Serves `content`; knows ranges like a real one, and misbehaves on request."""

    content = BUNDLE
    etag = '"one"'
    ranges = True
    stop_after: int | None = None
    fail_ranges_with: int | None = None
    asked: list[str | None]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/model.task"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        server, wanted = self.server, self.headers.get("Range")
        server.asked.append(wanted)
        if self.path != "/model.task":
            self.send_error(404, "Not Found")
            return
        start = 0
        if wanted and server.fail_ranges_with:
            self.send_error(server.fail_ranges_with)
            return
        current = self.headers.get("If-Range") in (None, server.etag)
        if wanted and server.ranges and current:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            self.send_response(206)
            last = len(server.content) - 1
            self.send_header("Content-Range", f"bytes {start}-{last}/{len(server.content)}")
        else:
            self.send_response(200)
        body = server.content[start:]
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", server.etag)
        self.end_headers()
        self.wfile.write(body[: server.stop_after])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(resources.DATA_DIR_VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data" / "models"


def error_of(*args: str) -> str:
    with pytest.raises(FitcoachError) as caught:
        models.fetch(*args)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_shipped_model_is_whole() -> None:
    path = models.pose_model("full")
    assert path == resources.MODELS / "pose_landmarker_full.task"


def test_a_missing_tier_says_how_to_get_it() -> None:
    with pytest.raises(FitcoachError, match="fitcoach models fetch heavy"):
        models.pose_model("heavy")


def test_the_data_folder_follows_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(resources.DATA_DIR_VARIABLE)
    assert models.fetched_folder().name == "models"
    assert "fitcoach" in models.fetched_folder().parts


def test_a_damaged_shipped_model_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "MODELS", tmp_path)
    content = bytearray((Path(__file__).parents[2] / "models/SHA256SUMS").read_bytes())
    (tmp_path / "SHA256SUMS").write_bytes(content)
    (tmp_path / "pose_landmarker_full.task").write_bytes(BUNDLE)
    with pytest.raises(FitcoachError, match=r"damaged.*install fitcoach again"):
        models.pose_model("full")


def test_fetch_gets_the_whole_bundle_and_records_its_sum(server: Server, data: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    path = models.fetch("heavy", server.url, lambda got, expected: seen.append((got, expected)))
    assert path == data / "pose_landmarker_heavy.task"
    assert path.read_bytes() == BUNDLE
    assert models.pose_model("heavy") == path
    assert sorted(file.name for file in data.iterdir()) == ["SHA256SUMS", path.name]
    total = hashlib.sha256(BUNDLE).hexdigest()
    assert (data / "SHA256SUMS").read_text() == f"{total}  {path.name}\n"
    assert seen[0] == (0, len(BUNDLE))
    assert seen[-1] == (len(BUNDLE), len(BUNDLE))


def test_a_second_tier_keeps_the_first_ones_sum(server: Server) -> None:
    models.fetch("heavy", server.url)
    models.fetch("lite", server.url)
    assert models.pose_model("heavy").exists()
    assert models.pose_model("lite").exists()


def test_a_fetched_model_that_was_damaged_later_is_refused(server: Server) -> None:
    path = models.fetch("heavy", server.url)
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    path.write_bytes(content)
    with pytest.raises(FitcoachError, match=r"damaged.*fitcoach models fetch heavy"):
        models.pose_model("heavy")
    assert models.fetch("heavy", server.url).read_bytes() == BUNDLE
    assert models.pose_model("heavy") == path


def test_an_interrupted_download_goes_on(server: Server, data: Path) -> None:
    server.stop_after = 70_000
    message = error_of("heavy", server.url)
    assert "broke off after 0.1 of 0.2 MB" in message
    assert not (data / "pose_landmarker_heavy.task").exists()
    part = data / "pose_landmarker_heavy.task.part"
    assert part.stat().st_size == 70_000
    server.stop_after = None
    assert models.fetch("heavy", server.url).read_bytes() == BUNDLE
    assert server.asked == [None, "bytes=70000-"]
    assert not part.exists()


def test_a_file_changed_meanwhile_starts_anew(server: Server) -> None:
    server.stop_after = 70_000
    error_of("heavy", server.url)
    server.stop_after, server.etag = None, '"two"'
    server.content = bundle_bytes(*MEMBERS, size=90_000)
    assert models.fetch("heavy", server.url).read_bytes() == server.content


def test_a_server_without_ranges_starts_anew(server: Server) -> None:
    server.stop_after = 70_000
    error_of("heavy", server.url)
    server.stop_after, server.ranges = None, False
    assert models.fetch("heavy", server.url).read_bytes() == BUNDLE


def test_a_range_that_is_refused_starts_anew(server: Server) -> None:
    server.stop_after = 70_000
    error_of("heavy", server.url)
    server.stop_after, server.fail_ranges_with = None, 416
    assert models.fetch("heavy", server.url).read_bytes() == BUNDLE
    assert server.asked == [None, "bytes=70000-", None]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>sign in</html>", "not a pose model"),
        (bundle_bytes("hand_detector.tflite"), "holds no pose_detector.tflite"),
        (BUNDLE[:50_000] + b"\0\0\0\0" + BUNDLE[50_004:], "damaged"),
    ],
)
def test_what_is_no_bundle_is_not_kept(
    server: Server, data: Path, content: bytes, words: str
) -> None:
    server.content = content
    message = error_of("heavy", server.url)
    assert words in message
    assert list(data.iterdir()) == []


def test_a_missing_page_is_one_sentence(server: Server) -> None:
    assert "404" in error_of("heavy", server.url.replace("model", "other"))


def test_nobody_there_is_one_sentence() -> None:
    with socket.socket() as taken:  # bound but not listening: connections are refused
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/model.task"
        assert "cannot be reached" in error_of("heavy", url)


def test_only_web_addresses_are_fetched(tmp_path: Path) -> None:
    assert "http" in error_of("heavy", (tmp_path / "model.task").as_uri())


def test_the_shipped_tier_is_not_fetched(server: Server) -> None:
    assert "comes with fitcoach" in error_of("full", server.url)
    assert server.asked == []


def test_an_own_bundle_is_taken_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.task"
    path.write_bytes(BUNDLE)
    assert models.pose_model(str(path)) == path


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.task", None, "there is no such pose model"),
        ("text.task", b"hello", "is not a pose model"),
        ("hand.task", bundle_bytes("hand.tflite"), "holds no pose_detector.tflite"),
        ("stream.task", broken_stream(), "is damaged"),
        ("encrypted.task", encrypted(), "is damaged"),
        ("flip.task", BUNDLE[:50_000] + b"\0\0\0\0" + BUNDLE[50_004:], "is damaged"),
    ],
)
def test_an_own_file_that_is_no_bundle_is_refused(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FitcoachError, match=words) as caught:
        models.pose_model(str(path))
    assert str(path) in str(caught.value)


def test_a_folder_is_no_pose_model(tmp_path: Path) -> None:
    with pytest.raises(FitcoachError, match="cannot be read"):
        models.pose_model(str(tmp_path))


def test_the_command_lists_and_fetches(server: Server) -> None:
    run = CliRunner().invoke(command, [], env={"COLUMNS": "200"})
    assert run.exit_code == 0
    assert "fitcoach models fetch heavy" in run.output
    assert "ok" in run.output
    run = CliRunner().invoke(command, ["fetch", "heavy", "--url", server.url])
    assert run.exit_code == 0
    assert models.pose_model("heavy").read_bytes() == BUNDLE
    run = CliRunner().invoke(command, [], env={"COLUMNS": "200"})
    assert "fitcoach models fetch heavy" not in run.output

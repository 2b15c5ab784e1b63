"""Clips as cameras, phones and broken-off copies leave them, written and read for real."""

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from fitcoach.capture.container import is_cut_off
from fitcoach.capture.live import Live, open_camera, open_stream
from fitcoach.capture.observation import Frame
from fitcoach.capture.video import Video, open_video
from fitcoach.errors import FitcoachError

WIDTH, HEIGHT = 96, 64


def picture(number: int) -> np.ndarray:
    """A picture that says which one it is: as bright as its number, with some noise."""
    noise = np.random.default_rng(number).integers(0, 8, (HEIGHT, WIDTH, 3))
    return (number % 32 * 7 + noise).astype(np.uint8)


def number(frame: Frame) -> int:
    return round((float(frame.pixels.mean()) - 3.5) / 7)


def write_cv2(path: Path, count: int, codec: str, rate: float = 30.0) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*codec), rate, (WIDTH, HEIGHT))
    assert writer.isOpened()
    for i in range(count):
        writer.write(picture(i))
    writer.release()
    return path


def write_av(
    path: Path,
    times_ms: list[int],
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    sound: float = 0.0,
) -> Path:
    """Writes one picture at each time, and `sound` seconds of silence."""
    with av.open(str(path), "w", options=options or {}) as container:
        stream = container.add_stream(codec, rate=30)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        stream.codec_context.gop_size = 30
        audio = container.add_stream("libopus", rate=48000) if sound else None
        for i, milliseconds in enumerate(times_ms):
            frame = av.VideoFrame.from_ndarray(picture(i), format="rgb24")
            frame.pts, frame.time_base = milliseconds, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if audio is not None:
            for i in range(int(sound * 50)):
                quiet = np.zeros((1, 960 * 2), np.int16)
                samples = av.AudioFrame.from_ndarray(quiet, format="s16", layout="stereo")
                samples.sample_rate, samples.pts = 48000, i * 960
                samples.time_base = Fraction(1, 48000)
                container.mux(audio.encode(samples))
            container.mux(audio.encode(None))
    return path


def steady(count: int, start: int = 0) -> list[int]:
    return [start + round(i * 1000 / 30) for i in range(count)]


def read(path: Path) -> list[Frame]:
    return list(open_video(path).frames())


def read_until_error(source: Video | Live) -> tuple[list[Frame], str]:
    frames = []
    try:
        for frame in source.frames():
            frames.append(frame)  # noqa: PERF402 - those before the error are wanted
    except FitcoachError as error:
        return frames, str(error)
    pytest.fail("the source did not say that it broke off")


def check_order(frames: list[Frame]) -> None:
    assert [frame.index for frame in frames] == list(range(len(frames)))
    assert np.all(np.diff([frame.timestamp for frame in frames]) > 0)
    assert frames[0].timestamp == 0


@pytest.mark.parametrize(
    ("name", "codec"), [("x.mp4", "mp4v"), ("x.webm", "VP90"), ("x.avi", "MJPG")]
)
def test_every_frame_arrives_in_order_and_in_time(tmp_path: Path, name: str, codec: str) -> None:
    video = open_video(write_cv2(tmp_path / name, 50, codec, rate=25))
    frames = list(video.frames())
    assert (video.frame_rate, video.frame_count, video.live) == (25, 50, False)
    assert [number(frame) for frame in frames] == [i % 32 for i in range(50)]
    assert np.allclose([frame.timestamp for frame in frames], np.arange(50) / 25, atol=1e-3)
    check_order(frames)
    assert frames[0].pixels.shape == (HEIGHT, WIDTH, 3)


def test_colours_are_rgb(tmp_path: Path) -> None:
    path = tmp_path / "red.avi"
    fourcc = cv2.VideoWriter_fourcc(*"MJPG")
    writer = cv2.VideoWriter(str(path), fourcc, 30, (WIDTH, HEIGHT))
    writer.write(np.full((HEIGHT, WIDTH, 3), (0, 0, 200), np.uint8))
    writer.release()
    (frame,) = read(path)
    assert np.abs(frame.pixels[10, 10].astype(int) - (200, 0, 0)).max() < 8


@pytest.mark.parametrize("name", ["x.mp4", "x.mkv"])
@pytest.mark.parametrize("start", [0, 3000])
def test_a_varying_frame_rate_keeps_its_times(tmp_path: Path, name: str, start: int) -> None:
    times = [0, 40, 80, 200, 210, 500, 520, 1000, 1033, 1066, 1500, 2500, 2533]
    path = write_av(tmp_path / name, [start + t for t in times])
    frames = read(path)
    assert np.allclose([frame.timestamp * 1000 for frame in frames], times, atol=1)
    assert [number(frame) for frame in frames] == list(range(13))


def test_a_clip_without_times_goes_by_its_frame_rate(tmp_path: Path) -> None:
    with av.open(str(write_av(tmp_path / "x.mp4", steady(60)))) as source:
        bare = b"".join(
            bytes(packet) for packet in _to_annex_b(source, source.streams.video[0]) if packet.size
        )
    (tmp_path / "x.h264").write_bytes(bare)
    video = open_video(tmp_path / "x.h264")
    frames = list(video.frames())
    assert len(frames) == 60
    check_order(frames)
    assert video.frame_rate is not None
    assert frames[-1].timestamp == pytest.approx(59 / video.frame_rate)


def _to_annex_b(source: object, stream: object) -> Iterator[av.Packet]:
    bits = av.bitstream.BitStreamFilterContext("h264_mp4toannexb", stream)
    for packet in source.demux(stream):
        yield from bits.filter(packet)


def test_a_clip_filmed_upright_is_read_upright(tmp_path: Path) -> None:
    path = write_cv2(tmp_path / "x.mp4", 3, "mp4v")
    content = bytearray(path.read_bytes())
    # A phone turns a clip by the matrix in its track's header, here by a quarter.
    matrix = content.index(b"tkhd") + 4 + 40
    quarter = [0, 1 << 16, 0, -1 << 16, 0, 0, HEIGHT << 16, 0, 1 << 30]
    content[matrix : matrix + 36] = b"".join(n.to_bytes(4, "big", signed=True) for n in quarter)
    path.write_bytes(content)
    assert read(path)[0].pixels.shape == (WIDTH, HEIGHT, 3)


@pytest.mark.parametrize(
    "write",
    [
        lambda path: write_av(
            path.with_suffix(".mp4"), steady(300), options={"movflags": "faststart"}
        ),
        lambda path: write_cv2(path.with_suffix(".webm"), 300, "VP90"),
        lambda path: write_cv2(path.with_suffix(".avi"), 300, "MJPG"),
    ],
    ids=["mp4", "webm", "avi"],
)
@pytest.mark.parametrize("filled", [False, True], ids=["cut", "filled with zeros"])
def test_a_clip_cut_off_says_so_after_all_there_is(
    tmp_path: Path, write: Callable[[Path], Path], filled: bool
) -> None:
    path = write(tmp_path / "x")
    content = path.read_bytes()
    assert not is_cut_off(path)
    assert len(read(path)) == 300
    half = len(content) // 2
    path.write_bytes(content[:half] + bytes(len(content) - half if filled else 0))
    frames, message = read_until_error(open_video(path))
    assert 50 < len(frames) < 250
    check_order(frames)
    seconds = len(frames) / 30
    assert f"ends early: {seconds:.1f} of 10.0 s could be read" in message
    assert message.startswith(str(path))


def test_a_clip_whose_index_was_never_written_cannot_be_opened(tmp_path: Path) -> None:
    path = write_cv2(tmp_path / "x.mp4", 90, "mp4v")
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(FitcoachError, match="end of this clip is missing"):
        open_video(path)


def test_a_trimmed_clip_is_whole(tmp_path: Path) -> None:
    # Trimming without encoding anew leaves frames in the file that the edit list hides.
    times = steady(90, start=-1500)
    options = {"avoid_negative_ts": "disabled", "use_editlist": "1"}
    path = write_av(tmp_path / "x.mp4", times, options=options)
    video = open_video(path)
    frames = list(video.frames())
    assert len(frames) < (video.frame_count or 0)
    check_order(frames)


def test_sound_that_goes_on_after_the_picture_is_no_loss(tmp_path: Path) -> None:
    path = write_av(tmp_path / "x.mkv", steady(60), sound=6.0)
    video = open_video(path)
    frames = list(video.frames())
    assert len(frames) == 60
    assert (video.frame_count or 0) > 150  # the container's estimate


@pytest.mark.parametrize("content", [b"", b"Just a text.\n" * 100, bytes(5000)])
def test_what_is_no_video_is_refused(
    tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(content)
    with pytest.raises(FitcoachError, match="not a video") as caught:
        open_video(path)
    assert str(path) in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FitcoachError, match="no such file"):
        open_video(tmp_path / "gone.mp4")


def test_a_name_with_a_colon_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_cv2(tmp_path / "x.avi", 3, "MJPG").rename(tmp_path / "monday 10:30.avi")
    monkeypatch.chdir(tmp_path)
    assert len(read(Path("monday 10:30.avi"))) == 3


def test_no_camera_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FitcoachError, match="camera 97"):
        open_camera(97)
    assert capfd.readouterr() == ("", "")


def test_a_stream_that_nobody_sends_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FitcoachError, match="cannot be opened"):
        open_stream("rtsp://127.0.0.1:9/x")
    assert capfd.readouterr() == ("", "")


class MotionJpeg(http.server.BaseHTTPRequestHandler):
    """A network camera: a picture every 20 ms, twenty of them, then it is unplugged."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace;boundary=next")
        self.end_headers()
        for i in range(20):
            jpeg = cv2.imencode(".jpg", picture(i))[1].tobytes()
            self.wfile.write(b"--next\r\nContent-Type: image/jpeg\r\n")
            self.wfile.write(f"Content-Length: {len(jpeg)}\r\n\r\n".encode() + jpeg + b"\r\n")
            time.sleep(0.02)

    def log_message(self, *_: object) -> None:
        pass


class Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def serve() -> Iterator[Callable[[type], str]]:
    running = []

    def start(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> str:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def test_a_network_camera_is_live_and_says_when_it_stops(serve: Callable[..., str]) -> None:
    stream = open_stream(serve(MotionJpeg) + "/")
    assert isinstance(stream, Live)
    assert stream.live
    frames, message = read_until_error(stream)
    assert "no more pictures came" in message
    check_order(frames)
    assert len(frames) >= 15
    assert 0.1 < frames[-1].timestamp < 5


def test_a_clip_behind_a_url_is_a_clip(tmp_path: Path, serve: Callable[..., str]) -> None:
    write_av(tmp_path / "x.mp4", steady(30), options={"movflags": "faststart"})
    video = open_stream(serve(partial(Files, directory=str(tmp_path))) + "/x.mp4")
    assert isinstance(video, Video)
    frames = list(video.frames())
    assert len(frames) == 30
    assert frames[-1].timestamp == pytest.approx(29 / 30, abs=2e-3)

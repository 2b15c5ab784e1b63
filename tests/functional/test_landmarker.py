"""The real landmarker with the model that ships, on a drawn figure."""

import hashlib
import http.server
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from fitcoach.body import Landmark
from fitcoach.capture import Frame, LandmarkerOptions, Observation, observe
from fitcoach.capture.heads import HeadCount
from fitcoach.capture.landmarker import Landmarker
from fitcoach.errors import FitcoachError
from fitcoach.models import pose_model
from fitcoach.recording import PoseRecording

OPTIONS = LandmarkerOptions(pose_model("full"))
IMAGE = replace(OPTIONS, mode="image")

SKIN, SHIRT, SHORTS, SHOES = (205, 150, 120), (40, 80, 160), (40, 40, 50), (230, 230, 230)
HAIR, LIPS, DARK, WHITE = (60, 40, 30), (150, 60, 60), (30, 30, 30), (255, 255, 255)
HIPS = 0.54  # where the figure's hips are, as a share of the height


def figure(
    width: int = 360, height: int = 480, scale: float = 1.0, arms: float = 0.6
) -> np.ndarray:
    """Draws a standing person who faces the camera; `arms` radians away from hanging down."""
    canvas = np.full((height, width, 3), (205, 200, 190), np.uint8)
    canvas[int(height * 0.85) :] = (120, 100, 85)
    unit = height * 0.36 * scale

    def at(x: float, y: float) -> tuple[int, int]:
        return int(width / 2 + x * unit), int(height / 2 + y * unit)

    def limb(colour: tuple[int, ...], thickness: float, *points: tuple[float, float]) -> None:
        line = np.array([at(*point) for point in points])
        cv2.polylines(canvas, [line], False, colour, max(1, int(thickness * unit)), cv2.LINE_AA)

    def spot(colour: tuple[int, ...], x: float, y: float, across: float, down: float) -> None:
        axes = max(1, int(across * unit)), max(1, int(down * unit))
        cv2.ellipse(canvas, at(x, y), axes, 0, 0, 360, colour, -1, cv2.LINE_AA)

    out, down = np.sin(arms), np.cos(arms)
    for side in (-1, 1):
        limb(SKIN, 0.16, (side * 0.16, 0.15), (side * 0.18, 0.62), (side * 0.19, 1.1))
        limb(SHORTS, 0.24, (side * 0.15, 0.1), (side * 0.17, 0.45))
        limb(SHOES, 0.13, (side * 0.19, 1.12), (side * 0.26, 1.17))
        shoulder = (side * 0.27, -0.62)
        elbow = (side * (0.3 + 0.22 * out), -0.62 + 0.3 * down)
        wrist = (elbow[0] + side * 0.25 * out, elbow[1] + 0.3 * down)
        limb(SKIN, 0.11, shoulder, elbow, wrist)
        limb(SHIRT, 0.17, shoulder, ((shoulder[0] + elbow[0]) / 2, (shoulder[1] + elbow[1]) / 2))
        spot(SKIN, wrist[0], wrist[1] + 0.04, 0.08, 0.08)
    trunk = [at(-0.3, -0.66), at(0.3, -0.66), at(0.22, 0.1), at(-0.22, 0.1)]
    cv2.fillConvexPoly(canvas, np.array(trunk), SHIRT, cv2.LINE_AA)
    hips = [at(-0.23, 0.05), at(0.23, 0.05), at(0.27, 0.25), at(-0.27, 0.25)]
    cv2.fillConvexPoly(canvas, np.array(hips), SHORTS, cv2.LINE_AA)
    limb(SKIN, 0.15, (0, -0.85), (0, -0.66))
    spot(HAIR, 0, -1.0, 0.17, 0.22)
    spot(SKIN, 0, -0.95, 0.145, 0.18)
    for side in (-1, 1):
        spot(WHITE, side * 0.06, -0.98, 0.022, 0.022)
        spot(DARK, side * 0.06, -0.98, 0.013, 0.013)
        limb(HAIR, 0.015, (side * 0.035, -1.03), (side * 0.09, -1.03))
    limb((180, 120, 95), 0.02, (0, -0.97), (0.01, -0.91))
    limb(LIPS, 0.02, (-0.045, -0.86), (0.045, -0.86))
    return cv2.GaussianBlur(canvas, (3, 3), 0)


def frames(count: int, step: float = 1 / 30) -> list[Frame]:
    """The arms go up and down."""
    return [Frame(i, i * step, figure(arms=0.6 + 0.5 * np.sin(i / 5).item())) for i in range(count)]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "arms.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), 30, (360, 480))
    for frame in frames(30):
        writer.write(frame.pixels[..., ::-1])
    writer.release()
    return path


def everything(source: Path, options: LandmarkerOptions = OPTIONS) -> list[Observation]:
    with observe(str(source), lambda: options) as stream:
        return list(stream)


def no_landmarker() -> LandmarkerOptions:
    pytest.fail("nothing here needs a landmarker")


@pytest.fixture
def no_thread_left() -> Iterator[None]:
    yield
    assert not [thread for thread in threading.enumerate() if thread.name == "prefetch"]


def test_the_shipped_model_is_the_one_its_papers_are_about() -> None:
    total = hashlib.sha256(OPTIONS.model.read_bytes()).hexdigest()
    assert total in (OPTIONS.model.parent / "README.md").read_text()
    assert "Apache License" in (OPTIONS.model.parent / "LICENSE-mediapipe").read_text()


def test_landmarks_lie_where_the_figure_is() -> None:
    with Landmarker(IMAGE) as landmarker:
        (person,) = landmarker.detect(Frame(0, 1.5, figure()))
    pose = person.pose
    assert pose.timestamp == 1.5
    assert pose.size == (480, 360)
    assert person.mask is None
    for array, shape in ((pose.image, (33, 3)), (pose.world, (33, 3)), (pose.visibility, (33,))):
        assert array.shape == shape
        assert array.dtype == np.float64
    nose, left, right = pose.image[[Landmark.NOSE, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]]
    assert nose[:2] == pytest.approx([0.5, 0.15], abs=0.03)
    assert (left + right)[:2] / 2 == pytest.approx([0.5, HIPS], abs=0.03)
    assert left[0] > right[0]  # who faces the camera has the left on the right
    hips = pose.world[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    assert hips == pytest.approx(np.zeros(3), abs=0.02)
    height = np.ptp(pose.world[:, 1])
    assert 1.2 < height < 2.0  # metres
    assert pose.visibility.min() >= 0
    assert pose.visibility.max() <= 1


def test_an_empty_room_has_nobody_in_it() -> None:
    with Landmarker(IMAGE) as landmarker:
        assert landmarker.detect(Frame(0, 0.0, np.full((480, 360, 3), 128, np.uint8))) == []


@pytest.mark.parametrize("width", [360, 361, 362])
def test_the_mask_covers_the_figure_at_any_width(width: int) -> None:
    picture = figure(width)
    with Landmarker(IMAGE) as plain, Landmarker(replace(IMAGE, segmentation=True)) as masking:
        (bare,) = plain.detect(Frame(0, 0.0, picture))
        (masked,) = masking.detect(Frame(0, 0.0, picture))
    assert masked.mask is not None
    assert masked.mask.shape == (480, width)
    assert masked.mask.dtype == np.float32
    assert masked.mask[240, width // 2] > 0.9
    assert masked.mask[:, :5].max() < 0.1
    # Widening the picture shifts the landmarks a little here and there, but not all to one side.
    difference = (bare.pose.pixels - masked.pose.pixels)[:, :2]
    assert np.abs(difference).max() < 6
    assert np.abs(difference[:, 0].mean()) < 0.8
    assert bare.pose.size == masked.pose.size


def test_several_people_are_found_and_the_largest_is_followed(tmp_path: Path) -> None:
    pair = np.concatenate([figure(300), figure(300, scale=0.7)], axis=1)
    two = replace(IMAGE, poses=2)
    with Landmarker(two) as landmarker:
        assert len(landmarker.detect(Frame(0, 0.0, pair))) == 2
    for name, picture in (("1.png", pair), ("2.png", pair[:, ::-1])):
        cv2.imwrite(str(tmp_path / name), picture[..., ::-1])
    left, right = everything(tmp_path, two)
    assert (left.people, right.people) == (2, 2)
    assert left.pose is not None
    assert right.pose is not None
    assert left.pose.image[Landmark.NOSE, 0] < 0.5 < right.pose.image[Landmark.NOSE, 0]


def test_somebody_else_is_noticed_while_heads_are_counted(tmp_path: Path) -> None:
    one, nobody = figure(600), np.full((480, 600, 3), 128, np.uint8)
    pair = np.concatenate([figure(300), figure(300, scale=0.7)], axis=1)
    shown = [pair, pair, pair, pair, one, nobody]
    for i, picture in enumerate(shown):
        cv2.imwrite(str(tmp_path / f"{i}.png"), picture[..., ::-1])
    people = []
    with observe(str(tmp_path), lambda: OPTIONS) as stream:
        for observation in stream:
            people.append(observation.people)
            stream.count_people(observation.index < 2)
    assert people == [1, 1, 2, 1, 1, 0]


def test_heads_are_counted_once_a_second() -> None:
    pair = np.concatenate([figure(300), figure(300, scale=0.7)], axis=1)
    # Somebody comes at 0.5 s, which is sure at 2 s, and leaves at 2.5 s, noticed at 3 s.
    pictures = [Frame(i, 7.0 + i / 8, pair if 4 <= i < 20 else figure(600)) for i in range(32)]
    with Landmarker(IMAGE) as landmarker, closing(HeadCount(OPTIONS)) as heads:
        known = [[person.pose for person in landmarker.detect(frame)] for frame in pictures]
        looks = list(zip(pictures, known, strict=True))
        assert [heads.look(*look) for look in looks] == [1] * 32
        heads.on = True
        assert [heads.look(*look) for look in looks] == [1] * 16 + [2] * 8 + [1] * 8


@pytest.mark.parametrize("size", [(480, 640), (1080, 1920), (20, 3000), (1, 1)])
def test_brightness_is_that_of_the_grey_picture(tmp_path: Path, size: tuple[int, int]) -> None:
    across = np.linspace(0, 1, size[1])[None, :, None]
    for i, colour in enumerate([(0, 0, 0), (255, 255, 255), (200, 30, 20), (10, 40, 250)]):
        picture = np.broadcast_to(np.array(colour) * (0.5 + across / 2), (*size, 3))
        cv2.imwrite(str(tmp_path / f"{i}.png"), picture.astype(np.uint8))
    for observation in everything(tmp_path):
        assert observation.frame is not None
        grey = cv2.cvtColor(observation.frame.pixels, cv2.COLOR_RGB2GRAY)
        assert observation.brightness == pytest.approx(grey.mean() / 255, abs=0.01)


def test_the_first_landmarks_are_not_coloured_by_warming_up() -> None:
    (frame,) = frames(1)
    with Landmarker(IMAGE) as still, Landmarker(OPTIONS) as tracking:
        (a,), (b,) = still.detect(frame), tracking.detect(frame)
    assert a.pose.world == pytest.approx(b.pose.world, abs=1e-6)


@pytest.mark.parametrize("mode", ["video", "live-stream"])
def test_frames_closer_than_a_millisecond_keep_their_times(mode: str) -> None:
    close = frames(20, step=1 / 4096)
    with Landmarker(replace(OPTIONS, mode=mode)) as landmarker:
        seen = list(landmarker.watch(landmarker.prepare(close), lossless=True))
    assert [frame.index for frame, _ in seen] == list(range(20))
    for frame, people in seen:
        assert people[0].pose.timestamp == frame.timestamp == frame.index / 4096


def test_live_stream_sees_what_video_sees() -> None:
    with Landmarker(OPTIONS) as video, Landmarker(replace(OPTIONS, mode="live-stream")) as live:
        expected = list(video.watch(video.prepare(frames(20)), lossless=True))
        seen = list(live.watch(live.prepare(frames(20)), lossless=True))
    assert [frame.index for frame, _ in seen] == [frame.index for frame, _ in expected]
    for (_, a), (_, b) in zip(seen, expected, strict=True):
        assert a[0].pose.image == pytest.approx(b[0].pose.image, abs=1e-5)


def test_live_stream_drops_frames_in_order_when_they_come_too_fast() -> None:
    many = frames(60)
    with Landmarker(replace(OPTIONS, mode="live-stream")) as landmarker:
        seen = list(landmarker.watch(landmarker.prepare(many), lossless=False))
    indices = [frame.index for frame, _ in seen]
    assert 0 < len(indices) < 60
    assert indices == sorted(set(indices))
    for frame, people in seen:
        assert people[0].pose.timestamp == many[frame.index].timestamp


def test_what_is_no_model_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.task"
    path.write_bytes(b"no model")
    with pytest.raises(FitcoachError, match="cannot start with this model") as caught:
        Landmarker(replace(IMAGE, model=path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("mode", ["image", "video", "live-stream"])
@pytest.mark.usefixtures("no_thread_left")
def test_a_clip_gives_an_observation_a_frame(clip: Path, mode: str) -> None:
    with observe(str(clip), lambda: replace(OPTIONS, mode=mode)) as stream:
        assert (stream.name, stream.live) == (str(clip), False)
        assert (stream.frame_rate, stream.frame_count) == (30, 30)
        seen = list(stream)
        assert stream.dropped == 0
    assert [observation.index for observation in seen] == list(range(30))
    wrists = []
    for observation in seen:
        assert observation.frame is not None
        assert observation.pose is not None
        assert observation.pose.timestamp == observation.timestamp == observation.frame.timestamp
        wrists.append(observation.pose.image[Landmark.LEFT_WRIST, 1])
    assert np.ptp(wrists) > 0.1  # the arms move


def test_the_mask_comes_along_when_asked_for(clip: Path) -> None:
    observation = everything(clip, replace(OPTIONS, segmentation=True))[10]
    assert observation.mask is not None
    assert observation.mask.shape == (480, 360)


@pytest.mark.usefixtures("no_thread_left")
def test_closing_early_ends_at_once(clip: Path) -> None:
    with observe(str(clip), lambda: OPTIONS) as stream:
        next(stream)
    with pytest.raises(StopIteration):
        next(stream)
    stream.close()


def test_pictures_of_a_folder_have_nothing_to_do_with_each_other(tmp_path: Path) -> None:
    sizes = [(360, 480), (480, 480), (400, 300)]
    for i, (width, height) in enumerate(sizes):
        cv2.imwrite(str(tmp_path / f"{i}.png"), figure(width, height)[..., ::-1])
    seen = everything(tmp_path)
    assert [observation.timestamp for observation in seen] == [0, 1, 2]
    with Landmarker(IMAGE) as landmarker:
        for observation, (width, height) in zip(seen, sizes, strict=True):
            assert observation.pose is not None
            assert observation.pose.size == (height, width)
            (person,) = landmarker.detect(Frame(0, 0.0, figure(width, height)))
            assert np.array_equal(observation.pose.world, person.pose.world)


def test_recorded_poses_are_replayed_without_a_landmarker(tmp_path: Path) -> None:
    with Landmarker(IMAGE) as landmarker:
        pose = landmarker.detect(Frame(0, 0.0, figure()))[0].pose
    path = tmp_path / "x.npz"
    PoseRecording.from_poses([(0.0, pose), (0.04, None), (0.08, pose)], (480, 360)).save(path)
    with observe(str(path), no_landmarker) as stream:
        assert (stream.name, stream.live, stream.frame_count) == (str(path), False, 3)
        assert stream.frame_rate == pytest.approx(25)
        seen = list(stream)
    assert [observation.timestamp for observation in seen] == [0.0, 0.04, 0.08]
    assert [observation.pose is None for observation in seen] == [False, True, False]
    assert all(observation.frame is None for observation in seen)
    assert all(observation.brightness is None for observation in seen)
    assert [observation.people for observation in seen] == [1, 0, 1]
    assert seen[0].pose is not None
    assert seen[0].pose.world == pytest.approx(pose.world, abs=1e-6)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _: None, "no such file"),
        (lambda path: path.write_text("not a video"), "not a video"),
        (lambda path: path.mkdir(), "no pictures"),
    ],
)
def test_a_source_that_cannot_be_opened_needs_no_landmarker(
    tmp_path: Path, make: Callable[[Path], object], words: str
) -> None:
    path = tmp_path / "x.mp4"
    make(path)
    with pytest.raises(FitcoachError, match=words) as caught:
        observe(str(path), no_landmarker)
    assert str(path) in str(caught.value)


def test_no_camera_needs_no_landmarker() -> None:
    with pytest.raises(FitcoachError, match="camera 97"):
        observe("97", no_landmarker)


def test_a_clip_that_ends_early_is_observed_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "x.webm"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"VP90"), 30, (360, 480))
    for frame in frames(40):
        writer.write(frame.pixels[..., ::-1])
    writer.release()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with observe(str(path), lambda: OPTIONS) as stream:
        seen = []
        try:
            for observation in stream:
                seen.append(observation)  # noqa: PERF402 - those before the error are wanted
            pytest.fail("the clip did not say that it ends early")
        except FitcoachError as error:
            assert "ends early" in str(error)  # noqa: PT017
    assert 5 < len(seen) < 35
    assert seen[-1].pose is not None


class MotionJpeg(http.server.BaseHTTPRequestHandler):
    """A network camera that is faster than the landmarker, and is unplugged after a while."""

    def do_GET(self) -> None:
        jpeg = cv2.imencode(".jpg", figure()[..., ::-1])[1].tobytes()
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace;boundary=next")
        self.end_headers()
        for _ in range(300):
            self.wfile.write(b"--next\r\nContent-Type: image/jpeg\r\n")
            self.wfile.write(f"Content-Length: {len(jpeg)}\r\n\r\n".encode() + jpeg + b"\r\n")
            time.sleep(0.003)

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("mode", ["video", "live-stream"])
@pytest.mark.usefixtures("no_thread_left")
def test_a_live_stream_skips_frames_rather_than_falling_behind(mode: str) -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), MotionJpeg) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        seen = []
        with observe(url, lambda: replace(OPTIONS, mode=mode)) as stream:
            assert stream.live
            try:
                for observation in stream:
                    seen.append(observation)  # noqa: PERF402 - those before the error are wanted
                pytest.fail("the stream did not say that it stopped")
            except FitcoachError as error:
                assert "no more pictures" in str(error)  # noqa: PT017
            finally:
                server.shutdown()
    assert all(observation.pose is not None for observation in seen)
    assert np.all(np.diff([observation.timestamp for observation in seen]) > 0)
    steps = np.diff([observation.index for observation in seen])
    assert steps.min() >= 1
    assert steps.max() > 1
    assert stream.dropped == seen[-1].index - seen[0].index + 1 - len(seen)


@pytest.mark.parametrize("mode", ["video", "live-stream"])
def test_the_terminal_stays_clean(clip: Path, mode: str) -> None:
    code = (
        "import sys; from pathlib import Path; from fitcoach.capture import *\n"
        "options = LandmarkerOptions(Path(sys.argv[1]), sys.argv[2], segmentation=True)\n"
        "with observe(sys.argv[3], lambda: options) as stream: print(len(list(stream)))\n"
    )
    command = [sys.executable, "-c", code, str(OPTIONS.model), mode, str(clip)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == "30\n"
    assert run.stderr == ""

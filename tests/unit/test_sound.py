"""Signals, speech, and that their absence disturbs nobody."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import ClassVar

import miniaudio
import numpy as np
import pytest

from fitcoach.sound import Sound, default_on, espeak, speech
from fitcoach.sound.lane import Lane
from fitcoach.sound.speaker import Speaker
from fitcoach.sound.tones import RATE, TONES, Samples

PATIENCE = 20.0  # seconds; a busy machine is slow to start a program


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


# The waveforms


@pytest.mark.parametrize("signal", TONES)
def test_a_signal_is_short_and_bounded_and_does_not_click(signal: str) -> None:
    wave = TONES[signal].astype(float)
    assert 0.05 < wave.size / RATE < 1.0
    assert 10_000 < np.abs(wave).max() < 20_000
    assert wave[0] == wave[-1] == 0
    millisecond = RATE // 1000
    assert np.abs(wave[:millisecond]).max() < 2000
    assert np.abs(wave[-millisecond:]).max() < 2000


def test_no_two_signals_sound_alike() -> None:
    for a, b in combinations(TONES.values(), 2):
        length = max(a.size, b.size)
        spectra = [np.abs(np.fft.rfft(wave, length)) for wave in (a, b)]
        alike = spectra[0] @ spectra[1] / np.prod([np.linalg.norm(s) for s in spectra])
        assert alike < 0.9 or abs(a.size - b.size) > 0.3 * length


def pitch(wave: Samples) -> float:
    return float(np.abs(np.fft.rfft(wave, RATE)).argmax())


def test_what_does_not_count_is_lower_and_the_end_of_a_set_rises() -> None:
    assert pitch(TONES["attempt"]) < pitch(TONES["rep"]) / 3
    notes = [pitch(TONES["set-end"][round(t * RATE) :][: RATE // 10]) for t in (0, 0.14, 0.26, 0.4)]
    assert notes == sorted(notes)
    assert notes[-1] > 1.5 * notes[0]


# The device


class Device:
    """Stands for the audio device; `pull` is what the audio thread does."""

    opened: ClassVar[list["Device"]] = []
    backend = "a real one"
    there = True

    def __init__(self, **_: object) -> None:
        if not self.there:
            raise miniaudio.MiniaudioError("failed to init device", -401)
        self.closed = False
        self.opened.append(self)

    def start(self, feed: Iterator[bytes]) -> None:
        self.feed = feed

    def pull(self, frames: int) -> list[int]:
        return np.frombuffer(self.feed.send(frames), np.int16).tolist()

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> type[Device]:
    monkeypatch.setattr(miniaudio, "PlaybackDevice", Device)
    monkeypatch.setattr(Device, "opened", [])
    monkeypatch.setattr(Device, "there", True)
    return Device


def samples(*values: int) -> Samples:
    return np.array(values, np.int16)


def test_what_is_played_comes_in_order_and_then_silence(device: type[Device]) -> None:
    speaker = Speaker(RATE)
    speaker.play(samples(1, 2, 3))
    speaker.play(samples(4, 5))
    (only,) = device.opened
    assert [only.pull(2) for _ in range(4)] == [[1, 2], [3, 4], [5], []]


def test_a_device_that_has_gone_away_is_opened_again(
    device: type[Device], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    speaker = Speaker(RATE)
    speaker.play(samples(1))
    now += 60
    device.opened[0].pull(1)
    speaker.play(samples(2))
    assert len(device.opened) == 1
    now += 60
    device.there = False
    with pytest.raises(OSError, match="no audio device"):
        speaker.play(samples(3))
    device.there = True
    speaker.play(samples(4))
    assert device.opened[0].closed
    assert device.opened[1].pull(9) == [4]


def test_a_device_that_nobody_hears_is_none(
    device: type[Device], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device, "backend", "Null")
    with pytest.raises(OSError, match="no audio device"):
        Speaker(RATE)


# The helper programs


def helper(tmp_path: Path, body: str) -> list[str]:
    """A helper that writes each line it gets into the file `heard`; `body` is what it does then."""
    script = f"""
import sys, time
from pathlib import Path
folder = Path({str(tmp_path)!r})
print(flush=True)
for line in sys.stdin:
    with (folder / "heard").open("a") as heard:
        heard.write(line)
    {body}
"""
    return [sys.executable, "-c", script]


def heard(tmp_path: Path) -> list[str]:
    file = tmp_path / "heard"
    return file.read_text().splitlines() if file.exists() else []


WAIT_FOR_THE_TEST = """
    while not (folder / "go").exists(): time.sleep(0.01)
    print(flush=True)
"""
START_A_PROGRAM_THAT_HANGS = """
    import os; os.system(f"touch '{folder}/hangs'; sleep 1000")
"""
NEVER_ANSWER = "time.sleep(1000)"
ANSWER = "print(flush=True)"


@pytest.fixture
def lane() -> Iterator[Callable[..., Lane]]:
    lanes: list[Lane] = []

    def start(*arguments: object) -> Lane:
        lanes.append(Lane(*arguments))  # type: ignore[arg-type]
        lanes[-1].start()
        return lanes[-1]

    yield start
    for each in lanes:
        each.close()


def test_lines_arrive_in_order(lane: Callable[..., Lane], tmp_path: Path) -> None:
    lines = [f"line {number}" for number in range(20)]
    open_lane = lane(helper(tmp_path, ANSWER), 20)
    for line in lines:
        open_lane.put(line)
    until(lambda: heard(tmp_path) == lines)
    assert open_lane.trouble is None


def test_a_newer_text_replaces_the_one_that_waits(
    lane: Callable[..., Lane], tmp_path: Path
) -> None:
    speaking = lane(helper(tmp_path, WAIT_FOR_THE_TEST), 1)
    speaking.put("one")
    until(lambda: heard(tmp_path) == ["one"])
    for text in ("two", "three", "four"):
        speaking.put(text)
    (tmp_path / "go").touch()
    until(lambda: heard(tmp_path)[-1] == "four")
    assert heard(tmp_path) == ["one", "four"]


def test_line_breaks_do_not_make_two_texts_of_one(
    lane: Callable[..., Lane], tmp_path: Path
) -> None:
    lane(helper(tmp_path, ANSWER), 1).put(" rest\nis over ")
    until(lambda: heard(tmp_path) == ["rest is over"])


def test_a_helper_that_hangs_makes_nobody_wait(lane: Callable[..., Lane], tmp_path: Path) -> None:
    hanging = lane(helper(tmp_path, NEVER_ANSWER), 3)
    start = time.monotonic()
    for number in range(1000):
        hanging.put(str(number))
    assert time.monotonic() - start < 2
    hanging.close()
    hanging.put("after the end")
    assert time.monotonic() - start < 5
    assert hanging._thread is not None
    assert not hanging._thread.is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="no helper starts programs on Windows")
def test_what_a_helper_has_started_ends_with_it(lane: Callable[..., Lane], tmp_path: Path) -> None:
    speaking = lane(helper(tmp_path, START_A_PROGRAM_THAT_HANGS), 1)
    speaking.put("one")
    until((tmp_path / "hangs").exists)
    speaking.close()
    assert speaking._thread is not None
    assert not speaking._thread.is_alive()  # the program would have kept the pipe open


@pytest.mark.parametrize(
    ("command", "trouble"),
    [
        (["a-program-that-is-not-there"], "the program for it ended unexpectedly"),
        ([sys.executable, "-c", ""], "the program for it ended unexpectedly"),
        ([sys.executable, "-c", "print('no voice')"], "no voice"),
    ],
)
def test_a_helper_that_does_not_work_is_told_of(
    lane: Callable[..., Lane], command: list[str], trouble: str
) -> None:
    failures: list[int] = []

    def fail() -> None:
        failures.append(1)
        raise RuntimeError  # must not end the thread

    broken = lane(command, 3, fail)
    until(lambda: broken.trouble == trouble)
    for count in (1, 2):
        broken.put("one")
        until(lambda count=count: len(failures) == count)
    assert broken.trouble == trouble


def serving(code: str, lines: str) -> list[str]:
    result = subprocess.run(
        [sys.executable, "-c", f"from fitcoach.sound.helper import serve\n{code}"],
        input=lines, capture_output=True, text=True, timeout=PATIENCE, check=True,
    )  # fmt: skip
    return result.stdout.splitlines()


def test_a_helper_tries_again_until_there_is_a_device() -> None:
    code = """
tries = 0
def begin():
    global tries
    tries += 1
    if tries < 3: raise OSError("no device")
    return handle
def handle(line):
    if line == "bad": raise OSError("it went away")
serve(begin)
"""
    assert serving(code, "a\nb\nbad\nc\n") == ["no device", "no device", "", "it went away", ""]


def test_a_helper_ends_with_its_lines_though_the_audio_thread_is_running() -> None:
    code = """
import miniaudio
def feed():
    frames = yield b""
    while True: frames = yield b""
def begin():
    global device
    device = miniaudio.PlaybackDevice(buffersize_msec=1, backends=[miniaudio.Backend.NULL])
    playing = feed()
    next(playing)
    device.start(playing)
    return lambda line: None
serve(begin)
"""
    assert serving(code, "a\n") == ["", ""]


# Speech


def test_espeak_turns_texts_into_samples() -> None:
    try:
        voice = espeak._voice()
    except OSError as error:
        pytest.skip(str(error))
    spoken = [voice.speak(text) for text in ("five", "five", "twenty five", "")]
    assert voice.rate > 8000
    assert 0.15 < spoken[0].size / voice.rate < 1.0
    assert np.abs(spoken[0].astype(float)).max() > 3000
    assert abs(spoken[1].size - spoken[0].size) < 0.1 * spoken[0].size
    assert spoken[2].size > 1.3 * spoken[0].size
    assert spoken[3].size == 0


def test_without_espeak_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise OSError

    monkeypatch.setattr(espeak.ctypes, "CDLL", missing)
    with pytest.raises(OSError, match="package espeak-ng"):
        espeak.Voice()


@pytest.mark.skipif(sys.platform == "win32", reason="macOS speaks by a shell script")
def test_macos_is_given_the_text_as_it_stands(
    lane: Callable[..., Lane], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = tmp_path / "say"
    say.write_text(f'#!/bin/sh\ntext=$(cat); echo "$text" >> {tmp_path}/heard; test "$text" != -x')
    say.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with monkeypatch.context() as mac:
        mac.setattr(sys, "platform", "darwin")
        command = speech.command()
    speaking = lane(command, 3)
    for text in ("$HOME is `where`", "-x"):
        speaking.put(text)
    until(lambda: speaking.trouble == "the command say failed")
    assert heard(tmp_path) == ["$HOME is `where`", "-x"]
    speaking.put("two")
    until(lambda: speaking.trouble is None)


# All together


@pytest.fixture
def helpers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Has `Sound` use helpers that write down what they get, both into the same file.

    The one for signals waits after each for the file `go`.
    """
    signals, texts = helper(tmp_path, WAIT_FOR_THE_TEST), helper(tmp_path, ANSWER)
    monkeypatch.setattr("fitcoach.sound.sound.module", lambda _: signals)
    monkeypatch.setattr("fitcoach.sound.speech.command", lambda: texts)
    return tmp_path


def test_signals_and_texts_are_heard(helpers: Path) -> None:
    with Sound() as sound:
        sound.play("rep")
        sound.say("one")
        until(lambda: sorted(heard(helpers)) == ["one", "rep"])
    assert sound.trouble is None


def test_what_comes_while_muted_is_never_heard(helpers: Path) -> None:
    with Sound(muted=True) as sound:
        sound.play("go")
        sound.say("one")
        sound.muted = False
        sound.play("rep")
        until(lambda: "rep" in heard(helpers))
        sound.say("two")
        until(lambda: "two" in heard(helpers))
        assert heard(helpers) == ["rep", "two"]


def test_muting_drops_what_waits(helpers: Path) -> None:
    with Sound() as sound:
        sound.play("rep")
        until(lambda: heard(helpers) == ["rep"])
        sound.play("set-end")
        sound.muted = True
        sound.muted = False
        sound.play("lost")
        (helpers / "go").touch()
        until(lambda: heard(helpers)[-1] == "lost")
        assert heard(helpers) == ["rep", "lost"]


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux lets a test take the device away"
)
def test_without_a_device_the_bell_rings_and_nothing_is_printed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nowhere")
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    rung: list[int] = []
    with Sound(bell=lambda: rung.append(1)) as sound:
        start = time.monotonic()
        sound.play("rep")
        sound.say("one")
        assert time.monotonic() - start < 1
        until(lambda: rung)
        assert sound.trouble == "No sound: no audio device can be opened."
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("live", "environ", "on"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"SSH_CONNECTION": "10.0.0.2 51000 10.0.0.1 22"}, False),
        (True, {"SSH_TTY": "/dev/pts/0"}, False),
    ],
)
def test_sound_is_on_where_somebody_exercises_at_this_machine(
    live: bool, environ: dict[str, str], on: bool
) -> None:
    assert default_on(live, environ) is on

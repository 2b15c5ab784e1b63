"""`fitcoach live` as its users run it: with a real terminal, a real landmarker, a real camera."""

import asyncio
import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from camera import Camera

from fitcoach.capture import LandmarkerOptions, observe
from fitcoach.capture.video import open_video
from fitcoach.classify.model import PoseModel
from fitcoach.cli.announcer import Announcer
from fitcoach.cli.feed import Feed
from fitcoach.counting import Coaching
from fitcoach.dashboard.app import Dashboard
from fitcoach.dashboard.number import BigNumber
from fitcoach.models import pose_model
from fitcoach.resources import pose_classifier
from fitcoach.session.history import History
from fitcoach.session.journal import Journal
from fitcoach.sound import Sound
from fitcoach.workout import Moment, Trainer, single

LEFT_SCREEN = b"\x1b[?1049l"
"""What a terminal gets when a program leaves the alternate screen."""


class Terminal:
    """Runs fitcoach in a terminal of its own and reads all that it draws."""

    def __init__(self, *arguments: object) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(slave)
        self.slave = slave
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fitcoach", *map(str, arguments)],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
            env={**os.environ, "TERM": "xterm-256color"},
        )  # fmt: skip
        self.drawn = b""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                self.drawn += os.read(self.master, 65536)
            except OSError:  # hung up
                return

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def hang_up(self) -> None:
        os.close(self.slave)
        self.slave = -1
        os.close(self.master)

    def wait(self) -> int:
        return self.process.wait(60)

    def is_restored(self) -> bool:
        return LEFT_SCREEN in self.drawn and termios.tcgetattr(self.slave) == self.before


def events(data: Path) -> list[dict]:
    """Of the session that is going on."""
    return [
        json.loads(line)
        for path in sorted(data.glob("journals/*.jsonl"))
        for line in path.read_text().splitlines()
    ]


def wait_for(what: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


def reps_in(data: Path) -> int:
    return sum(event["event"] == "rep" for event in events(data))


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (lambda terminal: terminal.type(b"\x03"), 0),
        (lambda terminal: terminal.process.send_signal(signal.SIGTERM), 128 + signal.SIGTERM),
        (lambda terminal: terminal.process.send_signal(signal.SIGHUP), 128 + signal.SIGHUP),
        (lambda terminal: terminal.hang_up(), None),
    ],
    ids=["ctrl-c", "kill", "hang-up", "terminal closed"],
)
def test_however_it_ends_the_session_is_saved_and_the_terminal_restored(
    how, code, squat_clip, tmp_path
):
    terminal = Terminal(
        "live", "-e", "squat", "--source", squat_clip, "--data-dir", tmp_path, "--no-sound"
    )
    wait_for(lambda: reps_in(tmp_path) >= 2)
    how(terminal)
    ended = terminal.wait()
    if code is not None:
        assert ended == code
        assert terminal.is_restored()
        assert re.search(rb"Squat: [2345] reps", terminal.drawn)
    assert events(tmp_path) == []
    log = History(tmp_path).load(1)
    assert not log.recovered
    assert len(log.sets[0].reps) >= 2


def test_what_was_done_survives_kill_9(squat_clip, tmp_path, run):
    terminal = Terminal(
        "live", "-e", "squat", "--source", squat_clip, "--data-dir", tmp_path, "--no-sound"
    )
    wait_for(lambda: reps_in(tmp_path) >= 2)
    terminal.process.kill()
    terminal.wait()
    kinds = [event["event"] for event in events(tmp_path)]
    assert kinds[:4] == ["session", "set", "rep", "rep-graded"]
    listing = run("sessions", "--json", "--data-dir", tmp_path)
    assert "broke off; it is session 1" in listing.stderr
    assert json.loads(listing.stdout)[0]["reps"] == kinds.count("rep")


def test_q_shows_the_summary_and_q_again_leaves(squat_clip, tmp_path):
    terminal = Terminal(
        "live", "-e", "squat", "--source", squat_clip, "--data-dir", tmp_path, "--no-sound"
    )
    wait_for(lambda: reps_in(tmp_path) >= 1)
    terminal.type(b"q")
    wait_for(lambda: b"Done: 1 set" in terminal.drawn)
    assert terminal.process.poll() is None
    terminal.type(b"q")
    assert terminal.wait() == 0
    assert terminal.is_restored()


def test_the_count_of_a_clip_stands_on_the_screen_at_its_end(squat_clip, tmp_path):
    coaching = Coaching.of("squat", PoseModel.load(pose_classifier()))
    seen = []

    class Noting(Dashboard):
        """Remembers each count that was on the screen."""

        def _draw(self) -> None:
            super()._draw()
            if self._stage == "work":
                seen.append(self.query_one("#count", BigNumber).value)

    async def run() -> str:
        stream = observe(str(squat_clip), lambda: LandmarkerOptions(pose_model("full")))
        with stream, Sound(muted=True) as sound:
            trainer = Trainer(single("squat"), lambda _: coaching.panel(), guarded=False)
            journal = Journal(None, datetime.now(UTC), "squat", "clip", "normal")
            feed = Feed(stream, trainer, journal, Announcer(sound))
            app = Noting(feed, [], History(tmp_path))
            async with app.run_test(size=(100, 30)) as pilot:
                while app._stage != "done":
                    await pilot.pause(0.05)
                await pilot.pause(0.2)
                strips = app.screen._compositor.render_strips()
                return "\n".join(strip.text for strip in strips)

    text = asyncio.run(run())
    assert "Done: 1 set, 5 reps in 14 s" in text
    assert list(dict.fromkeys(seen)) == ["0", "1", "2", "3", "4", "5"]


def test_a_clip_plays_at_its_own_speed_without_losing_a_frame(push_up_clip):
    """At its own speed the screen keeps nobody waiting."""
    from fitcoach.capture import Pace

    coaching = Coaching.of("push-up", PoseModel.load(pose_classifier()))
    moments: list[Moment] = []
    pace = Pace()
    begun = time.monotonic()
    stream = observe(str(push_up_clip), lambda: LandmarkerOptions(pose_model("full")), pace=pace)
    with stream, Sound(muted=True) as sound:
        trainer = Trainer(single("push-up"), lambda _: coaching.panel(), guarded=False)
        journal = Journal(None, datetime.now(UTC), "push-up", "clip", "normal")
        feed = Feed(stream, trainer, journal, Announcer(sound), pace=pace)
        feed.start(lambda moment, _: moments.append(moment))
        feed.wait()
        feed.stop()
    frames = sum(1 for _ in open_video(push_up_clip).frames())
    assert len(moments) == frames + 1  # the last one tells the end
    assert time.monotonic() - begun >= moments[-1].timestamp
    assert len(moments[-1].finished[0].reps) == 4


def test_a_paused_clip_waits(squat_clip):
    from fitcoach.capture import Pace

    coaching = Coaching.of("squat", PoseModel.load(pose_classifier()))
    moments: list[Moment] = []
    pace = Pace()
    stream = observe(str(squat_clip), lambda: LandmarkerOptions(pose_model("full")), pace=pace)
    with stream, Sound(muted=True) as sound:
        trainer = Trainer(single("squat"), lambda _: coaching.panel(), guarded=False)
        journal = Journal(None, datetime.now(UTC), "squat", "clip", "normal")
        feed = Feed(stream, trainer, journal, Announcer(sound), pace=pace)
        feed.start(lambda moment, _: moments.append(moment))
        wait_for(lambda: len(moments) > 20)
        feed.ask(Trainer.pause)
        time.sleep(0.5)  # what was on its way arrives
        stood = moments[-1].timestamp
        time.sleep(1.0)
        assert moments[-1].timestamp == stood
        assert moments[-1].paused == "asked"
        feed.ask(Trainer.pause)
        wait_for(lambda: moments[-1].timestamp > stood + 0.5)
        feed.stop()


def test_a_camera_lost_in_mid_rep_pauses_and_the_session_goes_on(squat_clip, tmp_path):
    camera = Camera([frame.pixels for frame in open_video(squat_clip).frames()], rate=25)
    process = subprocess.Popen(
        [sys.executable, "-m", "fitcoach", "live", "-e", "squat", "--source", camera.url,
         "--data-dir", tmp_path, "--no-sound"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    lines: list[str] = []

    def until(text: str) -> None:
        for line in process.stdout:
            lines.append(line)
            if text in line:
                return
        raise AssertionError(lines)

    try:
        until("rep 2:")
        camera.plug_out()
        until("paused: no camera")
        before = reps_in(tmp_path)
        camera.plug_in()
        until("going on")
        until(f"rep {before + 1}:")
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
    finally:
        process.kill()
        camera.plug_out()
    assert errors == ""
    assert re.search(rf"Squat: [{before + 1}-9] reps", rest)
    assert len(History(tmp_path).load(1).sets[0].reps) > before
    assert "no more pictures come" in "".join(lines)


def test_a_workout_from_a_file(run, tmp_path, squat_clip):
    path = tmp_path / "short.toml"
    path.write_text(
        'title = "Short"\nrest = 1\n'
        '[[exercise]]\nname = "squat"\nsets = 2\nreps = 2\n'
        '[[exercise]]\nname = "plank"\nseconds = 9\n'
    )
    result = run("live", "--workout", path, "--source", squat_clip, "--data-dir", tmp_path)
    assert result.returncode == 0
    assert "set 1 done: 2 reps" in result.stdout
    assert "set 2 done: 2 reps" in result.stdout
    assert "Plank" in result.stdout
    assert [len(each.reps) for each in History(tmp_path).load(1).sets] == [2, 2]


def test_the_demo_needs_nothing_and_keeps_nothing(run, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    result = run("demo", "--fast")
    assert result.returncode == 0
    assert "Squat: 4 reps in 2 sets" in result.stdout
    assert result.stderr == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "either an exercise"),
        (["-e", "squat", "--workout", "a.toml"], "either an exercise"),
        (["--workout", "a.toml", "--sets", "3"], "do not go with --workout"),
        (["--workout", "a.toml", "--rest", "60"], "do not go with --workout"),
        (["-e", "squat", "--sets", "0"], "--sets"),
    ],
)
def test_options_that_do_not_go_together(run, arguments, words):
    result = run("live", *arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("name", "goal", "words"),
    [
        ("squat", "seconds", "Squat is repeated: give reps, not seconds."),
        ("plank", "reps", "Plank is held: give seconds, not reps."),
    ],
)
def test_a_set_that_could_never_end_is_refused(run, tmp_path, name, goal, words):
    path = tmp_path / "odd.toml"
    path.write_text(f'title = "Odd"\n[[exercise]]\nname = "{name}"\n{goal} = 30\n')
    for arguments in (["--workout", path], ["-e", name, f"--{goal}", "30"]):
        result = run("live", *arguments, "--source", "none.mp4")
        assert result.returncode == 1
        assert result.stderr == f"fitcoach: {words}\n"


def test_an_unknown_exercise_of_a_workout_is_told_at_once(run, tmp_path):
    path = tmp_path / "odd.toml"
    path.write_text('title = "Odd"\n[[exercise]]\nname = "sqat"\nreps = 2\n')
    result = run("live", "--workout", path, "--source", "none.mp4")
    assert result.returncode == 1
    assert "'sqat'" in result.stderr

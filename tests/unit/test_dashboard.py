"""The dashboard: each screen and each key, on moments that are made by hand."""

import asyncio
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest
from scripted import REP, Gym, Oracle, squat_panel, squatting
from textual.color import Color
from textual.widgets import ContentSwitcher, Footer, OptionList
from training import ATTEMPT, LAPSE, hold_of, rep, session, set_of

from fitcoach.coach import Coach, Panel
from fitcoach.dashboard.app import Dashboard
from fitcoach.dashboard.controls import Traffic
from fitcoach.dashboard.help import Help
from fitcoach.dashboard.history import HistoryScreen
from fitcoach.dashboard.number import BigNumber
from fitcoach.dashboard.picker import Picker
from fitcoach.errors import FitcoachError
from fitcoach.exercise import exercise_files, find_exercise
from fitcoach.session.history import History
from fitcoach.workout import Trainer, single

SIZES = [(80, 24), (120, 40), (200, 60)]
THEMES = ["textual-dark", "textual-light"]
NOWHERE = Path("no sessions here")


class Hand:
    """Moves the workout on by hand."""

    def __init__(self, gym):
        self.gym = gym
        self.source = "camera 0"
        self.mirrored = True
        self.muted = True
        self.ring = None
        self.trouble = None
        self.stopped = False
        self.show = None

    def start(self, show):
        self.show = show

    def ask(self, request):
        request(self.gym.trainer)
        self.tell(self.gym.trainer.moment())

    def tell(self, moment):
        self.show(moment, Traffic(time.monotonic(), 30.0, 0))

    def stop(self):
        self.stopped = True


def dashboard(gym, past=NOWHERE):
    hand = Hand(gym)
    names = ("squat", "lunge", "plank")
    return Dashboard(hand, [find_exercise(name) for name in names], History(past)), hand


def with_app(gym, act, size=(80, 24), theme="textual-dark", past=NOWHERE):
    """Runs `act(app, hand, pilot)` on a screen that shows the gym's last moment."""

    async def run():
        app, hand = dashboard(gym, past)
        async with app.run_test(size=size) as pilot:
            app.theme = theme
            hand.tell(gym.trainer.moment())
            await settle(pilot)
            await act(app, hand, pilot)

    asyncio.run(run())


async def settle(pilot):
    """Waits until what was told is drawn, on a machine however busy: drawings are a thirtieth of a
    second apart, and the footer is made anew after them."""
    await pilot.pause(0.06)
    before = None
    for _ in range(100):
        now = screen(pilot.app)
        if now == before and (now[-1].strip() or not pilot.app.screen.query(Footer)):
            return
        before = now
        await pilot.pause(0.03)


def screen(app):
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def setting_up():
    gym = Gym(single("squat", sets=3, reps=12), guarded=True)
    for _ in range(10):
        gym.see(squatting(gym.t, 0.0, shift=(0.0, 0.3)))
    return gym


def counting_down():
    gym = Gym(single("squat", sets=3, reps=12), guarded=True)
    gym.do([(1.0, 0.0)])
    return gym


def counting():
    gym = Gym(single("squat", sets=3, reps=4))
    gym.do([*REP * 3, (0.4, 0.6)])
    return gym


def paused():
    gym = counting()
    gym.do([(2.0, None)])
    return gym


def resting():
    gym = Gym(single("squat", sets=3, reps=4, rest=60))
    gym.do([*REP * 4, (0.4, 0.0)])
    return gym


def finished():
    gym = Gym(single("squat", sets=2, reps=3, rest=0))
    gym.do([*REP * 7])
    return gym


def unmeasured():
    """A rep that was measured, one whose knees were hidden on the way up, one added by hand."""
    gym = Gym(single("squat", sets=1, reps=3, rest=0))
    gym.do([*REP, (0.6, 0.0), (0.6, 1.0)])
    for depth in (1.0, 1.0, 1.0, 1.0, 0.9, 0.8, 0.6, 0.4, 0.2, 0.1, *[0.0] * 30):
        seen = 0.3 if 0.0 < depth < 1.0 else 1.0
        gym.see(squatting(gym.t, depth, seen=seen))
    return gym


def unmeasured_finished():
    gym = unmeasured()
    gym.trainer.add()
    gym.do([(1.0, 0.0)])
    return gym


GYMS = [setting_up, counting_down, counting, paused, resting, finished, unmeasured,
        unmeasured_finished]  # fmt: skip


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("gym", GYMS, ids=lambda gym: gym.__name__)
def test_each_screen(gym, size, snapshot):
    async def look(app, hand, pilot):
        assert "\n".join(screen(app)) == snapshot

    with_app(gym(), look, size)


def luminance(color):
    def linear(part):
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    r, g, b = (linear(part) for part in (color.r, color.g, color.b))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a, b):
    """Contrast ratio of two colours, WCAG 2.2."""
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("gym", GYMS, ids=lambda gym: gym.__name__)
def test_all_that_is_written_can_be_read(gym, theme):
    async def look(app, hand, pilot):
        faint = set()
        for strip in app.screen._compositor.render_strips():
            for text, style, _ in strip:
                letters = any(char.isalnum() for char in text)
                if letters and style and style.color and style.bgcolor:
                    ink, paper = (Color.from_rich_color(c) for c in (style.color, style.bgcolor))
                    if contrast(ink, paper) < 3.0:
                        faint.add(text.strip())
        assert faint == set()

    with_app(gym(), look, (120, 40), theme)


def test_a_countdown_begins_with_its_seconds():
    """Whatever is left over of adding and taking away seconds: it was to be three, two, one."""
    gym = Gym(single("squat", sets=3, reps=12), guarded=True)
    gym.t = 0.1
    while (moment := gym.do([(0.04, 0.0)])).stage != "countdown":
        pass
    assert moment.seconds_left == 3
    rest = resting().moments[-1]
    assert replace(rest, left=60.0).seconds_left == 60
    assert replace(rest, left=0.01).seconds_left == 1
    assert replace(rest, left=0.0).seconds_left == 0

    async def look(app, hand, pilot):
        hand.tell(moment)
        await settle(pilot)
        assert app.query_one("#countdown", BigNumber).value == "3"

    with_app(gym, look)


def test_the_count_and_the_goal_are_on_the_screen():
    async def look(app, hand, pilot):
        assert app.query_one("#count", BigNumber).value == "3"
        text = "\n".join(screen(app))
        assert "set 1 of 3, 4 reps" in text
        assert "of 4 reps" in text
        assert "Last one" in text

    with_app(counting(), look)


def test_a_hold_shows_seconds():
    class Wall:
        classes = ("sit", "stand", "none")

        def probabilities(self, _):
            import numpy as np

            return np.array([1.0, 0.0, 0.0])

    sit = find_exercise("wall-sit")
    gym = Gym(single("wall-sit", seconds=90), panel=lambda _: Panel([Coach(sit, Wall())]))
    gym.do([(65.0, 1.0)])

    async def look(app, hand, pilot):
        assert app.query_one("#count", BigNumber).value == "1:04"
        assert "of 1:30 min" in "\n".join(screen(app))

    with_app(gym, look)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("space", lambda gym: gym.trainer.moment().paused == "asked"),
        ("n", lambda gym: gym.trainer.moment().stage == "rest"),
        ("plus", lambda gym: len(gym.trainer.moment().set.reps) == 4),
        ("minus", lambda gym: len(gym.trainer.moment().set.reps) == 2),
        ("r", lambda gym: gym.trainer.moment().stage == "setup"),
        ("q", lambda gym: gym.trainer.moment().stage == "done"),
    ],
)
def test_a_key_is_passed_on(key, expected):
    gym = counting()

    async def press(app, hand, pilot):
        assert not expected(gym)
        await pilot.press(key)
        await settle(pilot)
        assert expected(gym)

    with_app(gym, press)


def test_s_turns_the_sound_on_and_off():
    async def press(app, hand, pilot):
        await pilot.press("s")
        assert hand.muted is False
        await pilot.press("s")
        assert hand.muted is True

    with_app(counting(), press)


def test_e_changes_the_exercise():
    gym = Gym(single("squat"), panel=lambda name: Panel([Coach(find_exercise(name), Oracle())]))
    gym.do(REP)

    async def press(app, hand, pilot):
        await pilot.press("e")
        assert isinstance(app.screen, Picker)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert gym.trainer.exercise.name == "lunge"
        assert "Lunge" in screen(app)[0]

    with_app(gym, press)


def test_escape_leaves_the_exercise_as_it_is():
    gym = counting()

    async def press(app, hand, pilot):
        await pilot.press("e", "escape")
        await settle(pilot)
        assert gym.trainer.exercise.name == "squat"
        assert len(gym.trainer.moment().set.reps) == 3

    with_app(gym, press)


def test_an_exercise_that_was_broken_meanwhile_is_said():
    def panel(name):
        if name != "squat":
            raise FitcoachError(f"{name}.toml: [no] such \x1b field.")
        return squat_panel()

    gym = Gym(single("squat"), panel=panel)
    gym.do(REP)

    async def press(app, hand, pilot):
        await pilot.press("e", "down", "enter")
        await settle(pilot)
        (notice,) = app._notifications
        assert (notice.message, notice.markup) == ("lunge.toml: [no] such \ufffd field.", False)
        assert gym.trainer.exercise.name == "squat"

    with_app(gym, press)


def test_help_opens_and_closes_while_it_goes_on():
    gym = counting()

    async def press(app, hand, pilot):
        await pilot.press("question_mark")
        assert isinstance(app.screen, Help)
        hand.tell(gym.do(REP))
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert app.query_one(BigNumber) is not None
        assert gym.trainer.moment().stage == "rest"

    with_app(gym, press)


def test_t_offers_the_themes():
    async def press(app, hand, pilot):
        await pilot.press("t")
        await pilot.pause()
        assert type(app.screen).__name__ == "CommandPalette"

    with_app(counting(), press)


def test_the_second_q_leaves():
    async def press(app, hand, pilot):
        await pilot.press("q")
        await settle(pilot)
        assert "Done: 1 set, 3 reps" in "\n".join(screen(app))
        await pilot.press("q")
        await pilot.pause()
        assert app._exit

    with_app(counting(), press)


def test_the_summary_follows_corrections():
    async def press(app, hand, pilot):
        await pilot.press("q")
        await settle(pilot)
        for key, done in (("plus", "4 reps"), ("minus", "3 reps"), ("minus", "2 reps")):
            await pilot.press(key)
            await settle(pilot)
            (headline,) = app.query(".headline")
            assert f"Done: 1 set, {done}" in str(headline.render())
            first, second = app.query_one("#summary").children
            assert first is headline
            assert done in str(second.query_one(".title").render())

    with_app(counting(), press)


def test_leaving_stops_the_workout():
    gym, hands = counting(), []

    async def look(app, hand, pilot):
        hands.append(hand)
        assert not hand.stopped

    with_app(gym, look)
    assert hands[0].stopped


def test_the_mouse_works():
    gym = counting()

    async def click(app, hand, pilot):
        footer = app.query_one(Footer)
        keys = {key.action: key for key in footer.query("FooterKey")}
        await pilot.click(keys["ask('pause')"])
        await settle(pilot)
        assert gym.trainer.moment().paused == "asked"

    with_app(gym, click)


def test_every_key_is_in_the_footer_and_in_the_palette():
    async def look(app, hand, pilot):
        footer = screen(app)[-1]
        titles = [command.title for command in app.get_system_commands(app.screen)]
        commands = set(titles)
        assert len(titles) == len(commands)
        for word in ("Pause", "Next", "Add", "Undo", "Again", "Change", "Sound", "History", "Help"):
            assert word in footer
            assert word in commands
        assert "Quit" in footer
        assert "Theme" in commands

    with_app(counting(), look)


def test_a_command_of_the_palette_is_run():
    gym = counting()

    async def press(app, hand, pilot):
        await pilot.press("ctrl+p")
        await pilot.press(*"undo")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await settle(pilot)
        assert len(gym.trainer.moment().set.reps) == 2

    with_app(gym, press)


def test_the_exercises_of_the_picker_scroll_on_a_small_screen():
    async def run():
        gym = counting()
        app = Dashboard(
            Hand(gym), [find_exercise(name) for name in exercise_files()], History(NOWHERE)
        )
        async with app.run_test(size=(80, 24)) as pilot:
            app.animation_level = "none"
            await pilot.press("e")
            await pilot.press("end")
            await pilot.pause()
            options = app.screen.query_one(OptionList)
            assert options.highlighted == options.option_count - 1
            assert "Wall sit" in "\n".join(screen(app))

    asyncio.run(run())


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (40, 12), (300, 100)])
def test_no_size_is_too_small_or_too_large(size):
    for gym in GYMS:

        async def look(app, hand, pilot):
            await pilot.resize_terminal(80, 24)
            await pilot.pause()
            assert screen(app)[0]

        with_app(gym(), look, size)


def test_of_moments_that_come_too_fast_the_latest_is_shown():
    gym = Gym(single("squat"), panel=squat_panel)

    async def flood(app, hand, pilot):
        for seconds, depth in REP * 5:
            for _ in range(round(seconds / 0.04)):
                hand.tell(gym.do([(0.04, depth)]))
        await settle(pilot)
        assert app.query_one("#count", BigNumber).value == "5"

    gym.do([(0.04, 0.0)])
    with_app(gym, flood)


def test_trouble_is_told():
    async def look(app, hand, pilot):
        hand.trouble = "The disk is full."
        await asyncio.sleep(0.5)
        hand.ask(Trainer.pause)
        await settle(pilot)
        assert "The disk is full." in screen(app)[-2]

    with_app(counting(), look)


@pytest.fixture
def past(tmp_path):
    """Two sessions: squats, and a plank the day after."""
    last = rep(3, turn=120.0, grade="fault")
    squats = set_of(rep(1), rep(2, turn=90.0), last, attempts=(ATTEMPT,))
    History(tmp_path).add(session(squats), session(hold_of(30.0, LAPSE), days=1))
    return tmp_path


@pytest.mark.parametrize("size", SIZES)
def test_the_history(past, size, snapshot):
    async def look(app, hand, pilot):
        await pilot.press("h", "down")
        await settle(pilot)
        assert isinstance(app.screen, HistoryScreen)
        assert "\n".join(screen(app)) == snapshot

    with_app(counting(), look, size=size, past=past)


def test_while_one_looks_at_the_history_the_keys_of_the_workout_do_nothing(past):
    gym = counting()

    async def press(app, hand, pilot):
        await pilot.press("h", "n", "minus")
        await settle(pilot)
        assert len(gym.trainer.moment().set.reps) == 3
        hand.tell(gym.do([*REP, (0.4, 0.0)]))  # the workout goes on behind it
        await pilot.press("escape")
        await settle(pilot)
        assert app.query_one(ContentSwitcher).current == "rest"

    with_app(gym, press, past=past)


def test_a_history_that_cannot_be_read_is_said(past):
    History(past).path.write_text("damage")

    async def press(app, hand, pilot):
        await pilot.press("h")
        await settle(pilot)
        assert "the history is damaged" in " ".join(" ".join(screen(app)).split())

    with_app(counting(), press, past=past)


def test_a_session_that_cannot_be_read_stands_below_no_other(past):
    with sqlite3.connect(History(past).path) as database:
        database.execute("UPDATE sessions SET log = 'damage' WHERE number = 1")

    async def press(app, hand, pilot):
        await pilot.press("h")
        await settle(pilot)
        panel = app.screen.query_one("#session")
        assert len(panel.children) > 1
        await pilot.press("down")
        await settle(pilot)
        (only,) = panel.children
        assert "the log of session 1 is damaged" in str(only.render())

    with_app(counting(), press, past=past)


def test_without_sessions_the_history_says_so():
    async def press(app, hand, pilot):
        await pilot.press("h")
        await settle(pilot)
        assert "No sessions yet" in "\n".join(screen(app))

    with_app(counting(), press)

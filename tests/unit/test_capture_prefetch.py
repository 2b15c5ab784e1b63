"""Working ahead: nothing lost, nothing late, nothing left running."""

import threading
import time
from collections.abc import Iterator

import pytest

from fitcoach.capture.prefetch import Prefetch


def threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "prefetch"}


def test_everything_arrives_in_order() -> None:
    with Prefetch(iter(range(1000)), 3) as ahead:
        assert list(ahead) == list(range(1000))
        assert list(ahead) == []
    assert not threads()


def test_it_works_ahead_but_not_far() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for i in range(100):
            taken.append(i)
            yield i

    with Prefetch(items(), 3) as ahead:
        deadline = time.monotonic() + 5
        while len(taken) < 4 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.05)
        assert len(taken) == 4  # three waiting, one in the hand
        assert next(ahead) == 0


def test_an_error_comes_after_the_items_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("broke")

    with Prefetch(items(), 4) as ahead:
        assert [next(ahead), next(ahead)] == [1, 2]
        with pytest.raises(ValueError, match="broke"):
            next(ahead)
        with pytest.raises(StopIteration):
            next(ahead)


def test_closing_early_ends_the_thread_and_closes_the_items_there() -> None:
    closed_in: list[threading.Thread] = []

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 0
        finally:
            closed_in.append(threading.current_thread())

    ahead = Prefetch(endless(), 2)
    next(ahead)
    (thread,) = threads()
    start = time.monotonic()
    ahead.close()
    assert time.monotonic() - start < 1
    assert not thread.is_alive()
    assert closed_in == [thread]


def test_the_latest_is_kept_of_what_comes_too_fast() -> None:
    produced = threading.Event()

    def items() -> Iterator[int]:
        yield from range(100)
        produced.set()

    with Prefetch(items(), 1, latest=True) as ahead:
        assert produced.wait(5)  # nobody takes any, and yet it goes on
        assert list(ahead) == [99]


def test_waiting_for_an_item_can_have_a_limit() -> None:
    go_on = threading.Event()

    def items() -> Iterator[int]:
        go_on.wait(10)
        yield 1

    with Prefetch(items(), 4) as ahead:
        with pytest.raises(TimeoutError):
            ahead.get(0.05)
        go_on.set()
        assert ahead.get(10) == 1
        with pytest.raises(StopIteration):
            ahead.get(10)


def test_closing_ends_what_the_items_wait_for_and_who_waits_for_them() -> None:
    never = threading.Event()
    got: list[int] = []

    def items() -> Iterator[int]:
        yield 1
        never.wait(60)

    ahead = Prefetch(items(), 4, stop=never.set)
    reader = threading.Thread(target=lambda: got.extend(ahead))
    reader.start()
    while not got:
        time.sleep(0.01)
    ahead.close()
    assert not threads()
    reader.join(10)
    assert not reader.is_alive()
    assert got == [1]


def test_closing_lets_go_of_the_reader_even_if_a_driver_lets_nobody_go() -> None:
    stuck = threading.Event()

    def items() -> Iterator[int]:
        stuck.wait(60)
        yield 1

    ahead = Prefetch(items(), 4)
    got: list[int] = []
    reader = threading.Thread(target=lambda: got.extend(ahead))
    reader.start()
    ahead.close()
    reader.join(10)
    assert not reader.is_alive()
    (thread,) = threads()
    stuck.set()
    thread.join(10)
    assert got == []


def test_closing_waits_for_work_that_must_not_be_broken_off() -> None:
    done: list[bool] = []

    def items() -> Iterator[int]:
        time.sleep(0.3)
        done.append(True)
        yield 1

    Prefetch(items(), 1, patience=0.0).close()
    assert not done
    (thread,) = threads()
    thread.join(10)
    done.clear()
    Prefetch(items(), 1, patience=None).close()
    assert done

"""Working ahead in a second thread."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Generic, Self, TypeVar

T = TypeVar("T")

_PATIENCE = 2.0  # seconds for a thread that waits in a driver; it then ends by itself


class Prefetch(Generic[T]):
    """Iterates over `items` in a thread of its own, a few ahead of the reader.

    What the items raise, the reader gets after the items before it. Close it (it is a context
    manager) to stop early; the items are closed in their own thread.
    """

    def __init__(
        self,
        items: Iterator[T],
        depth: int,
        *,
        latest: bool = False,
        stop: Callable[[], None] = lambda: None,
        patience: float | None = _PATIENCE,
    ) -> None:
        """Starts the thread.

        Args:
            items: What to iterate over.
            depth: How many items may lie waiting, at least 1.
            latest: What to do when they do: drop the oldest (True) or wait (False).
            stop: Ends what `items` may be waiting for; called when this is closed.
            patience: Seconds for which closing waits for the thread, `None` for until it has ended.
        """
        self._items = items
        self._depth = depth
        self._latest = latest
        self._stop = stop
        self._patience = patience
        self._waiting: deque[T] = deque()
        self._changed = threading.Condition()
        self._stopped = False
        self._done = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="prefetch", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        try:
            for item in self._items:
                if not self._put(item):
                    break
        except BaseException as error:  # the reader raises it
            self._error = error
        finally:
            close = getattr(self._items, "close", None)
            if close is not None:
                close()
            with self._changed:
                self._done = True
                self._changed.notify_all()

    def _put(self, item: T) -> bool:
        with self._changed:
            if self._latest:
                while len(self._waiting) >= self._depth:
                    self._waiting.popleft()
            else:
                self._changed.wait_for(lambda: len(self._waiting) < self._depth or self._stopped)
            if not self._stopped:
                self._waiting.append(item)
            self._changed.notify_all()
            return not self._stopped

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        return self.get()

    def get(self, timeout: float | None = None) -> T:
        """Returns the next item, as `next` does.

        Args:
            timeout: Seconds to wait for it; `None` for as long as it takes.

        Raises:
            StopIteration: There are no more, or this is closed, perhaps during the wait.
            TimeoutError: None came in time.
        """
        with self._changed:
            if not self._changed.wait_for(
                lambda: self._waiting or self._done or self._stopped, timeout
            ):
                raise TimeoutError
            if self._waiting:
                item = self._waiting.popleft()
                self._changed.notify_all()
                return item
            error, self._error = self._error, None
        if error is not None:
            raise error
        raise StopIteration

    def close(self) -> None:
        """Stops the thread and drops what was waiting."""
        with self._changed:
            self._stopped = True
            self._waiting.clear()
            self._changed.notify_all()
        self._stop()
        self._thread.join(self._patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

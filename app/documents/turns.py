"""Documents that somebody waits for: made one at a time, with a short queue.

Each takes a second or so of a whole core. Twenty asked for at once would hold every thread of the
server for half a minute: beyond the queue, people are told at once to come back.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: Made at once, and waiting, in one process.
AT_ONCE, WAITING = 1, 2


class TooMany(Exception):
    """The queue is full, or this very document is being made."""


class Turns:
    """Whose document is made next."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: list[str] = []
        self._turns = threading.Semaphore(AT_ONCE)

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Wait for a turn to make the document of this name. Raises TooMany."""
        with self._lock:
            if name in self._asked or len(self._asked) >= AT_ONCE + WAITING:
                raise TooMany
            self._asked.append(name)
        try:
            with self._turns:
                yield
        finally:
            with self._lock:
                self._asked.remove(name)


_TURNS = Turns()
turn = _TURNS.turn

"""Clients that never finish, and what others wait for meanwhile."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator

from tools.browsing import Browser

BODIES, HEADS = 8, 300
HEAD = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"
ROUNDS = 20


@contextlib.contextmanager
def slow_clients(
    port: int, bodies: int = BODIES, heads: int = HEADS
) -> Iterator[list[socket.socket]]:
    """Requests of which a byte comes every second: bodies that drip, heads without an end."""
    waiting = [_connected(port, HEAD + FORM) for _ in range(bodies)]
    waiting += [_connected(port, HEAD + b"X-Slow: ") for _ in range(heads)]
    stop = threading.Event()
    dripping = threading.Thread(target=_drip, args=(waiting, stop))
    dripping.start()
    try:
        yield waiting
    finally:
        stop.set()
        dripping.join()
        for each in waiting:
            each.close()


def _connected(port: int, said: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(said)
    return connection


def _drip(connections: list[socket.socket], stop: threading.Event) -> None:
    while not stop.wait(1):
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.send(b"a")


def still_open(connections: list[socket.socket]) -> int:
    """How many of these the server has neither answered nor closed."""
    return len(connections) - len(select.select(connections, [], [], 0)[0])


def slowest_ms(acts: list[Callable[[], object]], rounds: int = ROUNDS) -> float:
    """The longest that one of these took, each done some times in turn, in milliseconds."""
    longest = 0.0
    for _ in range(rounds):
        for act in acts:
            start = time.perf_counter()
            act()
            longest = max(longest, time.perf_counter() - start)
    return longest * 1000


def health(port: int) -> None:
    browser = Browser(port)
    assert browser.request("GET", "/healthz").status == 200
    browser.close()


def sign_in(browser: Browser, email: str, password: str) -> Browser:
    """Somebody opens the page, types, and is in."""
    form = browser.visit("GET", "/sign-in").forms[0]
    sent = [*form.hidden, ("email", email), ("password", password)]
    assert browser.request("POST", "/sign-in", sent).status == 303
    return browser


def slow_clients_ms(port: int, email: str, password: str) -> float:
    """What the slowest of some checks of health and sign-ins took while slow clients hold on."""
    with slow_clients(port):
        enter = lambda: sign_in(Browser(port), email, password).close()  # noqa: E731
        return slowest_ms([lambda: health(port), enter])

"""Eight people at once, each asking again as soon as they are answered: pages, then saves."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools.browsing import Browser, Form

PEOPLE = 8
SECONDS = 5.0


@dataclass(frozen=True)
class Saturation:
    """What a server gives when it is asked for more than it can: answers a second, milliseconds."""

    a_second: float
    p50: float
    p90: float


def saturated(asks: Sequence[Callable[[], object]], seconds: float = SECONDS) -> Saturation:
    """Each of these asked by a thread of its own, again and again for some seconds."""
    times: list[float] = []
    failures: list[Exception] = []
    end = time.perf_counter() + seconds

    def go_on(ask: Callable[[], object]) -> None:
        own = []
        try:
            while (start := time.perf_counter()) < end:
                ask()
                own.append((time.perf_counter() - start) * 1000)
        except Exception as failure:
            failures.append(failure)
        times.extend(own)

    threads = [threading.Thread(target=go_on, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    p90 = statistics.quantiles(times, n=10)[-1]
    return Saturation(len(times) / seconds, statistics.median(times), p90)


def respondents(port: int, links: Sequence[str]) -> list[tuple[Browser, Form]]:
    """People who came in by their links and have the first page of questions before them."""
    arrived = []
    for link in links:
        browser = Browser(port)
        start = browser.visit("GET", link)
        page = browser.visit("POST", browser.address, [*start.forms[0].hidden, ("how", "begin")])
        arrived.append((browser, page.forms[0]))
    return arrived


def pages_and_saves(port: int, links: Sequence[str]) -> tuple[Saturation, Saturation]:
    """Reading the first page of questions, then saving it answered."""
    here = respondents(port, links[:PEOPLE])
    return (
        saturated([_reading(browser) for browser, _ in here]),
        saturated([_saving(browser, form) for browser, form in here]),
    )


def _reading(browser: Browser) -> Callable[[], object]:
    address = browser.address

    def read() -> None:
        assert browser.request("GET", address).status == 200

    return read


def _saving(browser: Browser, form: Form) -> Callable[[], object]:
    address = browser.address
    sent = [*form.hidden, *((name, values[0]) for name, values in form.choices.items())]

    def save() -> None:
        assert browser.request("POST", address, [*sent, ("go", "next")]).status == 303

    return save

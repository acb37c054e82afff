"""Measures of the annual report, printed by `make bench` with the others: how long the whole report of
the demonstration takes, in which memory, beside WeasyPrint alone; how much of its pages is white."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask

from app.demo import agents
from app.documents.pdf import ENVIRONMENT, FONTS, render_pdf
from app.extensions import db
from app.reports import making
from app.reports.core.approval import Step
from app.reports.core.layouts import Layout
from app.reports.rendering import State, printed

Say = Callable[[str, float, str], None]
ROUNDS = 3

#: WeasyPrint on the same document, with nothing of ours but the fonts.
ALONE = """
import sys
from pathlib import Path
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

class Fonts(URLFetcher):
    def fetch(self, url, headers=None):
        path = Path(sys.argv[1]) / url.removeprefix("asset:")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/woff2"})

html = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(HTML(string=html, url_fetcher=Fonts()).write_pdf(pdf_variant="pdf/ua-1"))
"""


def bench_reports(app: Flask, say: Say) -> None:
    """The French report before the budget, from the figures in the database to the PDF."""
    whole, ours, alone = [], [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        html = _document(app)
        between = time.perf_counter()
        assert render_pdf(html).startswith(b"%PDF")
        end = time.perf_counter()
        whole.append(end - start)
        ours.append(end - between)
        alone.append(_alone(html))
    say("report_fr_s", statistics.median(whole), "s")
    say("report_ratio", statistics.median(ours) / statistics.median(alone), "")
    say("report_fr_mb", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, "MB")
    pages = list(_pages(html))
    say("report_pages", len(pages), "pages")
    say("report_white", statistics.mean(own for own in pages if own is not None), "")


def _document(app: Flask) -> str:
    with app.test_request_context():
        content = making.draft(agents.YEAR, Layout.BUDGET, "fr")
        db.session.rollback()
        assert content is not None
        return printed(content, State(1, Step.PRESENTED))


def _alone(html: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-c", ALONE, str(FONTS)]
    subprocess.run(
        command, input=html.encode(), capture_output=True, check=True, env=dict(ENVIRONMENT)
    )
    return time.perf_counter() - start


def _pages(html: str) -> Iterator[float | None]:
    """Of each page, the empty height under its last block over the height of its content; None for
    the cover, what opens a part, and where a chapter ends."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fonts(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            data = (FONTS / url.removeprefix("asset:")).read_bytes()
            return URLFetcherResponse(url, data, {"Content-Type": "font/woff2"})

    boxes = [page._page_box for page in HTML(string=html, url_fetcher=Fonts()).render().pages]
    begun = [_begins(box) for box in boxes]
    for box, ends in zip(boxes, [*begun[1:], True], strict=True):
        apart = box.page_type.name in ("cover", "opening")
        bottom = max((own.position_y + own.height for own in _leaves(box)), default=0.0)
        foot = box.content_box_y() + box.height
        yield None if ends or apart else max(foot - bottom, 0.0) / box.height


def _begins(page: Any) -> bool:
    """Whether a page begins with a chapter, or with what opens a part."""
    for box in _all(page):
        if box.element is not None and box.element_tag in ("section", "nav"):
            place = (box.element.get("class") or "").split()
            first = box.position_y <= page.content_box_y() + 1
            started = any(own.element_tag in ("h2", "h3") for own in _all(box))
            if {*place} & {"chapter", "opening", "contents", "cover"} and first:
                return started and _title_first(box)
    return False


def _title_first(section: Any) -> bool:
    """Whether the first thing in a section is its title: it is not the rest of one."""
    inside = [own for own in _all(section) if own is not section and own.element is not None]
    return bool(inside) and inside[0].element_tag in ("h2", "h3")


def _all(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _all(child)


def _leaves(page: Any) -> Iterator[Any]:
    """What is drawn in the content of a page: lines of text, and drawings."""
    from weasyprint.formatting_structure import boxes

    for child in page.children:
        if isinstance(child, boxes.MarginBox):
            continue
        yield from (
            own for own in _all(child) if isinstance(own, boxes.LineBox | boxes.ReplacedBox)
        )

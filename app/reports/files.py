"""The tables and the charts of a version as files to use elsewhere."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from flask_babel import force_locale
from flask_babel import gettext as _

from app.documents.pdf import pictures, render_pdf
from app.documents.spreadsheets import Cell, Page, write_csv, write_standard_csv, write_workbook
from app.reports.core.content import Block, Content
from app.text import plain
from app.web.formats import day
from app.web.tables import header_of, lines_of

#: The time of every member of an archive: the same content gives the same bytes.
_THEN = (1980, 1, 1, 0, 0, 0)


def tables_workbook(content: Content) -> bytes:
    """Every table on a page of its own, after a page that lists them."""
    with force_locale(content.language):
        blocks = list(content.blocks())
        listed: list[list[Cell]] = [
            [b.number, b.table.title[content.language], b.finding] for b in blocks
        ]
        first = Page(_("Tables"), [_("Table"), _("Title"), _("What it says")], listed)
        pages = [
            Page(
                f"{b.number} {_sheet_name(b, content)}",
                header_of(b.table),
                [*lines_of(b.table), *_notes(b, content)],
            )
            for b in blocks
        ]
        return write_workbook([first, *pages], content.as_of)


def _notes(block: Block, content: Content) -> Iterator[list[Cell]]:
    """What a reader needs under a table: whom it is of, where it comes from, what its signs mean."""
    table, language = block.table, content.language
    said = [
        f"{_('Population:')} {table.population[language]}",
        f"{_('Source:')} {table.source[language]}, {day(table.as_of)}",
        table.note[language],
        _("s: withheld, so that nothing can be worked out about anybody.")
        if table.suppressed
        else "",
    ]
    empty: list[Cell] = [""] * len(table.columns)
    yield ["", *empty]
    yield from ([words, *empty] for words in said if words)


def _sheet_name(block: Block, content: Content) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", block.table.title[content.language])


def csv_files(content: Content) -> dict[str, bytes]:
    """Every table as a CSV that the spreadsheets of its language open as it is, by the name of its
    file."""
    write = write_csv if content.language == "fr" else write_standard_csv
    with force_locale(content.language):
        return {
            f"{_file_name(block, content)}.csv": write(
                header_of(block.table), lines_of(block.table)
            )
            for block in content.blocks()
        }


def _file_name(block: Block, content: Content) -> str:
    word = "tableau" if content.language == "fr" else "table"
    return f"{word}-{block.number:02d}-{_slug(block.table.code)}"


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", plain(words)).strip("-")[:60]


def csv_zip(content: Content) -> bytes:
    return _zipped(csv_files(content).items())


def charts_zip(content: Content) -> bytes:
    """Each chart as SVG, and as a PNG for those who cannot use it. Raises PdfFailure."""
    charts = [block.chart for block in content.blocks() if block.chart]
    if not charts:
        return _zipped([])
    sheets = "".join(f'<div class="sheet">{chart.wide}</div>' for chart in charts)
    document = (
        f'<!doctype html><html lang="{content.language}"><head><title>{_("Charts")}</title>'
        f"<style>{_SHEETS}</style></head><body>{sheets}</body></html>"
    )
    images = pictures(render_pdf(document))
    members: list[tuple[str, bytes]] = []
    for chart, image in zip(charts, images, strict=True):
        name = f"figure-{chart.number:02d}"
        members += [(f"{name}.svg", chart.wide.encode()), (f"{name}.png", image)]
    return _zipped(members)


#: One chart on each page, in our fonts.
_SHEETS = """
@font-face { font-family: "Source Sans 3"; src: url(asset:source-sans-3-latin-wght-normal.woff2);
  font-weight: 200 900; }
@page { size: 190mm 140mm; margin: 5mm; }
body { margin: 0; font-family: "Source Sans 3"; }
.sheet { break-after: page; }
.sheet:last-child { break-after: auto; }
svg { width: 180mm; max-height: 128mm; }
"""


def _zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, _THEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()

"""Spreadsheets in as columns: the same reading, for files of any length."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from app.documents.spreadsheets.process.asking import BREAK, CELL, Described, Limits
from app.documents.spreadsheets.reading import (
    HEADER_WITHIN,
    USUAL,
    Known,
    check_beyond,
    find_header,
    fitting_table,
)

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Frame:
    """A header and the rows under it as columns of stripped texts, blank rows too."""

    header: list[str]
    rows: pl.DataFrame
    line: int
    source: Described


def read_frame(file: bytes | BinaryIO, known: Known | None = None, limits: Limits = USUAL) -> Frame:
    """The columns of the first sheet that is seen and fits, under its header. Raises RefusedFile."""
    import polars as pl  # a quarter of a second, of which only long files are worth

    table = fitting_table(file, known, limits)
    texts = pl.read_csv(
        io.BytesIO(table.text),
        separator=CELL,
        has_header=False,
        quote_char=None,
        infer_schema=False,
        empty_string_is_null=False,
    )
    texts = texts.with_columns(pl.all().str.replace_all(BREAK, " ", literal=True).str.strip_chars())
    place, header = find_header(texts.head(HEADER_WITHIN).rows(), known)
    rows = texts.slice(place + 1)
    beyond = rows.columns[len(header) :]
    if beyond:
        lines = rows.with_row_index("line", offset=place + 2).filter(
            pl.any_horizontal(pl.col(name) != "" for name in beyond)
        )
        check_beyond(table, lines["line"])
    return Frame(header, rows.select(rows.columns[: len(header)]), place + 1, table.described)

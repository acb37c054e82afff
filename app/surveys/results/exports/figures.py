"""Published tables as one figure a line, and as a workbook with its dictionary."""

from __future__ import annotations

import io
from collections.abc import Sequence

from app.documents.spreadsheets import Cell
from app.statistics.figures import SUPPRESSED, Table, Unit
from app.surveys.results.exports.dictionary import CODEBOOK, Variable, codebook
from app.text import Language, Text

HEADER = (
    Text("tableau", "table"),
    Text("intitulé", "title"),
    Text("ligne", "line"),
    Text("libellé de la ligne", "label of the line"),
    Text("colonne", "column"),
    Text("libellé de la colonne", "label of the column"),
    Text("valeur", "value"),
    Text("unité", "unit"),
    Text("statut", "status"),
)
_WITHHELD = Text("secret statistique", "withheld")
_NONE = Text("non disponible", "not available")
_PUBLISHED = Text("publié", "published")


def figure_rows(tables: Sequence[Table], language: Language) -> list[list[Cell]]:
    """Every figure of these tables: the number that pages show, unrounded; none when withheld."""
    rows: list[list[Cell]] = []
    for table in tables:
        for row in table.rows:
            for column, figure in zip(table.columns, row.cells, strict=True):
                status = (
                    _WITHHELD if figure is SUPPRESSED else _NONE if figure is None else _PUBLISHED
                )
                value: Cell = "" if figure is SUPPRESSED or figure is None else figure
                rows.append(
                    [
                        table.code,
                        table.title[language],
                        row.code,
                        row.label[language],
                        column.code,
                        column.label[language],
                        value,
                        column.unit.value,
                        status[language],
                    ]
                )
    return rows


def header(language: Language) -> list[str]:
    return [text[language] for text in HEADER]


_SHEETS = (
    Text("Chiffres", "Figures"),
    Text("Dictionnaire", "Dictionary"),
    Text("Sources", "Sources"),
)
_SOURCES = (
    Text("question", "question"),
    Text("élément", "item"),
    Text("explication", "explanation"),
)


def workbook(
    tables: Sequence[Table],
    variables: Sequence[Variable],
    sources: Sequence[tuple[str, str, str]],
    language: Language,
) -> bytes:
    """The figures, the dictionary of the variables, and where the figures come from."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
    contents: list[tuple[list[str], list[list[Cell]], tuple[int, ...]]] = [
        (header(language), figure_rows(tables, language), (22, 44, 18, 30, 16, 22, 12, 10, 16)),
        ([t[language] for t in CODEBOOK], codebook(variables, language), (22, 60, 12, 12, 40, 14)),
        ([t[language] for t in _SOURCES], [list(line) for line in sources], (22, 30, 90)),
    ]
    for name, (head, rows, widths) in zip(_SHEETS, contents, strict=True):
        sheet = book.add_worksheet(name[language])
        sheet.freeze_panes(1, 0)
        for place, (title, width) in enumerate(zip(head, widths, strict=True)):
            sheet.write_string(0, place, title, bold)
            sheet.set_column(place, place, width)
        for line, row in enumerate(rows, start=1):
            form = share if len(row) > 7 and row[7] == Unit.SHARE.value else None
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, place, cell)
                else:
                    sheet.write_number(line, place, cell, form)
    book.close()
    return out.getvalue()

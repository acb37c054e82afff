"""Figures as they are read in the files of a report."""

import csv
import io
import re

from flask_babel import force_locale

from app.reports.files import csv_files
from app.reports.rendering import page
from app.statistics.figures import Unit
from app.web.formats import figure_text
from tests.documents.pdf import text_of


def plain(words):
    return " ".join(words.replace("\u00a0", " ").split())


def figures_apart(content, pdf, state):
    """The figures that the PDF, the page or the CSV do not have as the content has them."""
    printed = plain(text_of(pdf))
    html = plain(re.sub("<[^>]+>", " ", page(content, state)))
    apart = []
    with force_locale(content.language):
        for block, data in zip(content.blocks(), csv_files(content).values(), strict=True):
            table = block.table
            units = [column.unit for column in table.columns]
            between = ";" if content.language == "fr" else ","
            lines = [*csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=between)][1:]
            for row, line in zip(table.rows, lines, strict=True):
                written = [plain(figure_text(*own)) for own in zip(row.cells, units, strict=True)]
                label = plain(row.label[content.language])
                if f"{label} {' '.join(written)}" not in html:
                    apart.append(("page", table.code, row.code))
                apart += [
                    ("pdf", table.code, row.code, one) for one in written if one not in printed
                ]
                apart += [
                    ("csv", table.code, row.code, cell)
                    for cell, one, unit in zip(line[1:], written, units, strict=True)
                    if not _same(cell, one, unit)
                ]
    return apart


def _same(cell, written, unit):
    """Whether a cell of a CSV is the figure that is written."""
    if cell in ("", "s"):
        return written in ("n.d.", "n/a", "s")
    if unit not in (Unit.COUNT, Unit.EUROS):
        return True  # in other units: shares, days
    return cell == re.sub(r"[^\d−]", "", written).replace("−", "-")

"""A publication as a document, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale

from app.statistics.figures import Row, Table
from app.surveys.results.models import Publication
from app.surveys.results.presenting.context import document_context
from app.surveys.results.presenting.presenter import cell_text
from app.text import Language
from app.web.language import current_language
from app.web.settings import settings


def results_document(chosen: Publication, language: Language) -> str:
    """The HTML to print of a publication."""
    with force_locale(language):
        template = current_app.jinja_env.get_template("surveys/results/document.html")
        return template.render(
            language=language,
            authority=settings().authority,
            demo_data=current_app.extensions["demo_data"](),
            on_paper=on_paper,
            **document_context(chosen.campaign, chosen),
        )


@dataclass(frozen=True)
class PaperTable:
    """A table for the width of a page: heads and cells as text."""

    table: Table
    heads: Sequence[str]
    rows: Sequence[tuple[Row, Sequence[str]]]


def on_paper(table: Table) -> PaperTable:
    """A count and its share in one column: « 26 (42,6 %) »."""
    places = {column.code: place for place, column in enumerate(table.columns)}
    shares = {
        place: places[f"{column.code}_share"]
        for place, column in enumerate(table.columns)
        if f"{column.code}_share" in places
    }
    kept = [place for place in places.values() if place not in shares.values()]

    def written(row: Row, place: int) -> str:
        text = cell_text(row.cells[place], row, table.columns[place])
        share = shares.get(place)
        if share is None or row.cells[share] is None or text == "s":
            return text
        return f"{text} ({cell_text(row.cells[share], row, table.columns[share])})"

    heads = [table.columns[place].label[current_language()] for place in kept]
    return PaperTable(
        table, heads, [(row, [written(row, place) for place in kept]) for row in table.rows]
    )

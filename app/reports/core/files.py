"""The files of a version, in each language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.text import Text


class Kind(StrEnum):
    PDF = "pdf"
    SUMMARY = "summary"
    PAGE = "page"
    ARCHIVE = "archive"
    TABLES = "tables"
    CSV = "csv"
    CHARTS = "charts"


@dataclass(frozen=True)
class Made:
    """What a file is, what it is called and how it is served; `marked` ones say at which step the
    version is, and are made again at each."""

    label: Text
    ending: str
    mimetype: str
    marked: bool


_PDF = "application/pdf"
_ZIP = "application/zip"

FILES: dict[Kind, Made] = {
    Kind.PDF: Made(Text("Rapport (PDF)", "Report (PDF)"), ".pdf", _PDF, True),
    Kind.SUMMARY: Made(
        Text("Synthèse de quatre pages (PDF)", "Four-page summary (PDF)"), "-4p.pdf", _PDF, True
    ),
    Kind.PAGE: Made(
        Text("Page à lire à l’écran (HTML)", "Page to read on a screen (HTML)"),
        ".html",
        "text/html",
        True,
    ),
    Kind.ARCHIVE: Made(
        Text("Exemplaire d’archive (PDF/A-3)", "Archive copy (PDF/A-3)"), "-archive.pdf", _PDF, True
    ),
    Kind.TABLES: Made(
        Text("Tous les tableaux (XLSX)", "All tables (XLSX)"),
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        False,
    ),
    Kind.CSV: Made(Text("Tous les tableaux (CSV)", "All tables (CSV)"), "-csv.zip", _ZIP, False),
    Kind.CHARTS: Made(
        Text("Tous les graphiques (SVG, PNG)", "All charts (SVG, PNG)"), "-charts.zip", _ZIP, False
    ),
}

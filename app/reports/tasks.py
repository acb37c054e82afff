"""Printing a frozen version, in the background."""

from __future__ import annotations

from app.documents.pdf import render_pdf
from app.extensions import begin_writing, db
from app.jobs.service import Urgency, task
from app.reports.models import ReportVersion


@task("reports.print", Urgency.LAST)
def print_version(version_id: int, language: str) -> None:
    """Render one document; no transaction is open meanwhile."""
    version = db.session.get_one(ReportVersion, version_id)
    html = version.html_fr if language == "fr" else version.html_en
    db.session.rollback()
    pdf = render_pdf(html)
    begin_writing()
    version = db.session.get_one(ReportVersion, version_id)
    if language == "fr":
        version.pdf_fr, version.printed_fr = pdf, True
    else:
        version.pdf_en, version.printed_en = pdf, True

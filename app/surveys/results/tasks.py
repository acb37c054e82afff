"""Printing published results, in the background."""

from __future__ import annotations

from app.documents.pdf import render_pdf
from app.extensions import begin_writing, db
from app.jobs.service import task
from app.surveys.results.models import Publication
from app.surveys.results.presenting.document import results_document


@task("surveys.print_results")
def print_results(publication_id: int, language: str) -> None:
    """Print a publication in one language; no transaction is open meanwhile."""
    publication = db.session.get_one(Publication, publication_id)
    html = results_document(publication, "fr" if language == "fr" else "en")
    db.session.rollback()
    pdf = render_pdf(html)
    begin_writing()
    publication = db.session.get_one(Publication, publication_id)
    if language == "fr":
        publication.pdf_fr, publication.printed_fr = pdf, True
    else:
        publication.pdf_en, publication.printed_en = pdf, True

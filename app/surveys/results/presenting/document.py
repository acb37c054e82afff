"""A publication as a document, in one language."""

from __future__ import annotations

from flask import current_app
from flask_babel import force_locale

from app.surveys.results.models import Publication
from app.surveys.results.presenting.context import document_context
from app.text import Language
from app.web.settings import settings


def results_document(chosen: Publication, language: Language) -> str:
    """The HTML to print of a publication."""
    with force_locale(language):
        template = current_app.jinja_env.get_template("surveys/results/document.html")
        return template.render(
            language=language,
            authority=settings().authority,
            demo_data=current_app.extensions["demo_data"](),
            **document_context(chosen.campaign, chosen),
        )

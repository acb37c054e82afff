"""What other programs have as settings of a question, and we as checks."""

from __future__ import annotations

from app.surveys.questionnaires.engine.editing import Document
from app.surveys.questionnaires.formats.html_to_text import Bilingual

WHOLE = {"fr": "Écrivez un nombre entier.", "en": "Write a whole number."}


def add_check(question: Document, rule: str, message: Bilingual) -> None:
    """Adds a check, once."""
    checks = question.setdefault("checks", [])
    if rule not in [check["rule"] for check in checks]:
        checks.append({"rule": rule, "message": dict(message)})


def check_whole(question: Document) -> None:
    """The answer is a whole number."""
    add_check(question, ". = int(.)", WHOLE)

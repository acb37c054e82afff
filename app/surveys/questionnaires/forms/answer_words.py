"""An answer as people read it, in either language: pages, copies, texts that quote it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.surveys.questionnaires.engine import Question, Value
from app.web import formats


@dataclass(frozen=True)
class _Formats:
    """Numbers and days in one language, for the kinds to word answers with."""

    language: str

    def decimal(self, value: float, digits: int) -> str:
        return formats.decimal(value, digits, self.language)

    def percent(self, share: float, digits: int) -> str:
        return formats.percent(share, digits, self.language)

    def euros(self, value: float, digits: int) -> str:
        return formats.euros(value, digits, self.language)

    def day(self, value: dt.date) -> str:
        return formats.day(value, language=self.language)

    def month(self, value: dt.date) -> str:
        return formats.month(value, self.language)

    def listed(self, words: Sequence[str]) -> str:
        return listed_options(words, self.language)


def listed_options(words: Sequence[str], language: str) -> str:
    """Options have their own capitals and commas: semicolons stand between them."""
    return ("\u00a0; " if language == "fr" else "; ").join(words)


def written(question: Question, value: Value, language: str) -> str:
    """The words for an answer; a reason for not answering has words too."""
    if isinstance(value, str) and value.startswith("~"):
        return question.option(value).label[language]
    return question.kind.words(question, value, _Formats(language))


def field_value(value: Value | None, question: Question, language: str) -> str:
    """An answer as its field holds it, to be changed."""
    if value is None or isinstance(value, list) or str(value).startswith("~"):
        return ""
    return question.kind.in_field(question, value, _Formats(language))


def headed(label: str) -> str:
    """A label before what is said of it."""
    label = label.rstrip()
    return label if label.endswith(("?", ":", ".")) else label + _(":")

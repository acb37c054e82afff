"""The kinds of questions. Each is declared once, in the file of its family, in the order of the
builder's list. To add one: its record there, the template it names, a question in the examples.
"""

from __future__ import annotations

from app.surveys.questionnaires.engine.kinds.choices import CHOICES
from app.surveys.questionnaires.engine.kinds.measures import MEASURES
from app.surveys.questionnaires.engine.kinds.texts import SILENT, WORDS
from app.surveys.questionnaires.engine.question import Entry, Kind, Matrix

#: What can be added to a questionnaire, by its word in the document.
ENTRIES: dict[str, Entry] = {e.code: e for e in (*CHOICES, *WORDS, *MEASURES, *SILENT)}

#: What questions are once read, by the same word.
KINDS: dict[str, Kind] = {code: e for code, e in ENTRIES.items() if isinstance(e, Kind)}


def kind_of(word: str) -> Kind:
    """The kind of the questions that an entry of a document unfolds to. Raises KeyError."""
    entry = ENTRIES[word]
    return entry.kind if isinstance(entry, Matrix) else KINDS[word]

"""Kinds answered in people’s own words, and those that nobody answers."""

from __future__ import annotations

from app.surveys.questionnaires.engine.kinds import drawing, reading, sizing, wording
from app.surveys.questionnaires.engine.question import (
    Codebook,
    Content,
    Entry,
    Feature,
    Kind,
    Shape,
    XlsForm,
)
from app.text import Text

WORDS: tuple[Entry, ...] = (
    Kind(
        code="text",
        title=Text("Un texte", "A text"),
        example=Text("avec ses propres mots", "in people’s own words"),
        features=frozenset({Feature.LENGTH}),
        shape=Shape.TEXT,
        content=Content.FREE,
        template="surveys/kinds/text.html",
        read=reading.text,
        draw=drawing.text,
        size=sizing.text,
        words=wording.plain,
        in_field=wording.typed,
        xlsform=XlsForm("text"),
        codebook=Codebook("other"),
    ),
)

SILENT: tuple[Entry, ...] = (
    Kind(
        code="statement",
        title=Text("Un texte à lire", "A text to read"),
        example=Text("rien à répondre", "nothing to answer"),
        features=frozenset({Feature.PROSE}),
        shape=Shape.NOTHING,
        template="surveys/kinds/statement.html",
        read=reading.nothing,
        draw=drawing.nothing,
        size=sizing.short,
        words=wording.plain,
        in_field=wording.typed,
        xlsform=XlsForm("note"),
        codebook=Codebook("other"),
    ),
    Kind(
        code="calculated",
        title=Text("Une valeur calculée", "A calculated value"),
        example=Text(
            "à partir des réponses précédentes, non affichée", "from earlier answers, not shown"
        ),
        features=frozenset({Feature.CALCULATION}),
        shape=Shape.CALCULATED,
        template="",
        read=reading.nothing,
        draw=drawing.nothing,
        size=sizing.short,
        words=wording.plain,
        in_field=wording.typed,
        xlsform=XlsForm("calculate"),
        codebook=Codebook("other"),
    ),
)

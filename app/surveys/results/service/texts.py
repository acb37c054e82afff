"""Texts out of anonymous answers: read by the mission, released one by one, shown without profile."""

from __future__ import annotations

from sqlalchemy import func, select

from app.accounts.models import Person
from app.extensions import db
from app.surveys.campaigns.core import TextState
from app.surveys.campaigns.core.names import name_words
from app.surveys.campaigns.models import Campaign, FreeText
from app.surveys.questionnaires.engine import Question
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.surveys.results.models import Publication


def text_questions(campaign: Campaign, group: int) -> list[tuple[Question, int, bool]]:
    """The questions answered in words, how many texts each has, and whether they may be read.

    Under `group` texts, whoever wrote one would be too easily known.
    """
    rows = db.session.execute(
        select(FreeText.question, func.count())
        .where(FreeText.campaign_id == campaign.id)
        .group_by(FreeText.question)
    )
    counts = {question: int(count) for question, count in rows}
    asked = questionnaire_of(campaign.version).questions
    return [
        (q, counts.get(q.code, 0), counts.get(q.code, 0) >= group) for q in asked if q.kind.free
    ]


def texts_of(campaign: Campaign, code: str, group: int) -> list[FreeText]:
    """The texts of a question, in an order that says nothing; none under `group`."""
    rows = list(
        db.session.scalars(
            select(FreeText)
            .where(FreeText.campaign_id == campaign.id, FreeText.question == code)
            .order_by(FreeText.id)
        )
    )
    return rows if len(rows) >= group else []


def released_texts(campaign: Campaign, chosen: Publication, group: int) -> dict[str, list[str]]:
    """What readers may see of each question answered in words that is published."""
    released = {}
    for question, _, readable in text_questions(campaign, group):
        if readable and question.code not in chosen.left_out:
            shown = [
                row.released
                for row in texts_of(campaign, question.code, group)
                if row.state is TextState.RELEASED and row.released
            ]
            if shown:
                released[question.code] = shown
    return released


def names_of_directory() -> frozenset[str]:
    """The words of all names of the directory."""
    return name_words(db.session.scalars(select(Person.name)))


def moderate_text(row: FreeText, state: TextState, released: str) -> None:
    """Release a text as it is written here, or keep it back."""
    row.state = state
    row.released = released if state is TextState.RELEASED else None
    db.session.flush()

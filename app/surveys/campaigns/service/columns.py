"""The answers of a closed campaign as typed columns: kept at closing, read question by question."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import delete, select

from app.extensions import db
from app.surveys.campaigns.core import CampaignMode
from app.surveys.campaigns.core.columns import CodedAnswers, columns_of, read_codes
from app.surveys.campaigns.models import AnswerColumn, Campaign, Response, random_key
from app.surveys.campaigns.service.answering import named_responses
from app.surveys.questionnaires.engine import Questionnaire
from app.surveys.questionnaires.service.versions import questionnaire_of


def keep_columns(
    campaign: Campaign, questionnaire: Questionnaire, answers: Sequence[Mapping[str, Any]]
) -> None:
    """Keep these answers as columns, in the order given, in place of those kept before."""
    store_columns(campaign, columns_of(questionnaire, answers))


def keep_named_columns(campaign: Campaign) -> None:
    """Keep the answers of a campaign that is not anonymous as columns, without their names."""
    answers = _answers_of(campaign)
    secrets.SystemRandom().shuffle(answers)
    if answers:
        keep_columns(campaign, questionnaire_of(campaign.version), answers)


def store_columns(campaign: Campaign, columns: Mapping[str, CodedAnswers]) -> None:
    """Replace the columns of a campaign."""
    db.session.execute(delete(AnswerColumn).where(AnswerColumn.campaign_id == campaign.id))
    for name, column in columns.items():
        db.session.add(
            AnswerColumn(
                campaign_id=campaign.id,
                name=name,
                labels=list(column.labels),
                codes=column.codes.tobytes(),
                numbers=None if column.values is None else column.values.tobytes(),
            )
        )
    campaign.columns_key = campaign.columns_key or random_key()
    db.session.flush()


def stored_columns(campaign_id: int) -> dict[str, CodedAnswers]:
    """The columns kept for a closed campaign, by name."""
    rows = db.session.execute(
        select(
            AnswerColumn.name, AnswerColumn.labels, AnswerColumn.codes, AnswerColumn.numbers
        ).where(AnswerColumn.campaign_id == campaign_id)
    )
    return {
        name: CodedAnswers(
            tuple(labels),
            read_codes(codes, len(labels)),
            None if numbers is None else np.frombuffer(numbers, dtype=np.float64),
        )
        for name, labels, codes, numbers in rows
    }


def computed_columns(campaign: Campaign) -> dict[str, CodedAnswers]:
    """For campaigns closed before columns were kept: made from their answers each time."""
    return columns_of(questionnaire_of(campaign.version), _answers_of(campaign))


def _answers_of(campaign: Campaign) -> list[dict[str, Any]]:
    """The answers of a closed campaign, nobody's in particular."""
    if campaign.mode is not CampaignMode.ANONYMOUS and campaign.erased_on is None:
        return [response.answers for _, response in named_responses(campaign)]
    return list(
        db.session.scalars(select(Response.answers).where(Response.campaign_id == campaign.id))
    )

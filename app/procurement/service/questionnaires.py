"""The questionnaires of annexes and reviews: those that come with the product, until the mission
publishes others under their codes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from app.procurement.core.annexes import ANNEX, REVIEW, asked_at
from app.procurement.core.firms import Identifier
from app.procurement.models import Sheet, Tender
from app.surveys.questionnaires.engine import Questionnaire
from app.surveys.questionnaires.models import QuestionnaireVersion
from app.surveys.questionnaires.service import versions

DATA = Path(__file__).parent.parent / "data"


def annex_version(today: dt.date) -> QuestionnaireVersion:
    """The annex that new tenders ask for."""
    return _latest(ANNEX, today)


def review_version(today: dt.date) -> QuestionnaireVersion:
    """The review that contract holders are asked for."""
    return _latest(REVIEW, today)


def _latest(code: str, today: dt.date) -> QuestionnaireVersion:
    version = versions.latest_version(code)
    if version is None:
        version, problems = versions.import_questionnaire(
            (DATA / f"{code}.yaml").read_bytes(), today
        )
        if version is None:
            raise ValueError(f"{code}.yaml does not read: {problems[:3]}")
    return version


def questionnaire_of(sheet: Sheet) -> Questionnaire:
    """What a sheet asks: of an annex, what the level of its tender lets it ask of such a firm."""
    questionnaire = versions.questionnaire_of(sheet.version)
    if sheet.year:
        return questionnaire
    french = Identifier(sheet.bidder.identifier).french
    return asked_at(sheet.bidder.tender.level, questionnaire, french)


def annex_of(tender: Tender) -> Questionnaire | None:
    """All that a tender asks; None where it asks for no annex."""
    if tender.version is None:
        return None
    return asked_at(tender.level, versions.questionnaire_of(tender.version))

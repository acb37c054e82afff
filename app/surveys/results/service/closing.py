"""Closing a campaign: its answers are counted in memory, what the gate lets out is kept, the rest
is erased."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.extensions import db
from app.statistics.disclosure import Cross, Group, Thresholds
from app.surveys.campaigns.core import Audience
from app.surveys.campaigns.core.classes import Classes, in_classes, with_classes
from app.surveys.campaigns.core.columns import CodedAnswers, columns_of, in_class
from app.surveys.campaigns.core.profiles import profile_value
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service.classing import classes_by_question, invited
from app.surveys.campaigns.service.mixing import answers_to_count, erase_answers
from app.surveys.campaigns.service.participation import count_by_attribute
from app.surveys.questionnaires.engine import Answers
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.surveys.results.core import Results, measure_answers, respondents_of
from app.surveys.results.core.rates import with_rates
from app.surveys.results.core.storing import plain_results
from app.surveys.results.models import StoredResults

LOG = logging.getLogger(__name__)
#: No comparison of the answers to a public link when there are fewer.
VOLUNTEERS = 50


def close_urn(campaign: Campaign, keys: KeyStore, thresholds: Thresholds) -> None:
    """Count and erase the answers of a closing campaign in one transaction. Raises KeyLost."""
    answers = answers_to_count(campaign, keys, thresholds.group)
    keep_results(campaign, measured(campaign, answers, thresholds), answers)


def measured(campaign: Campaign, answers: Sequence[Answers], thresholds: Thresholds) -> Results:
    """The results of these answers."""
    columns = columns_of(questionnaire_of(campaign.version), answers)
    return measured_columns(campaign, columns, len(answers), thresholds)


def measured_columns(
    campaign: Campaign, columns: Mapping[str, CodedAnswers], answered: int, thresholds: Thresholds
) -> Results:
    """The results of answers in columns; nobody knows whom a public link reached.

    The lot that decides between cells to withhold is kept nowhere: who knows it could try which
    counts give what is published.
    """
    classes = classes_by_question(campaign, thresholds.group)
    asked = questionnaire_of(campaign.version)
    questionnaire = with_classes(asked, {code: each.options for code, each in classes.items()})
    respondents = respondents_of(
        questionnaire,
        {**columns, **{code: in_class(columns[code], each) for code, each in classes.items()}},
        answered,
        _crosses(campaign, classes, answered),
        in_classes(asked, invited(campaign), classes),
        thresholds.group,
    )
    lot = secrets.token_bytes(32)
    people = with_rates(respondents.people, _answered(campaign, classes), thresholds.cell, lot)
    respondents = replace(respondents, people=people)
    results = measure_answers(questionnaire, columns, respondents, thresholds, lot)
    if beyond := sum(not measure.exact for measure in results.measures.values()):
        LOG.warning("%s: %d questions withhold more than might be needed", campaign.code, beyond)
    return results


def _answered(campaign: Campaign, classes: Mapping[str, Classes]) -> dict[Cross, dict[Group, int]]:
    """How many of the people invited answered, by class of each attribute of the directory."""
    if campaign.audience is Audience.PUBLIC:
        return {}
    counts = count_by_attribute(campaign)
    answered: dict[Cross, dict[Group, int]] = {}
    for question in questionnaire_of(campaign.version).profile:
        if question.code in classes and question.profile in counts:
            own = answered.setdefault((question.code,), {})
            for value, (_invited, people) in counts[question.profile].items():
                place = (classes[question.code].place(profile_value(question, value)),)
                own[place] = own.get(place, 0) + people
    return answered


def _crosses(campaign: Campaign, classes: Mapping[str, Classes], answered: int) -> list[str]:
    """The declared crosses whose attributes have classes to compare; none of few volunteers, among
    whom one real person could be alone with invented ones."""
    if campaign.audience is Audience.PUBLIC and answered < VOLUNTEERS:
        return []
    return [
        cross
        for cross in campaign.crosses
        if not any(classes[name].given_up for name in cross.split("*"))
    ]


def keep_results(campaign: Campaign, results: Results, answers: Sequence[Answers]) -> None:
    """Store what was measured of these answers, and erase them."""
    db.session.merge(StoredResults(campaign_id=campaign.id, content=plain_results(results)))
    erase_answers(campaign, answers)

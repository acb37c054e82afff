"""The classes by which a campaign compares its results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.extensions import db
from app.statistics.disclosure import Thresholds
from app.surveys.campaigns.core import Audience, CampaignState, Profile, population_of
from app.surveys.campaigns.core.classes import Area, Classes, classes_of, in_classes, invited_by
from app.surveys.campaigns.core.crosses import attribute_label, read_crosses
from app.surveys.campaigns.core.forecast import Foreseen, forecast
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service.inviting import invitations
from app.surveys.questionnaires.engine import Question, Shape
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.text import Text


def invited(campaign: Campaign) -> list[tuple[Profile, int]]:
    """How many invited people share each profile: as frozen at opening, as it is before; nobody
    knows whom a public link reaches."""
    if campaign.audience is Audience.PUBLIC:
        return []
    if campaign.state is not CampaignState.DRAFT:
        return [(tuple(values), count) for values, count in campaign.population]
    return _population(campaign)


def _population(campaign: Campaign) -> list[tuple[Profile, int]]:
    people = [invitation.attributes for invitation in invitations(campaign)]
    return population_of(questionnaire_of(campaign.version), people)


def count_people(campaign: Campaign) -> list[list[Any]]:
    """How many people invited share each profile, as an open campaign keeps it."""
    if campaign.audience is Audience.PUBLIC:
        return []
    return [[list(profile), count] for profile, count in _population(campaign)]


def areas_of(campaign: Campaign, code: str) -> list[Area]:
    """The areas declared for the answers to one question."""
    return [
        Area(each["code"], Text.from_dict(each["label"]), tuple(each["values"]))
        for each in campaign.areas.get(code, [])
    ]


def classes_by_question(campaign: Campaign, group: int) -> dict[str, Classes]:
    """The classes of each attribute that results are compared by."""
    by_code = questionnaire_of(campaign.version).by_code
    people = invited(campaign)
    return {name: _classes(campaign, by_code[name], people, group) for name in _compared(campaign)}


def _compared(campaign: Campaign) -> list[str]:
    """The questions of the declared comparisons, each once."""
    return list(dict.fromkeys(n for cross in read_crosses(campaign.crosses) for n in cross))


def _classes(
    campaign: Campaign, question: Question, people: Sequence[tuple[Profile, int]], group: int
) -> Classes:
    counts = invited_by(questionnaire_of(campaign.version), people, question.code)
    return classes_of(question, areas_of(campaign, question.code), counts, group)


def comparable_questions(campaign: Campaign) -> list[Question]:
    """The questions by whose answers results may be compared: one answer of a list. Those that the
    directory can answer come first."""
    questionnaire = questionnaire_of(campaign.version)
    closed = [
        q for q in questionnaire.questions if q.kind.shape is Shape.OPTION and not q.kind.measured
    ]
    return sorted(closed, key=lambda question: not question.profile)


def compared(campaign: Campaign, group: int) -> list[tuple[Text, Classes]]:
    """What results will be compared by, in words, and its classes."""
    asked = questionnaire_of(campaign.version)
    classes = classes_by_question(campaign, group)
    return [(attribute_label(asked, code), each) for code, each in classes.items()]


def foreseen(campaign: Campaign, group: int) -> list[tuple[Question, Classes, bool]]:
    """The classes of each question that results may be compared by, as they would be; whether a
    comparison is declared. Others than those of the directory are listed once they are declared."""
    people, declared = invited(campaign), _compared(campaign)
    return [
        (question, _classes(campaign, question, people, group), question.code in declared)
        for question in comparable_questions(campaign)
        if question.profile or question.code in declared
    ]


def forecast_of(campaign: Campaign, rate: float, thresholds: Thresholds) -> list[Foreseen]:
    """What each declared comparison will probably show when this share of the invited answer;
    nothing of a comparison whose people nobody knows."""
    classes = classes_by_question(campaign, thresholds.group)
    asked = questionnaire_of(campaign.version)
    crosses = [
        cross
        for cross in read_crosses(campaign.crosses)
        if all(classes[name].invited and not classes[name].given_up for name in cross)
    ]
    people = in_classes(asked, invited(campaign), classes)
    return forecast([q.code for q in asked.profile], people, crosses, rate, thresholds)


def unmapped(campaign: Campaign) -> dict[str, dict[str, int]]:
    """Values of the people invited that no answer stands for, with how many have them."""
    questionnaire, people = questionnaire_of(campaign.version), invited(campaign)
    strange_values = {}
    for question in questionnaire.profile:
        known = {option.code for option in question.options}
        counts = invited_by(questionnaire, people, question.code)
        if strange := {v: n for v, n in counts.items() if v and v not in known}:
            strange_values[question.code] = strange
    return strange_values


def group_answers(campaign: Campaign, code: str, areas: list[Area]) -> bool:
    """Put answers to a question together, to compare by; False once the campaign is open."""
    db.session.refresh(campaign, with_for_update=True)
    if campaign.state is not CampaignState.DRAFT:
        return False
    kept = [
        {"code": area.code, "label": area.label.to_dict(), "values": list(area.values)}
        for area in areas
        if area.values
    ]
    others = {name: each for name, each in campaign.areas.items() if name != code}
    campaign.areas = others | ({code: kept} if kept else {})
    db.session.flush()
    return True

"""The campaigns of the demonstration: each goes through the urn or the ledger, like a real one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.demo import answers, inquiries
from app.demo.days import morning
from app.demo.documents import DATA
from app.demo.passwords import password_of
from app.extensions import db
from app.permissions import Role
from app.surveys.campaigns.core import Audience, CampaignMode
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import answering as answering_service
from app.surveys.campaigns.service import campaigns, inviting
from app.surveys.questionnaires.engine import Answers
from app.surveys.questionnaires.models import QuestionnaireVersion
from app.surveys.questionnaires.service import versions
from app.surveys.results.service import publishing
from app.surveys.results.service.closing import close_urn
from app.text import LANGUAGES, Text
from app.web.settings import settings, thresholds

IMPORTED = dt.date(2024, 1, 8)
#: How long what is open has been, and will be.
WAVE_OPENED, DIRECTORATES_OPENED, DIRECTORATES_ANSWERED, CLOSES = (
    dt.timedelta(days=days) for days in (-10, -56, -45, 120)
)


def import_questionnaire(name: str) -> QuestionnaireVersion:
    version, problems = versions.import_questionnaire((DATA / name).read_bytes(), IMPORTED)
    assert version is not None, problems
    return version


def closed_campaigns() -> list[str]:
    """Make the campaigns that are closed; the codes of those whose keys must go."""
    return [_managers_survey(), _youth(), *_citizens()]


def open_campaigns(today: dt.date) -> None:
    """Make the campaigns that somebody trying the demonstration can answer today."""
    _second_wave(today)
    _directorates(today)


def _open(campaign: Campaign, on: dt.date) -> None:
    keys = KeyStore(settings().keys_dir)
    group = settings().survey_group
    problems = campaigns.open_campaign(campaign, keys, password_of(Role.MISSION), group, on)
    assert problems == [], problems


def _closed(
    campaign: Campaign,
    on: dt.date,
    published: dt.date,
    lead: Text | None = None,
    first: Sequence[str] = (),
) -> str:
    """Close, mix and publish; with words above the results, their page is public. `first` are
    questions that the mission puts first."""
    campaign.closed_on = on
    close_urn(campaign, KeyStore(settings().keys_dir), thresholds())
    draft = publishing.draft_of(campaign, to_write=True)
    draft.put_first = [f"{code}/" for code in first]
    if lead:
        draft.lead, draft.public = lead, True
    publication = publishing.publish_results(campaign, published)
    assert publication is not None
    for language in LANGUAGES:
        publishing.ask_for_print(publication, language, morning(published))
    return campaign.code


def _managers_survey() -> str:
    """The survey of 2024: opened, answered through the urn, closed, mixed, published."""
    version = import_questionnaire("managers-survey.yaml")
    campaign = campaigns.create_campaign(
        version,
        version.title,
        CampaignMode.ANONYMOUS,
        answers.CLOSED,
        code="managers-2024",
        crosses=["sex", "category", "directorate"],
        areas={
            "category": [
                {"code": "area-a", "label": label.to_dict(), "values": list(values)}
                for label, values in answers.CATEGORIES
            ],
            "directorate": [
                {"code": f"area-{number}", "label": label.to_dict(), "values": list(values)}
                for number, (label, values, _) in enumerate(answers.AREAS, start=1)
            ],
        },
    )
    managers = _managers()
    inviting.invite_people(campaign, managers)
    _open(campaign, answers.OPENED)
    people = answers.respondents(answers.managers())
    sent = answers.answers_of(versions.questionnaire_of(version), people)
    by_person = {invitation.person_id: invitation for invitation in inviting.invitations(campaign)}
    for (manager, _, day), own in zip(people, sent, strict=True):
        invitation = by_person[managers[manager.number - 1].id]
        assert answering_service.submit_answers(invitation, own, day)
    lead = Text(
        "Un sujet jugé important, des connaissances moyennes, un engagement encore faible : les "
        "encadrantes et les encadrants attendent une impulsion. Réponses générées pour la "
        "démonstration à partir de ces constats.",
        "A subject seen as important, middling knowledge, commitment still low: managers are "
        "looking for leadership. Answers generated for the demonstration from these findings.",
    )
    return _closed(campaign, answers.CLOSED, dt.date(2024, 3, 1), lead)


def _managers() -> list[Person]:
    """The managers in the order of `answers.managers`."""
    rows = db.session.scalars(
        select(Person).where(Person.category.is_not(None)).order_by(Person.id)
    )
    return list(rows)


def _second_wave(today: dt.date) -> None:
    version = versions.latest_version("managers-2024")
    assert version is not None
    title = Text(f"{version.title.fr}, deuxième vague", f"{version.title.en}, second wave")
    first = campaigns.campaign_by_code("managers-2024")
    wave = campaigns.create_campaign(
        version,
        title,
        CampaignMode.ANONYMOUS,
        today + CLOSES,
        code="managers-wave-2",
        wave_of_id=first.id if first else None,
    )
    inviting.invite_people(wave, _managers())
    _open(wave, today + WAVE_OPENED)


def _public(
    name: str,
    code: str,
    title: Text | None,
    days: tuple[dt.date, dt.date],
    wave_of: Campaign | None = None,
    **more: Any,
) -> Campaign:
    """A campaign that anybody may answer by its link."""
    version = import_questionnaire(name)
    campaign = campaigns.create_campaign(
        version,
        title or version.title,
        CampaignMode.ANONYMOUS,
        days[1],
        Audience.PUBLIC,
        code=code,
        wave_of_id=wave_of.id if wave_of else None,
        **more,
    )
    _open(campaign, days[0])
    return campaign


def _answer_publicly(campaign: Campaign, sent: Sequence[Answers], day: dt.date) -> None:
    for own in sent:
        assert answering_service.submit_answers(inviting.add_visitor(campaign), own, day)


def _youth() -> str:
    days = (dt.date(2026, 2, 2), dt.date(2026, 3, 6))
    caution = Text(
        "Ces jeunes sont volontaires et déjà engagés dans le service civique : ils ne représentent "
        "pas tous les jeunes du territoire. Réponses générées pour la démonstration.",
        "These young people are volunteers, already engaged in civic service: they do not "
        "represent all the young people of the area. Answers generated for the demonstration.",
    )
    campaign = _public(
        "youth-inquiry.yaml",
        "jeunes-2026",
        None,
        days,
        for_minors=True,
        caution=caution,
        crosses=["sex", "territory", "sex*territory"],
    )
    questionnaire = versions.questionnaire_of(campaign.version)
    _answer_publicly(campaign, inquiries.youth_answers(questionnaire), days[0])
    first = ("kn_matters", "co_dares", "witnessed")
    return _closed(campaign, days[1], dt.date(2026, 3, 20), first=first)


def _citizens() -> list[str]:
    """Two waves of the same questions, a year apart."""
    codes: list[str] = []
    earlier: Campaign | None = None
    for wave, year in ((1, 2025), (2, 2026)):
        title = Text(
            f"L’égalité vue par les habitantes et les habitants, {year}",
            f"Equality as seen by the inhabitants, {year}",
        )
        days = (dt.date(year, 4, 1), dt.date(year, 4, 30))
        campaign = _public("citizens-inquiry.yaml", f"habitants-{year}", title, days, earlier)
        questionnaire = versions.questionnaire_of(campaign.version)
        _answer_publicly(campaign, inquiries.citizens_answers(questionnaire, wave), days[0])
        codes.append(_closed(campaign, days[1], dt.date(year, 5, 20)))
        earlier = campaign
    return codes


def _directorates(today: dt.date) -> None:
    """What each directorate has done, asked in its name; half of them have answered."""
    version = import_questionnaire("directorates-actions.yaml")
    heads = list(
        db.session.scalars(
            select(Person).where(Person.heads_directorate).order_by(Person.directorate_id)
        )
    )
    campaign = campaigns.create_campaign(
        version, version.title, CampaignMode.NOMINATIVE, today + CLOSES, code="directions"
    )
    inviting.invite_people(campaign, heads)
    _open(campaign, today + DIRECTORATES_OPENED)
    answering = {head.id: f"d{number}" for number, head in enumerate(heads) if number % 2}
    sent = inquiries.directorates_answers(
        versions.questionnaire_of(version), list(answering.values())
    )
    for invitation in inviting.invitations(campaign):
        if invitation.person_id in answering:
            answers = sent[answering[invitation.person_id]]
            day = today + DIRECTORATES_ANSWERED
            assert answering_service.submit_answers(invitation, answers, day)

"""Campaigns for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.accounts.models import Directorate, Person
from app.config import Settings
from app.extensions import db
from app.jobs.service import run_all
from app.surveys.campaigns.core import Audience, CampaignMode, Listed
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.campaigns.service import answering, campaigns, inviting
from app.surveys.questionnaires.service import versions
from app.text import Text
from tests.people import Client, make_person
from tests.surveys.examples import example

OPENED = dt.date(2024, 6, 3)
CLOSES = dt.date(2999, 12, 31)
DAY = dt.date(2024, 6, 10)  # a day in between


def in_a_month() -> str:
    """A last day that a form takes."""
    return (dt.date.today() + dt.timedelta(days=30)).isoformat()


PASSPHRASE = "une phrase assez longue"


def make_managers(count: int) -> list[Person]:
    """People of two directorates, women and men in turn."""
    directorates = [
        Directorate(code=code, name=Text(fr, en))
        for code, fr, en in (("d01", "Culture", "Arts"), ("d02", "Mobilité", "Mobility"))
    ]
    db.session.add_all(directorates)
    people = [
        make_person(
            "manager", sex="woman" if i % 2 else "man", directorate=directorates[i // 2 % 2]
        )
        for i in range(count)
    ]
    db.session.commit()
    return people


def make_campaign(
    settings: Settings,
    people: list[Person],
    mode: CampaignMode = CampaignMode.ANONYMOUS,
    opened: bool = True,
    title: Text | None = None,
    document: Any = None,
    **more: Any,
) -> Campaign:
    """A campaign of these people, with the questionnaire of `document` or with every kind."""
    if document is None:
        version, problems = versions.import_questionnaire(example("every-kind"), OPENED)
    else:
        version, problems = versions.publish_document(document, OPENED)
    assert version is not None, problems
    name = title or Text("Enquête d’essai", "Trial survey")
    campaign = campaigns.create_campaign(version, name, mode, CLOSES, **more)
    inviting.invite_people(campaign, people)
    if opened:
        problems = campaigns.open_campaign(
            campaign, KeyStore(settings.keys_dir), PASSPHRASE, 11, OPENED
        )
        assert problems == []
    db.session.commit()
    return campaign


def make_public_campaign(settings: Settings) -> Campaign:
    """An open campaign for whoever has its link, minors among them."""
    version, problems = versions.import_questionnaire(example("every-kind"), OPENED)
    assert version is not None, problems
    campaign = campaigns.create_campaign(
        version,
        Text("Enquête publique", "Public inquiry"),
        CampaignMode.ANONYMOUS,
        CLOSES,
        Audience.PUBLIC,
        for_minors=True,
    )
    keys = KeyStore(settings.keys_dir)
    assert campaigns.open_campaign(campaign, keys, PASSPHRASE, 11, OPENED) == []
    db.session.commit()
    return campaign


def invitations(campaign: Campaign) -> list[Invitation]:
    return inviting.invitations(campaign)


def link(settings: Settings, invitation: Invitation) -> str:
    return f"/a/{invitation.token(settings.secret_key)}"


def begin(client: Client, settings: Settings, campaign: Campaign, position: int = 0) -> str:
    """Open a personal link and begin; the address of the first page."""
    start = client.get(link(settings, invitations(campaign)[position]), 302).location
    client.get(start)
    return str(client.post(start, {"how": "begin"}).location)


def answer_all(campaign: Campaign, count: int, **answers: object) -> None:
    """The first `count` people invited answer, each in a transaction of their own; values of a
    tuple in turn."""
    for place, invitation in enumerate(invitations(campaign)[:count]):
        person = invitation.person
        given = {"one": "a", "sex": person.sex if person else "woman", **answers}
        given |= {c: v[place % len(v)] for c, v in answers.items() if isinstance(v, tuple)}
        assert answering.submit_answers(invitation, given, OPENED)  # type: ignore[arg-type]
        db.session.commit()


def close_and_mix(campaign: Campaign, now: dt.datetime) -> None:
    code = campaign.code
    campaigns.close_campaign(campaign, now)
    db.session.commit()
    assert run_all() >= 1
    again = campaigns.campaign_by_code(code)
    assert again is not None
    db.session.refresh(again)


def draft(
    settings: Settings,
    mode: CampaignMode = CampaignMode.ANONYMOUS,
    audience: Audience = Audience.LIST,
    **more: Any,
) -> Campaign:
    """A campaign that is being prepared."""
    version, _ = versions.import_questionnaire(example("every-kind"), OPENED)
    made = campaigns.create_campaign(
        version, Text("Essai", "Trial"), mode, CLOSES, audience, **more
    )
    db.session.commit()
    return made


def listed(email: str, name: str = "", **attributes: str) -> Listed:
    """One person of a list."""
    return Listed(email, name, attributes=attributes)


def open_it(settings: Settings, campaign: Campaign, passphrase: str = PASSPHRASE) -> None:
    """Open a campaign that is being prepared."""
    keys = KeyStore(settings.keys_dir)
    assert campaigns.open_campaign(campaign, keys, passphrase, 11, OPENED) == []
    db.session.commit()

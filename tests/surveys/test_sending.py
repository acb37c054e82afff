"""The messages of a campaign: seen before they leave, tried on oneself, followed once they left."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.extensions import db
from app.jobs.models import Job, Mail
from app.jobs.sendings import sendings
from app.jobs.service import run_all
from app.surveys.campaigns.letters import LetterKind
from app.surveys.campaigns.service import inviting
from tests.surveys import factories


@pytest.fixture
def mission(as_role):
    return as_role("mission")


def log(campaign):
    return [
        (each.kind, each.messages, each.sent, each.waiting, each.came_back, each.failed)
        for each in sendings(f"campaign:{campaign.code}")
    ]


def test_the_log_tells_what_became_of_each_message(mission, campaign, now):
    mission.post(f"/surveys/{campaign.id}/invite")
    assert log(campaign) == [("invitation", 14, 0, 14, 0, 0)]
    run_all(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=10))
    mails = list(db.session.scalars(select(Mail).order_by(Mail.id)))
    mails[0].bounced_on = now.date()
    mails[1].sent_on = None
    db.session.get_one(Job, mails[1].job_id).state = "failed"
    db.session.commit()
    assert log(campaign) == [("invitation", 14, 13, 0, 1, 1)]
    page = mission.get(f"/surveys/{campaign.id}/messages").get_data(as_text=True)
    assert "Invitation" in page
    assert mails[0].recipient in page.split('id="came-back"')[1]
    again = mission.post(f"/surveys/{campaign.id}/invite").location
    assert "Il n’y a plus personne à qui écrire" in mission.get(again).get_data(as_text=True)


def test_messages_are_seen_before_anybody_gets_them(mission, settings, people):
    draft = factories.make_campaign(settings, people, opened=False)
    page = mission.get(f"/surveys/{draft.id}/messages").get_data(as_text=True)
    for words in ("Bonjour,", "Hello,", "Enquête d’essai", "Trial survey", "31 December 2999"):
        assert words in page
    assert "{" not in page.split("<main")[1].split("</main")[0]


def test_the_mission_sends_them_to_itself_alone(mission, settings, people):
    draft = factories.make_campaign(settings, people, opened=False)
    mission.post(f"/surveys/{draft.id}/messages/test")
    mails = list(db.session.scalars(select(Mail)))
    assert len(mails) == 2 * len(LetterKind)
    assert {mail.recipient for mail in mails} & {person.email for person in people} == set()
    for mail in mails:
        assert mail.subject.startswith("[Essai]")
        assert f"/surveys/{draft.id}/first-page" in mail.body
        assert "/a/" not in mail.body  # nobody's link
    assert [kind for kind, *_counts in log(draft)] == ["test"]
    assert len(inviting.people_to_write_to(draft, mailed=False)) == 14


def test_the_log_goes_with_the_list(mission, settings, campaign, now):
    from app.surveys.campaigns.service import retention

    mission.post(f"/surveys/{campaign.id}/invite")
    retention.erase_people(campaign, now.date())
    assert log(campaign) == []


def test_a_closed_campaign_invites_nobody(mission, settings, people):
    draft = factories.make_campaign(settings, people, opened=False)
    mission.post(f"/surveys/{draft.id}/invite", status=422)
    assert log(draft) == []

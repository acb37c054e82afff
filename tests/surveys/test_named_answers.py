"""Answers in somebody’s name: who reads them, how long, what is erased of everybody."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from app.accounts.models import AuditEntry
from app.extensions import db
from app.jobs.models import Job, Mail
from app.statistics.disclosure import Thresholds
from app.surveys.campaigns.core import Audience, CampaignMode, erasure_day
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.letters import LetterKind, letter
from app.surveys.campaigns.models import Draft, FreeText, NamedResponse
from app.surveys.campaigns.service import answering, campaigns, inviting, participation, retention
from app.surveys.campaigns.tasks import every_day
from app.surveys.results.service import stored
from tests.people import make_person, sign_in
from tests.surveys import factories
from tests.surveys.factories import DAY, draft


def in_one_name(settings, people, mode=CampaignMode.NOMINATIVE, **more):
    campaign = draft(settings, mode, Audience.DIRECTORY, **more)
    inviting.invite_people(campaign, people)
    assert campaigns.open_campaign(campaign, KeyStore(settings.keys_dir), "", 11, DAY) == []
    db.session.commit()
    return campaign


@pytest.mark.slow
def test_anonymous_lists_are_erased_when_their_time_is_over(settings, campaign, now):
    factories.answer_all(campaign, 12, why="a text", yn="yes")
    factories.close_and_mix(campaign, now)
    before = [t.rows for t in participation.rate_tables(campaign, Thresholds())]
    day = retention.erasure_day(campaign)
    for on, left in ((day - dt.timedelta(days=1), 14), (day, 0)):
        every_day(on.isoformat())
        db.session.commit()
        assert inviting.invited_count(campaign) == left
    assert [t.rows for t in participation.rate_tables(campaign, Thresholds())] == before
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.act == "campaign.erased"))
    assert entry.detail == {"people": 14}
    assert retention.due_for_erasure(day) == []


@pytest.mark.slow
def test_texts_are_kept_apart_from_the_other_answers(settings, campaign, now):
    factories.answer_all(campaign, 12, why="a text", yn="yes")
    factories.close_and_mix(campaign, now)
    assert db.session.scalars(select(FreeText.text)).all() == ["a text"] * 12


@pytest.mark.slow
def test_names_are_erased_from_what_was_said_in_a_name(settings, people, now):
    campaign = in_one_name(settings, people)
    factories.answer_all(campaign, 12, why="my name is", yn="yes", directorate="d01")
    factories.close_and_mix(campaign, now)
    before = stored.results_of(campaign)
    assert len(answering.named_responses(campaign)) == 12
    every_day(retention.erasure_day(campaign).isoformat())
    db.session.commit()
    assert db.session.scalar(select(NamedResponse.invitation_id)) is None
    assert stored.results_of(campaign) == before
    assert db.session.scalar(select(FreeText.id)) is None


def test_who_reads_whose_answer(app, as_role, settings, people, now):
    campaign = in_one_name(settings, people)
    factories.answer_all(campaign, 2, why="in my name", yn="yes")
    invitation = inviting.invitations(campaign)[0]
    path = f"/surveys/{campaign.id}/answers"
    mission = as_role("mission")
    mission.get(path)
    assert "in my name" in mission.get(f"{path}/{invitation.id}").get_data(as_text=True)
    mission.get(f"{path}/999999", 404)
    as_role("manager").get(path, 403)
    act = db.session.scalar(select(AuditEntry).where(AuditEntry.act == "campaign.answer_read"))
    assert act.detail == {"invitation": invitation.id}


@pytest.mark.slow
def test_confidential_answers_are_for_their_keeper(app, as_role, settings, people):
    keeper = make_person("mission")
    db.session.commit()
    campaign = in_one_name(settings, people, CampaignMode.CONFIDENTIAL, keeper_id=keeper.id)
    factories.answer_all(campaign, 1)
    invitation = inviting.invitations(campaign)[0]
    for path in (
        f"/surveys/{campaign.id}/answers",
        f"/surveys/{campaign.id}/answers/{invitation.id}",
    ):
        sign_in(app, keeper).get(path)
        as_role("mission").get(path, 404)


def test_nobody_reads_whose_answer_of_an_anonymous_campaign(as_role, campaign):
    invitation = inviting.invitations(campaign)[0]
    for path in ("answers", f"answers/{invitation.id}"):
        as_role("mission").get(f"/surveys/{campaign.id}/{path}", 404)


@pytest.mark.slow
def test_where_people_stop_is_known_of_named_campaigns_and_pilots_only(settings, people, campaign):
    def stopped(made):
        invitation = inviting.invitations(made)[0]
        answering.save_draft(invitation, {}, "code", page=2)
        answering.save_draft(invitation, {}, "code", page=1)
        return participation.stops_by_page(made), db.session.get(Draft, invitation.id).page

    table, page = stopped(in_one_name(settings, people))
    assert page == 2
    assert [row.cells[0] for row in table.rows] == [0, 1, 0]
    assert stopped(campaign) == (None, None)


def test_messages_are_erased_with_their_list(settings, campaign, now):
    words = lambda invitation: letter(settings, LetterKind.INVITATION, invitation)  # noqa: E731
    inviting.queue_letters(
        inviting.people_to_write_to(campaign, mailed=False), "invitation", words, "x.fr", now
    )
    retention.erase_people(campaign, now.date())
    db.session.commit()
    for table in (Mail, Job):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_a_last_day_at_the_end_of_time():
    last = factories.CLOSES.replace(year=9999)
    assert erasure_day(last, 90) == last.max

"""A campaign changed, copied, prolonged, removed and put back, as its state lets it."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.extensions import db
from app.surveys.campaigns.core import (
    Audience,
    CampaignMode,
    CampaignState,
    Circle,
    OpeningProblem,
)
from app.surveys.campaigns.core.changing import DECLARED, KEPT_REMOVED, LONGEST, changeable
from app.surveys.campaigns.forms.declaring import FIELDS
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.campaigns.service import campaigns, changing, inviting, listing
from app.surveys.campaigns.tasks import every_day
from app.text import Text
from tests.people import held, make_person
from tests.surveys import factories

TODAY = dt.date(2024, 6, 10)

MAY_CHANGE = [
    (CampaignState.DRAFT, None, set(DECLARED)),
    (
        CampaignState.OPEN,
        None,
        {"title", "closes_on", "wave_of_id", "caution"},
    ),
    (
        CampaignState.OPEN,
        dt.date(2024, 6, 20),  # it has not begun
        {"title", "opens_on", "closes_on", "wave_of_id", "caution"},
    ),
    (CampaignState.CLOSING, None, set()),
    (CampaignState.CLOSED, None, {"title", "wave_of_id", "caution"}),
    (CampaignState.PUBLISHED, None, set()),
    (CampaignState.REMOVED, None, set()),
]


@pytest.mark.parametrize(("state", "opens_on", "fields"), MAY_CHANGE)
def test_what_may_change_in_each_state(state, opens_on, fields):
    assert changeable(state, Audience.LIST, opens_on, TODAY) == fields


def test_the_places_of_a_public_link_change_while_it_is_open():
    public = changeable(CampaignState.OPEN, Audience.PUBLIC, None, TODAY)
    assert public - changeable(CampaignState.OPEN, Audience.LIST, None, TODAY) == {"visitors_a_day"}


def test_everything_declared_has_its_fields():
    assert set(FIELDS) == set(DECLARED)


@pytest.fixture
def mission(as_role):
    return as_role("mission")


def form_of(client, campaign, **changes):
    """What the form of a campaign sends back, with some fields changed."""
    return {**held(client, f"/surveys/{campaign.id}/edit"), **changes}


def acts(campaign):
    said = select(AuditEntry).where(AuditEntry.subject == f"campaign:{campaign.code}")
    said = said.order_by(AuditEntry.id)
    return [(entry.act, entry.detail) for entry in db.session.scalars(said)]


def soon(days):
    return dt.date.today() + dt.timedelta(days=days)


def test_an_open_campaign_is_prolonged(mission, campaign):
    campaign.closes_on = soon(3)
    inviting.plan_reminder(campaign, soon(2))
    db.session.commit()
    sent = form_of(mission, campaign, closes_on=soon(20).isoformat())
    assert "people" not in sent
    mission.post(f"/surveys/{campaign.id}/edit", sent)
    db.session.refresh(campaign)
    assert campaign.closes_on == soon(20)
    assert acts(campaign)[-1] == (
        "campaign.change",
        {"fields": ["closes_on"], "from": soon(3).isoformat(), "to": soon(20).isoformat()},
    )
    assert [reminder.on for reminder in inviting.reminders(campaign)] == [soon(2)]


def test_a_campaign_that_ends_earlier_keeps_its_later_reminders(mission, campaign):
    inviting.plan_reminder(campaign, soon(20))
    db.session.commit()
    for days in (5, 30):
        sent = form_of(mission, campaign, closes_on=soon(days).isoformat())
        mission.post(f"/surveys/{campaign.id}/edit", sent)
        assert [reminder.on for reminder in inviting.reminders(campaign)] == [soon(20)]
        page = mission.get(f"/surveys/{campaign.id}").get_data(as_text=True)
        assert ("après le dernier jour" in page) is (days == 5)


WRONG_DAYS = [
    "31/12/2026",
    "2026-02-31",
    "",
    "0001-01-01",
    "9999-12-31",
    (dt.date.today() + LONGEST * 2).isoformat(),
    "2020-01-01",
]


@pytest.mark.parametrize("day", WRONG_DAYS)
def test_days_have_bounds_with_their_reason(mission, campaign, day):
    sent = form_of(mission, campaign, closes_on=day)
    page = mission.post(f"/surveys/{campaign.id}/edit", sent, 422)
    assert "closes_on-error" in page.get_data(as_text=True)
    assert campaign.closes_on == factories.CLOSES


@pytest.mark.parametrize("days", ["0", "-1", "1096", "x", "", "9" * 400])
def test_lists_are_kept_neither_for_nothing_nor_for_ever(mission, settings, days):
    campaign = factories.draft(settings)
    sent = form_of(mission, campaign, retention_days=days)
    page = mission.post(f"/surveys/{campaign.id}/edit", sent, 422)
    assert "retention_days-error" in page.get_data(as_text=True)


def test_what_people_were_told_cannot_change_once_open(mission, campaign):
    sent = form_of(mission, campaign, mode="nominative", retention_days="400", people="heads")
    mission.post(f"/surveys/{campaign.id}/edit", sent)
    db.session.refresh(campaign)
    assert campaign.mode is CampaignMode.ANONYMOUS
    assert campaign.retention_days == 90
    assert inviting.invited_count(campaign) == 14


def test_two_people_who_change_it_see_each_other(mission, settings):
    campaign = factories.draft(settings)
    sent = form_of(mission, campaign, title_fr="Le mien")
    campaign.title = Text("Le leur", "Theirs")
    db.session.commit()
    page = mission.post(f"/surveys/{campaign.id}/edit", sent, 409).get_data(as_text=True)
    assert "Le mien" in page
    db.session.rollback()
    assert db.session.get_one(Campaign, campaign.id).title.fr == "Le leur"


def test_other_people_are_invited_while_it_is_prepared(mission, settings, people):
    campaign = factories.draft(settings)
    inviting.invite_people(campaign, people[:3])
    make_person("ambassador")
    db.session.commit()
    sent = form_of(mission, campaign, people="ambassadors")
    mission.post(f"/surveys/{campaign.id}/edit", sent)
    db.session.refresh(campaign)
    assert (campaign.audience, campaign.circle) == (Audience.DIRECTORY, Circle.AMBASSADORS)
    assert inviting.invited_count(campaign) == 1
    assert len(campaign.people_removed) == 3


def test_a_campaign_of_before_keeps_its_people(mission, settings, people):
    campaign = factories.make_campaign(settings, people, opened=False)
    sent = form_of(mission, campaign, title_fr="Autre titre")
    assert sent["people"] == "directory"
    mission.post(f"/surveys/{campaign.id}/edit", sent)
    assert inviting.invited_count(campaign) == 14


def test_a_copy_asks_the_same_of_the_people_of_today(mission, settings, people):
    first = factories.make_campaign(
        settings, people, circle=Circle.MANAGERS, caution=Text("Prudence", "Caution")
    )
    first.letters = {"invitation": {"subject": {"fr": "Objet", "en": "Subject"}}}
    make_person("manager")
    people[0].active = False
    db.session.commit()
    address = mission.post(f"/surveys/{first.id}/copy").location
    copy = db.session.scalars(select(Campaign).order_by(Campaign.id.desc())).first()
    assert address == f"/surveys/{copy.id}/edit"
    assert copy.state is CampaignState.DRAFT
    assert copy.code != first.code
    assert (copy.caution, copy.letters, copy.crosses) == (
        first.caution,
        first.letters,
        first.crosses,
    )
    assert (copy.opens_on, copy.opened_on, copy.public_key) == (None, None, None)
    assert dt.date.today() < copy.closes_on <= dt.date.today() + LONGEST
    assert inviting.invited_count(copy) == 14
    assert mission.get(address).status_code == 200


def test_a_copy_of_a_list_invites_its_people(settings, people):
    first = factories.draft(settings)
    inviting.invite_listed(first, [factories.listed("ailleurs@x.fr", sex="woman")])
    copy = changing.copy_campaign(first, TODAY)
    [guest] = inviting.invitations(copy)
    assert (guest.email, guest.attributes) == ("ailleurs@x.fr", {"sex": "woman"})
    assert guest.nonce != inviting.invitations(first)[0].nonce


def test_a_campaign_in_preparation_is_removed_and_put_back(mission, settings, people):
    campaign = factories.make_campaign(settings, people, opened=False)
    mission.post(f"/surveys/{campaign.id}/remove")
    assert campaigns.all_campaigns() == []
    mission.post(f"/surveys/{campaign.id}/open", status=422)
    page = mission.get("/surveys/").get_data(as_text=True)
    assert f"/surveys/{campaign.id}/put-back" in page
    assert "rétablie" in mission.get(f"/surveys/{campaign.id}").get_data(as_text=True)
    mission.post(f"/surveys/{campaign.id}/put-back")
    assert [c.id for c in campaigns.all_campaigns()] == [campaign.id]
    assert inviting.invited_count(campaign) == 14


def test_an_open_campaign_is_not_removed(mission, campaign):
    mission.post(f"/surveys/{campaign.id}/remove", status=422)
    assert campaign.state is CampaignState.OPEN


def test_what_was_removed_long_ago_is_erased_with_its_people(settings, people):
    campaign = factories.make_campaign(settings, people, opened=False)
    changing.remove_campaign(campaign, TODAY)
    db.session.commit()
    every_day((TODAY + dt.timedelta(days=KEPT_REMOVED - 1)).isoformat())
    db.session.commit()
    assert db.session.scalar(select(Campaign.id)) is not None
    every_day((TODAY + dt.timedelta(days=KEPT_REMOVED)).isoformat())
    db.session.commit()
    assert db.session.scalar(select(Campaign.id)) is None
    assert db.session.scalar(select(Invitation.id)) is None


def test_reminders_are_planned_while_it_is_open(mission, settings, people):
    draft = factories.make_campaign(settings, people, opened=False)
    mission.post(f"/surveys/{draft.id}/reminders", {"on": soon(2).isoformat()}, 422)
    assert inviting.reminders(draft) == []
    draft.state = CampaignState.CLOSED
    db.session.commit()
    mission.post(f"/surveys/{draft.id}/reminders", {"on": soon(2).isoformat()}, 422)
    assert inviting.reminders(draft) == []


def test_the_first_day_comes_before_the_last(mission, settings):
    campaign = factories.draft(settings)
    campaign.closes_on = soon(10)
    db.session.commit()
    sent = form_of(mission, campaign, opens_on=soon(20).isoformat())
    mission.post(f"/surveys/{campaign.id}/edit", sent, 422)
    sent = form_of(mission, campaign, opens_on="31/12/2026")
    mission.post(f"/surveys/{campaign.id}/edit", sent, 422)


def test_a_change_that_came_after_the_opening_is_said(mission, settings, people):
    campaign = factories.make_campaign(settings, people, opened=False)
    sent = form_of(mission, campaign, retention_days="30")
    factories.open_it(settings, campaign)
    mission.post(f"/surveys/{campaign.id}/edit", sent, 409)
    db.session.rollback()
    assert campaign.retention_days == 90


def test_a_campaign_repeats_neither_itself_nor_what_repeats_it(mission, settings, people, now):
    first = factories.make_campaign(settings, people)
    second = factories.make_campaign(settings, people, wave_of_id=first.id)
    for each in (first, second):
        each.state = CampaignState.CLOSED
    db.session.commit()
    for chosen in (first.id, second.id):
        sent = form_of(mission, first, wave_of=str(chosen))
        mission.post(f"/surveys/{first.id}/edit", sent, 422)
    assert form_of(mission, second)["wave_of"] == str(first.id)


def test_a_copy_of_a_closed_campaign_names_nobody_of_its_list(settings, people):
    first = factories.draft(settings)
    inviting.invite_listed(first, [factories.listed("ailleurs@x.fr")])
    first.closed_on = TODAY
    assert inviting.invitations(changing.copy_campaign(first, TODAY)) == []


def test_a_campaign_that_never_opened_forgets_its_people(settings, people):
    campaign = factories.make_campaign(settings, people, opened=False)
    campaign.closes_on = TODAY
    listing.remove(campaign, inviting.invitations(campaign)[:1])
    db.session.commit()
    for days, left in ((89, 13), (90, 0)):
        every_day((TODAY + dt.timedelta(days=days)).isoformat())
        db.session.commit()
        assert inviting.invited_count(campaign) == left
    assert campaign.people_removed == []


def test_a_keeper_who_has_left_keeps_a_campaign_from_opening(settings, people):
    keeper = make_person("mission")
    keeper.active = False
    more = {"keeper_id": keeper.id, "opened": False}
    campaign = factories.make_campaign(settings, people, CampaignMode.CONFIDENTIAL, **more)
    keys = KeyStore(settings.keys_dir)
    problems = campaigns.open_campaign(campaign, keys, "", 11, TODAY)
    assert problems == [OpeningProblem.NO_KEEPER]


def test_a_reminder_taken_off_is_one_press_from_being_back(mission, campaign):
    inviting.plan_reminder(campaign, soon(3))
    db.session.commit()
    [reminder] = inviting.reminders(campaign)
    answer = mission.post(f"/surveys/{campaign.id}/reminders/{reminder.id}/drop")
    assert inviting.reminders(campaign) == []
    page = mission.get(answer.location.split("#")[0]).get_data(as_text=True)
    assert f'value="{soon(3).isoformat()}"' in page
    mission.get(f"/surveys/{campaign.id}?on=hier")
    mission.post(f"/surveys/{campaign.id}/reminders", {"on": soon(3).isoformat()})
    assert [each.on for each in inviting.reminders(campaign)] == [soon(3)]


def test_it_forgets_those_taken_off_though_nobody_else_is_left(settings, people):
    campaign = factories.make_campaign(settings, people, opened=False)
    campaign.closes_on = TODAY
    listing.remove(campaign, inviting.invitations(campaign))
    db.session.commit()
    every_day((TODAY + dt.timedelta(days=90)).isoformat())
    db.session.commit()
    assert campaign.people_removed == []

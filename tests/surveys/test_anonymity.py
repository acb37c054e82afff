"""The urn: sent once, opened once, and nothing that joins who to what."""

import threading

import pytest
from sqlalchemy import select

from app.demo.load import DATA
from app.extensions import begin_writing, db
from app.jobs.service import job_in_slot, run_all
from app.statistics.disclosure import Reason
from app.statistics.figures import SUPPRESSED
from app.surveys.campaigns.core import CampaignMode, CampaignState
from app.surveys.campaigns.keys import KeyStore, WrongPassphrase, read_recovery_copy
from app.surveys.campaigns.models import Ballot, Draft, Invitation
from app.surveys.campaigns.service import answering, campaigns, inviting
from app.surveys.questionnaires.service import versions
from app.surveys.results.service import stored
from tests.surveys import factories

PEOPLE = 40

pytestmark = pytest.mark.slow  # each closes a campaign for real: a key, a mixing, a compaction


@pytest.fixture
def campaign(app, settings):
    return factories.make_campaign(settings, factories.make_managers(PEOPLE))


def test_the_recovery_copy_gives_the_key_back(campaign, settings):
    keys = KeyStore(settings.keys_dir)
    copy = keys.recovery_copy(campaign.code)
    assert copy is not None
    assert bytes(read_recovery_copy(copy, factories.PASSPHRASE).public_key) == campaign.public_key
    for wrong in (copy, b"{}", b"not json"):
        with pytest.raises(WrongPassphrase):
            read_recovery_copy(wrong, "une autre phrase")


def test_closing_without_its_key_loses_nothing(campaign, now, settings):
    factories.answer_all(campaign, 12)
    keys = KeyStore(settings.keys_dir)
    private = keys.private(campaign.code)
    assert private is not None
    (settings.keys_dir / f"{campaign.code}.key").unlink()
    campaigns.close_campaign(campaign, now)
    db.session.commit()
    run_all()
    assert job_in_slot(f"surveys.mix:{campaign.id}").state == "waiting"
    assert len(db.session.scalars(select(Ballot.id)).all()) == 12
    keys.put(campaign.code, private)
    job_in_slot(f"surveys.mix:{campaign.id}").run_after = now
    db.session.commit()
    run_all()
    db.session.refresh(campaign)
    assert campaign.state is CampaignState.CLOSED
    assert campaign.opened_ballots == 12


def test_a_closing_that_failed_is_asked_again(campaign, now, settings):
    factories.answer_all(campaign, 12)
    keys = KeyStore(settings.keys_dir)
    private = keys.private(campaign.code)
    (settings.keys_dir / f"{campaign.code}.key").unlink()
    campaigns.close_campaign(campaign, now)
    job = job_in_slot(f"surveys.mix:{campaign.id}")
    job.state = "failed"
    db.session.commit()
    keys.put(campaign.code, private)
    assert campaigns.close_campaign(campaign, now)
    db.session.commit()
    run_all()
    db.session.refresh(campaign)
    assert campaign.state is CampaignState.CLOSED
    assert not campaigns.close_campaign(campaign, now)


def test_a_follow_up_does_not_tell_a_withheld_filter(app, settings, now):
    people = factories.make_managers(PEOPLE)
    version, _ = versions.import_questionnaire(
        (DATA / "managers-survey.yaml").read_bytes(), factories.OPENED
    )
    survey = campaigns.create_campaign(
        version, version.title, CampaignMode.ANONYMOUS, factories.CLOSES
    )
    inviting.invite_people(survey, people)
    campaigns.open_campaign(
        survey, KeyStore(settings.keys_dir), factories.PASSPHRASE, 11, factories.OPENED
    )
    for position, invitation in enumerate(inviting.invitations(survey)):
        sex = invitation.person.sex
        sent = {"sex": sex, "c3": "no" if position in (1, 3, 5) else "yes", "k2": "agree"}
        sent |= {"c4": "recruitment"} if sent["c3"] == "yes" else {}
        assert answering.submit_answers(invitation, sent, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(survey, now)
    results = stored.results_of(survey)
    assert results.measures["c3"].figures((), ()) == (SUPPRESSED, SUPPRESSED)
    assert results.measures["c4"].hidden[()] is Reason.WITHHELD


def test_under_eleven_ballots_nothing_is_opened(campaign, now):
    factories.answer_all(campaign, 10)
    factories.close_and_mix(campaign, now)
    assert campaign.opened_ballots is None
    assert not any(m.shown for m in stored.results_of(campaign).measures.values())
    assert db.session.scalar(select(Ballot.id)) is None


def test_an_answer_counts_once(campaign):
    invitation = factories.invitations(campaign)[0]
    assert answering.submit_answers(invitation, {"one": "a"}, factories.OPENED)
    db.session.commit()
    assert not answering.submit_answers(invitation, {"one": "b"}, factories.OPENED)
    db.session.commit()
    assert len(db.session.scalars(select(Ballot.id)).all()) == 1


def test_twenty_copies_in_parallel_count_once(app, campaign):
    invitation_id = factories.invitations(campaign)[0].id
    taken, lock = [], threading.Lock()

    def send() -> None:
        with app.app_context():
            begin_writing()
            invitation = db.session.get_one(Invitation, invitation_id)
            done = answering.submit_answers(invitation, {"one": "a"}, factories.OPENED)
            db.session.commit()
            with lock:
                taken.append(done)

    db.session.commit()
    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 19 + [True]
    assert len(db.session.scalars(select(Ballot.id)).all()) == 1


def test_a_closed_campaign_takes_nothing(campaign, now):
    late = factories.invitations(campaign)[20]
    factories.answer_all(campaign, 12)
    campaigns.close_campaign(campaign, now)
    db.session.commit()
    assert not answering.submit_answers(late, {"one": "a"}, factories.OPENED)


def test_drafts_open_with_their_code_only(campaign):
    invitation = factories.invitations(campaign)[0]
    answering.save_draft(invitation, {"one": "a"}, "the-code")
    db.session.commit()
    assert answering.load_draft(invitation, "the-code") == {"one": "a"}
    with pytest.raises(answering.DraftLocked):
        answering.load_draft(invitation, "another")
    first = db.session.get_one(Draft, invitation.id).sealed
    answering.save_draft(invitation, {"why": "x" * 200}, "the-code")
    assert len(db.session.get_one(Draft, invitation.id).sealed) == len(first)


def test_results_follow_the_gate(campaign, now):
    rows = factories.invitations(campaign)
    for position, invitation in enumerate(rows):
        answer = "agree" if position % 4 < 3 else "neutral"
        sent = {"one": "a", "s1": answer, "sex": invitation.person.sex}
        assert answering.submit_answers(invitation, sent, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(campaign, now)
    results = stored.results_of(campaign)
    s1 = results.measures["s1"]
    assert {m.code for m in results.measures.values() if m.shown} == {"s1"}
    assert (s1.base, s1.upper_count((), ())) == (PEOPLE, 30)
    assert [step.code for step, n in zip(s1.steps, s1.figures((), ()), strict=True) if n] == [
        "neutral",
        "agree",
    ]
    # everybody answered the same: showing it would tell each person's answer
    assert results.measures["one"].hidden[()] is Reason.WITHHELD

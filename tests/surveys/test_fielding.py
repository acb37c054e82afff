"""Campaigns in the field: who is invited, written to, reminded, counted, erased."""

import datetime as dt
import io
import socket
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select

from app.accounts.models import AuditEntry
from app.extensions import db
from app.jobs.bounces import record_bounce
from app.jobs.models import Job, Mail
from app.jobs.schedule import plan_day
from app.jobs.service import run_all
from app.statistics.disclosure import Thresholds
from app.surveys.campaigns import core
from app.surveys.campaigns.core import (
    Audience,
    CampaignMode,
    CampaignState,
    OpeningProblem,
    forecast,
    population_of,
    read_population,
)
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.letters import LetterKind, letter
from app.surveys.campaigns.models import Draft, FreeText, Invitation, NamedResponse, Response
from app.surveys.campaigns.service import answering, campaigns, inviting, participation, retention
from app.surveys.campaigns.tasks import every_day
from app.surveys.questionnaires.engine import read_questionnaire
from app.surveys.questionnaires.service import versions
from app.text import Text
from tests.people import Client, make_person, sign_in
from tests.surveys import factories
from tests.surveys.examples import example

LIMITS = Thresholds()
DAY = dt.date(2024, 6, 10)


@pytest.fixture
def people(app):
    return factories.make_managers(14)


@pytest.fixture
def campaign(settings, people):
    return factories.make_campaign(settings, people)


def draft(settings, mode=CampaignMode.ANONYMOUS, audience=Audience.LIST, **more):
    version, _ = versions.import_questionnaire(example("every-kind"), factories.OPENED)
    made = campaigns.create_campaign(
        version, Text("Essai", "Trial"), mode, factories.CLOSES, audience, **more
    )
    db.session.commit()
    return made


HEADER = ["courriel", "nom", "langue", "direction"]
LISTS = [
    ([["a@x.fr", "A", "", "d01"]], []),
    ([["", "A", "", ""]], [(2, "email", "empty")]),
    ([["not an address", "A", "", ""]], [(2, "email", "not_an_address")]),
    ([["a@x.fr", "A", "", ""], ["A@X.fr", "B", "", ""]], [(3, "email", "doubled_key")]),
    ([["b@elsewhere.fr", "B", "", ""]], [(2, "email", "not_in_directory")]),
    ([["a@x.fr", "A", "de", ""]], [(2, "language", "not_a_code")]),
    ([["a@x.fr", "A", "", "<script>"]], [(2, "directorate", "not_a_code")]),
    ([["a@x.fr", "x" * 121, "", ""]], [(2, "name", "too_long")]),
    ([], [(1, "email", "no_row")]),
]


@pytest.mark.parametrize(("rows", "expected"), LISTS)
def test_a_list_says_what_to_mend_line_by_line(rows, expected):
    people, problems = read_population(HEADER, rows, {"a@x.fr"})
    assert [(p.line, p.column, p.trouble) for p in problems] == expected
    assert len(people) == (1 if not expected else len(people))


def test_a_list_needs_addresses():
    _, problems = read_population(["nom"], [["A"]], None)
    assert [(p.column, p.trouble) for p in problems] == [("email", "missing_column")]


def send_list(client, campaign, content, **more):
    files = {"file": (io.BytesIO(content.encode()), "liste.csv"), **more}
    return client.post(f"/surveys/{campaign.id}/population", files, more.pop("status", 303))


@pytest.mark.slow
def test_a_list_is_imported_and_replaced(as_role, settings):
    known = make_person("manager", email="known@metropole.fr", sex="woman")
    db.session.commit()
    campaign = draft(settings)
    client = as_role("mission")
    page = client.post(
        f"/surveys/{campaign.id}/population",
        {"file": (io.BytesIO(b"courriel;nom\nx@y.fr;X\nx@y.fr;Y\n"), "l.csv")},
        422,
    ).get_data(as_text=True)
    assert "annuaire" in page
    assert inviting.invited_count(campaign) == 0
    content = "courriel;nom;territoire\nknown@metropole.fr;;urban\nx@y.fr;X;rural\n"
    client.post(
        f"/surveys/{campaign.id}/population",
        {"file": (io.BytesIO(content.encode()), "l.csv"), "outsiders": "y"},
    )
    invited = inviting.invitations(campaign)
    assert [i.person_id for i in invited] == [known.id, None]
    assert invited[0].attributes == {"sex": "woman", "territoire": "urban"}
    client.post(
        f"/surveys/{campaign.id}/population",
        {"file": (io.BytesIO(b"courriel\nknown@metropole.fr\n"), "l.csv")},
    )
    db.session.rollback()
    assert inviting.invited_count(campaign) == 1


@pytest.mark.slow
def test_what_keeps_a_campaign_from_opening(settings, people):
    keys = KeyStore(settings.keys_dir)
    P = OpeningProblem

    def tried(made, passphrase=factories.PASSPHRASE, today=factories.OPENED):
        return campaigns.open_campaign(made, keys, passphrase, 11, today)

    empty = draft(settings)
    assert tried(empty) == [P.NOBODY_INVITED]
    inviting.invite_people(empty, people[:5])
    assert tried(empty, "short") == [P.TOO_FEW_INVITED, P.SHORT_PASSPHRASE]
    assert P.PAST in tried(empty, today=dt.date(3000, 1, 1))
    kept = draft(settings, CampaignMode.CONFIDENTIAL)
    inviting.invite_people(kept, people)
    assert tried(kept, "") == [P.NO_KEEPER]
    version, _ = versions.import_questionnaire(example("routes"), factories.OPENED)
    forced = campaigns.create_campaign(
        version, Text("x", "x"), CampaignMode.ANONYMOUS, factories.CLOSES
    )
    inviting.invite_people(forced, people)
    assert tried(forced) == [P.NO_REFUSAL]
    forced.mode = CampaignMode.NOMINATIVE
    db.session.flush()
    assert tried(forced, "") == []
    assert tried(forced, "") == [P.NOT_DRAFT]


def test_a_campaign_begins_and_ends_on_its_days(settings, campaign):
    campaign.opens_on = dt.date(2024, 6, 20)
    campaign.closes_on = dt.date(2024, 6, 30)
    for day, open_then in ((19, False), (20, True), (30, True)):
        assert campaign.takes_answers(dt.date(2024, 6, day)) is open_then
    assert not campaign.takes_answers(dt.date(2024, 7, 1))


def words(settings, kind):
    return lambda invitation: letter(settings, kind, invitation)


def invite_all(settings, campaign, now):
    invited = inviting.people_to_write_to(campaign, mailed=False)
    return inviting.queue_letters(invited, words(settings, LetterKind.INVITATION), "x.fr", now)


def test_messages_leave_in_batches_to_those_who_may_be_written_to(settings, campaign, now):
    invitations = inviting.invitations(campaign)
    invitations[0].opted_out = True
    assert answering.submit_answers(invitations[1], {"one": "a"}, 11, factories.OPENED)
    assert invite_all(settings, campaign, now) == 12
    assert invite_all(settings, campaign, now) == 0
    body = db.session.scalars(select(Mail.body)).first()
    assert "/a/" in body
    assert "/stop" in body
    assert "{" not in body
    delays = core.batch_delays(120)
    assert [delays.count(dt.timedelta(minutes=n)) for n in range(3)] == [50, 50, 20]


def test_a_message_has_the_words_of_the_mission(settings, campaign):
    campaign.letters = {
        "invitation": {"subject": {"fr": "{title} {{7*7}}"}, "body": {"fr": "Ici : {link}"}}
    }
    subject, body = letter(settings, LetterKind.INVITATION, inviting.invitations(campaign)[0])
    assert subject == "Enquête d’essai {{7*7}}"
    assert body.startswith("Ici : http://localhost/a/")


@pytest.mark.slow
def test_the_words_keep_the_link(as_role, campaign):
    client = as_role("mission")
    page = client.get(f"/surveys/{campaign.id}/letters").get_data(as_text=True)
    assert "{link}" in page
    path = f"/surveys/{campaign.id}/letters"
    client.post(path, {"invitation_body_fr": "Sans lien"}, 422)
    client.post(path, {"invitation_body_fr": "Avec {link}"})
    db.session.rollback()
    assert campaign.letters["invitation"]["body"]["fr"] == "Avec {link}"


@pytest.mark.slow
def test_reminders_go_to_those_who_have_not_answered(settings, campaign, now):
    invite_all(settings, campaign, now)
    first, second, third = inviting.invitations(campaign)[:3]
    assert answering.submit_answers(first, {"one": "a"}, 11, factories.OPENED)
    second.opted_out = True
    third.mail.bounced_on = DAY
    assert inviting.plan_reminder(campaign, DAY)
    assert not inviting.plan_reminder(campaign, DAY)
    db.session.commit()
    every_day((DAY - dt.timedelta(days=1)).isoformat())
    db.session.commit()
    assert inviting.reminders(campaign)[0].sent_on is None
    for _ in range(2):  # done again, it is done once
        every_day(DAY.isoformat())
        db.session.commit()
    [reminder] = inviting.reminders(campaign)
    assert (reminder.sent_on, reminder.messages) == (DAY, 11)
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 14 + 11


@pytest.mark.slow
def test_the_calendar_of_reminders_on_the_page(as_role, campaign):
    client = as_role("mission")
    path = f"/surveys/{campaign.id}/reminders"
    client.post(path, {"on": "2000-01-01"}, 422)
    client.post(path, {"on": "2999-12-01"})
    reminder_id = inviting.reminders(campaign)[0].id
    other = as_role("manager")
    other.post(f"{path}/{reminder_id}/drop", status=403)
    client.post(f"/surveys/{campaign.id + 1}/reminders/{reminder_id}/drop", status=404)
    client.post(f"{path}/{reminder_id}/drop")
    client.post(f"{path}/{reminder_id}/drop", status=404)
    db.session.rollback()
    assert inviting.reminders(campaign) == []


@pytest.mark.slow
def test_stopping_the_messages_needs_no_account(app, settings, campaign):
    invitation = inviting.invitations(campaign)[0]
    token = invitation.token(settings.secret_key)
    client = Client(app)
    client.get(f"/a/{token}/stop")
    db.session.rollback()
    assert not invitation.opted_out  # a robot that follows links stops nothing
    client.post(f"/a/{token}/stop")
    client.get(f"/a/{token}/stop")
    client.post("/a/1-aaaa/stop", status=404)
    db.session.rollback()
    db.session.refresh(invitation)
    assert invitation.opted_out


REPORT = """From: MAILER-DAEMON@x.fr
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; x.fr

Final-Recipient: rfc822; a@x.fr
Action: {action}
Status: {status}

--b
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: Test

Body
--b--
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("action", "status", "noted"),
    [("failed", "5.1.1", True), ("delayed", "4.4.1", False), ("failed", "4.2.2", False)],
)
def test_messages_that_came_back(settings, campaign, now, action, status, noted):
    invite_all(settings, campaign, now)
    mail = inviting.invitations(campaign)[0].mail
    data = REPORT.format(action=action, status=status, message_id=mail.message_id).encode()
    assert record_bounce(data, DAY) is noted
    assert inviting.undelivered(campaign) == int(noted)
    assert not record_bounce(data.replace(mail.message_id.encode(), b"<x@y>"), DAY)
    assert not record_bounce(b"\xff\xfe nonsense", DAY)


def test_each_day_is_planned_once(app, now):
    plan_day(now)
    plan_day(now)
    [job] = db.session.scalars(select(Job)).all()
    assert job.arguments == {"day": "2024-06-03"}
    plan_day(now.replace(hour=2) + dt.timedelta(days=1))
    assert db.session.scalar(select(func.count()).select_from(Job)) == 1


@pytest.mark.slow
def test_a_campaign_closes_by_itself_the_day_after(settings, campaign):
    factories.answer_all(campaign, 12)
    campaign.closes_on = DAY
    db.session.commit()
    every_day(DAY.isoformat())
    db.session.commit()
    assert campaign.state is CampaignState.OPEN
    every_day((DAY + dt.timedelta(days=1)).isoformat())
    db.session.commit()
    run_all()
    db.session.refresh(campaign)
    assert (campaign.state, campaign.opened_ballots) == (CampaignState.CLOSED, 12)


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
    before = [t.rows for t in participation.rate_tables(campaign, LIMITS)]
    day = retention.erasure_day(campaign)
    for on, left in ((day - dt.timedelta(days=1), 14), (day, 0)):
        every_day(on.isoformat())
        db.session.commit()
        assert inviting.invited_count(campaign) == left
    assert [t.rows for t in participation.rate_tables(campaign, LIMITS)] == before
    assert len(db.session.scalars(select(Response.id)).all()) == 12
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.act == "campaign.erased"))
    assert entry.detail == {"people": 14}
    assert retention.due_for_erasure(day) == []


@pytest.mark.slow
def test_texts_are_kept_apart_from_the_other_answers(settings, campaign, now):
    factories.answer_all(campaign, 12, why="a text", yn="yes")
    factories.close_and_mix(campaign, now)
    assert all("why" not in a for a in db.session.scalars(select(Response.answers)))
    assert db.session.scalars(select(FreeText.text)).all() == ["a text"] * 12


@pytest.mark.slow
def test_names_are_erased_from_what_was_said_in_a_name(settings, people, now):
    campaign = in_one_name(settings, people)
    factories.answer_all(campaign, 12, why="my name is", yn="yes", directorate="d01")
    campaigns.close_campaign(campaign, now)
    db.session.commit()
    assert len(answering.named_responses(campaign)) == 12
    every_day(retention.erasure_day(campaign).isoformat())
    db.session.commit()
    assert db.session.scalar(select(NamedResponse.invitation_id)) is None
    kept = db.session.scalars(select(Response.answers)).all()
    assert len(kept) == 12
    assert all("directorate" not in a and "why" not in a for a in kept)
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


def test_the_forecast_says_who_would_be_alone():
    document = {
        "code": "f",
        "title": {"fr": "F", "en": "F"},
        "sections": [
            {
                "code": "s",
                "title": {"fr": "S", "en": "S"},
                "questions": [
                    {
                        "code": "sex",
                        "type": "single",
                        "profile": "sex",
                        "label": {"fr": "S", "en": "S"},
                        "options": [
                            {"code": "woman", "label": {"fr": "F", "en": "F"}},
                            {"code": "man", "label": {"fr": "H", "en": "M"}},
                        ],
                    },
                    {
                        "code": "grade",
                        "type": "single",
                        "profile": "grade",
                        "label": {"fr": "G", "en": "G"},
                        "options": [
                            {
                                "code": "high",
                                "covers": ["a", "a_plus"],
                                "label": {"fr": "H", "en": "H"},
                            },
                            {"code": "low", "covers": ["b"], "label": {"fr": "B", "en": "L"}},
                        ],
                    },
                ],
            }
        ],
    }
    questionnaire, problems = read_questionnaire(document)
    assert problems == []
    people = [{"sex": "woman", "grade": "a"}] * 11 + [{"sex": "woman", "grade": "a_plus"}]
    people += [{"sex": "man", "grade": "b"}] * 12 + [{"sex": "man", "grade": "a"}]
    population = population_of(questionnaire, people)
    assert population == [(("man", "high"), 1), (("man", "low"), 12), (("woman", "high"), 12)]
    found = forecast(questionnaire, population, 11)
    assert (found.total, found.alone, found.under) == (25, 1, 1)
    assert dict(found.small_classes) == {"sex": (), "grade": ()}
    assert found.kept == ("sex",)


@pytest.mark.slow
def test_the_public_link_takes_one_answer_from_a_browser(app, settings):
    campaign = factories.make_public_campaign(settings)
    client = Client(app)
    client.get(f"/s/{campaign.code}")
    assert db.session.scalar(select(Invitation.id)) is None  # reading the page leaves no trace
    assert client.post(f"/s/{campaign.code}").location == f"/answer/{campaign.code}/1"
    first = {"one": "a", "shown": ["s1", "one", "many"], "go": "next"}
    client.post(f"/answer/{campaign.code}/1", first)
    client.post(f"/answer/{campaign.code}/send")
    assert client.get(f"/s/{campaign.code}", 303).location == f"/answer/{campaign.code}"
    client.browser.delete_cookie("session")
    client.get(f"/s/{campaign.code}", 410)
    Client(app).get("/s/no-such", 404)
    closed = factories.make_campaign(settings, factories.make_managers(12))
    Client(app).get(f"/s/{closed.code}", 404)


@pytest.mark.slow
def test_the_qr_code_leads_to_the_public_link(as_role, settings, campaign):
    public = factories.make_public_campaign(settings)
    client = as_role("mission")
    assert "Réponses : 0" in client.get("/").get_data(as_text=True)  # no rate of nobody knows whom
    client.get(f"/surveys/{public.id}/poster")
    image = client.get(f"/surveys/{public.id}/qr.svg")
    assert image.mimetype == "image/svg+xml"
    assert b"<script" not in image.data
    assert b"style=" not in image.data
    client.get(f"/surveys/{campaign.id}/qr.svg", 404)


@pytest.mark.slow
def test_profiles_of_volunteers_are_grouped_among_those_who_answered(app, settings, now):
    campaign = factories.make_public_campaign(settings)
    for number in range(14):
        sent = {"one": "a", "sex": "woman" if number else "man", "directorate": "d01"}
        assert answering.submit_answers(inviting.add_visitor(campaign), sent, 11, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(campaign, now)
    stored = db.session.scalars(select(Response.answers)).all()
    assert {(a["sex"], a["directorate"]) for a in stored} == {("grouped", "grouped")}


def test_a_sheet_typed_in(as_role, settings, campaign):
    client = as_role("mission")
    path = f"/surveys/{campaign.id}/paper"
    invitation = inviting.invitations(campaign)[0]
    slip = invitation.slip(settings.secret_key)
    client.get(path)
    client.post(path, {"slip": slip}, 422)
    client.post(path, {"slip": "1-aaaaaa", "one": "1"}, 422)
    page = client.post(path, {"slip": slip, "one": "9", "yn": "1"}, 422).get_data(as_text=True)
    assert 'value="9"' in page
    client.post(path, {"slip": slip, "one": "1", "many": "1 2", "yn": "2", "n": "3"})
    client.post(path, {"slip": slip, "one": "1"}, 422)
    as_role("manager").get(path, 403)
    db.session.rollback()
    assert inviting.answered_count(campaign) == 1


@pytest.mark.slow
def test_papers_and_copies_are_documents(app, as_role, settings, campaign):
    from tests.documents.pdf import check_pdf  # what checks it is slow to load

    pdf = as_role("mission").get(f"/surveys/{campaign.id}/paper.pdf")
    check_pdf(pdf.data)
    invitation = inviting.invitations(campaign)[0]
    client = Client(app)
    client.get(f"/a/{invitation.token(settings.secret_key)}", 302)
    client.post(f"/answer/{campaign.code}", {"how": "begin"})
    check_pdf(client.get(f"/answer/{campaign.code}/copy.pdf").data)
    client.post(f"/answer/{campaign.code}/1", {"one": "a", "shown": ["one"], "go": "next"})
    client.post(f"/answer/{campaign.code}/send")
    client.get(f"/answer/{campaign.code}/copy.pdf", 303)  # sealed: nobody can show it any more


class Inbox:
    """A mail server that refuses one person for good and another for a while."""

    def __init__(self, never: str, later: str) -> None:
        self.never, self.later = never, later
        self.received: list[str] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == self.never:
            return "550 no such user"
        if address == self.later:
            return "451 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.received += envelope.rcpt_tos
        return "250 OK"


@pytest.mark.slow
def test_invitations_through_a_real_mail_server(app, settings, campaign, now):
    people = [invitation.address for invitation in inviting.invitations(campaign)]
    inbox = Inbox(people[0], people[1])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    app.config["SETTINGS"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{port}")
    try:
        invite_all(settings, campaign, now)
        db.session.commit()
        run_all(now)
    finally:
        app.config["SETTINGS"] = settings
        controller.stop()
    assert sorted(inbox.received) == sorted(people[2:])
    refused, waits = (inviting.invitations(campaign)[i].mail for i in (0, 1))
    db.session.refresh(refused)
    assert refused.bounced_on is not None
    assert waits.sent_on is None
    assert db.session.get(Job, waits.job_id).state == "waiting"
    assert inviting.undelivered(campaign) == 1

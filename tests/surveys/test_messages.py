"""Messages: words of the mission, batches, reminders, those that came back, those stopped."""

import datetime as dt
import socket
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select

from app.extensions import db
from app.jobs.bounces import record_bounce
from app.jobs.models import Job, Mail
from app.jobs.service import run_all
from app.surveys.campaigns import core
from app.surveys.campaigns.letters import LetterKind, letter
from app.surveys.campaigns.service import answering, inviting
from app.surveys.campaigns.tasks import every_day
from app.text import Text
from tests.people import Client, held
from tests.surveys import factories
from tests.surveys.factories import DAY


def words(settings, kind):
    return lambda invitation: letter(settings, kind, invitation)


def invite_all(settings, campaign, now):
    invited = inviting.people_to_write_to(campaign, mailed=False)
    return inviting.queue_letters(
        invited, LetterKind.INVITATION, words(settings, LetterKind.INVITATION), "x.fr", now
    )


def test_messages_leave_in_batches_to_those_who_may_be_written_to(settings, campaign, now):
    invitations = inviting.invitations(campaign)
    invitations[0].opted_out = True
    assert answering.submit_answers(invitations[1], {"one": "a"}, factories.OPENED)
    assert invite_all(settings, campaign, now) == 13  # who answered already is not told from others
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
    assert answering.submit_answers(first, {"one": "a"}, factories.OPENED)
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
    for day in (DAY, DAY + dt.timedelta(days=1)):  # a mail server pipes again what was killed
        assert record_bounce(data, day) is noted
    assert len(inviting.undelivered(campaign)) == int(noted)
    assert not record_bounce(data.replace(mail.message_id.encode(), b"<x@y>"), DAY)
    assert not record_bounce(b"\xff\xfe nonsense", DAY)


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
    assert len(inviting.undelivered(campaign)) == 1


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


def test_words_that_nothing_fills_are_refused(as_role, campaign):
    client = as_role("mission")
    address = f"/surveys/{campaign.id}/letters"
    sent = held(client, address)
    body = "Bonjour {nom},\n{link}"
    page = client.post(address, {**sent, "invitation_body_fr": body}, 422).get_data(as_text=True)
    assert "{nom}" in page.split("Rien ne remplit")[1]
    client.post(address, {**sent, "invitation_subject_fr": "{prenom}"}, 422)


def test_a_title_fills_nothing(settings, campaign):
    campaign.title = Text("Enquête {link}", "Survey {stop}")
    subject, _body = letter(settings, LetterKind.INVITATION, inviting.invitations(campaign)[0])
    assert subject.startswith("Enquête {link}")

"""Rounds of updates: who is asked, when, in whose place, and when messages stop."""

from __future__ import annotations

import datetime as dt
import socket
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import func, select, update

from app.accounts.core import OrganisationKind
from app.accounts.service.organisations import add_organisation
from app.extensions import db, utcnow
from app.jobs.models import Job, Mail
from app.jobs.service import MAX_ATTEMPTS, run_all
from app.roadmaps import reminders
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.core.rounds import (
    Answer,
    RoundKind,
    Stage,
    answer,
    period_asked,
    proposed_due,
    stage_due,
)
from app.roadmaps.models import Reminder, Snapshot, Update
from app.roadmaps.service import mandates, plans, reminding, rounds, updates
from app.roadmaps.service.absences import absences_of, add_absence
from app.roadmaps.service.history import Author
from app.roadmaps.service.links import make_link
from app.roadmaps.service.rounds import RoundClosed, RoundOpen, RoundUsed
from app.roadmaps.service.updates import News, Sender
from app.roadmaps.tasks import every_day
from app.text import both
from tests.people import make_person, sign_in
from tests.roadmaps.factories import make_roadmap

DAY = dt.timedelta(days=1)
OPENS, DUE = dt.date(2024, 9, 16), dt.date(2024, 10, 7)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(10), dt.UTC)


@pytest.mark.parametrize(
    ("kind", "due", "last"),
    [
        (RoundKind.QUARTERLY, dt.date(2024, 10, 7), dt.date(2024, 9, 30)),
        (RoundKind.QUARTERLY, dt.date(2024, 12, 20), dt.date(2024, 12, 31)),
        (RoundKind.MONTHLY, dt.date(2024, 12, 5), dt.date(2024, 11, 30)),
        (RoundKind.NOVEMBER, dt.date(2024, 11, 14), dt.date(2024, 12, 31)),
        (RoundKind.QUARTERLY, dt.date(2025, 1, 10), dt.date(2024, 12, 31)),
    ],
)
def test_a_round_tells_of_the_period_that_ends(kind, due, last):
    assert period_asked(kind, due).last == last


@pytest.mark.parametrize(
    ("kind", "today", "meeting", "due"),
    [
        (RoundKind.QUARTERLY, OPENS, None, OPENS + 14 * DAY),
        (RoundKind.QUARTERLY, OPENS, OPENS + 30 * DAY, OPENS + 23 * DAY),
        (RoundKind.QUARTERLY, OPENS, OPENS + 8 * DAY, OPENS + 14 * DAY),
        (RoundKind.NOVEMBER, dt.date(2024, 10, 20), None, dt.date(2024, 11, 15)),
        (RoundKind.NOVEMBER, dt.date(2024, 11, 20), None, dt.date(2024, 12, 4)),
    ],
)
def test_the_day_is_proposed_from_the_next_meeting(kind, today, meeting, due):
    assert proposed_due(kind, today, meeting) == due


@pytest.mark.parametrize(
    ("received", "closed", "today", "expected"),
    [
        (None, False, DUE, Answer.EXPECTED),
        (None, False, DUE + DAY, Answer.OVERDUE),
        (None, True, DUE, Answer.MISSING),
        (DUE, False, DUE, Answer.RECEIVED),
        (DUE + DAY, True, DUE, Answer.RECEIVED_LATE),
    ],
)
def test_where_a_roadmap_stands(received, closed, today, expected):
    assert answer(DUE, received, closed, today) is expected


@pytest.mark.parametrize(
    ("day", "sent", "stage"),
    [
        (OPENS, (), Stage.OPENING),
        (OPENS, (Stage.OPENING,), None),
        (DUE - 14 * DAY, (Stage.OPENING,), Stage.TWO_WEEKS),
        (DUE - 3 * DAY, (Stage.OPENING,), Stage.THREE_DAYS),
        (DUE, (Stage.OPENING,), Stage.THREE_DAYS),
        (DUE + DAY, (Stage.OPENING,), None),
        (DUE + 3 * DAY, (), Stage.LATE),
        (DUE + 50 * DAY, (Stage.VERY_LATE,), None),
        (OPENS - DAY, (), None),
    ],
)
def test_the_latest_message_whose_day_has_come_is_sent_once(day, sent, stage):
    assert stage_due(OPENS, DUE, sent, day) is stage


def test_a_short_round_leaves_out_the_messages_of_its_first_days():
    assert stage_due(OPENS, OPENS + 15 * DAY, {Stage.OPENING}, OPENS + DAY) is None


@pytest.fixture
def keeper(app):
    return make_person("ambassador", name="Ada", email="ada@metropole.example")


@pytest.fixture
def roadmap(keeper):
    roadmap = make_roadmap(keeper)
    roadmap.programme.ends_on = dt.date(2999, 12, 31)
    db.session.commit()
    return roadmap


def begin(roadmap, opens=OPENS, due=DUE):
    row = rounds.begin(roadmap.programme, RoundKind.QUARTERLY, opens, due, None)
    db.session.commit()
    return row


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def send(row, settings, day) -> int:
    count = reminders.send_due(settings, row, at(day))
    db.session.commit()
    return count


def test_everybody_is_written_to_once_whoever_sends(roadmap, settings):
    row = begin(roadmap)
    assert [send(row, settings, OPENS), send(row, settings, OPENS + DAY)] == [1, 0]
    [mail] = mails()
    assert mail.recipient == "ada@metropole.example"
    assert "/roadmaps/my-update" in mail.body
    assert "Cohésion" in mail.body
    assert send(row, settings, DUE - 14 * DAY) == 1
    assert db.session.scalar(select(func.count(Reminder.id))) == 2


def test_one_message_for_two_roadmaps_and_the_rest_once_one_is_done(roadmap, keeper, settings):
    other = make_roadmap(keeper, code="other", programme=roadmap.programme)
    row = begin(roadmap)
    assert send(row, settings, OPENS) == 1
    assert mails()[0].body.count("–") == 2
    sender = Sender(Author(keeper.id), "fr", round_id=row.id)
    updates.send(roadmap, News(), sender, at(OPENS + DAY))
    reminders.stop(settings, roadmap, at(OPENS + DAY))
    db.session.commit()
    [left] = mails()
    assert left.body.count("–") == 1
    updates.send(other, News(), sender, at(OPENS + DAY))
    reminders.stop(settings, other, at(OPENS + DAY))
    db.session.commit()
    assert mails() == []
    assert send(row, settings, DUE + 3 * DAY) == 0
    assert rounds.missing(row, DUE) == []


def test_who_else_keeps_the_other_roadmap_is_not_written_to_again(roadmap, keeper, settings):
    other = make_roadmap(keeper, code="other", programme=roadmap.programme)
    first, second = (
        make_person("ambassador", name=name, email=f"{name}@metropole.example")
        for name in ("bao", "cleo")
    )
    mandates.end(mandates.mandates(roadmap.id)[0], dt.date(2024, 1, 2))
    mandates.end(mandates.mandates(other.id)[0], dt.date(2024, 1, 2))
    mandates.appoint(roadmap, first, MandateRole.DEPUTY, dt.date(2024, 1, 1))
    mandates.appoint(other, first, MandateRole.DEPUTY, dt.date(2024, 1, 1))
    mandates.appoint(other, second, MandateRole.DEPUTY, dt.date(2024, 1, 1))
    row = begin(roadmap)
    send(row, settings, OPENS), send(row, settings, DUE - 14 * DAY)
    db.session.execute(update(Job).values(state="failed"))
    sender = Sender(Author(first.id), "fr", round_id=row.id)
    updates.send(roadmap, News(), sender, at(OPENS + DAY))
    reminders.stop(settings, roadmap, at(OPENS + DAY))
    db.session.commit()
    assert [(mail.recipient[:3], mail.body.count("–")) for mail in mails()] == [
        ("bao", 1),
        ("cle", 1),
    ] * 2
    assert len(reminding.failed_mails(row.id)) == 4


def test_what_has_not_left_of_a_day_that_was_put_off_does_not(roadmap, settings):
    row = begin(roadmap)
    send(row, settings, OPENS), send(row, settings, DUE + 3 * DAY)
    assert len(mails()) == 2
    rounds.change(row, DUE + 30 * DAY)
    db.session.commit()
    [left] = mails()
    assert "est ouverte" in left.body


@pytest.mark.parametrize("kind", ["roadmap", "programme"])
def test_nobody_is_written_to_of_what_has_ended(roadmap, keeper, settings, as_role, kind):
    make_roadmap(keeper, code="other", programme=roadmap.programme)
    send(begin(roadmap), settings, OPENS)
    ended = roadmap if kind == "roadmap" else roadmap.programme
    sent = {"go": "end", "reason": "Fini"}
    as_role("mission").post(f"/roadmaps/edit/{kind}/{ended.id}/act", sent)
    db.session.rollback()
    assert [mail.body.count("–") for mail in mails()] == ([1] if kind == "roadmap" else [])


def test_the_deputy_is_asked_while_the_ambassador_is_away(roadmap, keeper, settings):
    deputy = make_person("ambassador", name="Bao", email="bao@metropole.example")
    mandates.appoint(roadmap, deputy, MandateRole.DEPUTY, dt.date(2024, 1, 1))
    add_absence(keeper.id, OPENS, OPENS + 7 * DAY)
    row = begin(roadmap)
    send(row, settings, OPENS)
    send(row, settings, DUE - 3 * DAY)
    assert [mail.recipient for mail in mails()] == [
        "bao@metropole.example",
        "ada@metropole.example",
    ]
    add_absence(deputy.id, DUE, DUE + 9 * DAY)
    add_absence(keeper.id, DUE, DUE + 9 * DAY)
    send(row, settings, DUE + 3 * DAY)
    assert mails()[-1].recipient == "ada@metropole.example"  # nobody else is there


def test_who_lost_the_role_is_not_asked_and_it_is_written_down(roadmap, keeper, settings):
    keeper.set_roles(frozenset())
    row = begin(roadmap)
    assert send(row, settings, OPENS) == 0
    [reminder] = reminding.reminders_of(row.id)
    assert (reminder.recipient, reminder.mail_id) == ("", None)


def test_an_organisation_is_asked_by_its_own_link(roadmap, settings):
    town = add_organisation("Marly", OrganisationKind.MUNICIPALITY)
    owned = make_roadmap(code="owned", organisation=town, programme=roadmap.programme)
    make_link(owned, "Mairie", "mairie@marly.example", OPENS)
    row = begin(roadmap)
    assert send(row, settings, OPENS) == 2
    [mail] = [each for each in mails() if each.recipient == "mairie@marly.example"]
    assert "/roadmaps/by-link/" in mail.body


def test_a_round_is_closed_once_with_what_every_row_says(roadmap):
    row = begin(roadmap)
    with pytest.raises(RoundOpen):
        rounds.begin(roadmap.programme, RoundKind.MONTHLY, OPENS, DUE, None)
    snapshot = rounds.close(row, at(DUE + DAY))
    db.session.commit()
    assert rounds.state_in(snapshot).as_of == DUE + DAY
    for act in (lambda: rounds.close(row, at(DUE)), lambda: rounds.change(row, DUE + DAY)):
        with pytest.raises(RoundClosed):
            act()
    [standing] = rounds.awaited(row, DUE + DAY)
    assert standing.answer is Answer.MISSING
    rounds.reopen(row)
    assert row.open
    assert db.session.scalar(select(func.count(Snapshot.id))) == 0
    rounds.close(row, at(DUE + DAY))
    later = begin(roadmap, DUE + DAY, DUE + 30 * DAY)
    with pytest.raises(RoundOpen):
        rounds.reopen(row)
    rounds.close(later, at(DUE + 30 * DAY))
    with pytest.raises(RoundUsed):
        rounds.reopen(row)


def test_a_round_opened_by_mistake_is_taken_away_with_its_messages(roadmap, settings, keeper):
    row = begin(roadmap)
    send(row, settings, OPENS)
    rounds.take_away(row)
    db.session.commit()
    assert (mails(), db.session.scalar(select(func.count(Job.id)))) == ([], 0)
    row = begin(roadmap)
    updates.send(roadmap, News(), Sender(Author(keeper.id), "fr", round_id=row.id), at(OPENS))
    with pytest.raises(RoundUsed):
        rounds.take_away(row)


def test_the_daily_work_reminds_of_open_rounds(roadmap):
    today = utcnow().date()
    begin(roadmap, today, today + 20 * DAY)
    every_day(today.isoformat())
    db.session.commit()
    every_day(today.isoformat())
    db.session.commit()
    assert len(mails()) == 1


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Inbox:
    """What a real mail server was given."""

    def __init__(self) -> None:
        self.received: list[str] = []

    async def handle_DATA(self, _server, _session, envelope) -> str:
        self.received += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def mail_port(app, settings):
    port = free_port()
    app.config["SETTINGS"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{port}")
    yield port
    app.config["SETTINGS"] = settings


def test_messages_that_could_not_leave_are_tried_again_and_nobody_gets_two(
    roadmap, settings, mail_port, as_role
):
    today = utcnow().date()
    row = begin(roadmap, today, today + 20 * DAY)
    reminders.send_due(settings, row, utcnow())
    db.session.commit()
    for attempt in range(MAX_ATTEMPTS):  # no server answers
        run_all(utcnow() + attempt * dt.timedelta(hours=2))
    assert len(reminding.failed_mails(row.id)) == 1
    client = as_role("mission").speak("en")
    page = client.get(f"/roadmaps/rounds/{row.id}").get_data(as_text=True)
    assert "1 message could not be sent." in page
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=mail_port)
    server.start()
    try:
        client.post(f"/roadmaps/rounds/{row.id}", {"go": "again"})
        client.post(f"/roadmaps/rounds/{row.id}", {"go": "again"})
        run_all()
        every_day(today.isoformat())
        db.session.commit()
        run_all()
    finally:
        server.stop()
    assert inbox.received == ["ada@metropole.example"]
    assert reminding.failed_mails(row.id) == []


def test_the_mission_opens_changes_and_closes_a_round(roadmap, as_role):
    client = as_role("mission").speak("en")
    address = f"/roadmaps/programmes/{roadmap.programme_id}/rounds"
    assert 'value="quarterly" selected' in client.get(address).get_data(as_text=True).replace(
        'selected value="quarterly"', 'value="quarterly" selected'
    )
    due = utcnow().date() + 20 * DAY
    client.post(address, {"kind": "quarterly", "due_on": "2020-01-01"}, 422)
    client.post(address, {"kind": "quarterly", "due_on": "2999-01-01"}, 422)
    client.post(address, {"kind": "weekly", "due_on": due.isoformat()}, 422)
    page = client.post(address, {"kind": "quarterly", "due_on": due.isoformat()}).location
    client.post(address, {"kind": "monthly", "due_on": due.isoformat()})
    db.session.rollback()
    [row] = rounds.rounds_of(roadmap.programme_id)
    assert row.kind is RoundKind.QUARTERLY
    client.post(page, {"go": "due", "due_on": (due + DAY).isoformat()})
    client.post(page, {"go": "due", "due_on": ""}, 422)
    client.post(page, {"go": "close"})
    client.post(page, {"go": "close"})
    client.post(page, {"go": "nonsense"}, 400)
    db.session.rollback()
    assert row.due_on == due + DAY
    assert "What has changed since" in client.get(page).get_data(as_text=True)
    compare = f"/roadmaps/programmes/{roadmap.programme_id}/compare?before={row.snapshot_id}"
    assert "Nothing has changed" in client.get(compare).get_data(as_text=True)
    client.post(page, {"go": "reopen"})
    client.post(page, {"go": "remove"})
    client.get(page, 404)


def test_rounds_are_for_the_mission_alone(roadmap, as_role, keeper, app):
    row = begin(roadmap)
    addresses = (
        f"/roadmaps/programmes/{roadmap.programme_id}/rounds",
        f"/roadmaps/rounds/{row.id}",
    )
    for client in (sign_in(app, keeper), as_role("reader"), as_role("hr")):
        for address in addresses:
            client.get(address, 403)
            client.post(address, {"go": "close"}, 403)
    as_role("mission").get("/roadmaps/rounds/999", 404)


def test_an_update_counts_for_the_round_that_is_open(roadmap, keeper, app):
    today = utcnow().date()
    row = begin(roadmap, today, today + 20 * DAY)
    client = sign_in(app, keeper).speak("en")
    address = f"/roadmaps/{roadmap.id}/update"
    assert "your update is asked for by" in client.get(address).get_data(as_text=True)
    client.post(address, {"go": "nothing", "round": str(row.id)})
    db.session.rollback()
    assert [each.answer for each in rounds.awaited(row, today)] == [Answer.RECEIVED]
    rounds.close(row, utcnow())
    db.session.commit()
    receipt = client.post(address, {"go": "nothing", "round": str(row.id)}).location
    assert "The round was closed meanwhile" in client.get(receipt).get_data(as_text=True)
    db.session.rollback()
    latest = db.session.scalars(select(Update).order_by(Update.id.desc())).unique().first()
    assert latest.round_id is None


def test_absences_are_ones_own(roadmap, keeper, app, as_role):
    client = sign_in(app, keeper)
    today = utcnow().date()
    sent = {"starts_on": today.isoformat(), "ends_on": (today + 5 * DAY).isoformat()}
    client.post("/roadmaps/absences", sent | {"ends_on": "2020-01-01"}, 422)
    client.post("/roadmaps/absences", sent | {"ends_on": ""}, 422)
    client.post("/roadmaps/absences", sent)
    page = client.get("/roadmaps/absences").get_data(as_text=True)
    number = page.split("/roadmaps/absences/")[1].split("/")[0]
    as_role("ambassador").post(f"/roadmaps/absences/{number}/remove", status=403)
    as_role("reader").get("/roadmaps/absences", 403)
    of_keeper = f"/roadmaps/people/{keeper.id}/absences"
    for role, status in (("mission", 200), ("ambassador", 403), ("hr", 403)):
        as_role(role).get(of_keeper, status)
    mission = as_role("mission")
    other = make_person("hr")
    db.session.commit()
    mission.get(f"/roadmaps/people/{other.id}/absences", 403)
    assert mission.post(of_keeper, sent).location == of_keeper
    assert len(absences_of([keeper.id], today)) == 2
    client.post(f"/roadmaps/absences/{number}/remove")
    assert f"/absences/{number}/" not in client.get("/roadmaps/absences").get_data(as_text=True)


def test_a_closed_round_asks_what_stood_then(roadmap):
    row = begin(roadmap)
    rounds.close(row, at(DUE + DAY))
    later = plans.add_roadmap(roadmap.programme, plans.add_policy(both("Plus tard")))
    roadmap.ended_on = DUE + DAY
    db.session.commit()
    standing = rounds.awaited(row, DUE + 2 * DAY)
    assert [each.roadmap.id for each in standing] == [roadmap.id]
    assert later.begun_on is None

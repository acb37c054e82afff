"""Tenders: made, changed, removed, counted; what they say of their level."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.extensions import db, utcnow
from app.jobs.models import Mail
from app.jobs.service import queue_mail
from app.procurement import letters
from app.procurement.core.keeping import Keeping
from app.procurement.core.levels import LEVELS, Level
from app.procurement.core.steps import Step, step_of
from app.procurement.models import Bidder, Tender
from app.procurement.service import figures, tenders
from app.web.formats import PARIS
from tests.procurement.factories import (
    FORM,
    make_bidder,
    make_tender,
    open_all,
    pass_deadline,
    send_annex,
)
from tests.site.crowd import statements

DAY, NOON = dt.date(2024, 3, 1), dt.datetime(2024, 3, 15, 12, tzinfo=dt.UTC)


@pytest.fixture
def officer(as_role):
    return as_role("procurement").speak("en")


@pytest.mark.parametrize(
    ("now", "opened", "annex", "decided", "ends", "step"),
    [
        (dt.datetime(2024, 2, 1, tzinfo=dt.UTC), None, True, False, None, Step.PLANNED),
        (dt.datetime(2024, 3, 2, tzinfo=dt.UTC), None, True, False, None, Step.OPEN),
        (NOON, None, True, False, None, Step.TO_OPEN),
        (NOON, None, False, False, None, Step.ANALYSIS),
        (NOON, NOON, True, False, None, Step.ANALYSIS),
        (NOON, NOON, True, True, None, Step.DECIDED),
        (NOON, NOON, True, True, dt.date(2024, 3, 1), Step.ENDED),
    ],
)
def test_steps(now, opened, annex, decided, ends, step):
    assert step_of(DAY, NOON, opened, annex, decided, ends, now) is step


def test_a_tender_is_made_and_says_its_law(officer):
    officer.get("/tenders/")
    officer.get("/tenders/new")
    address = officer.post("/tenders/new", FORM | {"level": "3"}).location
    page = officer.get(address).get_data(as_text=True)
    for words in LEVELS.values():
        assert words.clause.fr[:40] in page
    tender = db.session.scalar(select(Tender))
    assert tender.deadline_at == dt.datetime(2999, 3, 15, 11, tzinfo=dt.UTC)  # noon in Paris
    assert tender.version is not None


def test_a_reminder_asks_for_no_annex(officer):
    address = officer.post("/tenders/new", FORM | {"level": "0"}).location
    assert "/annex/" not in officer.get(address).get_data(as_text=True)
    for path in ("qr.svg", "notice.pdf"):
        officer.get(f"{address}/{path}", 404)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": ""}, "Write its number."),
        ({"title_fr": " \t "}, "Write its object."),
        ({"deadline": "2024-01-01T12:00"}, "The deadline comes before the launch."),
        ({"deadline": "demain"}, ""),
        ({"launched_on": "hier"}, ""),
        ({"lots": "0"}, "Write a number of lots from 1 to 99."),
        ({"amount": "-1"}, "Write an amount in whole euros."),
        ({"amount": "99999999999999999999"}, "Write an amount in whole euros."),
        ({"level": "4"}, ""),
        ({"contract_ends_on": "2023-01-01"}, "The contract ends before the tender is launched."),
        ({"number": "x" * 41}, ""),
    ],
)
def test_what_cannot_be_taken(officer, changes, said):
    page = officer.post("/tenders/new", FORM | changes, 422).get_data(as_text=True)
    assert "Upkeep" in page
    assert said in page
    assert tenders.tenders() == []


def test_a_number_is_used_once(officer):
    officer.post("/tenders/new", FORM)
    page = officer.post("/tenders/new", FORM, 422).get_data(as_text=True)
    assert "A tender has this number already." in page


def test_a_deadline_moved_moves_what_links_open(officer):
    tender = make_tender()
    bidder = make_bidder(tender)
    pass_deadline(tender)
    seen = {"version": str(tender.row_version), "deadline": "2999-06-01T10:00"}
    officer.post(f"/tenders/{tender.id}/edit", FORM | seen)
    db.session.expire_all()
    assert tender.row_version == 2
    assert bidder.tender.deadline_at > utcnow()


def test_two_tabs_are_told(officer):
    tender = make_tender()
    address = f"/tenders/{tender.id}/edit"
    officer.get(address)
    officer.post(address, FORM | {"version": "1", "title_en": "First"})
    page = officer.post(address, FORM | {"version": "1", "title_en": "Second"}, 409)
    assert "Second" in page.get_data(as_text=True)
    db.session.expire_all()
    assert tender.title.en == "First"


def test_a_tender_goes_while_nothing_was_received(officer):
    first, second = make_tender("2024-1"), make_tender("2024-2")
    first_id, second_id = first.id, second.id
    send_annex(make_bidder(second))
    officer.post(f"/tenders/{first_id}/remove")
    officer.post(f"/tenders/{second_id}/remove")
    assert [own.id for own in db.session.scalars(select(Tender))] == [second_id]
    acts = db.session.scalars(select(AuditEntry.act)).all()
    assert acts.count("tender.remove") == 1


def test_the_mission_reads_and_decides_of_years_alone(officer, as_role):
    tender = make_tender()
    mission = as_role("mission").speak("en")
    mission.get(f"/tenders/{tender.id}")
    for path in ("new", f"{tender.id}/edit", f"{tender.id}/firms", f"{tender.id}/performance"):
        mission.get(f"/tenders/{path}", 403)
    mission.get("/tenders/keeping")
    mission.post("/tenders/keeping", {"unsuccessful": "2", "winner": "6", "undecided": "3"})
    assert tenders.keeping_years() == Keeping(2, 6, 3)
    mission.post("/tenders/keeping", {"unsuccessful": "11", "winner": "", "undecided": "3"}, 422)
    officer.get("/tenders/keeping", 403)
    db.session.expire_all()
    assert tender.keeping == Keeping()  # as its bidders were told
    assert make_tender("2024-9").keeping == Keeping(2, 6, 3)


def test_who_has_no_right_sees_nothing(as_role):
    tender = make_tender()
    for role in ("manager", "hr", "ambassador", "reader"):
        as_role(role).get(f"/tenders/{tender.id}", 403)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"level": "3"}, "the level stays as they were told"),
        ({"level": "0"}, "the level stays as they were told"),
        ({"deadline": "2024-03-15T12:00"}, "the deadline can only be later"),
    ],
)
def test_what_firms_rely_on_stays(officer, changes, words):
    tender = make_tender()
    make_bidder(tender)
    address, sent = f"/tenders/{tender.id}/edit", FORM | {"version": "1"}
    assert words in officer.post(address, sent | changes, 422).get_data(as_text=True)
    officer.post(address, sent)  # another deadline to come
    assert [mail.subject for mail in db.session.scalars(select(Mail))] == [
        "Nouvelle date limite, consultation 2024-017"
    ]


def test_a_tender_that_is_removed_leaves_no_message(officer):
    tender = make_tender()
    bidder = make_bidder(tender)
    queue_mail(bidder.email, "x", "x", domain="x", now=utcnow(), about=letters.about(bidder))
    db.session.commit()
    officer.post(f"/tenders/{tender.id}/remove")
    for model in (Tender, Bidder, Mail):
        assert db.session.scalars(select(model)).all() == []


def test_no_deadline_leaves_the_calendar(officer):
    for deadline in ("9999-12-31T12:00", "0001-01-01T12:00"):
        officer.post("/tenders/new", FORM | {"deadline": deadline}, 422)


def test_no_deadline_moves_once_annexes_are_open(officer):
    tender = make_tender()
    open_all(tender, officer.person_id)
    sent = FORM | {"version": str(tender.row_version)}
    page = officer.post(f"/tenders/{tender.id}/edit", sent, 422).get_data(as_text=True)
    assert "The annexes are open: the deadline stays." in page
    opened = tender.deadline_at.astimezone(PARIS)
    officer.post(f"/tenders/{tender.id}/edit", sent | {"deadline": f"{opened:%Y-%m-%dT%H:%M}"})


@pytest.mark.slow
def test_files_of_the_consultation(officer):
    tender = make_tender()
    assert officer.get(f"/tenders/{tender.id}/qr.svg").data.startswith(b"<svg")
    assert officer.get(f"/tenders/{tender.id}/notice.pdf").data.startswith(b"%PDF")


def test_what_is_counted(officer):
    tender = make_tender(level=Level.CLAUSE, amount=90_000)
    make_tender("2024-2", Level.REMINDER)
    for number, size in enumerate(("under_11", "from_11")):
        send_annex(make_bidder(tender, name=f"E{number}"), size=size)
    clause, bids = figures.tables(figures.counted_tenders())
    columns = ("tenders", "amount", "with_annex", "with_clause")
    assert [clause.cell("2024", c) for c in columns] == [2, 90_000, 1, 1]
    assert [bids.cell("2024", c) for c in ("bids", "returned", "awarded")] == [0, 2, 0]
    page = officer.get("/tenders/?year=2024").get_data(as_text=True)
    assert "Tenders of 2024 by estimated amount" in page
    assert "Tenders of 1999" not in officer.get("/tenders/?year=1999").get_data(as_text=True)


def test_a_list_of_many_takes_few_queries(officer):
    for number in range(30):
        make_bidder(make_tender(f"2024-{number}"))
    officer.get("/tenders/")
    db.session.rollback()
    with statements() as asked:
        officer._request("GET", "/tenders/")
    assert len(asked) <= 12

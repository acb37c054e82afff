"""What bidders are told of keeping is what the daily job does, through years."""

import datetime as dt

from sqlalchemy import func, select

from app.accounts.models import AuditEntry
from app.extensions import db
from app.jobs.models import Mail
from app.procurement.core.keeping import Outcome
from app.procurement.letters import link_letter
from app.procurement.models import Act, Bidder, Sheet
from app.procurement.service import bidders, figures, keeping
from tests.people import Client
from tests.procurement.factories import (
    OTHER,
    link_of,
    make_bidder,
    make_tender,
    open_all,
    public_link_of,
    send_annex,
)


def days_of_the_clock():
    """Every month of eight years, and every day of the months in which something ends."""
    first = dt.date(2024, 3, 15)
    days = (first + dt.timedelta(days=n) for n in range(8 * 365))
    ends = {(2025, 4), (2025, 5), (2026, 3), (2031, 6), (2031, 7)}
    return [day for day in days if day.day == 15 or (day.year, day.month) in ends]


def test_five_years_of_a_clock(app, as_role):
    officer = as_role("procurement")
    tender = make_tender(contract_ends_on=dt.date(2026, 6, 30))
    winner, other, silent = (
        make_bidder(tender, number, name)
        for number, name in ((OTHER, "Une"), ("552008443", "Deux"), ("356000000", "Trois"))
    )
    for bidder in (winner, other):
        send_annex(bidder)
    with app.test_request_context():
        link_letter(other, dt.datetime(2024, 3, 1, tzinfo=dt.UTC))
    open_all(tender, officer.person_id)
    tender.deadline_at = dt.datetime(2024, 3, 15, 12, tzinfo=dt.UTC)
    decided = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
    for bidder, outcome in ((winner, Outcome.WINNER), (other, Outcome.UNSUCCESSFUL)):
        bidders.decide(bidder, outcome, "Classement", officer.person_id, decided)
    db.session.commit()
    gone = {}
    for day in days_of_the_clock():
        keeping.erase_ended(day, dt.datetime.combine(day, dt.time(6), dt.UTC))
        for bidder in (winner, other, silent):
            if bidder.erased_on and bidder.id not in gone:
                gone[bidder.id] = bidder.erased_on
    db.session.commit()
    assert gone == {
        other.id: dt.date(2025, 5, 2),
        silent.id: dt.date(2026, 3, 16),
        winner.id: dt.date(2031, 7, 1),
    }
    for model in (Sheet, Act, Mail):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    texts = db.session.execute(select(Bidder.identifier, Bidder.name, Bidder.email)).all()
    assert {tuple(own) for own in texts} == {("", "", "")}
    acts = db.session.scalars(select(AuditEntry.act)).all()
    assert acts.count("annex.erase") == 3
    [own] = figures.counted_tenders()
    assert (own.annexes, own.awarded) == (2, True)
    annexes, _reviews = figures.declared()
    assert annexes == {tender.opened_at.year: [{"size": "under_11", "complete": True}] * 2}
    kept = db.session.execute(select(Bidder.facts, Bidder.reviews, Bidder.cleared)).all()
    assert {tuple(row) for row in kept} == {(None, None, False)}  # the notice of award names one


def test_what_is_told_is_what_is_done(app):
    tender = make_tender()
    page = Client(app).speak("en").get(public_link_of(tender)).get_data(as_text=True)
    told = " ".join(page.split())
    kept = tender.keeping
    assert f"{kept.unsuccessful} year after the decision, if your firm is not chosen" in told
    assert f"{kept.winner} years after the end of the contract, if it is" in told
    assert f"{kept.undecided} years after the deadline, without a decision." in told


def test_an_erased_firm_has_no_link(app):
    tender = make_tender()
    bidder = make_bidder(tender)
    link = link_of(bidder)
    keeping.erase_ended(dt.date(2999, 1, 1), dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    db.session.commit()
    Client(app).get(link, 404)

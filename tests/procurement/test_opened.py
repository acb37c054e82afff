"""Sealed until the opening; then the officer's work: lights, questions, decisions, performance."""

import datetime as dt
import io

import openpyxl
import pytest
from sqlalchemy import select

from app.accounts.models import AuditEntry, Person
from app.extensions import db, utcnow
from app.jobs.models import Mail
from app.procurement.core.keeping import Outcome
from app.procurement.core.levels import Level
from app.procurement.models import Act, AskedProof, Bidder, Commitment
from app.procurement.service import bidders, execution, figures
from tests.people import Client
from tests.procurement.factories import (
    OTHER,
    link_of,
    make_bidder,
    make_tender,
    open_all,
    pass_deadline,
    send_annex,
)

#: What no page may show before the opening.
SECRET = "MANDATAIRESECRET"


@pytest.fixture
def officer(as_role):
    return as_role("procurement").speak("en")


@pytest.fixture
def sent(app):
    """A tender with an annex that declares something."""
    tender = make_tender(level=Level.CLAUSE)
    send_annex(make_bidder(tender, name=SECRET), action_1=SECRET)
    return tender


def addresses(tender):
    bidder = tender.bidders[0]
    base = f"/tenders/{tender.id}"
    return [
        *(f"{base}/{path}" for path in ("firms", "compare", "analysis.xlsx")),
        f"{base}/firms/{bidder.id}",
    ]


@pytest.mark.parametrize("late", [False, True])
def test_nothing_is_seen_before_the_opening(sent, as_role, late):
    if late:
        pass_deadline(sent)
    for role in ("procurement", "mission", "administrator", "reader", "hr"):
        client = as_role(role)
        for path in addresses(sent):
            client.get(path, (403, 404))
        for path in ("/", "/tenders/", f"/tenders/{sent.id}", f"/tenders/{sent.id}/performance"):
            page = client._request("GET", path).get_data(as_text=True)
            assert SECRET not in page, (role, path)


def test_it_opens_once_after_the_deadline(officer, sent):
    officer.post(f"/tenders/{sent.id}/open")
    officer.get(f"/tenders/{sent.id}/firms", 404)
    pass_deadline(sent)
    assert "Annexes to open" in officer.get("/tenders/").get_data(as_text=True)
    assert "1 annex received" in officer.get("/").get_data(as_text=True)
    officer.get(f"/tenders/{sent.id}")
    for _ in range(2):
        officer.post(f"/tenders/{sent.id}/open")
    acts = db.session.scalars(select(AuditEntry.act)).all()
    assert acts.count("tender.open") == 1
    for path in addresses(sent)[:2]:
        assert SECRET in officer.get(path).get_data(as_text=True)


def test_the_mission_sees_counts_alone(sent, officer, as_role):
    open_all(sent, officer.person_id)
    mission = as_role("mission")
    for path in addresses(sent):
        mission.get(path, 403)
    assert SECRET not in mission.get(f"/tenders/{sent.id}").get_data(as_text=True)


def test_who_read_which_annex_is_in_the_audit(sent, officer):
    open_all(sent, officer.person_id)
    for path in addresses(sent)[1:]:
        officer.get(path)
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["annex.compare", "annex.export", "annex.read"]


def test_bids_are_compared_with_annexes(sent, officer):
    open_all(sent, officer.person_id)
    lines = f"552 008 443;Entreprise\n{OTHER}\tAutre\n\nBE0403170701, Étrangère"
    officer.post(f"/tenders/{sent.id}/bids", {"lines": lines})
    page = officer.get(f"/tenders/{sent.id}/firms").get_data(as_text=True)
    assert "3 bids received, 1 annexes received" in page
    assert "No annex received" in page
    for wrong, said in (
        (f"{OTHER};A\n123456789;B\n12345;C", "Line 2:"),
        (OTHER, "write the name of the firm"),
        ("rien", "No line of this list has a number"),
    ):
        answer = officer.post(f"/tenders/{sent.id}/bids", {"lines": wrong}, 422)
        assert said in answer.get_data(as_text=True)
    assert len(db.session.scalars(select(Bidder)).all()) == 3


def test_a_firm_that_made_no_bid_is_taken_off(sent, officer):
    open_all(sent, officer.person_id)
    lines = f"SIREN;Nom\n552008443;Peinture\n{OTHER};Erreur\n{OTHER};Erreur"
    made = officer.post(f"/tenders/{sent.id}/bids", {"lines": lines})
    assert "1 bids with an annex, 1 without" in officer.get(made.location).get_data(as_text=True)
    first, mistaken = db.session.scalars(select(Bidder).order_by(Bidder.id)).all()
    for bidder in (mistaken, first):
        officer.post(f"{firm_page(sent, bidder)}/no-bid")
    [left] = db.session.scalars(select(Bidder)).all()  # what it sent stays
    assert (left.id, left.bid) == (first.id, False)


def test_the_analysis_is_a_workbook_without_formulas(sent, officer):
    sent.bidders[0].name = "=cmd|' /C calc'!A0"
    open_all(sent, officer.person_id)
    data = officer.get(f"/tenders/{sent.id}/analysis.xlsx").get_data()
    book = openpyxl.load_workbook(io.BytesIO(data))
    cell = book.worksheets[1]["A2"]
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")
    assert book.worksheets[2].max_row > 5


def firm_page(tender, bidder):
    return f"/tenders/{tender.id}/firms/{bidder.id}"


def test_red_comes_after_the_firm_could_answer(officer):
    tender = make_tender()
    bidder = make_bidder(tender)
    send_annex(bidder, convicted_labour="yes", measures="Indemnisation")
    open_all(tender, officer.person_id)
    address = firm_page(tender, bidder)
    assert "hear the firm before any decision" in officer.get(address).get_data(as_text=True)
    until = (utcnow() + dt.timedelta(days=4)).strftime("%Y-%m-%dT%H:%M")
    ask = {"words": "Vos mesures ?", "until": until, "email": "a@b.example"}
    officer.post(f"{address}/ask", ask)
    [mail] = db.session.scalars(select(Mail)).all()
    assert "Vos mesures ?" in mail.body
    assert "Legal ground" not in officer.get(address).get_data(as_text=True)
    bidder.sheets[0].open_until = utcnow() - dt.timedelta(minutes=1)
    db.session.commit()
    assert "Legal ground" in officer.get(address).get_data(as_text=True)
    officer.post(f"{address}/clear", {"reason": "Mesures suffisantes."})
    assert "Legal ground" not in officer.get(address).get_data(as_text=True)


@pytest.mark.parametrize(
    "changes", [{"words": ""}, {"until": "2024-01-01T10:00"}, {"until": ""}, {"until": "demain"}]
)
def test_what_is_asked_wrongly_stays_on_the_page(officer, sent, changes):
    open_all(sent, officer.person_id)
    bidder = sent.bidders[0]
    ask = {"words": "Complétez", "until": "2999-01-01T10:00", "email": "a@b.example"} | changes
    page = officer.post(f"{firm_page(sent, bidder)}/ask", ask, 422).get_data(as_text=True)
    assert "Complétez" in page or "words" in changes
    assert db.session.scalars(select(Mail)).all() == []


def test_decisions_follow_each_other(officer):
    sent = make_tender()
    bidder = make_bidder(sent)
    send_annex(bidder, convicted_labour="yes", measures="Indemnisation")
    open_all(sent, officer.person_id)
    address = firm_page(sent, bidder)
    officer.post(f"{address}/decide", {"outcome": "winner", "reason": ""}, 422)
    officer.post(f"{address}/decide", {"outcome": "nothing", "reason": "x"}, 422)
    intended = {"outcome": "intended", "reason": "Pressentie."}
    page = officer.post(f"{address}/decide", intended, 422)  # its measures are not accepted
    assert "It declares a ground of exclusion" in page.get_data(as_text=True)
    officer.post(f"{address}/clear", {"reason": "Mesures suffisantes."})
    officer.post(f"{address}/decide", intended)
    officer.post(f"{address}/proofs", {"ask": ["measures", "labels"]})
    assert [own.code for own in db.session.scalars(select(AskedProof))] == ["measures"]
    received = {"measures-received_on": "2024-05-01", "measures-valid_until": "2026-05-01"}
    for wrong in ({"measures-received_on": "2999-01-01"}, {"measures-valid_until": "2020-01-01"}):
        officer.post(f"{address}/proofs", received | wrong, 422)
    officer.post(f"{address}/proofs", received)
    officer.post(f"{address}/decide", {"outcome": "winner", "reason": "Retenue."})
    db.session.expire_all()
    assert bidder.proofs[0].valid_until == dt.date(2026, 5, 1)
    assert [own.kind for own in bidder.acts] == ["cleared", "intended", "proofs", "winner"]
    page = officer.get(address).get_data(as_text=True)
    assert "Pressentie." in page
    assert "Retenue." in page


def test_every_reading_is_in_the_audit(officer, sent):
    """Pages shown again with an error show as much as those that were asked for."""
    open_all(sent, officer.person_id)
    page = firm_page(sent, sent.bidders[0])
    officer.get(f"/tenders/{sent.id}/firms")
    officer.post(f"{page}/decide", {"reason": ""}, 422)
    officer.post(f"{page}/clear", {"reason": ""}, 422)
    officer.post(f"{page}/ask", {"words": ""}, 422)
    officer.post(f"/tenders/{sent.id}/bids", {"lines": "x"}, 422)
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert [act for act in acts if act.startswith("annex.")] == [
        *("annex.list", "annex.read", "annex.read", "annex.read", "annex.list")
    ]


def test_dates_noted_meanwhile_are_not_wiped(officer, sent):
    open_all(sent, officer.person_id)
    bidder, address = sent.bidders[0], firm_page(sent, sent.bidders[0])
    bidders.decide(bidder, Outcome.INTENDED, "x", officer.person_id, utcnow())
    bidders.ask_proofs(bidder, ["measures"], dt.date(2024, 4, 1))
    db.session.commit()
    officer.post(f"{address}/proofs", {"measures-received_on": "2024-05-01"})
    old = {"measures-seen": "None None"}
    officer.post(f"{address}/proofs", old | {"measures-received_on": ""})  # as it was shown
    officer.post(f"{address}/proofs", old | {"measures-received_on": "2024-06-01"}, 422)
    assert db.session.scalar(select(AskedProof.received_on)) == dt.date(2024, 5, 1)


def test_a_firm_with_a_decision_is_not_taken_off(officer, sent):
    open_all(sent, officer.person_id)
    officer.post(f"/tenders/{sent.id}/bids", {"lines": f"{OTHER};Autre"})
    other = db.session.scalars(select(Bidder).order_by(Bidder.id.desc())).first()
    bidders.decide(other, Outcome.UNSUCCESSFUL, "x", officer.person_id, utcnow())
    db.session.commit()
    officer.post(f"{firm_page(sent, other)}/no-bid", None, 404)


def test_the_entry_that_bid_is_the_one_whose_link_lives(officer, sent):
    impostor = make_bidder(sent)
    send_annex(impostor)
    first = sent.bidders[0]
    open_all(sent, officer.person_id)
    lines = {"lines": "552008443;Peinture"}
    officer.post(f"/tenders/{sent.id}/bids", lines)
    assert (first.bid, impostor.bid) == (True, False)
    first.revoked_at = utcnow()
    db.session.commit()
    officer.post(f"/tenders/{sent.id}/bids", lines)
    assert impostor.bid


@pytest.mark.parametrize("email", ["a@b.cd\nBcc: v@w.x", "a@b.cd, c@d.ef", "a b@c.de", "a"])
def test_a_firm_is_written_at_one_address(officer, sent, email):
    open_all(sent, officer.person_id)
    asked = {"words": "x", "until": "2999-01-01T10:00", "email": email}
    officer.post(f"{firm_page(sent, sent.bidders[0])}/ask", asked, 422)


def test_who_is_asked_after_a_revocation_gets_a_new_link(app, officer, sent):
    bidder = sent.bidders[0]
    old = link_of(bidder)
    open_all(sent, officer.person_id)
    bidder.revoked_at = utcnow()
    bidders.decide(bidder, Outcome.UNSUCCESSFUL, "x", officer.person_id, utcnow())
    db.session.commit()
    asked = {"words": "x", "until": "2999-01-01T10:00", "email": "a@b.example"}
    officer.post(f"{firm_page(sent, bidder)}/ask", asked)
    firm = Client(app)
    firm.get(old, 404)
    firm.get(link_of(bidder), 302)


def test_another_tender_opens_no_firm(officer, sent):
    open_all(sent, officer.person_id)
    other = make_tender("2024-2")
    open_all(other, officer.person_id)
    officer.get(firm_page(other, sent.bidders[0]), 404)
    officer.post(f"{firm_page(other, sent.bidders[0])}/decide", {"outcome": "winner"}, 404)


@pytest.fixture
def held(officer, sent):
    """A contract, and its holder."""
    open_all(sent, officer.person_id)
    bidder = sent.bidders[0]
    bidders.decide(bidder, Outcome.WINNER, "x", officer.person_id, utcnow())
    db.session.commit()
    return bidder


def test_commitments_are_kept_and_controlled(officer, held):
    address = f"/tenders/{held.tender_id}/performance"
    assert SECRET in officer.get(address).get_data(as_text=True)  # proposed in its annex
    base = f"{firm_page(held.tender, held)}/commitments"
    name = f"c{held.id}-"
    officer.post(base, {f"{name}words": "", f"{name}due_on": ""}, 422)
    officer.post(base, {f"{name}words": "Vestiaires", f"{name}due_on": "2024-09-30"})
    assert "1 commitment overdue" in officer.get("/").get_data(as_text=True)
    commitment = db.session.scalar(select(Commitment))
    control = f"{base}/{commitment.id}/control"
    name = f"k{commitment.id}-"
    officer.post(control, {f"{name}kept": "no", f"{name}words": ""}, 422)
    officer.post(control, {f"{name}kept": "no", f"{name}words": "Rien vu."})
    assert "Not carried out" in officer.get(address).get_data(as_text=True)
    officer.post(f"{base}/{commitment.id}/remove", None, 404)
    officer.post(control, {f"{name}kept": "yes", f"{name}words": "Vu."})
    acts = db.session.scalars(select(Act).where(Act.kind == "controlled").order_by(Act.id)).all()
    assert [own.words.splitlines()[1] for own in acts] == [
        "Not carried out: Rien vu.",
        "Carried out: Vu.",
    ]
    [own] = figures.counted_tenders()
    assert own.controlled


def test_a_proposed_action_becomes_a_commitment(officer, held):
    address = f"/tenders/{held.tender_id}/performance"
    page = officer.get(f"{address}?take={held.id}&action=0").get_data(as_text=True)
    assert f"{SECRET}</textarea>" in page
    for odd in ("take=x", f"take={held.id}&action=99", f"take={held.id}&action=x"):
        assert f"{SECRET}</textarea>" not in officer.get(f"{address}?{odd}").get_data(as_text=True)


def test_the_others_are_decided_together(officer, held):
    tender = held.tender
    officer.post(f"/tenders/{tender.id}/bids", {"lines": f"{OTHER};Une\nBE0403170701;Deux"})
    address = f"/tenders/{tender.id}/others"
    officer.post(address, {"reason": ""}, 422)
    officer.post(address, {"reason": "Classement."})
    outcomes = db.session.scalars(select(Bidder.outcome).order_by(Bidder.id)).all()
    assert outcomes == [Outcome.WINNER, Outcome.UNSUCCESSFUL, Outcome.UNSUCCESSFUL]
    assert "not chosen</button>" not in officer.get(f"/tenders/{tender.id}/firms").text


def test_who_made_no_bid_does_not_win(officer, sent):
    open_all(sent, officer.person_id)
    officer.post(f"/tenders/{sent.id}/bids", {"lines": f"{OTHER};Autre"})
    won = {"outcome": "winner", "reason": "x"}
    page = officer.post(f"{firm_page(sent, sent.bidders[0])}/decide", won, 422)
    assert "It is not on the list of bids" in page.get_data(as_text=True)
    assert "annex without a bid" in officer.get(f"/tenders/{sent.id}/firms").text


def test_one_lot_has_one_winner(officer, held):
    other = make_bidder(held.tender, OTHER)
    other.bid = True
    db.session.commit()
    sent = {"outcome": "winner", "reason": "x"}
    page = officer.post(f"{firm_page(held.tender, other)}/decide", sent, 422)
    assert "This contract has one lot" in page.get_data(as_text=True)


def test_the_yearly_review_comes_by_the_same_link(app, officer, held):
    until = (utcnow() + dt.timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    base = f"{firm_page(held.tender, held)}/reviews"
    name = f"r{held.id}-"
    officer.post(base, {f"{name}year": "2025", f"{name}until": "2024-01-01T10:00"}, 422)
    officer.post(
        base, {f"{name}year": "2025", f"{name}until": until, f"{name}email": "a@b.example"}
    )
    firm = Client(app).speak("en")
    start = firm.get(link_of(held), 302).location
    assert "Equality review of 2025" in firm.get(start).get_data(as_text=True)
    firm.post(f"{start}/1", {"go": "next", "shown": "team_women", "team_women": "7"})
    firm.post(f"{start}/send", {"sworn": "yes"})
    page = officer.get(f"/tenders/{held.tender_id}/performance").get_data(as_text=True)
    assert "Women in the team" in page
    assert db.session.get(Bidder, held.id, populate_existing=True).reviews == {"2025": None}


def test_a_review_is_asked_again_once(officer, held):
    now = utcnow()
    execution.ask_review(held, 2025, now + dt.timedelta(days=6), now)
    for _ in range(2):
        execution.remind(now.date(), now)
    db.session.commit()
    assert len(db.session.scalars(select(Mail)).all()) == 2


def test_a_firm_that_holds_nothing_has_no_performance(officer, sent):
    open_all(sent, officer.person_id)
    base = f"{firm_page(sent, sent.bidders[0])}/commitments"
    officer.post(base, {"words": "x", "due_on": "2024-09-30"}, 404)
    officer.get(f"/tenders/{sent.id}/performance")


def test_who_lost_their_role_reaches_nothing(officer, sent):
    open_all(sent, officer.person_id)
    person = db.session.get(Person, officer.person_id)
    person.set_roles(frozenset())
    db.session.commit()
    for path in addresses(sent):
        officer.get(path, (302, 403))

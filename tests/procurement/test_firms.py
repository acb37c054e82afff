"""What firms do without an account: come in, fill in, send, come back."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from app.extensions import db, utcnow
from app.jobs.models import Mail
from app.procurement import letters
from app.procurement.core.keeping import Outcome
from app.procurement.core.levels import Level
from app.procurement.models import Bidder, Sheet
from app.procurement.service import bidders, sheets
from app.procurement.views import firm as of_firm
from app.web.settings import settings
from tests.people import Client
from tests.procurement.factories import (
    OTHER,
    SIREN,
    SMALL,
    link_of,
    make_bidder,
    make_tender,
    open_all,
    pass_deadline,
    public_link_of,
    send_annex,
)

FIRM = {"identifier": "552 008 443", "name": "Entreprise", "email": "a@b.example", "earlier": ""}


@pytest.fixture
def tender(app):
    return make_tender()


@pytest.fixture
def firm(app):
    return Client(app).speak("en")


def fill(client, address, answers=SMALL):
    """Answer every page of an annex with these; the address of the check."""
    address = f"{address}/1"
    for _ in range(12):
        if address.endswith("/review"):
            return address
        page = client.get(address.split("#")[0]).get_data(as_text=True)
        shown = re.findall(r'name="shown" value="(\w+)"', page)
        sent = {code: _field(answers[code]) for code in shown if code in answers}
        address = client.post(
            address.split("#")[0], {"go": "next", "lacking": "told", "shown": shown, **sent}
        ).location
    raise AssertionError(address)


def _field(value):
    return str(int(value)) if isinstance(value, float) else value


def arrive(client, tender, **changes):
    return client.post(public_link_of(tender), FIRM | changes).location


def test_a_firm_sends_its_annex_and_keeps_a_receipt(firm, tender):
    page = firm.get(public_link_of(tender)).get_data(as_text=True)
    assert "1 year after the decision" in page
    address = arrive(firm, tender)
    review = fill(firm, address)
    assert "7 of 7 questions answered" in firm.get(review).get_data(as_text=True)
    firm.post(f"{address}/send", None, 422)  # unsworn
    firm.post(f"{address}/send", {"sworn": "yes"})
    page = firm.get(address).get_data(as_text=True)
    sheet = db.session.scalar(select(Sheet))
    assert sheet.digest in page
    subjects = db.session.scalars(select(Mail.subject).order_by(Mail.id)).all()
    assert [subject.split(",")[0] for subject in subjects] == [
        "Your equality annex",
        "Received: Equality annex",
    ]


def test_the_link_opens_on_another_device(app, firm, tender):
    address = arrive(firm, tender)
    fill(firm, address, {"role": "alone", "size": "under_11"})
    other = Client(app)
    bidder = db.session.scalar(select(Bidder))
    start = other.get(link_of(bidder), 302).location
    assert start == address
    page = other.get(f"{start}/1").get_data(as_text=True)
    assert re.search(r'value="under_11"[^>]*checked', page)


def test_an_incomplete_annex_can_be_sent(firm, tender):
    address = arrive(firm, tender)
    fill(firm, address, {"size": "under_11"})
    firm.post(f"{address}/send", {"sworn": "yes"})
    assert "Incomplete" in firm.get(address).get_data(as_text=True)


def test_sums_are_told_while_typing_and_may_be_kept(firm, tender):
    address = arrive(firm, tender)
    sent = {"go": "next", "shown": ["staff_total", "staff_women", "staff_men"]}
    counts = {"staff_total": "40", "staff_women": "40", "staff_men": "40"}
    page = firm.post(f"{address}/1", sent | counts, 422).get_data(as_text=True)
    assert "Women and men do not make the total" in page
    firm.post(f"{address}/1", sent | counts | {"confirmed": "staff_men"})


def test_sent_twice_is_one_receipt(firm, tender):
    address = arrive(firm, tender)
    fill(firm, address)
    for _ in range(2):
        firm.post(f"{address}/send", {"sworn": "yes"})
    sheet = db.session.scalar(select(Sheet))
    first = sheet.digest
    receipts = select(Mail).where(Mail.subject.startswith("Received"))
    assert len(db.session.scalars(receipts).all()) == 1
    fill(firm, address, SMALL | {"staff_total": 9.0, "staff_men": 4.0})
    firm.post(f"{address}/send", {"sworn": "yes"})
    db.session.expire_all()
    assert sheet.digest != first


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"identifier": "abc"}, "Write a SIREN, nine digits"),
        ({"identifier": "552008442"}, "a digit is wrong"),
        ({"identifier": "35600000009075"}, "This is a SIRET"),
        ({"identifier": ""}, "Write the SIREN of the firm"),
        ({"email": "nowhere"}, "This is no e-mail address"),
        ({"name": ""}, "Write the name of the firm."),
        ({"earlier": "https://x/annex/f/1-abc"}, "This link is of no annex of your firm"),
    ],
)
def test_what_cannot_be_taken(firm, tender, changes, said):
    page = firm.post(public_link_of(tender), FIRM | changes, 422).get_data(as_text=True)
    assert said in page
    assert 'value="Entreprise"' in page or "name" in changes
    assert db.session.scalar(select(Bidder)) is None


def test_a_foreign_firm_comes_in_by_its_vat_number(firm, tender):
    arrive(firm, tender, identifier="BE 0403.170.701")
    assert db.session.scalar(select(Bidder.identifier)) == "BE0403170701"


def test_the_same_firm_twice_is_told_to_nobody_else(app, tender):
    """Another entry under the same number looks like the first: who bids is no one's to learn."""
    pages = []
    for _ in range(2):
        client = Client(app).speak("en")
        address = arrive(client, tender)
        page = client.get(address).get_data(as_text=True)
        said = re.sub(r'name="csrf_token" value="[^"]*"', "", page)  # signed with the second
        pages.append(re.sub(r"/annex/\S+|[0-9a-z]{26}", "", said))
    assert pages[0] == pages[1]


def test_answers_of_an_earlier_tender_are_taken_back(app, firm, tender):
    earlier = make_bidder(make_tender("2023-1"))
    send_annex(earlier, staff_total=8.0)
    link = f"http://localhost{link_of(earlier)}"
    address = arrive(firm, tender, earlier=link)
    assert re.search(r'name="staff_total"[^>]*value="8"', firm.get(f"{address}/1").text)
    # of another firm: nothing
    firm.post(public_link_of(tender), FIRM | {"identifier": OTHER, "earlier": link}, 422)


def test_another_firm_reaches_nothing(app, firm, tender):
    mine = arrive(firm, tender)
    fill(firm, mine)
    firm.post(f"{mine}/send", {"sworn": "yes"})
    other = Client(app)
    for path in (mine, f"{mine}/1", f"{mine}/review", f"{mine}/copy.pdf"):
        other.get(path, 404)
    theirs = arrive(other, tender, identifier=OTHER)
    assert theirs != mine
    for path in (mine, f"{mine}/1", f"{mine}/review", f"{mine}/copy.pdf"):
        other.get(path, 404)
    other.post(f"{mine}/1", {"shown": "size", "size": "from_11"}, 404)
    other.post(f"{mine}/send", {"sworn": "yes"}, 404)


def test_guesses_are_throttled(firm, tender):
    bidder = make_bidder(tender)
    token = bidder.token(settings().secret_key)
    for number in range(of_firm.GUESSES):
        firm.get(f"/annex/f/{bidder.id}-{number:026d}", 404)
    firm.get(f"/annex/f/{token[:-1]}x", 429)
    firm.get(f"/annex/t/{tender.id}-guess", 429)
    start = firm.get(f"/annex/f/{token}", 302).location  # who has a link is not kept out
    firm.get(start)


def test_a_revoked_link_gives_nothing_back(firm, tender):
    earlier = make_bidder(make_tender("2023-9"))
    send_annex(earlier, role="leader")
    link = link_of(earlier)
    earlier.revoked_at = utcnow()
    db.session.commit()
    firm.post(public_link_of(tender), FIRM | {"earlier": link}, 422)


def test_a_name_has_one_line(firm, tender):
    firm.post(public_link_of(tender), FIRM | {"name": "Peinture\n\nVotre compte est bloqué"})
    assert db.session.scalar(select(Bidder.name)) == "Peinture  Votre compte est bloqué"


def test_nobody_is_flooded(firm, tender):
    for _ in range(letters.MOST_A_DAY + 5):
        firm.post(public_link_of(tender), FIRM)
    assert len(db.session.scalars(select(Mail)).all()) == letters.MOST_A_DAY


def test_after_the_deadline_nothing_is_taken(firm, tender):
    address = arrive(firm, tender)
    fill(firm, address)
    pass_deadline(tender)
    for path in (f"{address}/1", f"{address}/review"):
        firm.get(path, 410)
    firm.post(f"{address}/send", {"sworn": "yes"}, 410)
    firm.get(public_link_of(tender), 410)
    page = firm.get(address).get_data(as_text=True)
    assert "nothing was sent" in page


def test_a_link_that_served_opens_nothing(app, firm, tender, as_role):
    officer = as_role("procurement")
    bidder = make_bidder(tender)
    send_annex(bidder)
    bidders.decide(bidder, Outcome.UNSUCCESSFUL, "x", officer.person_id, utcnow())
    db.session.commit()
    firm.get(link_of(bidder), 410)
    other = make_bidder(tender, OTHER)
    other.revoked_at = utcnow()
    db.session.commit()
    firm.get(link_of(other), 410)


def test_a_firm_asked_to_complete_comes_back(firm, tender, as_role):
    officer = as_role("procurement")
    bidder = make_bidder(tender)
    pass_deadline(tender)
    now = utcnow()
    bidders.ask_to_complete(
        bidder, "Votre effectif ?", now + dt.timedelta(days=3), officer.person_id, now
    )
    db.session.commit()
    start = firm.get(link_of(bidder), 302).location
    assert "Votre effectif" in firm.get(start).get_data(as_text=True)
    fill(firm, start)
    firm.post(f"{start}/send", {"sworn": "yes"})
    assert bidders.heard(db.session.get(Bidder, bidder.id), utcnow())


@pytest.mark.slow
def test_a_firm_keeps_a_copy(firm, tender):
    address = arrive(firm, tender)
    firm.get(f"{address}/copy.pdf", 404)  # nothing is sent
    fill(firm, address)
    firm.post(f"{address}/send", {"sworn": "yes"})
    assert firm.get(f"{address}/copy.pdf").data.startswith(b"%PDF")


def test_what_is_judged_stays_as_it_was_sent(firm, as_role):
    officer = as_role("procurement").speak("en")
    tender = make_tender(level=Level.CRITERION)
    bidder = make_bidder(tender)
    send_annex(bidder, action_1="Vestiaires")
    link, sheet_id = link_of(bidder), bidder.sheets[0].id
    later = {**SMALL, "action_1": "Mieux", "staff_women": 4.0, "staff_men": 4.0}
    sheets.save_draft(bidder.sheets[0], later, settings().secret_key)
    open_all(tender, officer.person_id)
    now = utcnow()
    bidders.ask_to_complete(bidder, "?", now + dt.timedelta(days=3), officer.person_id, now)
    db.session.commit()
    firm.get(link, 302)
    pages = [firm.browser.get(f"/annex/{sheet_id}/{n}").text for n in range(1, 8)]
    assert not any("action_1" in page for page in pages)
    firm.post(f"/annex/{sheet_id}/send", {"sworn": "yes"})
    sent = sheets.sent_answers(db.session.get(Sheet, sheet_id), settings().secret_key)
    assert (sent["action_1"], sent["staff_women"]) == ("Vestiaires", 4.0)
    shown = officer.get(f"/tenders/{tender.id}/firms/{bidder.id}").get_data(as_text=True)
    assert "Of whom: women: 5 → 4" in shown
    assert "The buyer asks you" not in firm.get(f"/annex/{sheet_id}").get_data(as_text=True)


def test_what_is_expected_is_said_once(firm, tender):
    address = arrive(firm, tender)
    shown = ["role", *(code for code in SMALL if code != "role")]
    sent = {"go": "next", "shown": shown, "size": "under_11"}
    page = firm.post(f"{address}/1", sent, 422).get_data(as_text=True)
    assert "These answers are expected" in page
    assert 'name="lacking" value="told"' in page
    firm.post(f"{address}/1", sent | {"lacking": "told"})


def test_a_long_text_is_refused_and_kept_on_the_page(firm):
    tender = make_tender("2024-C", Level.CLAUSE)
    address = arrive(firm, tender)
    fill(firm, address, SMALL)
    numbers = range(1, 7)
    pages = {n: firm.browser.get(f"{address}/{n}") for n in numbers}
    [number] = [
        n for n, page in pages.items() if page.status_code == 200 and "action_1" in page.text
    ]
    page = firm.post(
        f"{address}/{number}", {"go": "next", "shown": "action_1", "action_1": "x" * 100_000}, 422
    )
    assert "x" * 1000 in page.get_data(as_text=True)


def test_answers_are_sealed_in_the_database(tender):
    bidder = make_bidder(tender)
    send_annex(bidder, role="leader")
    sheet = db.session.scalar(select(Sheet))
    assert b"leader" not in sheet.sent
    assert sheets.sent_answers(sheet, settings().secret_key)["role"] == "leader"
    assert bidder.identifier == SIREN

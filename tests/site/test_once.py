"""A form sent twenty times at once, or again later, makes one thing."""

import io
import random
import re
import threading

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from app.extensions import db
from app.jobs.models import Mail
from app.procurement.models import Bidder, Tender
from app.web import once
from app.web.once import ReceivedForm, forget_forms, new_number
from tests.people import Client, make_person
from tests.procurement.factories import FORM as TENDER
from tests.procurement.factories import public_link_of
from tests.procurement.test_firms import FIRM
from tests.procurement.test_tenders import officer  # noqa: F401  (a fixture)
from tests.site.walking import site  # noqa: F401  (a fixture)
from tests.surveys.factories import (
    invitations,
    link,
    make_campaign,
    make_managers,
    make_public_campaign,
)
from tools.browsing import PageReader

COPIES = 20


def rows():
    """How many rows each table holds."""
    db.session.rollback()
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table))
        for table in db.metadata.sorted_tables
    }


def at_once(client, path, data, copies=COPIES):
    """The answers to copies of one form, all on their way together."""
    app, answers = client.app, []
    ready = threading.Barrier(copies)
    sent = {"csrf_token": client.token(), "once": new_number(), **data}
    cookies = [(c.key, c.value) for c in client.browser._cookies.values()]

    def send():
        browser = app.test_client()
        for name, value in cookies:
            browser.set_cookie(name, value)
        ready.wait(10)
        answers.append(browser.post(path, data=sent))

    threads = [threading.Thread(target=send) for _ in range(copies)]
    db.session.rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_twenty_copies_at_once_make_one(officer):  # noqa: F811
    client = officer
    answers = at_once(client, "/tenders/new", TENDER)
    [tender] = db.session.scalars(select(Tender))
    entered = {a.location for a in answers if a.status_code == 303}
    assert entered == {f"/tenders/{tender.id}"}
    assert {a.status_code for a in answers} <= {303, 429}
    at_once(Client(client.app), public_link_of(tender), FIRM)
    assert db.session.scalar(select(func.count()).select_from(Bidder)) == 1


def test_copies_have_the_cookies_of_the_first(app, settings):
    """Whoever clicks twice on a public link goes on with what the second answer brings."""
    public = make_public_campaign(settings)
    client = Client(app)
    client.get(f"/s/{public.code}")
    answers = [a for a in at_once(client, f"/s/{public.code}", {}, 4) if a.status_code == 303]
    assert len(answers) == 4
    assert len({a.headers.getlist("Set-Cookie")[0].split(";")[0] for a in answers}) == 1
    assert rows()["invitations"] == 1


def test_twice_on_begin_is_once(app, settings):
    """And nothing is written of it: answering leaves no row beside a ballot."""
    campaign = make_campaign(settings, make_managers(12))
    client = Client(app)
    client.get(link(settings, invitations(campaign)[0]), 302)
    answers = at_once(client, f"/answer/{campaign.code}", {"how": "begin"}, 4)
    assert [a.status_code for a in answers] == [303] * 4
    assert len({a.headers["Set-Cookie"].split(";")[0] for a in answers}) == 1
    assert (rows()["drafts"], rows()["received_forms"]) == (1, 0)


def test_a_browser_that_was_left_is_given_nothing_back(app, settings):
    public = make_public_campaign(settings)
    client = Client(app)
    sent = {"csrf_token": client.token(), "once": new_number()}
    client.post(f"/s/{public.code}", sent)
    client.get(f"/answer/{public.code}/1")
    client.post(f"/answer/{public.code}/leave", {"csrf_token": client.token()}, 200)
    assert client._request("POST", f"/s/{public.code}", data=sent).status_code == 400
    client.get(f"/answer/{public.code}/1", 404)


def test_copies_of_what_changes_nothing_get_its_answer(app, officer, monkeypatch):  # noqa: F811
    """None of them works in its turn, and few wait."""
    app.extensions["once"] = once.Answers()
    worked, finish, late = [], threading.Event(), []

    def hold(form):
        worked.append(form)
        return not finish.wait(10)

    monkeypatch.setattr("app.procurement.views.tenders.TenderForm.validate", hold)
    monkeypatch.setattr("app.procurement.views.tenders.TenderForm.errors", {"number": ["x"]})
    sent = {**TENDER, "once": new_number(), "csrf_token": officer.token()}
    cookies = [(c.key, c.value) for c in officer.browser._cookies.values()]

    def come_late():
        copies = app.extensions["once"]._copies
        while sum(each.waiting for each in copies.values()) < once.WAITING:
            threading.Event().wait(0.001)
        browser = app.test_client()
        for name, value in cookies:
            browser.set_cookie(name, value)
        late.append(browser.post("/tenders/new", data=sent).status_code)
        finish.set()

    coming = threading.Thread(target=come_late)
    coming.start()
    statuses = [a.status_code for a in at_once(officer, "/tenders/new", sent, 1 + once.WAITING)]
    coming.join()
    assert (statuses, late, len(worked)) == ([422] * (1 + once.WAITING), [429], 1)


def test_another_form_of_the_same_number_is_no_copy(officer):  # noqa: F811
    sent = {**TENDER, "once": new_number()}
    officer.post("/tenders/new", sent)
    other = officer.post("/tenders/new", {**sent, "number": "2024-2"})
    assert other.location == "/tenders/new"  # which says that it was received already
    assert rows()["tenders"] == 1


def test_another_file_of_the_same_name_is_no_copy(as_role):
    client, number = as_role("administrator").speak("en"), new_number()

    def send(people):
        lines = "".join(f"p{n}@b.example;Personne {n};RH\n" for n in range(people))
        file = (io.BytesIO(f"courriel;nom;roles\n{lines}".encode()), "people.csv")
        return client.post("/people/import", {"file": file, "once": number})

    assert send(1).location == send(1).location
    assert rows()["people"] == 2
    send(2)
    page = client.get("/people/import").get_data(as_text=True)
    assert "What you changed in it since was not saved" in page
    assert rows()["people"] == 2


def test_one_mail_for_twenty_lost_passwords(app, client):
    make_person("reader", email="a@b.example")
    db.session.commit()
    at_once(client, "/lost-password", {"email": "a@b.example"})
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 1


def test_a_copy_in_another_process_changes_nothing(app, officer):  # noqa: F811
    """It knows no answer, and finds the number only when it keeps what it did."""
    client, sent = officer.speak("en"), {**TENDER, "once": new_number()}
    client.post("/tenders/new", sent)
    app.extensions["once"] = once.Answers()
    again = client.post("/tenders/new", sent)
    assert again.location == "/tenders/new"
    assert "already" in client.get("/tenders/new").get_data(as_text=True)
    assert rows()["tenders"] == 1


def test_the_number_is_kept_with_the_change_or_not_at_all(app, officer, monkeypatch):  # noqa: F811
    client, sent = officer, {**TENDER, "once": new_number()}
    client.post("/tenders/new", {**sent, "number": ""}, 422)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(
        "app.procurement.views.tenders.after_post", lambda _: 1 / 0
    )  # dies after keeping
    client.post("/tenders/new", sent, 500)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    client.post("/tenders/new", sent)
    assert (rows()["tenders"], rows()["received_forms"]) == (1, 1)


@pytest.mark.parametrize("number", ["", "x" * 32, "A" * 32, "0" * 31, "0" * 33])
def test_a_form_without_a_number_is_refused(officer, number):  # noqa: F811
    officer.post("/tenders/new", {**TENDER, "once": number}, 400)
    assert rows()["tenders"] == 0


def test_forms_are_forgotten(officer):  # noqa: F811
    officer.post("/tenders/new", TENDER)
    [received] = db.session.scalars(select(ReceivedForm))
    assert not re.search("person|user", " ".join(ReceivedForm.__table__.columns.keys()))
    forget_forms(received.day)
    db.session.commit()
    assert rows()["received_forms"] == 1
    forget_forms(received.day.replace(year=received.day.year + 1))
    db.session.commit()
    assert rows()["received_forms"] == 0


def forms_of(site):  # noqa: F811
    """Every form of every page, where it goes and what it sends when filled by chance."""
    rng, forms = random.Random(1), {}
    for path in site.paths:
        html = site.client.get(path, status=(200, 302, 303)).get_data(as_text=True)
        for form in PageReader(html).forms:
            sent = form.filled(rng)
            assert "once" in dict(sent), f"{path}: a form without its number"
            forms[path, form.action, str(form.buttons)] = (form.action or path, sent)
    # Last what takes rights away or signs out.
    return sorted(forms.values(), key=lambda form: form[0].startswith("/people/"))


@pytest.mark.slow
def test_every_form_of_every_page_is_received_once(site):  # noqa: F811
    """Sent, then sent again to a process that knows no answer: no row more."""
    changed = set()
    for action, sent in forms_of(site):
        before = rows()
        assert site.client._request("POST", action, data=MultiDict(sent)).status_code < 500, action
        after = rows()
        site.app.extensions["once"] = once.Answers()
        assert site.client._request("POST", action, data=MultiDict(sent)).status_code < 500, action
        assert rows() == after, f"{action} twice"
        changed |= {action} if before != after else set()
    assert len(changed) > 60, changed

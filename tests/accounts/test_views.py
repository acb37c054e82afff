"""Entering, leaving, choosing a password, managing people."""

import datetime as dt
import io
import re
import threading

import pytest
from sqlalchemy import func, select

from app.accounts import core
from app.accounts.models import Attempt, PasswordLink, Person, SignIn
from app.accounts.service import attempts, known_browsers, passwords, people, sign_ins
from app.extensions import db, utcnow
from app.jobs.models import Mail
from app.jobs.service import enqueue, run_all
from app.permissions import Role
from app.web.once import new_number
from tests.people import Client, Page, make_person, seen_on, sign_in, sign_in_as

PASSWORD = "le tram passe à huit heures"


@pytest.fixture(scope="module")
def hashed():
    return passwords.hash_password(PASSWORD)


@pytest.fixture
def person(app, request):
    """A manager; with a password where a test signs in by it."""
    signs_in = request.node.get_closest_marker("slow") is not None
    password = request.getfixturevalue("hashed") if signs_in else None
    made = make_person("manager", email="claire@metropole.fr", password_hash=password)
    db.session.commit()
    return made


def enter(client, status=303, password=PASSWORD, email="Claire@metropole.fr ", path="/sign-in"):
    return client.post(path, {"email": email, "password": password}, status)


@pytest.mark.slow
def test_sign_in_leads_where_one_was_going(client, person):
    response = enter(client, path="/sign-in?next=/surveys/")
    assert response.location == "/surveys/"
    client.get("/surveys/")


@pytest.mark.slow
def test_sign_in_never_leads_away(client, person):
    assert enter(client, path="/sign-in?next=//evil.example").location == "/"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("email", "password"),
    [("claire@metropole.fr", "wrong"), ("nobody@metropole.fr", PASSWORD), ("", "")],
)
def test_wrong_and_unknown_read_the_same(client, person, email, password):
    page = enter(client, 422, password, email).get_data(as_text=True)
    assert "Erreur" in page
    client.get("/", 302)


@pytest.mark.slow
def test_a_closed_account_does_not_enter(client, person):
    person.active = False
    db.session.commit()
    enter(client, 422)


def later(seconds):
    """As if all attempts were this much older."""
    for attempt in db.session.scalars(select(Attempt)):
        attempt.at -= dt.timedelta(seconds=seconds)
    db.session.commit()


@pytest.mark.slow
def test_wrong_passwords_make_one_wait_longer_each_time(client, person):
    for _ in range(5):
        enter(client, 422, "wrong")
    page = enter(client, 429)
    assert page.headers["Retry-After"] in ("14", "15")
    assert "Trop de mots de passe faux" in page.get_data(as_text=True)
    later(15)
    enter(client, 422, "wrong")
    assert 25 < int(enter(client, 429).headers["Retry-After"]) <= 30
    later(30)
    enter(client)
    subjects = db.session.scalars(select(Attempt.subject)).all()
    assert not any("claire" in subject for subject in subjects)


@pytest.mark.slow
def test_nobody_locks_somebody_else_out(app, client, person):
    for _ in range(5):
        enter(client, 422, "wrong")
    enter(client, 429)
    elsewhere = Client(app)
    elsewhere.browser.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    enter(elsewhere)


@pytest.mark.slow
def test_a_browser_known_to_the_account_does_not_wait_for_its_network(app, client, person):
    enter(client)
    client.post("/sign-out")
    anybody = attempts.subject_of(app.config["SECRET_KEY"], "address", "127.0.0.1")
    attempts.note_attempts([anybody] * 60, utcnow())
    db.session.commit()
    enter(Client(app), 429)
    enter(client)
    client.post("/sign-out")
    enter(client, 429, email="other@metropole.fr")  # its mark is that of one account


@pytest.mark.parametrize("mark", ["", ".", "x", "a.b", "é.é"])
def test_a_mark_that_is_not_ours_is_none(mark):
    assert known_browsers.browser_of(mark, "a@b.example", "key") == ""
    ours = known_browsers.mark_of("a@b.example", "key")
    assert known_browsers.browser_of(ours, "A@b.example ", "key")
    assert not known_browsers.browser_of(ours, "c@b.example", "key")
    assert not known_browsers.browser_of(ours, "a@b.example", "other")


@pytest.mark.slow
def test_many_wrong_passwords_at_once_do_not_pass_for_few(app, person):
    statuses = []

    def attempt():
        browser = app.test_client()
        page = browser.get("/sign-in").get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        sent = {"csrf_token": token, "email": "claire@metropole.fr", "password": "wrong"}
        sent["once"] = new_number()
        statuses.append(browser.post("/sign-in", data=sent).status_code)

    db.session.rollback()
    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [422] * 5 + [429] * 7


@pytest.mark.slow
def test_one_network_tries_sixty_times(app, person):
    visitor = Client(app)
    now = utcnow()
    anybody = attempts.subject_of(app.config["SECRET_KEY"], "address", "127.0.0.1")
    attempts.note_attempts([anybody] * 60, now)
    db.session.commit()
    enter(visitor, 429, email="other@metropole.fr")
    later(901)
    enter(visitor)


def test_attempts_are_forgotten_each_day(app, now):
    attempts.note_attempts(["old"], utcnow() - dt.timedelta(minutes=61))
    attempts.note_attempts(["new"], utcnow() - dt.timedelta(minutes=59))
    db.session.commit()
    enqueue("accounts.daily", now=now, day=now.date().isoformat())
    db.session.commit()
    assert run_all(now) == 1
    assert db.session.scalars(select(Attempt.subject)).all() == ["new"]


@pytest.mark.slow
def test_a_password_chosen_meanwhile_is_the_one_that_counts(app, client, person, monkeypatch):
    """Whoever types the old one while the owner chooses another is not let in."""
    token = passwords.make_password_link(person, dt.timedelta(days=1), utcnow())
    db.session.commit()

    def slow(stored, password):
        passwords.set_password(token, "une autre phrase de passe", utcnow())
        db.session.commit()
        return passwords.password_matches(stored, password)

    monkeypatch.setattr("app.accounts.service.signing_in.password_matches", slow)
    enter(client, 422)
    monkeypatch.undo()
    assert db.session.scalar(select(SignIn.token_hash)) is None
    enter(client, password="une autre phrase de passe")


@pytest.mark.slow
def test_attempts_of_a_clock_that_was_ahead_do_not_count(client, person):
    for _ in range(5):
        enter(client, 422, "wrong")
    later(-365 * 86400)
    enter(client)


def test_a_sign_in_is_revoked_at_the_next_request(app, person):
    client = sign_in(app, person)
    client.get("/")
    sign_ins.end_all_sign_ins(db.session.get_one(Person, person.id))
    db.session.commit()
    client.get("/", 302)


def test_a_sign_in_ends_after_its_life(app, person, now):
    client = sign_in(app, person)
    row = db.session.scalar(select(SignIn))
    assert row.last_day == utcnow().date()
    for ends in (dt.timedelta(seconds=-1), core.SIGN_IN_LIFE + dt.timedelta(minutes=3)):
        row.expires_at = utcnow() + ends  # the second one was dated by a clock that was ahead
        db.session.commit()
        client.get("/", 302)
    row.expires_at = now - dt.timedelta(days=1)
    sign_in(app, person)
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 2
    enqueue("accounts.daily", now=now, day=now.date().isoformat())
    db.session.commit()
    run_all(now)
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 1


def test_signing_out(app, person):
    client = sign_in(app, person)
    client.post("/sign-out")
    client.get("/", 302)
    assert db.session.scalar(select(SignIn.token_hash)) is None


def test_a_role_changes_at_the_next_request(app, person):
    client = sign_in(app, person)
    client.get("/people/", 403)
    db.session.get_one(Person, person.id).set_roles(frozenset({Role.ADMINISTRATOR}))
    db.session.commit()
    client.get("/people/")


def link_in_mail():
    body = db.session.scalars(select(Mail.body).order_by(Mail.id.desc())).first()
    return re.search(r"http://localhost(/password/\S+)", body).group(1)


@pytest.mark.slow
def test_a_lost_password_is_chosen_again_once(client, person):
    client.get("/lost-password")
    client.post("/lost-password", {"email": "claire@metropole.fr"}, 200)
    address = link_in_mail()
    assert address.rsplit("/", 1)[1] not in str(
        db.session.scalars(select(PasswordLink.token_hash)).all()
    )
    client.get(address)
    client.post(address, {"password": "trop court"}, 422)
    enter(client)
    client.post(address, {"password": "une autre phrase très longue"})
    client.get("/", 302)  # every earlier sign-in has ended
    client.get(address, 410)
    client.post(address, {"password": "encore une autre phrase"}, 410)
    enter(client, 422)
    enter(client, password="une autre phrase très longue")


def test_an_expired_link(client, person):
    client.post("/lost-password", {"email": "claire@metropole.fr"}, 200)
    for ends in (dt.timedelta(seconds=-1), core.FIRST_PASSWORD_LIFE + dt.timedelta(minutes=3)):
        db.session.scalar(select(PasswordLink)).expires_at = utcnow() + ends
        db.session.commit()
        client.get(link_in_mail(), 410)


def test_a_second_link_ends_the_first(client, person):
    client.post("/lost-password", {"email": "claire@metropole.fr"}, 200)
    first = link_in_mail()
    client.post("/lost-password", {"email": "claire@metropole.fr"}, 200)
    client.get(first, 410)


def test_links_do_not_flood_a_mailbox(client, person):
    for _ in range(5):
        client.post("/lost-password", {"email": "Claire@metropole.fr"}, 200)
    assert len(db.session.scalars(select(Mail.id)).all()) == 3


def test_an_unknown_address_reads_the_same(client, person):
    page = client.post("/lost-password", {"email": "nobody@metropole.fr"}, 200).get_data(
        as_text=True
    )
    known = client.post("/lost-password", {"email": person.email}, 200).get_data(as_text=True)
    mask = re.compile(r'value="[^"]{40,}"')
    assert mask.sub("", page) == mask.sub("", known)
    assert len(db.session.scalars(select(Mail.id)).all()) == 1


def test_the_language_stays_with_the_person(app, person):
    client = sign_in(app, person)
    client.post("/language", {"language": "en", "next": "/surveys/?q=1"})
    assert '<html lang="en">' in client.get("/").get_data(as_text=True)
    other = sign_in(app, person)
    assert '<html lang="en">' in other.get("/").get_data(as_text=True)


def test_the_language_of_the_browser(client):
    page = client.get("/sign-in", headers={"Accept-Language": "en-GB"}).get_data(as_text=True)
    assert '<html lang="en">' in page


@pytest.fixture
def admin(as_role):
    return as_role("administrator")


FORM = {
    "name": "Ambassade sport",
    "email": "sport@metropole.fr",
    "language": "fr",
    "roles": ["ambassador"],
    "directorate": "",
    "active": "y",
}


def test_people_are_added_and_changed(admin):
    admin.get("/people/new")
    admin.post("/people/new", FORM)
    found = people.find_person("sport@metropole.fr")
    assert found.roles == {Role.AMBASSADOR}
    assert link_in_mail()
    admin.post("/people/new", FORM, 422)
    address = f"/people/{found.id}"
    seen = {"seen": admin.seen(address)}
    admin.post(address, FORM | seen | {"roles": ["reader"], "active": ""})
    db.session.refresh(found)
    assert (found.roles, found.active) == ({Role.READER}, False)
    stale = admin.post(address, FORM | seen, 409).get_data(as_text=True)
    assert "Une autre personne" in stale
    db.session.refresh(found)
    assert found.roles == {Role.READER}  # a page left open gives no role back
    now = {"seen": seen_on(stale)}
    admin.post(address, FORM | now | {"email": "no address"}, 422)
    admin.post(address, FORM | now | {"roles": ["reader"], "active": ""})
    admin.post(f"{address}/sign-out-everywhere")
    admin.post(f"{address}/password-link")
    admin.get("/people/999", 404)


def test_extra_fields_change_nothing(app, person):
    client = sign_in(app, person)
    client.post("/language", {"language": "en", "roles": "administrator", "id": "1", "next": "/"})
    assert db.session.get_one(Person, person.id).roles == {Role.MANAGER}


def test_searching_people(admin):
    make_person("manager", name="Responsable des marchés")
    db.session.commit()
    part = admin.get("/people/?q=march", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert part.strip().startswith('<div id="people"')
    assert "Responsable des marchés" in part
    assert "Responsable" not in admin.get("/people/?q=zzz").get_data(as_text=True)
    admin.get("/people/?q=%25_'\"<")


CSV = (
    "courriel;nom;roles;direction;direction_nom;sexe;categorie;langue\n"
    "un@m.fr;Encadrement 1;encadrant;d01;Culture;F;A;fr\n"
    "deux@m.fr;Encadrement 2;encadrant,ambassadeur;d01;;H;B;en\n"
)


def test_people_come_by_file(admin):
    admin.get("/people/import")
    admin.post("/people/import", {"file": (io.BytesIO(CSV.encode()), "p.csv")})
    first, second = people.find_person("un@m.fr"), people.find_person("deux@m.fr")
    assert first.directorate.name.fr == "Culture"
    assert second.roles == {Role.MANAGER, Role.AMBASSADOR}
    assert second.language == "en"
    short = "courriel;nom;roles\nun@m.fr;Encadrement un;encadrant\n"
    admin.post("/people/import", {"file": (io.BytesIO(short.encode()), "p.csv")})
    db.session.expire_all()
    assert (first.name, first.sex, first.directorate.code) == ("Encadrement un", "woman", "d01")
    bad = CSV.replace("H;B", "X;B")
    page = admin.post("/people/import", {"file": (io.BytesIO(bad.encode()), "p.csv")}, 422)
    assert "sexe" in page.get_data(as_text=True)


def test_a_new_link_for_an_account(app, person):
    def link(address):
        db.session.rollback()
        return app.test_cli_runner().invoke(args=["user", "link", address])

    first, second = (
        re.search(r"http://localhost(/password/\S+)", link("Claire@metropole.fr").output).group(1)
        for _ in range(2)
    )
    Client(app).get(first, 410)
    Client(app).get(second)
    assert "has no account" in link("nobody@metropole.fr").output
    db.session.get_one(Person, person.id).active = False
    db.session.commit()
    refused = link("claire@metropole.fr")
    assert (refused.exit_code, "disabled" in refused.output) == (1, True)


def test_commands(app, tmp_path):
    runner = app.test_cli_runner()
    made = runner.invoke(args=["user", "add", "chef@m.fr", "--role", "mission"])
    assert made.exit_code == 0
    path = re.search(r"http://localhost(/password/\S+)", made.output).group(1)
    again = runner.invoke(args=["user", "add", "chef@m.fr", "--role", "mission"])
    assert again.exit_code == 1
    assert "`flask user link chef@m.fr` prints a new link" in again.output
    assert (
        runner.invoke(args=["user", "add", "pas une adresse", "--role", "mission"]).exit_code == 1
    )
    db.session.rollback()
    Client(app).get(path)
    file = tmp_path / "people.csv"
    file.write_text(CSV, encoding="utf-8")
    for said in ("2 accounts created, 0 updated.", "0 accounts created, 2 updated."):
        assert said in runner.invoke(args=["people", "import", str(file)]).output
        db.session.rollback()
    assert people.find_person("un@m.fr")
    file.write_text(CSV.replace("un@m.fr", "nothing"), encoding="utf-8")
    failed = runner.invoke(args=["people", "import", str(file)])
    assert failed.exit_code == 1
    assert "line 2, courriel" in failed.output


@pytest.mark.parametrize("changes", [{"roles": ["reader"]}, {"active": ""}], ids=str)
def test_the_last_administrator_stays(app, changes):
    me = make_person("administrator", name="Administration", email="admin@metropole.fr")
    client = sign_in(app, me)
    closed = make_person("administrator", active=False)  # an account that is closed does not count
    make_person("administrator", password_hash=None)  # nor one that nobody has entered
    db.session.commit()
    sent = FORM | {"name": "Autre nom", "email": me.email, "roles": ["administrator"]}
    sent["seen"] = client.seen(f"/people/{me.id}")
    page = client.post(f"/people/{me.id}", sent | changes, 422).get_data(as_text=True)
    assert "Autre nom" in page  # what was typed is kept
    assert "Plus personne ne gérerait les comptes" in page
    db.session.refresh(me)
    assert (me.name, me.active, me.roles) == ("Administration", True, {Role.ADMINISTRATOR})
    client.get("/people/")
    closed.active = True
    db.session.commit()
    client.post(f"/people/{me.id}", sent | changes)
    db.session.refresh(me)
    assert not me.active or me.roles == {Role.READER}


def test_no_file_takes_the_last_administrator_away(app, tmp_path):
    me = make_person("administrator", email="un@m.fr", name="Administration")
    client = sign_in(app, me)
    page = client.post("/people/import", {"file": (io.BytesIO(CSV.encode()), "p.csv")}, 422)
    assert "Plus personne ne gérerait les comptes" in page.get_data(as_text=True)
    file = tmp_path / "people.csv"
    file.write_text(CSV, encoding="utf-8")
    failed = app.test_cli_runner().invoke(args=["people", "import", str(file)])
    assert failed.exit_code == 1
    db.session.rollback()
    assert people.find_person("deux@m.fr") is None
    db.session.refresh(me)
    assert me.roles == {Role.ADMINISTRATOR}
    whole = CSV.replace("encadrant,ambassadeur", "admin").encode()  # to somebody without a password
    client.post("/people/import", {"file": (io.BytesIO(whole), "p.csv")}, 422)
    make_person(email="deux@m.fr")
    db.session.commit()
    client.post("/people/import", {"file": (io.BytesIO(whole), "p.csv")})
    assert people.find_person("deux@m.fr").roles == {Role.ADMINISTRATOR}


OURS = {"Sec-Fetch-Site": "same-origin"}


def test_a_form_sent_after_signing_out_in_another_tab_is_kept(app, person):
    client = sign_in(app, person)
    sent = {"name": "Précieux", "csrf_token": "of the session before", "once": "0" * 32}
    client.post("/sign-out")
    page = client.post("/organisations/new", sent, 401, headers=OURS).get_data(as_text=True)
    assert "Précieux" in page
    assert "Se connecter" in page
    foreign = client.post("/organisations/new", sent, 400, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Précieux" not in foreign.get_data(as_text=True)
    client.post("/organisations/new", sent, 400)


def test_a_form_of_an_earlier_session_is_shown_to_be_sent_again(app):
    client = sign_in_as(app, ["mission"])
    sent = {"name": "Précieux", "csrf_token": "of the session before", "once": "0" * 32}
    page = client.post("/organisations/new", sent, 400, headers=OURS)
    again = Page(page.get_data(as_text=True))
    assert again.held("name") == ["Précieux"]
    foreign = client.post("/organisations/new", sent, 400, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Précieux" not in foreign.get_data(as_text=True)

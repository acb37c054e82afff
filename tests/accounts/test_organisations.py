"""The register of organisations: names that are one, what is proposed, who keeps it."""

import pytest
from sqlalchemy import select

from app.accounts.core import KIND_LABELS, OrganisationKind, organisation_key
from app.accounts.models import AuditEntry, Organisation
from app.accounts.service import organisations as register
from app.extensions import db
from tests.people import seen_on


def add(name, kind="association", **values):
    row = register.add_organisation(name, OrganisationKind(kind))
    for field, value in values.items():
        setattr(row, field, value)
    db.session.commit()
    return row


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("Ville de Riom", "VILLE  DE\u00a0RIOM ", True),
        ("École", "E\u0301COLE", True),
        ("Straße", "STRASSE", True),
        ("École", "Ecole", False),
        ("Ville de Riom", "Villede Riom", False),
    ],
)
def test_names_that_are_one(name, other, same):
    assert (organisation_key(name) == organisation_key(other)) is same


def test_the_longest_name_has_its_key(app):
    row = add("\ufb03" * 160)  # ffi in one sign
    assert register.find_organisation("FFI" * 160) is row


def test_every_kind_has_its_words():
    assert list(KIND_LABELS) == list(OrganisationKind)


@pytest.fixture
def three(app, now):
    add("Zonta", acronym="ZC", ended_on=now.date())
    add("Ville de Riom", "municipality", municipality="Riom")
    add("État en région", "state", municipality="Clermont-Ferrand", email="a@b.example")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["État en région", "Ville de Riom"]),
        ({"ended": True}, ["État en région", "Ville de Riom", "Zonta"]),
        ({"search": "ETAT"}, ["État en région"]),
        ({"search": "riom"}, ["Ville de Riom"]),
        ({"search": "clermont-f"}, ["État en région"]),
        ({"search": "zc"}, []),
        ({"search": "zc", "ended": True}, ["Zonta"]),
        ({"search": "%"}, []),
        ({"kind": OrganisationKind.STATE}, ["État en région"]),
        ({"kind": OrganisationKind.STATE, "search": "riom"}, []),
    ],
)
def test_what_is_found(three, asked, names):
    assert [row.name for row in register.organisations(**asked)] == names


def test_ending_and_proposing_again(app, now):
    row, day = add("Zonta"), now.date()
    register.end_organisation(row, day)
    register.end_organisation(row, day.replace(day=28))
    assert row.ended_on == day
    register.reopen_organisation(row)
    assert row.ended_on is None


def test_one_that_nothing_names_is_removed(app):
    assert register.remove_organisation(add("Zonta"))
    db.session.commit()
    assert db.session.scalar(select(Organisation.id)) is None


FORM = {"name": "Zonta  Club", "acronym": "ZC", "kind": "association", "language": "en"}
FORM |= {"municipality": "Riom", "email": "Contact@zonta.example"}


def text(response):
    return response.get_data(as_text=True)


@pytest.fixture
def keeper(as_role):
    return as_role("procurement")


def test_one_is_added_changed_ended_and_removed(keeper):
    keeper.post("/organisations/new", FORM)
    row = register.find_organisation("zonta club")
    assert (row.name, row.acronym, row.kind) == ("Zonta Club", "ZC", OrganisationKind.ASSOCIATION)
    assert (row.municipality, row.email, row.language) == ("Riom", "contact@zonta.example", "en")
    address, subject = f"/organisations/{row.id}", f"organisation:{row.id}"
    changed = FORM | {"name": "ZONTA CLUB", "kind": "network", "email": ""}
    keeper.post(address, changed | {"seen": keeper.seen(address)})
    db.session.refresh(row)
    assert (row.name, row.kind, row.email) == ("ZONTA CLUB", OrganisationKind.NETWORK, "")
    keeper.post(f"{address}/end")
    assert "plus proposée depuis" in text(keeper.get(address))
    keeper.post(f"{address}/reopen")
    assert "plus proposée depuis" not in text(keeper.get(address))
    keeper.post(f"{address}/remove")
    keeper.get(address, 404)
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    acts = ["add", "edit", "end", "reopen", "remove"]
    assert [e.act for e in entries] == [f"organisation.{act}" for act in acts]
    assert {(e.subject, e.person_id) for e in entries} == {(subject, keeper.person_id)}
    assert entries[-1].detail == {"name": "ZONTA CLUB"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Écrivez un nom."),
        ({"name": "x" * 161}, "160"),
        ({"name": "VILLE  de riom"}, "« Ville de Riom » est déjà dans le registre."),
        ({"name": "zonta"}, "« Zonta » est déjà dans le registre, et n’est plus proposée."),
        ({"kind": ""}, "Choisissez une catégorie."),
        ({"kind": "planet"}, "Erreur"),
        ({"email": "pas une adresse"}, "Ce n’est pas une adresse électronique."),
        ({"language": "de"}, "Erreur"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(three, keeper, changes, words):
    [other] = register.organisations("etat")
    address = f"/organisations/{other.id}"
    for path, seen in (("/organisations/new", {}), (address, {"seen": keeper.seen(address)})):
        page = text(keeper.post(path, FORM | changes | seen, 422)).replace("\u00a0", " ")
        assert words in page
        assert 'value="ZC"' in page
    db.session.refresh(other)
    assert (other.name, len(register.organisations(ended=True))) == ("État en région", 3)


def test_two_people_on_one_page(as_role):
    row = add("Zonta")
    address = f"/organisations/{row.id}"
    keeper, other = as_role("mission"), as_role("procurement")
    seen = {"seen": keeper.seen(address)}
    other.post(address, FORM | seen | {"municipality": "Thiers"})
    stale = text(keeper.post(address, FORM | seen, 409))
    assert "Une autre personne" in stale
    assert 'value="Riom"' in stale
    db.session.refresh(row)
    assert row.municipality == "Thiers"
    keeper.post(address, FORM | {"seen": seen_on(stale)})
    db.session.refresh(row)
    assert row.municipality == "Riom"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["État en région", "Ville de Riom"]),
        ("q=RÉGION&kind=", ["État en région"]),
        ("kind=municipality", ["Ville de Riom"]),
        ("kind=planet", ["État en région", "Ville de Riom"]),
        ("q=zon&ended=y", ["Zonta"]),
        ("q=%25_'\"<", []),
    ],
)
def test_the_list(three, keeper, asked, names):
    part = text(keeper.get(f"/organisations/?{asked}", headers={"HX-Request": "true"}))
    assert part.strip().startswith('<div id="organisations"')
    assert f"{len(names)} organisation" in part.replace("\u00a0", " ")
    page = text(keeper.get(f"/organisations/?{asked}"))
    for name in ("État en région", "Ville de Riom", "Zonta"):
        assert (f">{name}</a>" in part, f">{name}</a>" in page) == (name in names,) * 2


@pytest.mark.parametrize("role", ["manager", "ambassador", "hr", "reader", "administrator"])
def test_who_does_not_keep_it_sees_and_changes_nothing(as_role, role):
    row, client = add("Zonta"), as_role(role)
    address = f"/organisations/{row.id}"
    for path in ("/organisations/", "/organisations/new", address):
        client.get(path, 403)
    for path in ("/organisations/new", address, *(f"{address}/{a}" for a in ("end", "reopen"))):
        client.post(path, FORM, 403)
    client.post(f"{address}/remove", status=403)
    db.session.refresh(row)
    assert (row.name, row.ended_on) == ("Zonta", None)

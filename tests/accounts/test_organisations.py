"""The register of organisations: names that are one, what is proposed, who keeps it."""

import pytest
from sqlalchemy import select

from app.accounts.core import KIND_LABELS, OrganisationKind, organisation_key
from app.accounts.models import Organisation
from app.accounts.service import organisations as register
from app.extensions import db


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

"""Plans in the files that people have: their headings, their words, what a check promised of them."""

import datetime as dt
import re

import pytest

from app.accounts.core import OrganisationKind
from app.accounts.models import Person
from app.accounts.service.organisations import add_organisation
from app.extensions import db
from app.roadmaps.service import mandates, updates
from app.roadmaps.service.board import roadmaps_of_programmes
from app.text import Text
from tests.people import make_person
from tests.roadmaps.importing import ADA, confirm, counts, upload, workbook

#: A plan as a mission keeps it: a title above, the headings and the words of people.
OWN_HEADER = ["N°", "Politique publique", "Axe stratégique", "Objectif opérationnel"]
OWN_HEADER += ["Intitulé de l’action", "Échéance", "État", "Responsable", "Observations"]

PILOTS = [*OWN_HEADER[:-1], "Partenaires"]


def own_file(*changed, header=OWN_HEADER):
    rows = [
        ["1.1", "Sport", "Accès", "Ouvrir", "Compter", 2025, "Réalisée", "CIDFF", ""],
        ["1.2", "", "", "", "Former", "T2 2026", "À faire", "", ""],
    ]
    for line, column, value in changed:
        rows[line][column] = value
    return workbook([["Plan d’actions pour l’égalité"], [], ["Version du 3 juin"], header, *rows])


def test_the_file_that_people_have(mission, programme):
    header = [*OWN_HEADER[:-1], "Ambassadrice / ambassadeur"]
    page = upload(mission, programme, own_file((0, 8, ADA), header=header))
    confirm(mission, programme, page)
    [sport] = roadmaps_of_programmes([programme])
    assert [a.status for a in updates.actions_of(sport.id)] == ["done", "planned"]
    assert [m.person.email for m in mandates.mandates(sport.id)] == [ADA]
    page = upload(mission, programme, own_file((1, 6, "peut-être"), header=header), status=422)
    assert re.findall(r'data-label="Line">(\d+)<', page) == ["6"]
    assert re.findall(r'scope="row">(\w+)<', page)[:1] == ["état"]


def test_a_column_that_no_plan_has_is_left_aside_and_said(mission, programme):
    page = upload(mission, programme, own_file())
    assert "left aside:" in page
    assert "observations" in page.lower()
    assert "Each action to add, as it was read" in page
    header = [*OWN_HEADER[:-1], "Pilote"]
    page = upload(mission.speak("fr"), programme, own_file(header=header), status=422)
    assert "Même sens que la colonne « responsable »" in page.replace("\u00a0", " ")


def named(mission, programme, name, status=200):
    """The file with an ambassador who is named so."""
    header = [*OWN_HEADER[:-1], "Ambassadrice"]
    return upload(mission, programme, own_file((0, 8, name), header=header), status=status)


def test_ambassadors_are_named_by_their_names(mission, programme):
    zoe = make_person("ambassador", name="Zoé Durand-Roux")
    make_person("ambassador", name="Eve Petit"), make_person("reader", name="Ève PETIT")
    make_person("reader", name="Ida Blanc")
    db.session.commit()
    assert "No open account has this name" in named(mission, programme, "Zoé Roux", 422)
    assert "Several accounts have this name" in named(mission, programme, "eve petit", 422)
    assert "not have the role of ambassador" in named(mission, programme, "Ida Blanc", 422)
    confirm(mission, programme, named(mission, programme, "DURAND ROUX Zoe"))
    [sport] = roadmaps_of_programmes([programme])
    assert [m.person_id for m in mandates.mandates(sport.id)] == [zoe.id]


def test_organisations_are_named_without_their_accents(mission, programme):
    for name in ("École des arts", "Théâtre", "Theatre"):
        add_organisation(name, OrganisationKind.ASSOCIATION)
    db.session.commit()
    upload(mission, programme, own_file((0, 7, "ECOLE DES ARTS"), (1, 7, "theatre"), header=PILOTS))
    page = upload(mission, programme, own_file((0, 7, "Thèatre"), header=PILOTS), status=422)
    assert "no organisation of the register" in page


def other_ada(_programme):
    """The name of the file becomes that of somebody else."""
    db.session.query(Person).filter_by(name="Ada").one().active = False
    make_person("ambassador", name="Ada")


def other_title(programme):
    """The action that was there takes the title of the one that was not."""
    [sport] = roadmaps_of_programmes([programme])
    updates.actions_of(sport.id)[0].title = Text("Former")


def other_name(_programme):
    """The ambassador that was shown is called otherwise."""
    db.session.query(Person).filter_by(email=ADA).one().name = "Ada Roux"


def other_day(programme):
    """The programme, from whose first day policies have their category, begins later."""
    programme.starts_on += dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("header", "named", "there", "change"),
    [
        ("Catégorie", "Prioritaire", False, other_day),
        ("Ambassadrice", "Ada", False, other_ada),
        ("Ambassadrice", ADA, False, other_name),
        ("Partenaires", "", True, other_title),
    ],
)
def test_what_would_be_done_otherwise_is_shown_again(
    mission, programme, header, named, there, change
):
    header = [*OWN_HEADER[:-1], header]
    if there:
        lone = workbook([header, ["1.0", "Sport", "Accès", "Ouvrir", "Compter"]])
        confirm(mission, programme, upload(mission, programme, lone))
    page = upload(
        mission, programme, own_file((0, 8, named), (0, 0, ""), (1, 0, ""), header=header)
    )
    change(programme)
    db.session.commit()
    before = counts()
    shown = confirm(mission, programme, page, 409).get_data(as_text=True)
    assert "Something changed since the check" in shown
    assert counts() == before
    confirm(mission, programme, shown)

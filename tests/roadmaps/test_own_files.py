"""Plans in the files that people have: their headings, their words, what a check promised of them."""

import re

from app.roadmaps.service import mandates, updates
from app.roadmaps.service.board import roadmaps_of_programmes
from tests.roadmaps.importing import ADA, confirm, upload, workbook

#: A plan as a mission keeps it: a title above, the headings and the words of people.
OWN_HEADER = ["N°", "Politique publique", "Axe stratégique", "Objectif opérationnel"]
OWN_HEADER += ["Intitulé de l’action", "Échéance", "État", "Responsable", "Observations"]


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


def test_a_heading_that_is_unknown_is_said_with_those_that_are_known(mission, programme):
    page = upload(mission, programme, own_file(), status=422)
    assert re.findall(r'data-label="Line">(\d+)<', page) == ["4"]
    assert "observations" in page
    assert "policy, category, ambassador, owner, axis, objective, code, action" in page
    page = upload(mission.speak("fr"), programme, own_file(), status=422)
    assert "politique, categorie, ambassade, proprietaire, axe" in page
    header = [*OWN_HEADER[:-1], "Pilote"]
    page = upload(mission, programme, own_file(header=header), status=422)
    assert "Même sens que la colonne « responsable »" in page

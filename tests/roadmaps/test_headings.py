"""The headings and the words that people write in the file of a plan."""

import datetime as dt

import pytest

from app.roadmaps.core.actions import ActionStatus, Place
from app.roadmaps.core.columns import COLUMNS, Names
from app.roadmaps.core.crossing import crossed
from app.roadmaps.core.headings import (
    HEADINGS,
    column_of,
    columns_of,
    known_headings,
)
from app.roadmaps.core.headings import (
    NAMES as COLUMN_NAMES,
)
from app.roadmaps.core.plans import Category
from app.roadmaps.core.sheet import read_plan
from app.roadmaps.core.spellings import CATEGORIES, PLACES, STATUSES, YES_OR_NO, by_root, root
from app.roadmaps.core.weaving import Present

NAMES, EMPTY = Names(), Present({}, {})
SPAN = (dt.date(2024, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("politique", "politique"),
        ("catégorie", "categorie"),
        ("même que", "meme_que"),
        ("sans coût", "sans_cout"),
        ("Échéance ", "echeance"),
        ("policy", "politique"),
        ("objective_en", "objectif_en"),
        ("start", "debut"),
        ("at no cost", "sans_cout"),
        ("observations", "observations"),
        ("Politique publique", "politique"),
        ("POLITIQUES PUBLIQUES", "politique"),
        ("Axe stratégique", "axe"),
        ("Objectif opérationnel", "objectif"),
        ("Objectifs opérationnels :", "objectif"),
        ("Intitulé de l’action", "action"),
        ("Intitulé de l'action (en anglais)", "action_en"),
        ("Action EN", "action_en"),
        ("Policy (fr)", "politique"),
        ("Policy in English", "politique_en"),
        ("Date limite", "echeance"),
        ("Échéance (mois/année)", "echeance"),
        ("Due date", "echeance"),
        ("État", "statut"),
        ("Avancement", "statut"),
        ("Responsable", "pilote"),
        ("Référent·e", "pilote"),
        ("Ambassadrice", "ambassade"),
        ("Ambassadeur", "ambassade"),
        ("Ambassadeur·rice", "ambassade"),
        ("Ambassadeur(rice)s", "ambassade"),
        ("Ambassadrice  / ambassadeur", "ambassade"),
        ("Ambassadrice/eur", "ambassade"),
        ("N°", "code"),
        ("Nº", "code"),
        ("N° de l’action", "code"),
        ("Coût prévu (€)", "prevu"),
        ("Lieu (en)", "lieu"),
    ],
)
def test_headings(heading, name):
    assert column_of(heading) == name


def test_no_heading_names_two_columns():
    roots = {(root(word), name) for name, words in HEADINGS.items() for word in (name, *words)}
    assert len(dict(roots)) == len(roots)
    assert set(COLUMNS) == COLUMN_NAMES


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["Objectif stratégique", "Objectif opérationnel"], ["axe", "objectif"]),
        (["Axe", "Objectif stratégique"], ["axe", "objectif"]),
        (["Objectif stratégique", "Action"], ["objectif", "action"]),
        (["Pilote", "Responsable"], ["pilote", "pilote"]),
    ],
)
def test_two_levels_of_objectives(header, columns):
    assert columns_of(header) == columns
    assert known_headings(["Plan", "", *header]) == len(set(columns))


def words_of(name, code, *words):
    return [(name, word, code) for word in words]


@pytest.mark.parametrize(
    ("name", "word", "code"),
    [
        *words_of("statut", ActionStatus.PLANNED, "À faire", "A faire", "Non commencé", "Prévu"),
        *words_of("statut", ActionStatus.PLANNED, "Prévues", "To do", "Not started", "À venir"),
        *words_of("statut", ActionStatus.IN_PROGRESS, "Engagé", "Démarrée", "En-cours", "Ongoing"),
        *words_of("statut", ActionStatus.IN_PROGRESS, "in_progress", "Commencé(e)", "EN COURS"),
        *words_of("statut", ActionStatus.PAUSED, "Suspendu", "En pause", "On hold", "Suspendues"),
        *words_of("statut", ActionStatus.DONE, "Réalisé", "Réalisée", "Terminé", "Terminés"),
        *words_of("statut", ActionStatus.DONE, "Fait", "FAITES", "Finalisé·e·s", "Completed"),
        *words_of("statut", ActionStatus.ABANDONED, "Abandonné", "Annulées", "Dropped"),
        *words_of("categorie", Category.PRIORITY, "Projets prioritaires", "PRIORITAIRES"),
        *words_of("categorie", Category.SUSTAIN, "Projet a perenniser", "À pérenniser"),
        *words_of("lieu", Place.IN_HOUSE, "In-house", "Dans les lieux", "in_house"),
        *words_of("lieu", Place.ELSEWHERE, "Hors-les-murs", "AILLEURS"),
        *words_of("hors_programme", True, " OUI.", "Y", "x"),
        *words_of("sans_cout", False, "N", "Non", "faux"),
    ],
)
def test_words(name, word, code):
    assert COLUMNS[name].read(word, NAMES) == code


@pytest.mark.parametrize("table", [STATUSES, CATEGORIES, PLACES, YES_OR_NO])
def test_no_word_stands_for_two_codes(table):
    words = {(root(word), code) for code, those in table.items() for word in those}
    assert len(words) == len(by_root(table))
    assert all(root(str(code)) in by_root(table) for code in table)


def test_a_heading_that_means_the_same_as_another_is_told_with_it():
    header = ["politique publique", "pilote", "responsable", "remarques"]
    problems = crossed(read_plan(header, [["a", "b", "c", "d"]], NAMES, SPAN, 4), EMPTY)
    assert [(each.line, each.column, each.expected) for each in problems] == [
        (4, "responsable", "pilote"),
    ]


def test_lines_are_those_of_the_spreadsheet():
    reading = read_plan(["politique"], [["Sport"], [""], ["x" * 201]], NAMES, SPAN, 4)
    assert [each.line for each in reading.lines] == [5, 7]
    assert [each.line for each in crossed(reading, EMPTY)] == [7]

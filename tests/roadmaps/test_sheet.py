"""The file of a plan: what each row says, what is wrong with it, what is there already."""

import datetime as dt

import pytest

from app.cells import Trouble
from app.roadmaps.core import sheet
from app.roadmaps.core.actions import ActionStatus, Place
from app.roadmaps.core.columns import COLUMNS, Due, Names, Pilot, PlanTrouble
from app.roadmaps.core.crossing import crossed
from app.roadmaps.core.matching import weave
from app.roadmaps.core.periods import Period, Precision, read_period
from app.roadmaps.core.plans import MAX_ACTIONS, Category
from app.roadmaps.core.sheet import read_plan
from app.roadmaps.core.titles import find, index_of, joined, same_title
from app.roadmaps.core.weaving import (
    Count,
    Placed,
    Present,
    PresentAction,
    PresentObjective,
    PresentRoadmap,
    counted,
)
from app.text import Text, both

D = dt.date
SPAN = (D(2024, 1, 1), D(2026, 12, 31))
NAMES = Names(
    organisations={"cidff": 1, "ville": 2},
    unaccented={"cidff": 1, "ville": 2},
    people={
        **{"ada": (11,), "ada@v.example": (11,), "eve": (12, 13), "eve@v.example": (12,)},
        **{"durand zoe": (14,), "ida": (15,)},
    },
    ambassadors=frozenset({11, 14}),
)
EMPTY = Present({}, {})


def read(*rows, names=NAMES):
    """Rows as mappings, read."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    return read_plan(header, [[row.get(name, "") for name in header] for row in rows], names, SPAN)


def act(**cells):
    """A row with an action."""
    return {"politique": "Sport", "objectif": "Ouvrir", "action": "Agir", **cells}


def troubles(*rows, present=EMPTY):
    """What is wrong with rows: line, column, trouble."""
    return [(each.line, each.column, each.trouble) for each in crossed(read(*rows), present)]


def woven(*rows, present=EMPTY):
    reading = read(*rows)
    assert crossed(reading, present) == []
    return weave(reading.lines, present)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("statut", "À venir", ActionStatus.PLANNED),
        ("statut", "EN COURS", ActionStatus.IN_PROGRESS),
        ("statut", "paused", ActionStatus.PAUSED),
        ("statut", "Done", ActionStatus.DONE),
        ("statut", "abandonnee", ActionStatus.ABANDONED),
        ("categorie", "prioritaire", Category.PRIORITY),
        ("categorie", "à pérenniser", Category.SUSTAIN),
        ("categorie", "Projects to launch", Category.LAUNCH),
        ("lieu", "Dans les lieux", Place.IN_HOUSE),
        ("lieu", "elsewhere", Place.ELSEWHERE),
        ("debut", "S1 2026", Period(D(2026, 6, 30), Precision.HALF)),
        ("echeance", "06/2026", Due(Period(D(2026, 6, 30), Precision.MONTH), False)),
        ("echeance", "pas avant 2028", Due(read_period("2028"), True)),
        ("echeance", "Pas avant : 2028-06", Due(read_period("2028-06"), True)),
        ("echeance", "not before 2028", Due(read_period("2028"), True)),
        ("pilote", "CIDFF", Pilot(organisation=1)),
        ("pilote", " Ada", Pilot(person=11)),
        ("pilote", "eve@v.example", Pilot(person=12)),
        ("partenaires", "ville; CIDFF ;Ville", (2, 1)),
        ("proprietaire", "Ville", 2),
        ("ambassade", "Ada@v.example", 11),
        ("ambassade", "ADA", 11),
        ("ambassade", "Zoé Durand", 14),
        ("ambassade", "DURAND  Zoe", 14),
        ("pilote", "zoe durand", Pilot(person=14)),
        ("pilote", "Cidff", Pilot(organisation=1)),
        ("partenaires", "Vîlle", (2,)),
        ("prevu", "12 000 €", 12000),
        ("depense", "1200.0", 1200),
        ("sans_cout", "oui", True),
        ("hors_programme", "no", False),
        ("politique", "Deux  mots", "Deux mots"),
    ],
)
def test_cells(name, text, value):
    assert COLUMNS[name].read(text.strip(), NAMES) == value


@pytest.mark.parametrize(
    ("cells", "column", "trouble"),
    [
        ({"statut": "bientôt"}, "statut", PlanTrouble.UNKNOWN_STATUS),
        ({"categorie": "urgent"}, "categorie", PlanTrouble.UNKNOWN_CATEGORY),
        ({"lieu": "partout"}, "lieu", PlanTrouble.UNKNOWN_PLACE),
        ({"debut": "bientôt"}, "debut", PlanTrouble.NOT_A_PERIOD),
        ({"echeance": "31/02/2026"}, "echeance", PlanTrouble.NOT_A_PERIOD),
        ({"echeance": "pas avant la fin"}, "echeance", PlanTrouble.NOT_A_PERIOD),
        ({"debut": "2026", "echeance": "2025"}, "echeance", PlanTrouble.REVERSED),
        ({"echeance": "2027"}, "echeance", PlanTrouble.OUTSIDE),
        ({"echeance": "pas avant 2028"}, "echeance", PlanTrouble.OUTSIDE),
        ({"debut": "12/2023"}, "debut", PlanTrouble.OUTSIDE),
        ({"pilote": "Zoé"}, "pilote", PlanTrouble.UNKNOWN_PILOT),
        ({"pilote": "Eve"}, "pilote", PlanTrouble.SEVERAL_PEOPLE),
        ({"partenaires": "CIDFF; Zonta"}, "partenaires", PlanTrouble.UNKNOWN_PARTNER),
        ({"proprietaire": "Zonta"}, "proprietaire", PlanTrouble.UNKNOWN_OWNER),
        ({"ambassade": "Ada@"}, "ambassade", Trouble.NOT_AN_ADDRESS),
        ({"ambassade": "Zoé"}, "ambassade", PlanTrouble.UNKNOWN_PERSON),
        ({"ambassade": "Eve"}, "ambassade", PlanTrouble.SEVERAL_PEOPLE),
        ({"ambassade": "Ida"}, "ambassade", PlanTrouble.NOT_AMBASSADOR),
        ({"ambassade": "zoe@v.example"}, "ambassade", PlanTrouble.UNKNOWN_ACCOUNT),
        ({"ambassade": "eve@v.example"}, "ambassade", PlanTrouble.NOT_AMBASSADOR),
        ({"prevu": "beaucoup"}, "prevu", Trouble.NOT_A_NUMBER),
        ({"prevu": "-3"}, "prevu", Trouble.OUT_OF_RANGE),
        ({"depense": "10,50"}, "depense", PlanTrouble.NOT_WHOLE),
        ({"sans_cout": "oui", "prevu": "3"}, "sans_cout", PlanTrouble.COST),
        ({"sans_cout": "peut-être"}, "sans_cout", Trouble.NOT_A_BOOLEAN),
        ({"action": "x" * 201}, "action", Trouble.TOO_LONG),
        ({"code": "x" * 21}, "code", Trouble.TOO_LONG),
        ({"politique": "x" * 201}, "politique", Trouble.TOO_LONG),
        ({"action": "", "statut": "faite"}, "action", PlanTrouble.UNTITLED),
        ({"politique": ""}, "politique", PlanTrouble.UNTITLED),
        ({"objectif": ""}, "objectif", PlanTrouble.UNTITLED),
        ({"meme_que": "9.9"}, "meme_que", PlanTrouble.UNKNOWN_CODE),
        ({"meme_que": "9.9", "code": "9.9"}, "meme_que", PlanTrouble.UNKNOWN_CODE),
    ],
)
def test_each_problem_of_a_row(cells, column, trouble):
    assert troubles(act(**cells)) == [(2, column, trouble)]


def test_what_was_read_is_said():
    [problem] = crossed(read(act(partenaires="CIDFF; Zonta")), EMPTY)
    assert problem.value == "Zonta"
    reading = read_plan(
        ["policy", "objective", "action", "due"], [["a", "b", "c", "x"]], NAMES, SPAN
    )
    assert [p.column for p in crossed(reading, EMPTY)] == ["due"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([act(code="1"), act(action="Autre", code="1")], [(3, "code", PlanTrouble.DOUBLED_CODE)]),
        ([act(), act()], [(3, "action", PlanTrouble.DOUBLED_ACTION)]),
        ([act(code="1"), act()], [(3, "action", PlanTrouble.DOUBLED_ACTION)]),
        ([act(code="1"), act(code="2")], []),
        ([act(), act(objectif="Autre")], []),
        ([act(), act(axe="Autre")], []),
        ([act(code="1"), act(politique="Autre", code="1")], []),
        (
            [act(ambassade="ada@v.example"), act(action="b", ambassade="ADA@v.example")],
            [],
        ),
        (
            [act(categorie="prioritaire"), act(action="b", categorie="à lancer")],
            [(3, "categorie", PlanTrouble.TWO_CATEGORIES)],
        ),
        (
            [act(code="1"), act(objectif="Autre", meme_que="1", action="Rien à voir")],
            [(3, "action", PlanTrouble.DIFFERS)],
        ),
        (
            [act(code="1", statut="faite"), act(objectif="Autre", meme_que="1", statut="en cours")],
            [(3, "statut", PlanTrouble.DIFFERS)],
        ),
        (
            [act(code="1", meme_que="2"), act(code="2", meme_que="1")],
            [(2, "meme_que", PlanTrouble.UNKNOWN_CODE), (3, "meme_que", PlanTrouble.UNKNOWN_CODE)],
        ),
        (
            [act(code="1"), act(politique="Autre", meme_que="1")],
            [(3, "meme_que", PlanTrouble.UNKNOWN_CODE)],
        ),
    ],
)
def test_rows_that_contradict_each_other(rows, expected):
    assert troubles(*rows) == expected


def test_two_ambassadors():
    names = Names(people={"a@b": (1,), "c@d": (2,)}, ambassadors=frozenset({1, 2}))
    rows = [act(ambassade="a@b"), act(action="b", ambassade="c@d")]
    [problem] = crossed(read(*rows, names=names), EMPTY)
    assert (problem.line, problem.trouble, problem.expected) == (
        3,
        PlanTrouble.TWO_AMBASSADORS,
        "2",
    )
    there = Present({1: both("Sport")}, {}, (PresentRoadmap(1, 1, None, {2: "Bea"}),))
    [problem] = crossed(read(rows[0], names=names), there)
    assert (problem.trouble, problem.expected) == (PlanTrouble.OTHER_AMBASSADOR, "Bea")
    assert crossed(read(rows[1], names=names), there) == []


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        (["politique"], [], [(2, "", PlanTrouble.NO_ROW)]),
        (["politique"], [[""]], [(2, "", PlanTrouble.NO_ROW)]),
        (["action"], [["a"]], [(1, "politique", Trouble.MISSING_COLUMN)]),
        (["politique", "policy"], [["a", "b"]], [(1, "policy", Trouble.DOUBLED_COLUMN)]),
        (["politique", "remarques"], [["a", "b"]], []),
        (["politique"], [["a"]] * 5001, [(1, "", PlanTrouble.TOO_MANY_ROWS)]),
        (["politique_en"], [["a"]], []),
        (["politique", ""], [["a", ""]], []),
    ],
)
def test_files_as_a_whole(header, rows, expected):
    problems = crossed(read_plan(header, rows, NAMES, SPAN), EMPTY)
    assert [(each.line, each.column, each.trouble) for each in problems] == expected


def test_blank_cells_repeat_the_row_above():
    plan = woven(
        {"politique": "Sport", "axe": "Un", "objectif": "O1", "action": "A1"},
        {"action": "A2"},
        {"objectif": "O2", "action": "A3"},
        {},
        {"axe": "Deux", "objectif": "O1", "action": "A4"},
        {"politique": "Culture"},
        {"politique": "Santé", "objectif": "O1"},
    )
    assert [policy.title.fr for policy in plan.policies] == ["Sport", "Culture", "Santé"]
    sport, culture, health = plan.roadmaps
    axes = [(plan.axes[each.axis].title.fr, each.title.fr) for each in sport.objectives]
    assert axes == [("Un", "O1"), ("Un", "O2"), ("Deux", "O1")]
    assert [a.values.title.fr for a in sport.actions] == ["A1", "A2", "A3", "A4"]
    assert [a.places[0].objective for a in sport.actions] == [0, 0, 1, 2]
    assert (culture.objectives, health.objectives[0].axis) == ((), None)


def test_titles_in_one_language_or_both():
    plan = woven(
        {"politique": "Sport", "politique_en": "", "objectif": "O", "action": "A"},
        {"politique": "sport", "politique_en": "Sports", "objectif": "", "action": "B"},
        {"politique": "", "politique_en": "Sports", "objectif": "", "action": "C"},
    )
    assert [policy.title for policy in plan.policies] == [Text("Sport", "Sports")]
    [roadmap] = plan.roadmaps
    assert (len(roadmap.objectives), len(roadmap.actions)) == (1, 3)


def test_a_row_that_repeats_another_language_stays_under_its_axis():
    plan = woven(
        {"politique": "Sport", "politique_en": "Sports", "axe": "Un", "objectif": "O"},
        {"politique": "Sport", "politique_en": "", "axe": "", "objectif": "P"},
    )
    assert [each.axis for each in plan.roadmaps[0].objectives] == [0, 0]


def test_owners_have_roadmaps_of_their_own():
    plan = woven(act(), act(proprietaire="CIDFF"), {"action": "B"}, act(action="C"))
    assert [(r.owner, len(r.actions)) for r in plan.roadmaps] == [(None, 2), (1, 2)]


def test_one_action_in_several_places():
    plan = woven(
        act(code="1.1", meme_que="2.1"),
        act(objectif="P", code="2.1", statut="faite"),
        act(objectif="Q", code="3.1", meme_que="1.1", statut="faite"),
        act(objectif="R", action="", meme_que="2.1"),
        act(objectif="S", action="", meme_que="Agir"),
    )
    [action] = plan.roadmaps[0].actions
    assert [(place.objective, place.code) for place in action.places] == [
        (1, "2.1"),
        (0, "1.1"),
        (2, "3.1"),
        (3, ""),
        (4, ""),
    ]
    assert counted(plan)["places"] == Count(4, 0)


def test_codes_of_objectives():
    plan = woven(
        {"politique": "Sport", "objectif": "O", "code": "1"},
        act(objectif="O", code="1.1"),
    )
    assert [each.code for each in plan.roadmaps[0].objectives] == ["1"]
    assert troubles({**act(), "code": "1"}, {"code": "2"}) == [(3, "action", PlanTrouble.UNTITLED)]


THERE = Present(
    policies={5: Text("Sport", "Sports"), 6: both("Culture")},
    axes={7: both("Un")},
    roadmaps=(
        PresentRoadmap(
            1,
            5,
            None,
            {11: "Ada"},
            (PresentObjective(21, None, both("Ouvrir")), PresentObjective(22, 7, both("Fermer"))),
            (
                PresentAction(31, both("Agir"), (Placed(21, "1.1"),)),
                PresentAction(32, both("Former"), (Placed(22, ""),)),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("row", "roadmap", "objective", "action"),
    [
        (act(), 1, 21, 31),
        (act(action="AGIR ", code="1.1"), 1, 21, 31),
        (act(action="Réagir", code="1.1"), 1, 21, 31),
        (act(code="1.2"), 1, 21, None),
        (act(action="Autre"), 1, 21, None),
        (act(axe="Un"), 1, None, None),
        (act(objectif="Fermer", action="Former"), 1, 22, 32),
        (act(objectif="Fermer", action="Former", axe="Un", code="2.1"), 1, 22, 32),
        (act(objectif="Fermer", action="Former", axe="Deux"), 1, None, None),
        (act(politique="Culture"), None, None, None),
        (act(proprietaire="CIDFF"), None, None, None),
        (act(politique="Théâtre"), None, None, None),
    ],
)
def test_what_is_there_is_known_again(row, roadmap, objective, action):
    [own] = woven(row, present=THERE).roadmaps
    assert own.id == roadmap
    assert (own.objectives[0].id, own.actions[0].id) == (objective, action)
    assert bool(own.actions[0].places) == (action is None)


def test_an_action_that_is_there_is_put_under_one_more_objective():
    plan = woven(act(objectif="Fermer", code="2.2", meme_que="1.1"), present=THERE)
    [action] = plan.roadmaps[0].actions
    assert (action.id, action.places) == (31, (Placed(0, "2.2"),))
    assert counted(plan)["places"] == Count(1, 0)
    again = woven(act(meme_que="1.1"), present=THERE)
    assert again.roadmaps[0].actions[0].places == ()


def test_an_action_that_is_there_is_known_once():
    present = PresentRoadmap(
        1,
        5,
        None,
        {},
        (PresentObjective(21, None, both("Ouvrir")),),
        (PresentAction(31, both("Agir"), (Placed(21, ""),)),),
    )
    plan = woven(act(code="1"), act(code="2"), present=Present(THERE.policies, {}, (present,)))
    assert [action.id for action in plan.roadmaps[0].actions] == [31, None]


def test_ambassadors_and_categories_are_given_once():
    row = act(ambassade="ada@v.example", categorie="à lancer")
    [there] = woven(row, present=THERE).roadmaps
    assert (there.ambassador, there.category) == (None, None)
    [fresh] = woven(row).roadmaps
    assert (fresh.ambassador, fresh.category) == (11, Category.LAUNCH)
    assert counted(woven(row)) == {
        "roadmaps": Count(1, 0),
        "axes": Count(0, 0),
        "objectives": Count(1, 0),
        "actions": Count(1, 0),
        "places": Count(0, 0),
        "ambassadors": Count(1, 0),
    }


def test_dates_outside_are_kept_where_they_are_meant():
    [line] = read(act(echeance="pas avant 2028", hors_programme="oui")).lines
    assert (line.clear, line.action.due.last, line.action.not_before) == (
        True,
        D(2028, 12, 31),
        True,
    )


def test_texts_that_a_file_made_inert():
    [line] = read(act(action="'=1+1")).lines
    assert line.action.title.fr == "=1+1"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Text("Égalité", ""), Text("EGALITE", "x"), True),
        (Text("L’an", ""), Text("L'an ", ""), True),
        (Text("a", "x"), Text("b", "x"), False),
        (Text("", "x"), Text("b", "X"), True),
        (Text("a", ""), Text("", "a"), False),
        (Text(), Text(), False),
    ],
)
def test_titles(one, other, same):
    assert same_title(one, other) == same
    assert (find(index_of({1: one}), other) == 1) == same
    assert (find(index_of({1: other}), one) == 1) == same
    assert joined(one, other) == Text(one.fr or other.fr, one.en or other.en)


@pytest.mark.slow
def test_five_thousand_rows_are_read_at_once():
    """Spread over enough roadmaps: none of them holds so many actions."""
    rows = [[f"Sport {n // MAX_ACTIONS}", "O", f"A{n}", str(n)] for n in range(sheet.MOST_ROWS)]
    reading = read_plan(["politique", "objectif", "action", "code"], rows, NAMES, SPAN)
    assert crossed(reading, EMPTY) == []
    actions = [len(roadmap.actions) for roadmap in weave(reading.lines, EMPTY).roadmaps]
    assert (sum(actions), max(actions)) == (sheet.MOST_ROWS, MAX_ACTIONS)

"""A plan from a file in three steps."""

import base64
import io
import re

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from app.accounts.core import OrganisationKind
from app.accounts.models import AuditEntry
from app.accounts.service.organisations import add_organisation, find_organisation
from app.cells import LineProblem
from app.documents.spreadsheets import read_sheet, write_csv
from app.extensions import db
from app.roadmaps.core.columns import COLUMNS, Names, PlanTrouble
from app.roadmaps.core.plans import Category, MandateRole
from app.roadmaps.forms.sheets import choices as words_of_lists
from app.roadmaps.forms.sheets import problem_words
from app.roadmaps.models import (
    Action,
    Axis,
    Change,
    Mandate,
    Objective,
    Placement,
    Policy,
    Roadmap,
)
from app.roadmaps.service import mandates, plans, updates
from app.roadmaps.service.board import roadmaps_of_programmes
from app.text import Text
from tests.people import make_person
from tests.roadmaps.factories import make_programme

ADA = "ada@metropole.example"
HEADER = [
    "politique",
    "politique_en",
    "categorie",
    "ambassade",
    "axe",
    "objectif",
    "code",
    "action",
]
PLAN = [
    ["Sport", "Sports", "prioritaire", ADA, "Accès", "Ouvrir", "1.1", "Compter"],
    ["", "", "", "", "", "", "1.2", "Former"],
    ["", "", "", "", "", "Financer", "", ""],
    ["Culture", "", "à lancer", "", "", "", "", ""],
]
TABLES = (Policy, Roadmap, Axis, Objective, Action, Placement, Mandate, Change)


@pytest.fixture
def mission(as_role):
    make_person("ambassador", name="Ada", email=ADA)
    add_organisation("CIDFF", OrganisationKind.ASSOCIATION)
    db.session.commit()
    return as_role("mission").speak("en")


@pytest.fixture
def programme(mission):
    row = make_programme()
    db.session.commit()
    return row


def counts():
    """How many rows of each kind there are."""
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(table)) for table in TABLES]


def address(programme):
    db.session.rollback()
    return f"/roadmaps/programmes/{programme.id}/import"


def upload(client, programme, rows, header=HEADER, status=200):
    """Step 2: what would be made of a file, or what is wrong with it."""
    content = rows if isinstance(rows, bytes) else write_csv(header, rows)
    sent = {"file": (io.BytesIO(content), "plan.csv")}
    return client.post(address(programme), sent, status).get_data(as_text=True)


def sealed_in(page):
    return re.search(r'name="sealed" value="([\w+/=]+)"', page)[1]


def confirm(client, programme, page, status=303):
    return client.post(f"{address(programme)}/confirm", {"sealed": sealed_in(page)}, status)


def load_plan(client, programme, rows=PLAN, header=HEADER):
    confirm(client, programme, upload(client, programme, rows, header))


def test_nothing_is_saved_before_the_confirmation(mission, programme):
    before = counts()
    page = upload(mission, programme, PLAN)
    for said in ("Sport", "Culture", "Ada", "New policy", "Nothing is saved yet"):
        assert said in page
    assert counts() == before
    content = base64.b64decode(sealed_in(page))
    assert b"Sport" not in content
    answer = confirm(mission, programme, page)
    assert answer.location == f"/roadmaps/programmes/{programme.id}"
    page = mission.get(answer.location).get_data(as_text=True)
    assert "Imported: 2 roadmaps, 2 actions." in page
    [sport, culture] = roadmaps_of_programmes([programme])
    assert sport.policy.name == Text("Sport", "Sports")
    assert culture.policy.category(programme.starts_on) is Category.LAUNCH
    [mandate] = mandates.mandates(sport.id)
    assert (mandate.person.email, mandate.role) == (ADA, MandateRole.AMBASSADOR)
    assert [o.title.fr for o in plans.objectives_of(sport.id)] == ["Ouvrir", "Financer"]
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "roadmap.import"))
    assert (entry.detail["actions"], entry.detail["roadmaps"]) == (2, 2)
    mission.get(f"/roadmaps/{sport.id}")


def test_the_same_file_again_adds_nothing(mission, programme):
    load_plan(mission, programme)
    once = counts()
    page = upload(mission, programme, PLAN)
    assert "Everything in this file is there already" in page
    assert 'name="sealed"' not in page
    assert counts() == once


def test_a_file_confirmed_twice_is_saved_once(mission, programme):
    page = upload(mission, programme, PLAN)
    confirm(mission, programme, page)
    once = counts()
    again = confirm(mission, programme, page, 409).get_data(as_text=True)
    assert "Everything in this file is there already" in again
    assert counts() == once


def test_more_lines_are_added_to_what_is_there(mission, programme):
    load_plan(mission, programme)
    [sport, _culture] = roadmaps_of_programmes([programme])
    before = [action.id for action in updates.actions_of(sport.id)]
    more = [
        PLAN[0],
        ["", "", "", "", "", "", "1.3", "Publier"],
        ["", "", "", "", "", "Jouer", "", "J"],
    ]
    page = upload(mission, programme, more)
    assert "There already" in page
    confirm(mission, programme, page)
    actions = updates.actions_of(sport.id)
    assert [a.title.fr for a in actions] == ["Compter", "Former", "Publier", "J"]
    assert [a.id for a in actions][:2] == before
    assert [a.placements[0].position for a in actions] == [0, 1, 2, 0]
    assert [o.position for o in plans.objectives_of(sport.id)] == [0, 1, 2]


def test_what_changed_since_the_check_is_shown(mission, programme):
    page = upload(mission, programme, PLAN)
    load_plan(mission, programme, PLAN[:1])
    before = counts()
    shown = confirm(mission, programme, page, 409).get_data(as_text=True)
    assert "Somebody changed the programme meanwhile" in shown
    assert counts() == before
    confirm(mission, programme, shown)
    assert len(roadmaps_of_programmes([programme])) == 2


def test_what_became_wrong_since_the_check_is_said(mission, programme):
    header = [*HEADER, "pilote"]
    page = upload(mission, programme, [[*PLAN[0], "CIDFF"]], header)
    find_organisation("CIDFF").rename("Centre")
    db.session.commit()
    before = counts()
    shown = confirm(mission, programme, page, 422).get_data(as_text=True)
    assert "has this name" in shown
    assert counts() == before


def test_a_check_that_is_not_ours(mission, programme):
    page = upload(mission, programme, PLAN)
    other = make_programme("other")
    db.session.commit()
    confirm(mission, other, page, 422)
    for sealed in ("", "zz", sealed_in(page)[:-8] + "AAAAAAA="):
        mission.post(f"{address(programme)}/confirm", {"sealed": sealed}, 422)
    assert counts()[:2] == [0, 0]


def test_every_problem_of_two_hundred_rows_is_said(mission, programme):
    header = [*HEADER, "statut", "echeance", "pilote"]
    rows = [
        ["Sport", "", "", "", "", "Ouvrir", str(n), f"Action {n}", "", "2026", "CIDFF"]
        for n in range(200)
    ]
    rows[9][8], rows[49][9], rows[99][10], rows[199][6] = "plus tard", "jamais", "Inconnue", "5"
    before = counts()
    page = upload(mission, programme, rows, header, 422)
    lines = [int(n) for n in re.findall(r'data-label="Line">(\d+)<', page)]
    assert lines == [11, 51, 101, 201]
    for said in ("plus tard", "jamais", "Inconnue", "Unknown status", "Write one of: Planned, In"):
        assert said in page
    page = upload(mission.speak("fr"), programme, rows, header, 422)
    for said in (
        "4 points à corriger",
        "Statut inconnu",
        "À venir, En cours",
        "Même code que la ligne 7",
    ):
        assert said in page, said
    assert counts() == before


def test_nothing_is_half_saved(mission, programme, monkeypatch):
    page = upload(mission, programme, PLAN)
    before = counts()
    mission.app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("app.roadmaps.views.sheets.record", lambda *_, **__: 1 / 0)
    confirm(mission, programme, page, 500)
    mission.app.config["PROPAGATE_EXCEPTIONS"] = True
    assert counts() == before


@pytest.mark.parametrize("role", ["ambassador", "reader", "procurement"])
def test_who_does_not_steer_imports_nothing(mission, programme, as_role, role):
    client = as_role(role)
    client.get(address(programme), 403)
    upload(client, programme, PLAN, status=403)
    client.post(f"{address(programme)}/confirm", {"sealed": "x"}, 403)
    client.get("/roadmaps/programmes/template", 403)


def test_files_that_are_none(mission, programme):
    mission.post(address(programme), {}, 422)
    assert "neither a CSV nor an XLSX" in upload(mission, programme, b"PKzz", status=422)
    assert "Required column missing" in upload(mission, programme, [["x"]], ["action"], 422)


def test_the_template_can_be_filled(mission, programme):
    data = mission.get("/roadmaps/programmes/template").data
    assert read_sheet(data).header == [name for name in COLUMNS if name != "programme"]
    assert b"Dans les lieux" in _unzipped(
        mission.speak("fr").get("/roadmaps/programmes/template").data
    )
    load_plan(mission, programme)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_words_of_the_interface_are_read(app, language):
    """Those of the lists; and each problem has its words."""
    with app.test_request_context(), force_locale(language):
        for name, words in words_of_lists().items():
            assert len({COLUMNS[name].read(word, Names()) for word in words}) == len(words)
        said = [problem_words(LineProblem(1, "", "", each, "3")) for each in PlanTrouble]
        assert all(problem and remedy for problem, remedy in said)


def _unzipped(data):
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def matrix():
    """A plan of 8 axes crossed with 23 objectives and 63 rows, some of them of one action."""
    header = [
        "politique",
        "axe",
        "objectif",
        "code",
        "action",
        "meme_que",
        "lieu",
        "statut",
        "echeance",
    ]
    rows = []
    for n in range(63):
        objective = n * 23 // 63
        axis = objective * 8 // 23
        same = f"{(n - 21) * 23 // 63}.{n - 21}" if n > 40 and n % 5 == 0 else ""
        title = f"Action {n - 21 if same else n}"
        rows.append(
            [
                "" if n else "Lieu d’accueil",
                f"Axe {axis}",
                f"Objectif {objective}",
                f"{objective}.{n}",
                title,
                same,
                "" if same else ("dans les lieux", "ailleurs")[n % 2],
                "" if same else ("faite", "en cours", "à venir")[n % 3],
                "" if same else ("2025", "S1 2026", "2026-06-30", "T2 2024")[n % 4],
            ]
        )
    return header, rows


def test_a_matrix(mission, programme):
    header, rows = matrix()
    twice = sum(bool(row[5]) for row in rows)
    page = upload(mission, programme, rows, header)
    assert "Actions put under one more objective" in page
    confirm(mission, programme, page)
    [roadmap] = roadmaps_of_programmes([programme])
    actions = updates.actions_of(roadmap.id)
    assert len(plans.axes_of(programme.id)) == 8
    assert len(plans.objectives_of(roadmap.id)) == 23
    assert (len(actions), sum(len(a.placements) for a in actions)) == (63 - twice, 63)
    assert sum(len(a.placements) == 2 for a in actions) == twice == 4
    once = counts()
    assert "is there already" in upload(mission, programme, rows, header)
    assert counts() == once

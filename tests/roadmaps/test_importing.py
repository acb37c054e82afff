"""A plan from a file in three steps, and plans as files that can be imported again."""

import base64
import csv
import io
import re

import pytest
from flask_babel import force_locale
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.accounts.service.organisations import find_organisation
from app.cells import LineProblem
from app.documents.spreadsheets import read_sheet
from app.extensions import db
from app.roadmaps.core.columns import COLUMNS, Names, PlanTrouble
from app.roadmaps.core.indicators import IndicatorUnit
from app.roadmaps.core.plans import Category, MandateRole
from app.roadmaps.forms.sheet_problems import problem_words
from app.roadmaps.forms.sheets import choices as words_of_lists
from app.roadmaps.models import (
    Value,
)
from app.roadmaps.service import mandates, parts, plans, updates
from app.roadmaps.service.board import roadmaps_of_programmes
from app.roadmaps.service.history import Author
from app.roadmaps.service.measures import add_value, set_target
from app.roadmaps.service.outline import outline
from app.roadmaps.service.pilots import pilot_name
from app.roadmaps.service.updates import News, Sender
from app.text import Text
from tests.people import make_person
from tests.roadmaps.factories import make_indicator, make_programme, make_risk, make_roadmap
from tests.roadmaps.importing import (
    ADA,
    HEADER,
    PLAN,
    address,
    confirm,
    counts,
    load_plan,
    sealed_in,
    upload,
)


def shape(programme):
    """A programme as plain values, to compare with another one."""
    db.session.rollback()
    return [_shape(roadmap) for roadmap in roadmaps_of_programmes([programme])]


def _shape(roadmap):
    actions = updates.actions_of(roadmap.id)
    sections = [
        (
            section.axis and section.axis.title,
            [
                (
                    shown.objective.title,
                    shown.objective.code,
                    [(placement.code, _values(action)) for placement, action in shown.placed],
                )
                for shown in section.objectives
            ],
        )
        for section in outline(plans.objectives_of(roadmap.id), actions)
    ]
    held = sorted((m.role, m.person_id) for m in mandates.mandates(roadmap.id))
    category = roadmap.policy.category(roadmap.programme.starts_on)
    return roadmap.policy_id, roadmap.organisation_id, category, held, sections


def _values(action):
    names = ("title", "status", "starts", "due", "not_before", "place", "planned_euros")
    values = [getattr(action, name) for name in (*names, "spent_euros", "at_no_cost")]
    partners = sorted(partner.name for partner in action.partners)
    return (*values, pilot_name(action), partners, len(action.placements), action.code)


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
    assert "Something changed since the check" in shown
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
    for path in ("/roadmaps/export.xlsx", "/roadmaps/export.csv"):
        client.get(path)
        as_role("administrator").get(path, 403)


def test_files_that_are_none(mission, programme):
    mission.post(address(programme), {}, 422)
    assert "damaged" in upload(mission, programme, b"PK\x03\x04zz", status=422)
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


def full_plan(client, programme):
    """A programme with everything that its file can say."""
    header, rows = matrix()
    load_plan(client, programme, rows, header)
    names = ["politique", "politique_en", "categorie", "ambassade", "proprietaire", "objectif"]
    names += ["objectif_en", "code", "action", "action_en", "statut", "debut", "echeance", "pilote"]
    names += ["partenaires", "prevu", "depense", "sans_cout", "hors_programme"]
    values = ["Sport", "Sports", "prioritaire", ADA, "CIDFF", "=Ouvrir", "-Open", "1", "+Former"]
    values += ["@Train", "abandonnée", "T1 2024", "pas avant 2028", "CIDFF", "CIDFF", "1200", "0"]
    load_plan(client, programme, [[*values, "", "oui"], [*values[:5], "Seul"]], names)
    load_plan(client, programme)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_exported_can_be_imported(mission, programme, language):
    full_plan(mission, programme)
    path = f"?programme={programme.id}"
    mission.speak(language)
    data = mission.get(f"/roadmaps/export.csv{path}").data
    assert next(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")) == list(COLUMNS)
    empty = make_programme("empty")
    db.session.commit()
    confirm(mission, empty, upload(mission, empty, data))
    assert shape(empty) == shape(programme)
    assert len(shape(empty)) == 4
    again = make_programme("again")
    db.session.commit()
    confirm(
        mission, again, upload(mission, again, mission.get(f"/roadmaps/export.xlsx{path}").data)
    )
    assert shape(again) == shape(programme)


def test_an_action_without_code_is_exported_in_its_two_places(mission, programme):
    load_plan(mission, programme)
    [sport, _culture] = roadmaps_of_programmes([programme])
    action, objectives = updates.actions_of(sport.id)[0], plans.objectives_of(sport.id)
    parts.place_action(action, objectives[::-1])
    action.placements[0].code = action.placements[1].code = ""
    db.session.commit()
    empty = make_programme("empty")
    db.session.commit()
    data = mission.get(f"/roadmaps/export.csv?programme={programme.id}").data
    confirm(mission, empty, upload(mission, empty, data))
    assert shape(empty) == shape(programme)


@pytest.fixture
def filled(mission, now):
    """A roadmap with people counted, notes of both kinds, and a pilot who holds no mandate."""
    roadmap = make_roadmap(make_person("ambassador", name="Bea Durand"))
    pilot = make_person("ambassador", name="Zoé Martin")
    action = updates.actions_of(roadmap.id)[0]
    action.pilot = pilot
    author = Author(make_person("ambassador", name="Cyd Petit").id)
    sender = Sender(author, "fr")
    updates.send(roadmap, News(note="Publiable."), sender, now)
    updates.send(roadmap, News(note="Secret.", internal=True), sender, now)
    wrong = updates.send(roadmap, News(note="Fautif."), sender, now).notes[0]
    updates.correct(wrong, "Corrigé.", "fr")
    indicator = make_indicator(roadmap)
    for day, women in ((1, 2), (2, 60)):
        value = Value(
            on=now.date().replace(day=day),
            numerator=women,
            denominator=100,
            women=women,
            men=100 - women,
        )
        add_value(indicator, value, author, now)
    set_target(indicator, now.date(), 50, author, now)
    people = make_indicator(roadmap, IndicatorUnit.PEOPLE)
    people.base_value, people.base_on = 3, now.date()
    make_risk(roadmap).owner = "Dan Leroy"
    db.session.commit()
    return roadmap


def test_the_workbook_holds_everything_that_may_be_read(filled, as_role):
    data = as_role("reader").speak("en").get("/roadmaps/export.xlsx").data
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["Actions", "Indicators", "Risks", "Mandates", "Notes"]
    pages = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    text = str(pages)
    assert pages["Actions"][1][4] == "Bea Durand"
    for hidden in ("@metropole", "Secret.", "Fautif.", "Zoé Martin", "Cyd Petit", "Dan Leroy"):
        assert hidden not in text
    for shown in ("Publiable.", "Corrigé.", "Première mesure", "Essoufflement", "Fatigue"):
        assert shown in text
    assert [row[4:6] for row in pages["Mandates"][1:]] == [["Ambassador", "Bea Durand"]]
    measures = [row[10:] for row in pages["Indicators"][1:]]
    assert measures == [
        ["Value", "2024-06-01", "s", "s", 100, "s", "s", ""],
        ["Value", "2024-06-02", 60, 60, 100, 60, 40, ""],
        ["Target", "2024-06-03", 50, "", "", "", "", ""],
        ["Base", "2024-06-03", "s", "", "", "", "", ""],
    ]


def test_what_was_ended_is_left_out(filled, as_role, now):
    author = Author()
    parts.end_part(plans.objectives_of(filled.id)[0], "Fini", author, now)
    db.session.commit()
    client = as_role("reader")
    assert "mesure" not in client.get("/roadmaps/export.csv").get_data(as_text=True)
    parts.end_part(filled, "Fini", author, now)
    db.session.commit()
    lines = client.get("/roadmaps/export.csv").get_data(as_text=True).splitlines()
    assert len(lines) == 1


def test_files_are_run_by_no_spreadsheet(mission, programme):
    load_plan(mission, programme, [["=1+1", "", "", "", "", "@o", "-1", "+a"]])
    text = mission.get("/roadmaps/export.csv").get_data(as_text=True)
    assert not re.search(r"(^|;)[=+@-]", text, re.M)
    assert all(f"'{each}" in text for each in ("=1+1", "@o", "-1", "+a"))


def test_pages_lead_to_the_files(filled, mission):
    for path in ("/roadmaps/", f"/roadmaps/programmes/{filled.programme_id}"):
        page = mission.get(path).get_data(as_text=True)
        assert "/roadmaps/export.xlsx" in page
        assert "/roadmaps/export.csv" in page
    assert f"/programmes/{filled.programme_id}/import" in page

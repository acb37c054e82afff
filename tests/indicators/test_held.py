"""A correction that tells of few agents waits; what was shown stays shown. What the law asks for."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.extensions import db
from app.indicators import service
from app.indicators.core.deadlines import DEADLINES, coming
from app.law import Evidence
from tests.indicators.factories import csv_file
from tests.indicators.sending import confirm


def total(year=2023):
    return service.tables(year)["staff-series"].cell(str(year), "total")


def first_as(category):
    """The same sixty agents, the first one in another category."""
    return csv_file(60, categorie=category)


def test_one_agent_changed_waits_for_the_mission(hr, as_role):
    confirm(hr, csv_file(60))
    before = service.tables(2023)["staff-category"]
    confirm(hr, first_as("C"))
    assert service.tables(2023)["staff-category"] == before
    page = hr.get("/indicators/2023").get_data(as_text=True)
    assert "It changes 1 agent." in page
    assert "Show the corrected figures" not in page
    hr.post("/indicators/2023/release", None, 403)
    reader = as_role("reader").speak("en")
    page = reader.get("/indicators/2023").get_data(as_text=True)
    assert "A correction waits to be shown" in page
    assert "agent." not in page.split("A correction waits")[1].split("</section>")[0]
    assert "A correction waits" in reader.get("/indicators/2023/staff").get_data(as_text=True)
    assert "Waits to be shown" in hr.get("/agents-file/").get_data(as_text=True)
    mission = as_role("mission").speak("en")
    assert "It tells of few people" in mission.get("/").get_data(as_text=True)
    assert "Show the corrected figures" in mission.get("/indicators/2023").get_data(as_text=True)
    mission.post("/indicators/2023/release")
    assert service.tables(2023)["staff-category"] != before
    assert service.held_years() == []
    actions = db.session.scalars(select(AuditEntry.act)).all()
    assert actions.count("hr.release") == 1


def test_what_was_shown_and_undone_is_compared_with(hr):
    """Undone, imported again with another agent: whoever kept the first figures learns of one."""
    confirm(hr, csv_file(60))
    hr.post(f"/agents-file/{service.current_import(2023).id}/undo")
    confirm(hr, first_as("C"))
    assert service.held_figures(2023).held_for == 1


def test_what_was_shown_before_another_file_is_compared_with(hr):
    for data in (csv_file(60), csv_file(90), first_as("C")):
        confirm(hr, data)
    assert service.held_figures(2023).held_for == 1
    confirm(hr, csv_file(60))  # shown before, as it is
    assert service.held_figures(2023) is None


def test_many_agents_changed_are_shown(hr):
    confirm(hr, csv_file(60))
    confirm(hr, csv_file(80))
    assert total() == 80


def test_a_correction_of_a_correction_is_compared_with_what_is_shown(hr):
    """Another agent, and the first as before: of one for whoever has the figures shown."""
    confirm(hr, csv_file(60))
    confirm(hr, first_as("C"))
    lines = csv_file(60).split(b"\r\n")
    lines[2] = lines[2].replace(b";ADM;", b";TEC;")
    confirm(hr, b"\r\n".join(lines))
    assert service.held_figures(2023).held_for == 1
    assert total() == 60
    confirm(hr, csv_file(90))
    assert (service.held_years(), total()) == ([], 90)


def test_undoing_a_held_correction_leaves_what_was_shown(hr):
    confirm(hr, csv_file(60))
    confirm(hr, first_as("C"))
    imported = service.current_import(2023)
    hr.post(f"/agents-file/{imported.id}/undo")
    assert service.held_years() == []
    assert total() == 60


@pytest.mark.parametrize(
    ("today", "months"),
    [(dt.date(2026, 2, 1), {3}), (dt.date(2026, 9, 1), {9, 10}), (dt.date(2026, 12, 31), {12})],
)
def test_deadlines_are_said_before(today, months):
    assert {each.month for _due, each in coming(today)} == months


def test_deadlines_come_again_the_next_year():
    assert {each.next_after(dt.date(2026, 12, 31)).year for each in DEADLINES} == {2026, 2027}


def test_the_calendar_says_what_was_read(hr):
    page = hr.get("/indicators/calendar").get_data(as_text=True)
    assert page.count("to be checked in the text") == 5
    assert {each.basis.evidence for each in DEADLINES} == {Evidence.READ, Evidence.SECONDARY}


def test_the_card_says_what_was_not_typed(hr):
    confirm(hr, csv_file(60))
    page = hr.get("/indicators/2023/card").get_data(as_text=True)
    assert "Neither the budget nor the facilities of 2023 were typed." in page
    hr.get("/indicators/2022/card", 404)


def test_who_has_the_file_sees_what_is_withheld_and_why(hr, as_role):
    confirm(hr, csv_file(60, categorie="HC"))
    page = hr.get("/indicators/2023/withheld").get_data(as_text=True)
    assert "agents present on 31 December" in page
    assert "by category" in page
    as_role("reader").get("/indicators/2023/withheld", 403)
    hr.get("/indicators/2022/withheld", 404)

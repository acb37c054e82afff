"""The calendar, the matrix, and the feeds that calendars read."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from app.extensions import db, utcnow
from app.roadmaps.core.actions import ActionStatus, Applicability
from app.roadmaps.core.months import Mark, Year, marks_of_action, marks_of_months, planned_months
from app.roadmaps.core.periods import read_period
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.core.reviews import Public
from app.roadmaps.core.rounds import RoundKind
from app.roadmaps.service import calendars, feeds, mandates, parts, rounds, updates
from app.roadmaps.service.calendars import CalendarFilter
from app.roadmaps.service.history import Author, record_changes
from app.roadmaps.service.parts import PARTS
from app.text import Text
from tests.people import Client, make_person, sign_in
from tests.roadmaps.factories import make_action, make_roadmap, make_step
from tests.roadmaps.steered import make_body, make_meeting, make_recommendation, make_review

DAY = dt.timedelta(days=1)
YEAR = Year(dt.date(2024, 1, 1))
TODAY = dt.date(2024, 6, 3)
N, P, R, S = Mark.NOTHING, Mark.PLANNED, Mark.RUNS, Mark.PAUSED
D, L, F = Mark.DUE, Mark.LATE, Mark.DONE


def period(words):
    return read_period(words) if words else None


@pytest.mark.parametrize(
    ("starts", "due", "not_before", "status", "marks"),
    [
        ("", "", False, "planned", [N] * 12),
        ("", "2024-03-10", False, "planned", [N, N, L] + [N] * 9),
        ("", "2024-03-10", False, "done", [N, N, F] + [N] * 9),
        ("", "2024-08", False, "planned", [N] * 7 + [D] + [N] * 4),
        ("2024-02", "2024-Q2", False, "in_progress", [N, R, R, R, R, D] + [N] * 6),
        ("2023", "2025", False, "in_progress", [R] * 12),
        ("2024-11", "", False, "planned", [N] * 10 + [P, P]),
        ("", "2024-10", True, "planned", [N] * 9 + [P, P, P]),
        ("2024-02", "2024-04", False, "paused", [N, S, S, L] + [N] * 8),
        ("2024-02", "2024-04", False, "done", [N, F, F, F] + [N] * 8),
        ("2024-02", "2024-04", False, "abandoned", [N, N, N, D] + [N] * 8),
        ("", "2024-03-10", False, "abandoned", [N, N, D] + [N] * 9),
        ("", "2026", False, "planned", [N] * 12),
    ],
)
def test_what_an_action_does_in_each_month(starts, due, not_before, status, marks):
    own = marks_of_action(
        period(starts), period(due), not_before, ActionStatus(status), YEAR, TODAY
    )
    assert list(own) == marks


def test_the_months_of_a_recommendation_are_those_of_its_own_calendar():
    planned = planned_months(dt.date(2023, 9, 1), [1, 5, 13, 0])
    assert planned == [dt.date(2023, 9, 1), dt.date(2024, 1, 1)]
    assert list(marks_of_months(planned, YEAR)) == [P] + [N] * 11
    assert YEAR.last == dt.date(2024, 12, 31)


@pytest.fixture
def keeper(app):
    return make_person("ambassador", name="Ada")


@pytest.fixture
def roadmap(keeper):
    roadmap = make_roadmap(keeper)
    roadmap.programme.ends_on = dt.date(2999, 12, 31)
    db.session.commit()
    return roadmap


def test_a_calendar_keeps_in_sight_what_no_month_holds(roadmap):
    objective = updates.actions_of(roadmap.id)[0].placements[0].objective
    undated = make_action(objective, "Sans date")
    over = make_action(objective, "Faite sans date", ActionStatus.DONE)
    review = make_review(roadmap.programme, dt.date(2024, 1, 1))
    make_recommendation(review, months=[4])
    second = make_recommendation(review, Applicability.NOT_NOW, code="2")
    db.session.commit()
    programme = roadmap.programme
    whole = calendars.calendar_of(programme, YEAR, CalendarFilter(), TODAY)
    assert whole.undated == [second, undated]
    assert over.id not in [line.row.id for group in whole.actions for line in group.lines]
    assert [len(group.lines) for group in whole.recommendations] == [1]
    asked = CalendarFilter(what="recommendations", applicability=Applicability.NOT_NOW)
    some = calendars.calendar_of(programme, YEAR, asked, TODAY)
    assert (some.recommendations, some.actions, some.undated) == ([], [], [second])
    assert calendars.calendar_of(programme, YEAR, CalendarFilter(roadmap=999), TODAY).actions == []


def test_a_matrix_shows_each_action_once(roadmap):
    axis = parts.add_part(PARTS["axis"], roadmap.programme, {"title": Text("Axe", "Axis")})
    first, second = updates.actions_of(roadmap.id)
    objective = first.placements[0].objective
    other = parts.add_part(
        PARTS["objective"], roadmap, {"title": Text("Autre", "Other"), "axis": axis}
    )
    parts.place_action(first, [objective, other])
    first.placements[1].code = "9.9"
    first.publics = [Public.SENT.value, Public.KNOWN_NEED.value]
    db.session.commit()
    matrix = calendars.matrix_of(roadmap.programme)
    rows = [row for cell in matrix.cells for row in cell.rows]
    assert sorted(row.action.id for row in rows) == [first.id, second.id]
    assert next(row.others for row in rows if row.action.id == first.id) == ["9.9"]
    assert matrix.publics
    assert calendars.matrix_of(roadmap.programme, "Nobody").cells == []


def test_a_matrix_shows_an_action_under_an_objective_in_use(roadmap):
    first = updates.actions_of(roadmap.id)[0]
    objective = first.placements[0].objective
    other = parts.add_part(PARTS["objective"], roadmap, {"title": Text("Autre", "Other")})
    parts.place_action(first, [objective, other])
    parts.end_part(objective, "Fini", Author(), utcnow())
    db.session.commit()
    [cell] = calendars.matrix_of(roadmap.programme).cells
    assert (cell.objective, [row.action for row in cell.rows]) == (other, [first])
    assert cell.rows[0].others == []


def test_what_is_set_aside_is_not_late(roadmap):
    first, second = updates.actions_of(roadmap.id)
    first.applicability, first.due = Applicability.NOT_NOW, read_period("2024-03")
    second.status, second.due, second.not_before = ActionStatus.DONE, read_period("2024-03"), True
    db.session.commit()
    whole = calendars.calendar_of(roadmap.programme, YEAR, CalendarFilter(), TODAY)
    [group] = whole.actions
    assert [list(line.marks) for line in group.lines] == [
        [N, N, D] + [N] * 9,
        [N, N, F] + [N] * 9,
    ]


def test_pages_paper_and_workbook_say_the_same(roadmap, as_role):
    make_recommendation(make_review(roadmap.programme), months=[4])
    db.session.commit()
    client = as_role("reader").speak("en")
    base = f"/roadmaps/programmes/{roadmap.programme_id}"
    page = client.get(f"{base}/calendar?from=2024-01").get_data(as_text=True)
    assert "planned" in page
    assert "Calendar: January 2024 to December 2024" in page.replace("\n", " ")
    sheet = client.get(f"{base}/calendar.xlsx?from=2024-01").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Group", "Recommendation", "Applicability"]
    assert rows[1][1] == "1 Write a manual"
    assert rows[1][3:7] == ["", "", "", "planned"]
    for name in ("calendar", "matrix"):
        assert client.get(f"{base}/{name}.xlsx").data.startswith(b"PK")
    for odd in ("0000-13", "2024-00", "9999-01", "x", "2024-1-1"):
        client.get(f"{base}/calendar?from={odd}&what=all&applicability=x&roadmap=y")
    as_role("administrator").get(f"{base}/calendar.xlsx", 403)


def made_feed(client: Client, programme: str = "") -> str:
    client.post("/roadmaps/feeds", {"programme": programme})
    page = client.get("/roadmaps/feeds").get_data(as_text=True)
    return "/roadmaps/feeds/" + page.split("/roadmaps/feeds/")[1].split('"')[0]


def test_a_feed_tells_dates_of_every_precision(roadmap, keeper, app):
    today = utcnow().date()
    first, second = updates.actions_of(roadmap.id)
    first.title = Text("Évaluer l’égalité dans chaque politique publique de la métropole " * 2, "")
    second.due, second.not_before = read_period("2027-Q3"), True
    step = make_step(first, due="2027-04")
    moved = [first, step, make_meeting(make_body(roadmap.programme), today + DAY)]
    for row, field in zip(moved, ("due", "due", "on"), strict=True):
        record_changes(row, {field: ("2026", "2027"), "title_fr": ("a", "b")}, Author(), utcnow())
    rounds.begin(roadmap.programme, RoundKind.MONTHLY, today, today + 9 * DAY, None)
    db.session.commit()
    client = sign_in(app, keeper)
    address = made_feed(client)
    data = Client(app).get(address).data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    events = {str(each["UID"]): each for each in Calendar.from_ical(data).walk("VEVENT")}
    kinds = sorted(uid.split("-")[0] for uid in events)
    assert kinds == ["action", "action", "meeting", "round", "step"]
    said = {uid.split("@")[0]: str(each["SUMMARY"]) for uid, each in events.items()}
    assert said[f"action-{first.id}"].startswith("Échéance\xa0: Évaluer l’égalité")
    assert "3e trimestre 2027" in said[f"action-{second.id}"]
    assert "avril 2027" in next(words for uid, words in said.items() if uid.startswith("step"))
    for each in events.values():
        assert each["DTEND"].dt - each["DTSTART"].dt == DAY
    sequences = {uid.split("@")[0]: each.get("SEQUENCE") for uid, each in events.items()}
    assert sequences[f"action-{second.id}"] is None
    assert sorted(uid.split("-")[0] for uid in sequences if sequences[uid] == 1) == [
        "action",
        "meeting",
        "step",
    ]
    again = Calendar.from_ical(Client(app).get(address).data).walk("VEVENT")
    assert {str(each["UID"]) for each in again} == set(events)


def test_a_feed_tells_nothing_of_what_has_ended(roadmap, keeper, app):
    meeting = make_meeting(make_body(roadmap.programme), utcnow().date() + DAY)
    meeting.place = "Salle\x0e 2"
    rounds.begin(roadmap.programme, RoundKind.MONTHLY, utcnow().date(), utcnow().date() + DAY, None)
    db.session.commit()
    client = sign_in(app, keeper)
    mine, whole = made_feed(client), made_feed(client, str(roadmap.programme_id))
    data = Client(app).get(whole).get_data(as_text=True)
    assert "LOCATION:Salle 2" in data
    parts.end_part(meeting.body, "Fini", Author(), utcnow())
    db.session.commit()
    kinds = [event["UID"] for event in Calendar.from_ical(Client(app).get(whole).data).events]
    assert sorted(uid.split("-")[0] for uid in kinds) == ["action", "action", "round"]
    parts.end_part(roadmap.programme, "Fini", Author(), utcnow())
    db.session.commit()
    for address in (mine, whole):
        assert "VEVENT" not in Client(app).get(address).get_data(as_text=True)


def test_a_revoked_feed_says_so_and_a_wrong_one_is_nothing(roadmap, keeper, app, as_role):
    client = sign_in(app, keeper)
    address = made_feed(client, str(roadmap.programme_id))
    visitor = Client(app)
    visitor.get(address)
    visitor.get(address.replace(".ics", "a.ics"), 404)
    visitor.get("/roadmaps/feeds/99-abc.ics", 404)
    [feed] = feeds.feeds_of(keeper.id)
    as_role("ambassador").post(f"/roadmaps/feeds/{feed.id}/revoke", status=403)
    client.post(f"/roadmaps/feeds/{feed.id}/revoke")
    assert "révoquée" in visitor.get(address, 410).get_data(as_text=True)


def test_a_feed_ends_with_the_mandate_and_with_the_role(roadmap, keeper, app):
    client = sign_in(app, keeper)
    mine, whole = made_feed(client), made_feed(client, str(roadmap.programme_id))
    visitor = Client(app)
    first = updates.actions_of(roadmap.id)[0].id
    assert f"action-{first}@" in visitor.get(mine).get_data(as_text=True)
    [mandate] = mandates.mandates(roadmap.id)
    mandates.end(mandate, utcnow().date() - DAY)
    db.session.commit()
    assert "VEVENT" not in visitor.get(mine).get_data(as_text=True)
    deputy = mandates.appoint(roadmap, keeper, MandateRole.DEPUTY, utcnow().date())
    db.session.commit()
    assert "VEVENT" in visitor.get(mine).get_data(as_text=True)
    assert deputy.id
    keeper.set_roles(frozenset())
    db.session.commit()
    for address in (mine, whole):
        visitor.get(address, 410)


def test_ten_addresses_are_enough(roadmap, keeper, app):
    client = sign_in(app, keeper).speak("en")
    for _each in range(11):
        client.post("/roadmaps/feeds", {"programme": "x"})
    assert len(feeds.feeds_of(keeper.id)) == 10

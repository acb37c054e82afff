"""What awaits a decision, what a decision does, and how it is taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app.extensions import db, utcnow
from app.roadmaps.core.actions import ActionStatus, Applicability
from app.roadmaps.core.governing import BodyKind, Outcome, Reason, Subject
from app.roadmaps.core.indicators import IndicatorUnit
from app.roadmaps.core.periods import read_period
from app.roadmaps.core.reviews import read_lines
from app.roadmaps.forms.rows import WAS
from app.roadmaps.models import Action, Change, Decision, Recommendation, Value
from app.roadmaps.service import deciding, governing, parts, reviews, taking_back, updates
from app.roadmaps.service.deciding import Deciding, Gone, NoDate, NotOffered, NotYet
from app.roadmaps.service.history import Author
from app.roadmaps.service.measures import add_value, set_target
from app.roadmaps.service.parts import PARTS
from app.text import Text
from tests.people import sign_in
from tests.roadmaps.factories import make_indicator, make_roadmap
from tests.roadmaps.steered import (
    make_body,
    make_meeting,
    make_recommendation,
    make_review,
    of_recommendation,
)

DAY = dt.timedelta(days=1)


@pytest.fixture
def meeting(roadmap, today):
    row = make_meeting(make_body(roadmap.programme), today)
    db.session.commit()
    return row


def block(action: Action, day: dt.date) -> Action:
    action.blocked_on, action.blocked_by = day, "Un vote"
    db.session.commit()
    return action


def of_action(action, outcome, due="", reason=Reason.BLOCKED) -> Deciding:
    period = read_period(due) if due else None
    return Deciding(Subject.ACTION, reason, action.id, outcome, "Dit.", "fr", due=period)


def test_the_queue_holds_what_awaits_a_decision_by_body(roadmap, today):
    steering = make_body(roadmap.programme)
    council = make_body(roadmap.programme, BodyKind.COUNCIL)
    make_body(roadmap.programme, BodyKind.TECHNICAL)
    waiting = make_recommendation(make_review(roadmap.programme))
    waiting.body = council
    make_recommendation(waiting.review, Applicability.VERY_LIKELY)
    ended = make_recommendation(waiting.review)
    ended.ended_on = today
    first, second = updates.actions_of(roadmap.id)
    block(first, today - 3 * DAY)
    second.applicability = Applicability.DEPENDS
    overdue = make_indicator(roadmap, IndicatorUnit.NUMBER)
    set_target(overdue, today - DAY, 10, Author(), utcnow())
    reached = make_indicator(roadmap, IndicatorUnit.NUMBER)
    set_target(reached, today - DAY, 10, Author(), utcnow())
    add_value(reached, Value(on=today - 2 * DAY, numerator=12), Author(), utcnow())
    db.session.commit()
    items = governing.queue(roadmap.programme, today)
    assert [(each.subject, each.reason, each.row.id, each.body.id) for each in items] == [
        (Subject.RECOMMENDATION, Reason.DEPENDS, waiting.id, council.id),
        (Subject.ACTION, Reason.BLOCKED, first.id, steering.id),
        (Subject.ACTION, Reason.DEPENDS, second.id, steering.id),
        (Subject.TARGET, Reason.OVERDUE, overdue.id, steering.id),
    ]
    council_meets = make_meeting(council, today)
    assert [each.row.id for each in governing.agenda(council_meets, items)] == [waiting.id]


def test_without_a_body_things_await_none(roadmap, today):
    make_recommendation(make_review(roadmap.programme))
    [item] = governing.queue(roadmap.programme, today)
    assert item.body is None


@pytest.mark.parametrize(
    ("outcome", "applicability"),
    [
        (Outcome.ADOPTED, Applicability.VERY_LIKELY),
        (Outcome.SET_ASIDE, Applicability.NOT_NOW),
        (Outcome.POSTPONED, Applicability.DEPENDS),
    ],
)
def test_a_decision_on_a_recommendation_rates_it(roadmap, meeting, outcome, applicability):
    row = make_recommendation(make_review(roadmap.programme))
    decision = deciding.decide(meeting, of_recommendation(row, outcome, "Oui."), Author(), utcnow())
    assert row.applicability is applicability
    assert decision.title == row.title
    changes = db.session.scalars(select(Change).where(Change.decision_id == decision.id)).all()
    assert len(changes) == (outcome is not Outcome.POSTPONED)
    assert taking_back.take_back(decision, Author(), utcnow()) == []
    assert row.applicability is Applicability.DEPENDS
    assert taking_back.take_back(decision, Author(), utcnow()) == []


@pytest.mark.parametrize(
    ("outcome", "due", "status", "blocked", "then"),
    [
        (Outcome.UNBLOCKED, "", ActionStatus.IN_PROGRESS, False, "2024-07-31"),
        (Outcome.NEW_DATE, "2027-Q2", ActionStatus.IN_PROGRESS, True, "2027-06-30"),
        (Outcome.ABANDONED, "", ActionStatus.ABANDONED, False, "2024-07-31"),
        (Outcome.POSTPONED, "", ActionStatus.IN_PROGRESS, True, "2024-07-31"),
    ],
)
def test_a_decision_on_a_blocked_action_acts_on_it(
    roadmap, meeting, today, outcome, due, status, blocked, then
):
    action = block(updates.actions_of(roadmap.id)[0], today - DAY)
    decision = deciding.decide(meeting, of_action(action, outcome, due), Author(), utcnow())
    assert (action.status, action.blocked_on is not None) == (status, blocked)
    assert action.due.last.isoformat() == then
    taking_back.take_back(decision, Author(), utcnow())
    assert (action.status, action.blocked_by) == (ActionStatus.IN_PROGRESS, "Un vote")
    assert action.due.last.isoformat() == "2024-07-31"
    assert deciding.decisions_about(action) == []


def test_what_somebody_changed_since_a_decision_stays(roadmap, meeting, today):
    action = block(updates.actions_of(roadmap.id)[0], today - DAY)
    said = of_action(action, Outcome.NEW_DATE, "2027")
    decision = deciding.decide(meeting, said, Author(), utcnow())
    action.due = read_period("2028")
    assert taking_back.take_back(decision, Author(), utcnow()) == ["due_on", "due_precision"]
    assert action.due.last.year == 2028


@pytest.mark.parametrize("outcome", [Outcome.NEW_DATE, Outcome.ABANDONED])
def test_a_decision_on_a_target_moves_it(roadmap, meeting, today, outcome):
    indicator = make_indicator(roadmap, IndicatorUnit.NUMBER)
    set_target(indicator, today - DAY, 10, Author(), utcnow())
    said = Deciding(
        Subject.TARGET,
        Reason.OVERDUE,
        indicator.id,
        outcome,
        "",
        "fr",
        due=read_period("2030") if outcome is Outcome.NEW_DATE else None,
        value=8.0 if outcome is Outcome.NEW_DATE else None,
        target_on=today - DAY,
    )
    decision = deciding.decide(meeting, said, Author(), utcnow())
    moved = [(dt.date(2030, 12, 31), 8.0)] if outcome is Outcome.NEW_DATE else []
    assert [(aim.on, aim.value) for aim in indicator.aims] == moved
    taking_back.take_back(decision, Author(), utcnow())
    assert [(aim.on, aim.value) for aim in indicator.aims] == [(today - DAY, 10)]


def test_what_cannot_be_decided_is_refused(roadmap, meeting, today):
    row = make_recommendation(make_review(roadmap.programme))
    action = block(updates.actions_of(roadmap.id)[0], today)
    coming = make_meeting(meeting.body, today + DAY)
    stranger = make_recommendation(make_review(make_roadmap(code="other").programme))
    db.session.commit()
    now = utcnow()
    with pytest.raises(NotYet):
        deciding.decide(coming, of_recommendation(row, Outcome.ADOPTED), Author(), now)
    with pytest.raises(NotOffered):
        deciding.decide(meeting, of_recommendation(row, Outcome.UNBLOCKED), Author(), now)
    with pytest.raises(NoDate):
        deciding.decide(meeting, of_action(action, Outcome.NEW_DATE), Author(), now)
    with pytest.raises(Gone):
        deciding.decide(meeting, of_recommendation(stranger, Outcome.ADOPTED), Author(), now)
    row.ended_on = today
    with pytest.raises(Gone):
        deciding.decide(meeting, of_recommendation(row, Outcome.ADOPTED), Author(), now)
    assert db.session.scalars(select(Decision)).all() == []


@pytest.fixture
def mission(as_role):
    return as_role("mission").speak("en")


def test_a_decision_is_recorded_from_the_agenda(roadmap, meeting, mission, as_role):
    row = make_recommendation(make_review(roadmap.programme))
    db.session.commit()
    address = f"/roadmaps/meetings/{meeting.id}"
    assert "Write a manual" in mission.get(address).get_data(as_text=True)
    item = f"recommendation:depends:{row.id}"
    mission.post(address, {"item": item, "outcome": "", "text": "Gardé"}, 422)
    refused = mission.post(address, {"item": item, "outcome": "unblocked", "text": "Gardé"}, 422)
    assert "Gardé" in refused.get_data(as_text=True)
    mission.post(address, {"item": item, "outcome": "adopted", "text": "Dès demain."})
    page = mission.get(address).get_data(as_text=True)
    assert "Dès demain." in page
    assert "Nothing awaits this body" in page
    trail = as_role("reader").get(f"/roadmaps/recommendations/{row.id}").get_data(as_text=True)
    assert "Dès demain." in trail
    db.session.rollback()
    [decision] = deciding.decisions_of(meeting.id)
    mission.post(f"/roadmaps/decisions/{decision.id}/take-back")
    assert item in mission.get(address).get_data(as_text=True)


def test_something_else_can_be_decided(meeting, mission):
    address = f"/roadmaps/meetings/{meeting.id}"
    mission.post(address, {"item": "", "title": "", "outcome": "noted"}, 422)
    mission.post(address, {"item": "", "title": "Un budget", "outcome": "noted", "text": "Vu."})
    assert "Un budget" in mission.get(address).get_data(as_text=True)


def test_a_decision_on_a_removed_action_keeps_what_was_written(roadmap, meeting, mission, today):
    action = block(updates.actions_of(roadmap.id)[0], today)
    item = f"action:blocked:{action.id}"
    mission.post(f"/roadmaps/edit/action/{action.id}/act", {"go": "remove"})
    sent = {"item": item, "outcome": "unblocked", "text": "Trois lignes à garder"}
    answer = mission.post(f"/roadmaps/meetings/{meeting.id}", sent, 409)
    page = answer.get_data(as_text=True)
    assert "was removed or ended meanwhile" in page
    assert "Trois lignes à garder" in page


def test_a_meeting_does_not_come_to_be_after_its_decisions(roadmap, meeting, mission, today):
    row = make_recommendation(make_review(roadmap.programme))
    deciding.decide(meeting, of_recommendation(row, Outcome.ADOPTED), Author(), utcnow())
    db.session.commit()
    later = {"on": (today + 9 * DAY).isoformat(), "place": "", "present": "", "notes": ""}
    address = f"/roadmaps/edit/meeting/{meeting.id}"
    was = {"was-on": today.isoformat()}
    page = mission.post(address, later | was, 422).get_data(as_text=True)
    assert "it cannot take place later" in page
    mission.post(f"/roadmaps/meetings/{meeting.id}/cancel")
    db.session.rollback()
    assert meeting.cancelled_on is None
    mission.post(f"{address}/act", {"go": "remove"})
    mission.get(f"/roadmaps/meetings/{meeting.id}")


def test_a_meeting_to_come_has_an_agenda_and_can_be_cancelled(roadmap, mission, today):
    coming = make_meeting(make_body(roadmap.programme), today + 9 * DAY)
    db.session.commit()
    address = f"/roadmaps/meetings/{coming.id}"
    assert "from the day of the meeting on" in mission.get(address).get_data(as_text=True)
    sent = {"item": "", "title": "x", "outcome": "noted"}
    page = mission.post(address, sent, 409).get_data(as_text=True)
    assert "has not taken place" in page
    mission.post(f"{address}/cancel")
    assert "was cancelled" in mission.get(address).get_data(as_text=True)
    mission.post(f"{address}/cancel")
    make_meeting(coming.body, today + 19 * DAY)
    db.session.commit()
    items = governing.queue(roadmap.programme, today)
    next_ones = governing.coming(governing.meetings_of(roadmap.programme_id), today)
    assert next_ones == {coming.body_id: coming}
    assert governing.next_to_decide(items, next_ones) is None
    make_recommendation(make_review(roadmap.programme))
    items = governing.queue(roadmap.programme, today)
    assert governing.next_to_decide(items, next_ones) == coming


def test_bodies_and_reviews_are_written_by_the_mission_alone(roadmap, mission, as_role, app):
    body = {"title_fr": "Comité", "title_en": "", "kind": "steering", "meets": "monthly"}
    new = f"/roadmaps/new/body/{roadmap.programme_id}"
    ambassador = sign_in(app, roadmap_keeper(roadmap))
    for client in (ambassador, as_role("ambassador")):
        client.post(new, body, 403)
    as_role("reader").post(new, body, 403)
    mission.post(new, body | {"title_fr": ""}, 422)
    mission.post(new, body)
    page = mission.get(f"/roadmaps/programmes/{roadmap.programme_id}/decisions")
    assert "Comité" in page.get_data(as_text=True)
    for path in ("decisions", "recommendations", "calendar", "matrix", "november", "compare"):
        ambassador.get(f"/roadmaps/programmes/{roadmap.programme_id}/{path}")
        as_role("procurement").get(f"/roadmaps/programmes/{roadmap.programme_id}/{path}")
        as_role("administrator").get(f"/roadmaps/programmes/{roadmap.programme_id}/{path}", 403)


def roadmap_keeper(roadmap):
    from app.roadmaps.service import mandates

    return mandates.mandates(roadmap.id)[0].person


def test_a_recommendation_accepted_becomes_an_action_once(roadmap, mission, as_role):
    review = make_review(roadmap.programme, dt.date(2026, 1, 1))
    row = make_recommendation(review, Applicability.VERY_LIKELY, [2, 4])
    db.session.commit()
    objective = updates.actions_of(roadmap.id)[0].placements[0].objective
    accept = f"/roadmaps/recommendations/{row.id}/accept"
    as_role("ambassador").post(accept, {"objective": str(objective.id)}, 403)
    mission.post(accept, {"objective": "999"})
    assert reviews.actions_of([row]) == {}
    action_page = mission.post(accept, {"objective": str(objective.id)}).location
    mission.post(accept, {"objective": str(objective.id)})
    db.session.rollback()
    action = reviews.actions_of([row])[row.id]
    assert (action.starts.first, action.due.last) == (dt.date(2026, 2, 1), dt.date(2026, 4, 30))
    assert reviews.recommendation_of(action).id == row.id
    assert "It carries out a recommendation" in mission.get(action_page).get_data(as_text=True)
    mission.post(f"/roadmaps/edit/recommendation/{row.id}/act", {"go": "remove"})
    db.session.rollback()
    assert db.session.get(Recommendation, row.id) is not None


def test_months_outside_the_calendar_are_refused(roadmap, mission):
    review = make_review(roadmap.programme)
    row = make_recommendation(review)
    db.session.commit()
    sent = {"title_fr": "Manuel", "title_en": "", "applicability": "unrated", "body_id": ""}
    new = f"/roadmaps/new/recommendation/{review.id}"
    for months in (["13"], ["0"], ["x"], ["3", "-1"]):
        page = mission.post(new, sent | {"months": months}, 422).get_data(as_text=True)
        assert "A calendar has twelve months" in page
    mission.post(new, sent | {"months": ["3", "1", "3"]})
    db.session.rollback()
    added = [each for each in reviews.recommendations_of(roadmap.programme_id) if each.id != row.id]
    assert [each.months for each in added] == [[1, 3]]


LISTS = (
    ("Former\n\n Former \nÉcouter", {"Former": "", "Écouter": ""}),
    (
        "• Former\n– Écouter\n\t* Compter\no\tDire",
        dict.fromkeys(("Former", "Écouter", "Compter", "Dire"), ""),
    ),
    (
        "1. Former\n2) Écouter\nR12 – Compter\n3 - Dire",
        {"Former": "1", "Écouter": "2", "Compter": "12", "Dire": "3"},
    ),
    (
        "30 – 40 agents formés\n2026 : le bilan\n1.5 million",
        dict.fromkeys(("30 – 40 agents formés", "2026 : le bilan", "1.5 million"), ""),
    ),
    ("•\n1.\n \n", {"•": "", "1.": ""}),
)


@pytest.mark.parametrize(("text", "read"), LISTS)
def test_a_pasted_list_loses_its_bullets_and_keeps_its_numbers(text, read):
    assert read_lines(text) == read


def test_recommendations_are_pasted_one_on_each_line(roadmap, mission):
    review = make_review(roadmap.programme)
    db.session.commit()
    address, name = f"/roadmaps/reviews/{review.id}/several", f"review-{review.id}-lines"
    mission.post(address, {name: " \n"}, 422)
    page = mission.post(address, {name: "Écouter\n" + "x" * 201}, 422).get_data(as_text=True)
    assert "Écouter\n" + "x" * 201 in page
    assert "This line is too long" in page
    mission.post(address, {name: "\n".join(map(str, range(1000, 1101)))}, 422)
    mission.post(address, {name: "Former\n\n Former \n7. Écouter"})
    mission.post(address, {name: "Écouter"})
    db.session.rollback()
    rows = reviews.recommendations_of(roadmap.programme_id)
    assert [(each.code, each.title.en) for each in rows] == [("1", "Former"), ("7", "Écouter")]


def test_what_steers_is_removed_and_put_back(roadmap, mission):
    review = make_review(roadmap.programme)
    row = make_recommendation(review)
    participant = parts.add_part(PARTS["participant"], review, {"title": Text("Pairs", "Peers")})
    row.advisers.append(participant)
    db.session.commit()
    mission.post(f"/roadmaps/edit/review/{review.id}/act", {"go": "remove"})
    mission.post(f"/roadmaps/edit/participant/{participant.id}/act", {"go": "remove"})
    db.session.rollback()
    assert reviews.reviews_of(roadmap.programme_id)[0].participants == []
    page = mission.get("/roadmaps/programmes").get_data(as_text=True)
    number = page.split("/roadmaps/removed/")[1].split("/")[0]
    mission.post(f"/roadmaps/removed/{number}/put-back")
    db.session.rollback()
    db.session.expire_all()
    assert [each.title.fr for each in row.advisers] == ["Pairs"]


def test_a_decided_date_or_target_is_one_that_can_be(roadmap, meeting, mission, today):
    action, indicator = updates.actions_of(roadmap.id)[0], make_indicator(roadmap)
    action.starts, action.due = read_period("2099-06"), read_period("2099-12")
    set_target(indicator, today - DAY, 50, Author(), utcnow())
    block(action, today)
    address = f"/roadmaps/meetings/{meeting.id}"
    sent = {"item": f"action:blocked:{action.id}", "outcome": "new_date", "due": "2099-03"}
    assert "before the action starts" in mission.post(address, sent, 422).get_data(as_text=True)
    sent["item"] = f"target:overdue:{indicator.id}:{today - DAY}"
    page = mission.post(address, sent | {"value": "150"}, 422).get_data(as_text=True)
    assert "A share goes from 0 to 100%." in page
    mission.post(address, {"item": "x", "outcome": "noted", "title": ""}, 422)
    db.session.rollback()
    assert deciding.decisions_of(meeting.id) == []


def test_what_was_given_up_is_not_taken_up_again_under_what_has_ended(roadmap, meeting, today):
    now, action = utcnow(), block(updates.actions_of(roadmap.id)[0], today)
    decision = deciding.decide(meeting, of_action(action, Outcome.ABANDONED), Author(), now)
    parts.end_part(action.placements[0].objective, "Fini", Author(), now)
    assert "status" in taking_back.take_back(decision, Author(), now)
    assert action.status is ActionStatus.ABANDONED


def test_closing_a_blocked_action_by_its_form_is_in_its_history(roadmap, mission, today):
    action = block(updates.actions_of(roadmap.id)[0], today)
    address = f"/roadmaps/edit/action/{action.id}"
    title = {"title_fr": "Première mesure", f"{WAS}title_fr": "Première mesure"}
    mission.post(address, title | {"status": "done", f"{WAS}status": "in_progress"})
    db.session.rollback()
    own = select(Change.field, Change.old, Change.new).where(Change.part_id == action.id)
    changes = db.session.execute(own.where(Change.part == "action")).all()
    assert ("blocked", "1", "") in changes
    assert ("blocked_by", "Un vote", "") in changes

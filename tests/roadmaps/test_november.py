"""The November report: prepared, reviewed, frozen once, printed, reopened; and actions opened because
of what a survey showed."""

from __future__ import annotations

import datetime as dt

import pytest

from app.extensions import db, utcnow
from app.indicators import following
from app.indicators.following import Followed, Giver
from app.jobs.service import run_all
from app.permissions import Permission
from app.roadmaps import tasks
from app.roadmaps.core.actions import ActionStatus, Applicability
from app.roadmaps.core.comparing import Field
from app.roadmaps.core.governing import Outcome, Reason
from app.roadmaps.forms.monitoring import usual_day
from app.roadmaps.models import Monitoring
from app.roadmaps.service import causes, deciding, monitoring, updates
from app.roadmaps.service.figures import frozen_figures
from app.roadmaps.service.history import Author, record_changes
from app.roadmaps.service.measures import set_target
from app.roadmaps.service.monitoring import Frozen, NotLatest, Stale
from app.statistics.figures import Unit
from app.text import Text, both
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


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (dt.date(2024, 12, 3), dt.date(2024, 11, 30)),
        (dt.date(2024, 11, 14), dt.date(2024, 11, 14)),
        (dt.date(2024, 2, 1), dt.date(2023, 11, 30)),
    ],
)
def test_the_day_of_the_figures_is_proposed(today, day):
    assert usual_day(today) == day


def frozen(roadmap, day) -> Monitoring:
    row = monitoring.prepare(roadmap.programme, day, utcnow())
    monitoring.freeze(row, None, utcnow())
    db.session.commit()
    return row


def test_a_frozen_report_knows_what_changed_since_the_year_before(roadmap, today):
    last = frozen(roadmap, dt.date(today.year - 1, 11, 30))
    action = updates.actions_of(roadmap.id)[1]
    record_changes(action, {"status": ("planned", "done")}, Author(), utcnow())
    action.status = ActionStatus.DONE
    body = make_body(roadmap.programme)
    row = make_recommendation(make_review(roadmap.programme))
    make_recommendation(row.review, code="2")
    deciding.decide(
        make_meeting(body, today), of_recommendation(row, Outcome.ADOPTED), Author(), utcnow()
    )
    edition = monitoring.edition_of(frozen(roadmap, today))
    assert edition.before == monitoring.edition_of(last).state
    assert edition.comparison.counted(Field.STATUS, ActionStatus.DONE) == 1
    assert [each.outcome for each in edition.decided] == [Outcome.ADOPTED]
    assert [each.title.en for each in edition.awaited] == ["Write a manual"]
    assert [each.code for each in edition.recommended] == ["1", "2"]
    [figures] = frozen_figures(monitoring.versions_of(roadmap.programme_id)[0])
    assert figures.progress.cell("total", "done") == 1


def test_what_is_frozen_stays_and_is_corrected_by_a_new_version(roadmap, today):
    row = frozen(roadmap, today)
    before = monitoring.edition_of(row)
    updates.actions_of(roadmap.id)[0].title = both("Autre titre")
    db.session.commit()
    assert monitoring.edition_of(row) == before
    for act in (
        lambda: monitoring.freeze(row, None, utcnow()),
        lambda: monitoring.write(row, today, Text(), Text(), 0),
        lambda: monitoring.write_of(row, roadmap.id, Text(), True, 0),
        lambda: monitoring.take_away(row),
    ):
        with pytest.raises(Frozen):
            act()
    again = monitoring.reopen(row, utcnow())
    assert again.number == 2
    for version in (row, again):
        with pytest.raises(NotLatest):
            monitoring.reopen(version, utcnow())
    monitoring.write_of(again, roadmap.id, both("Bien."), True, 0)
    with pytest.raises(Stale):
        monitoring.write_of(again, roadmap.id, both("Mal."), True, 0)
    monitoring.take_away(again)
    assert [each.number for each in monitoring.versions_of(roadmap.programme_id)] == [1]


def printed_meanwhile(html: str) -> bytes:
    """What stands for the printer, which takes seconds: nobody waits for it with a transaction."""
    assert not db.session().in_transaction()
    return html.encode()


def test_the_mission_prepares_reviews_freezes_and_prints(roadmap, today, as_role, monkeypatch):
    monkeypatch.setattr(tasks, "render_pdf", printed_meanwhile)
    mission = as_role("mission").speak("en")
    address = f"/roadmaps/programmes/{roadmap.programme_id}/november"
    mission.post(address, {"as_of": "1999-01-01"}, 422)
    page = mission.post(address, {"as_of": today.isoformat()}).location
    assert mission.post(address, {"as_of": today.isoformat()}).location == page
    words = f"{page}/roadmaps/{roadmap.id}"
    sent = {"text_fr": "Très bien.", "text_en": "Very good.", "checked": "y", "revision": "0"}
    mission.post(words, sent | {"text_fr": "x" * 1201}, 422)
    mission.post(words, sent)
    assert "Very good." in mission.post(words, sent, 409).get_data(as_text=True)
    whole = {"as_of": today.isoformat(), "opening_fr": "Bilan", "revision": "0"}
    mission.post(page, whole | {"as_of": "2020-11-30"}, 422)
    reader = as_role("reader").speak("en")
    reader.get(page, 403)
    reader.post(page, whole, 403)
    mission.post(page, whole | {"go": "freeze"})
    mission.post(page, whole | {"go": "freeze"})
    mission.post(words, sent | {"revision": "1"})
    db.session.rollback()
    [row] = monitoring.versions_of(roadmap.programme_id)
    assert row.frozen_at is not None
    assert "being made" in mission.get(page).get_data(as_text=True)
    run_all()
    read = reader.get(page).get_data(as_text=True)
    assert "Very good." in read
    for language, word in (("fr", "Très bien."), ("en", "Very good.")):
        assert word in reader.get(f"{page}/{language}.pdf").get_data(as_text=True)
    reader.get(f"{page}/de.pdf", 404)
    reader.post(f"{page}/reopen", status=403)
    again = mission.post(f"{page}/reopen").location
    mission.post(again, whole | {"go": "freeze"}, 422)
    changes = {"changes_fr": "Une date corrigée.", "go": "freeze"}
    mission.post(again, whole | changes)
    assert "There is a later version" in reader.get(page).get_data(as_text=True)
    assert "Une date corrigée." in reader.get(again).get_data(as_text=True)
    mission.post(f"{again}/nonsense", status=404)


def test_reports_of_another_programme_are_not_written_through_this_one(roadmap, today, as_role):
    stranger = make_roadmap(code="other")
    row = monitoring.prepare(roadmap.programme, today, utcnow())
    db.session.commit()
    as_role("mission").post(f"/roadmaps/november/{row.id}/roadmaps/{stranger.id}", {}, 404)


CODE = "survey:managers:s1"


@pytest.fixture
def given(monkeypatch):
    """What surveys give: one figure, whose waves the test adds."""
    points = [(dt.date(2024, 3, 1), 0.42)]
    figure = lambda: [Followed(CODE, both("Constats"), both("Enquête"), Unit.SHARE, tuple(points))]  # noqa: E731
    givers = {"survey": Giver(Permission.SURVEY_MANAGE, figure)}
    monkeypatch.setattr(following, "GIVERS", givers)
    return points


def test_an_action_keeps_the_figure_that_it_was_opened_for(roadmap, as_role, given, today):
    mission = as_role("mission").speak("en")
    address = f"/roadmaps/programmes/{roadmap.programme_id}/because"
    objective = updates.actions_of(roadmap.id)[0].placements[0].objective
    sent = {"figure": CODE, "objective": str(objective.id), "title_fr": "", "title_en": "Tell"}
    for wrong in ({"figure": "hr:x"}, {"objective": "999"}, {"title_en": " "}):
        page = mission.post(address, sent | wrong, 422).get_data(as_text=True)
        assert "There is a problem" in page
    as_role("ambassador").post(address, sent, 403)
    action_page = mission.post(address, sent).location
    assert "42.0% on 1 March 2024." in mission.get(action_page).get_data(as_text=True)
    given.append((dt.date(2025, 3, 1), 0.55))
    page = mission.get(action_page).get_data(as_text=True)
    assert "then 55.0% on 1 March 2025" in page
    edition = monitoring.draft(monitoring.prepare(roadmap.programme, today, utcnow()), {})
    [because] = edition.because
    assert (because.value, because.later) == (0.42, 0.55)
    given.clear()  # the survey was taken back: what was kept stays
    assert "42.0% on 1 March 2024" in mission.get(action_page).get_data(as_text=True)
    [cause] = causes.opened_because_of("survey:managers:")
    assert cause.action.title.en == "Tell"


def test_an_ambassador_reads_the_report_of_the_programme(roadmap, today, app):
    from app.roadmaps.service import mandates

    row = frozen(roadmap, today)
    keeper = mandates.mandates(roadmap.id)[0].person
    sign_in(app, keeper).get(f"/roadmaps/november/{row.id}")


def test_what_awaited_a_decision_is_told_as_of_the_day(roadmap, today):
    action, indicator = updates.actions_of(roadmap.id)[0], make_indicator(roadmap)
    then, now = today - 20 * DAY, dt.datetime.combine(today, dt.time(9), dt.UTC)
    action.applicability = Applicability.DEPENDS
    review = make_review(roadmap.programme)
    review.on = today
    make_recommendation(review)
    set_target(indicator, then - DAY, 50, Author(), now)
    action.blocked_on, action.blocked_by = today, "Après"
    record_changes(action, {"blocked": ("", "1"), "blocked_by": ("", "Après")}, Author(), now)
    db.session.commit()
    edition = monitoring.draft(monitoring.prepare(roadmap.programme, then, now), {})
    [awaited] = edition.awaited
    assert (awaited.reason, awaited.since, awaited.words) == (Reason.DEPENDS, None, "")

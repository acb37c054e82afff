"""Mandates are handed over and ended once, and stay written."""

import datetime as dt

import pytest

from app.extensions import db
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.service import beginning, mandates, updates
from tests.people import make_person, sign_in
from tests.roadmaps.factories import ENDS, STARTS, make_programme, make_roadmap

TODAY = dt.datetime.now(dt.UTC).date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def kept(app):  # type: ignore[no-untyped-def]
    roadmap = make_roadmap(make_person("ambassador", name="Zoé"))
    return roadmap, mandates.mandates(roadmap.id)[0], sign_in(app, make_person("mission"))


def test_one_that_ended_is_neither_handed_over_nor_ended_again(kept):
    roadmap, mandate, mission = kept
    new = make_person("ambassador")
    mandates.end(mandate, dt.date(2025, 3, 1))
    db.session.commit()
    sent = {"person": str(new.id), "on": "2025-06-01", "handover": "À savoir"}
    page = mission.post(f"/roadmaps/mandates/{mandate.id}/hand-over", sent, 422)
    assert "1er mars 2025" in page.get_data(as_text=True)
    assert "À savoir" in page.get_data(as_text=True)
    mission.post(f"/roadmaps/mandates/{mandate.id}", {"go": "end"})
    assert [m.ends_on for m in mandates.mandates(roadmap.id)] == [dt.date(2025, 3, 1)]


def test_one_that_had_not_begun_stays_written_and_leaves_room(kept):
    roadmap, mandate, mission = kept
    mandates.end(mandate, TODAY - DAY)
    first, second = make_person("ambassador", name="Ève"), make_person("ambassador", name="Ada")
    coming = mandates.appoint(roadmap, first, MandateRole.AMBASSADOR, TODAY + 30 * DAY)
    coming.handover = "À savoir"
    db.session.commit()
    mission.post(f"/roadmaps/mandates/{coming.id}", {"go": "end"})
    assert not mandates.holds_today(coming, TODAY + 40 * DAY)
    mandates.appoint(roadmap, second, MandateRole.AMBASSADOR, TODAY)
    db.session.commit()
    page = mission.get(f"/roadmaps/{roadmap.id}/people").get_data(as_text=True)
    assert "annulé avant son début" in page
    assert "À savoir" in page


def test_people_are_in_the_order_of_the_alphabet(kept):
    _roadmap, _mandate, _mission = kept
    make_person("ambassador", name="Émilie"), make_person("ambassador", name="Fanny")
    db.session.commit()
    names = [person.name for person in mandates.people_for(MandateRole.AMBASSADOR)]
    assert names.index("Émilie") < names.index("Fanny") < names.index("Zoé")


def test_who_goes_on_in_the_next_programme(kept):
    """With an open account, as long as their mandate was to last."""
    roadmap, mandate, _mission = kept
    until = ENDS + 100 * DAY
    mandate.ends_on = until
    closed = make_person("ambassador", active=False)
    mandates.appoint(roadmap, closed, MandateRole.DEPUTY, STARTS)
    first, _second = updates.actions_of(roadmap.id)
    updates.set_status(first, updates.ActionStatus.PAUSED)
    later = make_programme("later")
    later.starts_on, later.ends_on = ENDS + DAY, ENDS + 900 * DAY
    [new] = beginning.carry_over(later, [roadmap], beginning.Carried(True, True), ENDS)
    assert [(m.person_id, m.ends_on) for m in mandates.mandates(new.id)] == [
        (mandate.person_id, until)
    ]
    assert updates.actions_of(new.id)[0].paused_from is updates.ActionStatus.IN_PROGRESS
    assert new.begun_on == ENDS


def test_nobody_is_twice_the_same(kept):
    roadmap, _mandate, mission = kept
    deputy = make_person("ambassador", name="Ève")
    db.session.commit()
    sent = {"person": str(deputy.id), "role": "deputy", "starts_on": TODAY.isoformat()}
    mission.post(f"/roadmaps/{roadmap.id}/people", sent)
    page = mission.post(f"/roadmaps/{roadmap.id}/people", sent, 422).get_data(as_text=True)
    assert "Ève a déjà ce mandat" in page
    assert f'value="{deputy.id}" selected' in page.replace("selected value", "value") or (
        f'selected value="{deputy.id}"' in page
    )


def test_days_that_leave_the_calendar_are_refused(kept):
    roadmap, mandate, mission = kept
    new = make_person("ambassador")
    db.session.commit()
    for day in ("0001-01-01", "9999-12-31"):
        sent = {"person": str(new.id), "on": day, "handover": ""}
        mission.post(f"/roadmaps/mandates/{mandate.id}/hand-over", sent, 422)
    assert len(mandates.mandates(roadmap.id)) == 1
